"""Word documents: what is read as speech, and what can't be opened."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

from scapolicy.errors import ScapolicyError
from scapolicy.readers import word
from scapolicy.readers.word import read_docx

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return data.getvalue()


def code(data: bytes) -> str:
    with pytest.raises(ScapolicyError) as caught:
        read_docx(data, "a.docx")
    return caught.value.problems[0].code


def test_paragraphs_stand_apart_and_tables_are_read() -> None:
    document = docx.Document()
    document.add_paragraph("Interviewer: How?")
    run = document.add_paragraph().add_run("Informant:")
    run.bold = True
    document.paragraphs[-1].add_run(" So.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Q", "And?"
    document.add_paragraph("After the table.")
    assert read_docx(saved(document), "a.docx").text == (
        "Interviewer: How?\n\nInformant: So.\n\nQ\tAnd?\n\nAfter the table."
    )


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We ")
    for tag, inner in (("del", "<w:delText>never</w:delText>"), ("ins", "<w:t>often</w:t>")):
        xml = f'<w:{tag} {_NS} w:id="1" w:author="x"><w:r>{inner}</w:r></w:{tag}>'
        paragraph._p.append(parse_xml(xml))
    paragraph.add_run(" met.")
    assert read_docx(saved(document), "a.docx").text == "We often met."


def test_tabs_and_line_breaks_are_kept() -> None:
    document = docx.Document()
    document.add_paragraph("one\ttwo\nthree")
    assert read_docx(saved(document), "a.docx").text == "one\ttwo\nthree"


def test_what_is_no_word_document_is_told() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    whole = saved(docx.Document())
    assert code(b"not a zip") == "R06"
    assert code(b"") == "R06"
    assert code(other.getvalue()) == "R06"
    assert code(whole[: len(whole) // 2]) == "R06"


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_MEGABYTES", 1)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 1_100_000)
    assert code(bomb.getvalue()) == "R07"


def test_entities_are_not_followed() -> None:
    data = saved(docx.Document())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                content = (
                    f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {_NS}>'
                    "<w:body><w:p><w:r><w:t>a&x;b</w:t></w:r></w:p></w:body></w:document>"
                ).encode()
            after.writestr(name, content)
    assert read_docx(out.getvalue(), "a.docx").text in ("ab", "a")
