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
    )
)


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
    assert codes(packed(content(p("a&x;b"), f"<!DOCTYPE d [<!ENTITY x {entity}>]>"))) == ["R30"]


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
