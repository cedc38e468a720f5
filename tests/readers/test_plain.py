"""Plain text and Markdown: encodings, front matter, and what is no text."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.plain import read_markdown, read_text
from scapolicy.readers.turns import find_turns

HEAD = "---\nprovince: North\ndate: 2020-06-14\nconsent: no\n---\nQ: Hm?\n"


def codes(data: bytes) -> list[tuple[str, int | None]]:
    """The problems of a file, by code and line."""
    with pytest.raises(ScapolicyError) as caught:
        read_text(data, "a.txt")
    return [(fault.code, fault.line) for fault in caught.value.problems]


def test_front_matter_is_kept_as_typed() -> None:
    document = read_text(HEAD.encode(), "a.txt")
    assert dict(document.attributes) == {"province": "North", "date": "2020-06-14", "consent": "no"}
    assert document.text == HEAD
    assert document.text[document.body :].strip() == "Q: Hm?"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\ufeff\ufeff"])
def test_byte_order_marks_and_line_ends_change_nothing(newline: str, mark: str) -> None:
    data = (mark + HEAD.replace("\n", newline)).encode()
    assert read_text(data, "a.txt") == read_text(HEAD.encode(), "a.txt")


def test_lists_and_nested_attributes_become_texts() -> None:
    head = "---\ntags: [a, b]\nplace:\n  town: X\nnothing:\n---\n"
    attributes = read_text(head.encode(), "a.txt").attributes
    assert dict(attributes) == {"tags": "a; b", "place.town": "X", "nothing": ""}


def test_only_markdown_has_headings() -> None:
    assert read_markdown(b"# x", "a.md").headings
    assert not read_text(b"# x", "a.txt").headings


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n\0\0", [("R04", 2)]),
        (b"\xef\xbb\xbfa\nb\nc\xe9", [("R05", 3)]),
        ("é\n".encode() * 5 + b"\xe9", [("R05", 6)]),
        ("é\r\n".encode() * 5 + b"\xe9", [("R05", 6)]),
        ("é\r".encode() * 5 + b"\xe9", [("R05", 6)]),
        (b"\xff\xfea", [("R31", None)]),
        (b"\xff\xfe\0\0a", [("R31", None)]),
        (b"---\nencoding: cp874\n---\n\xdb", [("R31", None)]),
        (b"---\nencoding: klingon\n---\n\xdb", [("R32", None)]),
        ("a\0b".encode("utf-16"), [("R04", 1)]),
        (b"\xed\xa0\x80", [("R05", 1)]),
        (b"a\x1b[0m\x1ab", [("R04", 1)]),
        (b"a\0b", [("R04", 1)]),
        (b"---\nprovince: North\n", [("R09", 1)]),
        (b"---", [("R09", 1)]),
        (b"\n\n---\na: 1\n", [("R09", 3)]),
        (b"---\na: 1\na: 2\n---\n", [("R12", 3)]),
        (b"---\na: 1\na: 2\nb: 3\nb: 4\n---\n", [("R12", 3), ("R12", 5)]),
        (b"---\na:\n  b: 1\na.b: 2\n---\n", [("R12", 4)]),
        (b"\n---\na: 1\na: 2\n---\n", [("R12", 4)]),
        (b"---\n'': 1\n---\n", [("R11", 2)]),
        (b"---\njust words\n---\n", [("R11", 2)]),
        (b"---\nprovince: North\xc2\x9f\n---\n", [("R10", 2)]),
        (b"---\na: " + b"[" * 100_000 + b"\n---\n", [("C52", None)]),
        (b"---\n- a\n---\n", [("R11", 2)]),
        (b"---\na: 1\nb: [\n---\n", [("R10", 4)]),
        (b"---\na: 1\nb: c: d\n---\n", [("R10", 3)]),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    data: bytes, expected: list[tuple[str, int | None]]
) -> None:
    assert codes(data) == expected


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        (b"caf\xe9\n", "café\n", "cp1252 (Western European)"),
        ("งบประมาณไม่พอครับ".encode("cp874"), "งบประมาณไม่พอครับ", "cp874 (Thai)"),
        ("a\nb".encode("utf-16"), "a\nb", ""),
        ("a\nb".encode("utf-16-le"), "a\nb", "utf-16-le"),
        ("a\nb".encode("utf-32"), "a\nb", ""),
        (b"a\r\nb\xe9", "a\nbé", "cp1252 (Western European)"),
        (b"a\rb\xe9", "a\nbé", "cp1252 (Western European)"),
    ],
)
def test_what_is_not_utf_8_is_read_and_told(data: bytes, text: str, told: str) -> None:
    document = read_text(data, "a.txt")
    assert document.text == text
    assert [note.code for note in document.notices] == (["R33"] if told else [])
    assert all(f"read as {told}, " in note.message for note in document.notices)


@pytest.mark.parametrize(
    ("text", "body", "attributes"),
    [
        ("Q: Hm?", "Q: Hm?", {}),
        ("", "", {}),
        ("---\n---\nQ: Hm?", "\nQ: Hm?", {}),
        ("---\nconsent: false\n...\nQ: Hm?", "\nQ: Hm?", {"consent": "false"}),
        ("\n \n---\nconsent: false\n---\nQ: Hm?", "\nQ: Hm?", {"consent": "false"}),
        ("---  \nconsent: false\n---\t\nQ: Hm?", "\nQ: Hm?", {"consent": "false"}),
        ("---\nconsent: false\n---", "", {"consent": "false"}),
        ("---\na: x---\n---\n---\n", "\n---\n", {"a": "x---"}),
        ("---x\nQ: Hm?\n---\n", "---x\nQ: Hm?\n---\n", {}),
        ("Q: Hm?\n---\na: 1\n---\n", "Q: Hm?\n---\na: 1\n---\n", {}),
        ("---\na: &x [1, 2]\nb: [*x, *x]\n---\n", "\n", {"a": "1; 2", "b": "1; 2; 1; 2"}),
        ("---\nnote: |\n  x\n  y\n---\n", "\n", {"note": "x\ny"}),
        ("---\nname: !!python/name:os.system x\n---\n", "\n", {"name": "x"}),
    ],
)
def test_the_head_ends_where_its_fence_does(
    text: str, body: str, attributes: dict[str, str]
) -> None:
    document = read_text(text.encode(), "a.txt")
    assert document.text == text
    assert document.text[document.body :] == body
    assert dict(document.attributes) == attributes


def test_the_head_may_state_the_encoding() -> None:
    head = "---\nencoding: cp1251\n---\n"
    document = read_text(head.encode() + b"\xe9", "a.txt")
    assert document.text == head + "й"
    assert dict(document.attributes) == {"encoding": "cp1251"}
    assert document.notices == ()


def test_the_byte_that_cannot_be_read_is_counted_in_the_file() -> None:
    with pytest.raises(ScapolicyError) as caught:
        read_text(b"\xef\xbb\xbfab\xe9", "a.txt")
    message = caught.value.problems[0].message
    assert message == "this is not UTF-8 text (byte 6 cannot be read)"


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 9):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    assert codes("\n".join(["---", *lines, "---", ""]).encode()) == [("C18", None)]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), st.booleans())
def test_a_text_without_a_head_is_kept_letter_for_letter(text: str, marked: bool) -> None:
    data = text.encode("utf-8-sig" if marked else "utf-8")
    expected = text.lstrip("\ufeff")
    assume(not expected.lstrip().startswith("---"))
    document = read_text(data, "a.txt")
    assert (document.text, document.body, dict(document.attributes)) == (expected, 0, {})


@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda tail: b"---\n" + tail))
def test_any_bytes_are_a_document_or_problems(data: bytes) -> None:
    try:
        document = read_text(data, "a.txt")
    except ScapolicyError as error:
        document, faults = None, error.problems
    if document is None:
        assert {fault.file for fault in faults} == {"a.txt"}
    else:
        assert 0 <= document.body <= len(document.text)
        assert "\r" not in document.text


@pytest.mark.parametrize("sign", ["\f", "\v", "\x85", "\u2028", "\u2029", "\n\f"])
def test_signs_that_end_a_page_or_line_end_a_line(sign: str) -> None:
    text = f"Interviewer: How?\nMayor: เรา met.{sign}Interviewer: Why?\nMayor: Money."
    turns, _ = find_turns(read_text(text.encode(), "a.txt"))
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Interviewer", "How?"),
        ("Mayor", "เรา met."),
        ("Interviewer", "Why?"),
        ("Mayor", "Money."),
    ]


def test_the_line_of_a_sign_that_no_text_has_is_told() -> None:
    with pytest.raises(ScapolicyError) as caught:
        read_text(b"Q: How?\r\nA: So\x1a.", "a.txt")
    (fault,) = caught.value.problems
    assert (fault.code, fault.line) == ("R04", 2)
    assert "it holds U+001A" in fault.message


def test_the_line_that_otter_adds_is_nobody_s_and_told() -> None:
    talk = "Ann: Why?\n\nBo: So.\n\nAnn: Oh.\n\nBo: Yes.\n"
    document = read_text(f"{talk}\nTranscribed by https://otter.ai\n".encode(), "a.txt")
    assert [turn.text for turn in find_turns(document)[0]] == ["Why?", "So.", "Oh.", "Yes."]
    assert [note.message for note in document.notices] == [
        "not read as speech: 1 line that Otter added"
    ]
    quoted = f"{talk}It was transcribed by https://otter.ai I think."
    assert read_text(quoted.encode(), "a.txt").text == quoted
