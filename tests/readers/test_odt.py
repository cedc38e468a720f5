"""OpenDocument texts: what is read as speech, and what can't be opened."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers import archive
from scapolicy.readers.odt import read_odt
from scapolicy.readers.turns import find_turns

_NS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
    )
)
_NS += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


def content(body: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {_NS}><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )


def packed(main: str | None, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packing:
        packing.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        if main is not None:
            packing.writestr("content.xml", main)
        for name, part in parts.items():
            packing.writestr(f"META-INF/{name}.xml", part)
    return out.getvalue()


def text(body: str) -> str:
    return read_odt(packed(content(body)), "a.odt").text


def codes(data: bytes) -> list[str]:
    with pytest.raises(ScapolicyError) as caught:
        read_odt(data, "a.odt")
    assert {fault.file for fault in caught.value.problems} == {"a.odt"}
    return [fault.code for fault in caught.value.problems]


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def test_paragraphs_headings_and_lists_stand_apart() -> None:
    item = p("A: <text:span>So</text:span>.")
    body = "".join(
        (
            "<text:h>Talk</text:h>",
            p('Q: Why<text:s text:c="3"/>so?'),
            p(""),
            f"<text:list><text:list-item>{item}</text:list-item></text:list>",
            p("One<text:tab/>two<text:line-break/>three"),
        )
    )
    assert text(body) == "Talk\n\nQ: Why so?\n\nA: So.\n\nOne\ttwo\nthree\n"


def test_white_space_is_as_the_format_has_it() -> None:
    assert text("\n " + p("\n  Q: Why\n  so?<!-- x --> Yes.") + "\n") == "Q: Why so? Yes.\n"


def test_a_row_is_a_paragraph() -> None:
    def row(*cells: str) -> str:
        made = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{made}</table:table-row>"

    inner = f"<table:table>{row(p('x'), p('y'))}</table:table>"
    body = (
        f"<table:table><table:table-header-rows>{row(p('Q:'), p('Why?'))}</table:table-header-rows>"
        f"{row(p('A:'), p('So.') + p('Yes.'))}{row(p('B:'), inner)}</table:table>{p('end')}"
    )
    assert text(body) == "Q:\tWhy?\n\nA:\tSo.\n\nYes.\n\nB:\tx\ty\n\nend\n"


@pytest.mark.parametrize(
    "unsaid",
    [
        f"<office:annotation>{p('x')}</office:annotation>",
        f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('x')}</text:note-body></text:note>",
        "<text:ruby-text>x</text:ruby-text>",
        "<text:hidden-text>x</text:hidden-text>",
        "<text:soft-page-break/><text:bookmark-start/>",
    ],
)
def test_comments_and_notes_are_not_speech(unsaid: str) -> None:
    assert text(p(f"A: So{unsaid} it is.")) == "A: So it is.\n"


def test_deleted_text_is_not_speech_and_inserted_text_is() -> None:
    deletion = f"<text:deletion>{p('gone')}</text:deletion>"
    changes = f"<text:changed-region>{deletion}</text:changed-region>"
    body = p("A: <text:change/><text:change-start/>So<text:change-end/>.")
    assert text(f"<text:tracked-changes>{changes}</text:tracked-changes>{body}") == "A: So.\n"


def test_boxes_are_read_after_their_paragraph() -> None:
    box = f"<draw:frame><draw:text-box>{p('box')}{p('more')}</draw:text-box></draw:frame>"
    assert text(p(f"A: So{box} it is.") + p("end")) == "A: So it is.\n\nbox\n\nmore\n\nend\n"


def test_the_turns_of_a_document_are_found() -> None:
    turns, _ = find_turns(read_odt(packed(content(p("ถาม: ไหม") + p("ตอบ: ครับ"))), "a.odt"))
    assert [(turn.speaker, turn.text) for turn in turns] == [("ถาม", "ไหม"), ("ตอบ", "ครับ")]


def test_what_is_no_document_is_told() -> None:
    whole = packed(content(p("A: So.")))
    assert codes(b"") == codes(b"not a zip") == codes(whole[:200]) == ["R30"]
    assert codes(packed(None)) == codes(packed("no XML")) == codes(packed("<a/>")) == ["R30"]
    locked = packed(content(p("A")), manifest="<manifest:encryption-data/>")
    assert codes(locked) == ["R30"]


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PARTS", 1)
    assert codes(packed(content(""))) == ["R07"]


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/hostname"', '"boom"'])
def test_entities_are_refused(entity: str) -> None:
    assert codes(packed(content(p("a&x;b"), f"<!DOCTYPE d [<!ENTITY x {entity}>]>"))) == ["R78"]


def test_spaces_do_not_multiply() -> None:
    assert text(p('a<text:s text:c="999999999"/>b')) == "a b\n"


_WHOLE = packed(content(p("Q: Why?") + p("A: So.")))


@given(st.data())
@settings(max_examples=50)
def test_a_damaged_document_is_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        faults = read_odt(bytes(whole), "a.odt").notices
    except ScapolicyError as error:
        faults = error.problems
    assert {fault.code for fault in faults} <= {"R07", "R30"}


_SPOKEN = st.lists(
    st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1), max_size=5
)


@given(_SPOKEN)
def test_what_is_said_is_kept_letter_for_letter(said: list[str]) -> None:
    assert text("".join(map(p, said))).split() == said


TALK = [("Dr Wong", "Why Rayong?"), ("Ann", "They asked."), ("Dr Wong", "Who?"), ("Ann", "He.")]
_DEFINED = "".join(
    f'<style:style style:name="{name}" {more}><style:text-properties {says}/></style:style>'
    for name, more, says in (
        ("Strong", "", 'fo:font-weight="bold"'),
        ("T1", 'style:parent-style-name="Strong"', ""),
        ("Normal", "", 'fo:font-weight="normal"'),
        ("Gone", "", 'text:display="none"'),
        ("Round", 'style:parent-style-name="Round"', ""),
    )
)


def in_styles(body: str) -> bytes:
    """A document with the styles above, which its body may name."""
    automatic = f"<office:automatic-styles>{_DEFINED}</office:automatic-styles>"
    return packed(content(body).replace("<office:body>", f"{automatic}<office:body>"))


def said(body: str) -> list[tuple[str, str, float | None]]:
    turns, _ = find_turns(read_odt(in_styles(body), "a.odt"))
    return [(turn.speaker, turn.text, turn.begin) for turn in turns]


def untold(body: str) -> list[str]:
    return [note.message for note in read_odt(in_styles(body), "a.odt").notices]


def span(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


@pytest.mark.parametrize("style", ["Strong", "T1"])
def test_bold_names_that_come_again_are_speakers(style: str) -> None:
    expected = [(who, words, None) for who, words in TALK]
    assert said("".join(p(f"{span(who, style)} {words}") for who, words in TALK)) == expected
    named = '<text:p text:style-name="{}">{}</text:p>'
    assert said("".join(named.format(style, who) + p(words) for who, words in TALK)) == expected


def test_what_is_not_bold_in_a_bold_paragraph_is_no_name() -> None:
    body = "".join(
        f'<text:p text:style-name="Strong">{who} {span(words, "Normal")}</text:p>'
        for who, words in TALK
    )
    assert said(body) == [(who, words, None) for who, words in TALK]
    assert said(p(span("Ann", "Round")) * 2)[0][0] == ""


def test_hidden_text_is_not_read_and_told() -> None:
    body = p(f"A: So {span('never', 'Gone')}it is.") + p("A: Yes.")
    assert said(body)[0][1] == "So it is."
    assert untold(body) == ["not read as speech: 1 hidden passage"]
    section = f'<text:section text:display="none">{p("never")}</text:section>'
    assert text(section + p("A: Yes.")) == "A: Yes.\n"


def test_comments_notes_and_deletions_are_told() -> None:
    deletion = f"<text:deletion>{p('gone')}</text:deletion>"
    changes = f"<text:changed-region>{deletion}</text:changed-region>" * 2
    note = '<text:note text:note-class="endnote">x</text:note>'
    body = f"<text:tracked-changes>{changes}</text:tracked-changes>"
    body += p(f"A: So<office:annotation>{p('x')}</office:annotation>{note}.")
    assert untold(body) == ["not read as speech: 2 deletions, 1 comment, 1 endnote"]
    assert untold(p("A: So.")) == []


def grid(*rows: tuple[str, ...]) -> str:
    def row(cells: tuple[str, ...]) -> str:
        made = "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{made}</table:table-row>"

    return f"<table:table>{''.join(map(row, rows))}</table:table>"


def test_columns_of_a_table_say_who_speaks_and_when() -> None:
    first, second = ("0:07", "Bo", "Why?", "loud"), ("1:02", "Ann", "So.", "")
    body = p("A talk") + grid(("Time", "Speaker", "Text", "Notes"), first, second)
    assert said(body) == [("Bo", "Why?", 7.0), ("Ann", "So.", 62.0)]
    _, notices = find_turns(read_odt(in_styles(body), "a.odt"))
    assert [note.message for note in notices if note.code in ("R43", "N04")] == [
        "these columns were not read: Notes",
        "2 words before the first speaker are not coded",
    ]


def test_a_meeting_s_captions_are_read() -> None:
    body = "".join(
        p(f"0:0:{at}.0 --&gt; 0:0:{at}.9") + p(f"Park, {who}") + p(words)
        for at, (who, words) in enumerate(TALK)
    )
    assert said(body)[1] == ("Park, Ann", "They asked.", 1.0)


def test_paragraphs_of_a_style_of_names_are_speakers() -> None:
    named = '<text:p text:style-name="Who">{}</text:p>'
    body = "".join(named.format(who) + p(words) for who, words in TALK)
    assert said(body) == [(who, words, None) for who, words in TALK]


def test_bold_names_before_a_colon_and_titles_above_columns_are_as_in_word() -> None:
    expected = [(who, words, None) for who, words in TALK]
    assert said("".join(p(f"{span(who, 'Strong')}: {words}") for who, words in TALK)) == expected
    assert said(grid(("A talk",), ("Speaker", "Text"), *TALK)) == expected
