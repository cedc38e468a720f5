"""Plain text and Markdown: encodings, front matter, and what is no text."""

import pytest

from scapolicy.errors import ScapolicyError
from scapolicy.readers.plain import read_markdown, read_text

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
@pytest.mark.parametrize("mark", ["", "\ufeff"])
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
        (b"\x89PNG\r\n\0\0", [("R04", None)]),
        (b"caf\xe9\n", [("R05", 1)]),
        ("ไทย".encode("cp874"), [("R05", 1)]),
        ("a\nb".encode("utf-16"), [("R05", None)]),
        (b"a\0b", [("R04", None)]),
        (b"---\nprovince: North\n", [("R09", 1)]),
        (b"---\na: 1\na: 2\n---\n", [("R12", 3)]),
        (b"---\n- a\n---\n", [("R11", 2)]),
        (b"---\na: 1\nb: [\n---\n", [("R10", 4)]),
        (b"---\na: 1\nb: c: d\n---\n", [("R10", 3)]),
        (b"---\na: &x [1, 2]\nb: " + b"[*x, *x]" + b"\n---\n", []),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    data: bytes, expected: list[tuple[str, int | None]]
) -> None:
    if not expected:
        assert read_text(data, "a.txt").attributes["b"] == "1; 2; 1; 2"
    else:
        assert codes(data) == expected


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 9):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    assert codes("\n".join(["---", *lines, "---", ""]).encode()) == [("C18", None)]
