"""Web pages: what is seen of them, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.page import read_page
from scapolicy.readers.turns import find_turns


def text(page: str) -> str:
    return read_page(page.encode(), "a.html").text


def test_blocks_are_paragraphs() -> None:
    page = "<h1>Talk</h1><p>Q: Why,\n  <b>so</b> soon?<p>A: So.<div>Yes.<br>No.</div>"
    assert text(page) == "Talk\n\nQ: Why, so soon?\n\nA: So.\n\nYes.\nNo.\n"


def test_what_is_not_seen_is_left_out() -> None:
    page = """<head><title>x</title><style>p {}</style></head><body><nav>Home</nav><!-- x -->
    <script>var x = "<p>x</p>";</script><p hidden>x</p><p style="display: none">x</p>
    <noscript>x</noscript><template><p>x</p></template><svg><text>x</text></svg>
    <p>A: <del>no</del><ins>So</ins>.</p></body>"""
    assert text(page) == "A: So.\n"


def test_entities_are_what_they_stand_for() -> None:
    assert text("<p>R&amp;D&nbsp;&lt;3 &#3652;&#x0E17;&#3618; &eacute; &unknown;") == (
        "R&D\xa0<3 ไทย é &unknown;\n"
    )


def test_entities_of_a_page_are_not_followed() -> None:
    page = (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "boom">]><p>a&x;b&y;c</p>'
    )
    assert "boom" not in text(page).split("\n\n")[-1]
    assert text(page).endswith("a&x;b&y;c\n")


def test_a_row_is_a_paragraph() -> None:
    page = "<table><tr><th>Q:</th><td>Why?<td></td></tr><tr><td>A:<td><p>So.<p>Yes.</table>after"
    assert text(page) == "Q:\tWhy?\n\nA:\tSo.\n\nYes.\n\nafter\n"


def test_lines_of_preformatted_text_are_kept() -> None:
    assert text("<pre>Q: Why?\nA: So.</pre>x\ny") == "Q: Why?\nA: So.\n\nx y\n"


def test_the_turns_of_a_page_are_found() -> None:
    document = read_page(b"<p>Interviewer: Why?</p><p>Mayor: So.</p>", "a.html")
    turns, _ = find_turns(document)
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Interviewer", "Why?"),
        ("Mayor", "So."),
    ]


@pytest.mark.parametrize(
    ("stated", "encoding"),
    [
        ("tis-620", "cp874"),
        ("windows-874", "cp874"),
        ("utf-8", "utf-8"),
        ("tis-620", "utf-8"),
        ("nonsense", "utf-8"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page_may_state_its_encoding(stated: str, encoding: str) -> None:
    meta = f'<meta http-equiv="x" content="text/html; charset={stated}">' if stated else ""
    document = read_page(f"<html>{meta}<p>ถาม: ไม่พอ</p>".encode(encoding), "a.html")
    assert (document.text, document.notices) == ("ถาม: ไม่พอ\n", ())


def test_what_a_page_states_wrongly_is_guessed_and_told() -> None:
    page = '<meta charset="utf-8"><p>งบประมาณไม่พอครับ ต้องรอ</p>'
    document = read_page(page.encode("cp874"), "a.html")
    assert document.text == "งบประมาณไม่พอครับ ต้องรอ\n"
    assert [note.code for note in document.notices] == ["R33"]


def test_western_pages_are_read_as_browsers_do() -> None:
    document = read_page('<meta charset="iso-8859-1"><p>“é”'.encode("cp1252"), "a.html")
    assert (document.text, document.notices) == ("“é”\n", ())


@pytest.mark.parametrize("page", ["", " ", "<html></html>", "<!-- x -->", "<script>x</script>"])
def test_a_page_without_words_is_empty(page: str) -> None:
    assert text(page) == ""


def test_a_deep_page_is_read_to_its_end_or_refused() -> None:
    assert text("<div>" * 1000 + "<p>Q: Why?") == "Q: Why?\n"
    with pytest.raises(ScapolicyError) as caught:
        text("<div>" * 5000 + "<p>Q: Why?")
    assert [(fault.code, fault.file) for fault in caught.value.problems] == [("R30", "a.html")]


def test_a_long_paragraph_is_read_to_its_end() -> None:
    assert len(text(f"<p>{'x' * 11_000_000}<p>end")) == 11_000_006


@given(st.text(st.sampled_from("<>/ptdrhbe&;#1'\" ก!-[]")) | st.text(max_size=40))
def test_any_page_is_a_document_or_a_problem(page: str) -> None:
    try:
        document = read_page(page.encode("utf-8", "surrogatepass"), "a.html")
    except ScapolicyError as error:
        document, faults = None, error.problems
    if document is None:
        assert {fault.file for fault in faults} == {"a.html"}
    else:
        assert document.text.strip() or not document.text


_SPOKEN = st.lists(
    st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1), max_size=5
)


@given(_SPOKEN)
def test_what_is_said_is_kept_letter_for_letter(said: list[str]) -> None:
    assert text("".join(f"<p>{one}</p>" for one in said)).split() == said


def test_columns_of_a_table_say_who_speaks() -> None:
    rows = [("Speaker", "Text", "Mood"), ("Park, Ada", "Why?", "glad"), ("Bo", "So.", "")]
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    document = read_page(table.encode(), "a.html")
    turns, _ = find_turns(document)
    assert [(turn.speaker, turn.text) for turn in turns] == [("Park, Ada", "Why?"), ("Bo", "So.")]
    assert [note.message for note in document.notices] == ["these columns were not read: Mood"]
    around = f"<p>Bo: Shall we?<p>Q: Yes.{table}<p>Bo: And so.<p>Q: Well."
    turns, _ = find_turns(read_page(around.encode(), "a.html"))
    assert [turn.speaker for turn in turns][-2:] == ["Bo", "Q"]
