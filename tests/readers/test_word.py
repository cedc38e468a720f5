"""Word documents: what is read as speech, and what can't be opened."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers import archive
from scapolicy.readers.turns import find_turns
from scapolicy.readers.word import read_docx

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_MAIN = "word/document.xml"
_SPEECH = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=20)


def saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return data.getvalue()


_WHOLE = saved(docx.Document())


def r(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(words: str) -> str:
    return f"<w:p>{r(words)}</w:p>"


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def part(body: str) -> str:
    return f"<w:document {NS}><w:body>{body}</w:body></w:document>"


def with_part(main: str | None, others: Callable[[bytes], bytes] = bytes) -> bytes:
    """A document whose main part is the text given (None leaves it out)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_WHOLE)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name != _MAIN:
                after.writestr(name, others(before.read(name)))
            elif main is not None:
                after.writestr(name, main)
    return out.getvalue()


def with_body(body: str) -> bytes:
    return with_part(part(body))


def text(body: str) -> str:
    return read_docx(with_body(body), "a.docx").text


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
        xml = f'<w:{tag} {NS} w:id="1" w:author="x"><w:r>{inner}</w:r></w:{tag}>'
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
    monkeypatch.setattr(archive, "MAX_PARTS", 3)
    assert code(_WHOLE) == "R07"
    monkeypatch.setattr(archive, "MAX_MEGABYTES", 1)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 1_100_000)
    assert code(bomb.getvalue()) == "R07"


def test_entities_are_not_followed_and_told() -> None:
    opening = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    data = with_part(f"{opening}<w:document {NS}><w:body>{p('a&x;b')}</w:body></w:document>")
    assert code(data) == "R78"


def test_entities_that_multiply_are_refused() -> None:
    entities = "<!ENTITY a0 'xxxxxxxxxx'>"
    for n in range(1, 9):
        entities += f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>"
    assert code(with_part(f"<!DOCTYPE d [{entities}]>{part(p('&a8;'))}")) == "R78"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<w:p>{r('We ')}<w:ins>{r('often')}</w:ins>{r(' met.')}</w:p>", "We often met."),
        (f"<w:p>{r('We')}<w:moveFrom>{r(' never')}</w:moveFrom></w:p>", "We"),
        (f"<w:p>{r('We ')}<w:moveTo>{r('met')}</w:moveTo></w:p>", "We met"),
        (f"<w:p><w:del><w:r><w:delText>No</w:delText></w:r></w:del>{r('Yes')}</w:p>", "Yes"),
        (f"<w:p><w:del><w:ins>{r('No')}</w:ins></w:del>{r('Yes')}</w:p>", "Yes"),
        (f"<w:p><w:hyperlink>{r('a link')}</w:hyperlink></w:p>", "a link"),
        (f"<w:p><w:smartTag><w:smartTag>{r('Rayong')}</w:smartTag></w:smartTag></w:p>", "Rayong"),
        (f"<w:p><w:fldSimple w:instr='x'>{r('3')}</w:fldSimple></w:p>", "3"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", ""),
        (
            "<w:p><w:r><w:t>twenty</w:t><w:noBreakHyphen/><w:t>one</w:t></w:r></w:p>",
            "twenty-one",
        ),
        ("<w:p><w:r><w:t>a</w:t><w:ptab/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        (f"<w:p><!-- x -->{r('a')}<?x y?></w:p><!-- x -->", "a"),
        (f"<w:p/>{p('a')}<w:p>{r('  ')}</w:p>{p('b')}<w:sectPr/>", "a\n\nb"),
        ("", ""),
    ],
)
def test_a_paragraph_reads_as_with_all_changes_accepted(body: str, expected: str) -> None:
    assert text(body) == expected


def test_hidden_text_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    assert text(f"<w:p>{r('said')}{hidden}</w:p>") == "said"


def b(words: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_bold_names_that_come_again_are_speakers() -> None:
    lines = [
        ("Dr Wong ", "Why Rayong?"),
        ("Ann ", "They asked."),
        ("Dr Wong ", "Who?"),
        ("Ann ", "He."),
    ]
    same_line = "".join(f"<w:p>{b(name)}{r(said)}</w:p>" for name, said in lines)
    own_line = "".join(f"<w:p>{b(name)}</w:p>{p(said)}" for name, said in lines)
    expected = [(name.strip(), said) for name, said in lines]
    for body in (same_line, own_line, f"<w:p>{b('An interview')}</w:p>{same_line}"):
        turns, _ = find_turns(read_docx(with_part(part(body)), "a.docx"))
        said = [(turn.speaker, turn.text) for turn in turns if turn.speaker]
        assert said == expected


def test_bold_headings_and_stressed_words_are_no_speakers() -> None:
    body = f"<w:p>{b('Background')}</w:p>{p('We met.')}<w:p>{b('Money')}</w:p>{p('None.')}"
    stressed = f"<w:p>{b('Never')}{r(' again.')}</w:p>"
    assert text(body + stressed) == "Background\n\nWe met.\n\nMoney\n\nNone.\n\nNever again."


def untold(body: str) -> list[str]:
    """What a document's reader is told of what was left out."""
    return [note.message for note in read_docx(with_body(body), "a.docx").notices]


def test_what_is_hidden_by_its_style_is_not_read() -> None:
    style = f"<w:style {NS} w:type='character' w:styleId='Gone'>"
    style += "<w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    hidden = "<w:r><w:rPr><w:rStyle w:val='Gone'/></w:rPr><w:t> not</w:t></w:r>"

    def with_style(content: bytes) -> bytes:
        return content.replace(b"</w:styles>", style.encode())

    data = with_part(part(f"<w:p>{r('So')}{hidden}{r(' it is.')}</w:p>"), with_style)
    assert read_docx(data, "a.docx").text == "So it is."


def test_a_deleted_row_is_not_read_and_told() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('gone')}</w:tc></w:tr>"
    body = f"<w:tbl>{gone}<w:tr><w:tc>{p('kept')}</w:tc></w:tr></w:tbl>"
    assert text(body) == "kept"
    assert untold(body) == ["not read as speech: 1 deletion"]


def test_a_deleted_cell_is_not_read_and_told() -> None:
    gone = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{p('gone')}</w:tc>"
    body = f"<w:tbl><w:tr>{gone}<w:tc>{p('kept')}</w:tc></w:tr></w:tbl>"
    assert text(body) == "kept"
    assert untold(body) == ["not read as speech: 1 deletion"]


def test_paragraphs_that_stand_there_in_two_forms_are_read_once() -> None:
    forms = f"<mc:Choice Requires='x'>{p('new')}</mc:Choice><mc:Fallback>{p('old')}</mc:Fallback>"
    assert text(f"<mc:AlternateContent>{forms}</mc:AlternateContent>{p('end')}") == "new\n\nend"


@pytest.mark.parametrize(
    ("unsaid", "expected"),
    [
        ("<w:r><w:commentReference w:id='0'/></w:r>" * 2, "2 comments"),
        ("<w:r><w:footnoteReference w:id='2'/></w:r>", "1 footnote"),
        ("<w:r><w:endnoteReference w:id='2'/></w:r>", "1 endnote"),
        ("<w:del><w:r><w:delText>never</w:delText></w:r></w:del>", "1 deletion"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>", "1 hidden passage"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>", "1 symbol"),
    ],
)
def test_what_is_not_read_as_speech_is_told(unsaid: str, expected: str) -> None:
    body = f"<w:p>{r('So ')}{unsaid}{r('it is.')}</w:p>"
    assert text(body) == "So it is."
    assert untold(body) == [f"not read as speech: {expected}"]


def test_a_document_inside_of_the_document_is_told() -> None:
    assert untold(p("So.") + "<w:altChunk/>") == ["not read as speech: 1 embedded document"]


def test_a_plain_document_has_nothing_to_tell() -> None:
    moved = f"<w:p><w:moveFrom>{r('So.')}</w:moveFrom></w:p>"
    moved += f"<w:p><w:moveTo>{r('So.')}</w:moveTo></w:p>"
    emptied = "<w:p><w:del><w:r><w:delText/></w:r></w:del></w:p>"
    assert untold(p("So.") + moved + emptied) == []


_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_CHOICE = "<w:listItem w:value='No'/></w:comboBox></w:sdtPr>"


def _under(words: str) -> str:
    return f"<w:rubyBase>{r(words)}</w:rubyBase>"


def _held(words: str) -> str:
    return f"<w:sdtContent>{r(words)}</w:sdtContent>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t></w:r>", "coop"),
        ("<w:r><w:t>a</w:t><w:sym w:font='Symbol' w:char='2264'/><w:t>b</w:t></w:r>", "a≤b"),
        (f"<w:r><w:ruby><w:rt>{r('x')}</w:rt>{_under('a')}</w:ruby></w:r>", "a"),
        (f"<m:oMath xmlns:m='{_MATH}'><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{_held('Click')}</w:sdt>{r('So.')}", "So."),
        (f"<w:sdt><w:sdtPr><w:comboBox>{_CHOICE}{_held('Yes')}</w:sdt>", "Yes"),
        ("<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>" + r("item"), "item"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:br/></w:r>" + r("a"), "a"),
    ],
)
def test_the_words_of_a_paragraph_are_those_one_reads(inside: str, expected: str) -> None:
    assert text(f"<w:p>{inside}</w:p>") == expected


def test_a_table_of_contents_is_not_read() -> None:
    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    made = f"<w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('Money 3')}</w:sdtContent>"
    assert text(f"<w:sdt>{made}</w:sdt>{p('So.')}") == "So."


def test_a_paragraph_whose_end_was_deleted_stays_before_a_table() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert text(f"<w:p>{mark}{r('a')}</w:p>{table([p('x')])}{p('b')}") == "a\n\nx\n\nb"


def test_a_deleted_paragraph_mark_joins_the_paragraphs() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert text(f"<w:p>{mark}{r('We ')}</w:p>{p('met.')}") == "We met."
    assert text(f"<w:p>{mark}{r('W')}</w:p><w:p>{mark}{r('e ')}</w:p>{p('met.')}") == "We met."
    assert text(f"<w:p>{mark}{r('We met.')}</w:p>") == "We met."


def test_tab_stops_are_not_tabs() -> None:
    stops = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>"
    paragraph = f"<w:p>{stops}{r('b')}</w:p>"
    assert text(table([p("a") + paragraph])) == "a\n\nb"


@pytest.mark.parametrize("wrapper", ["customXml", "sdt", "ins", "moveTo"])
def test_what_stands_in_a_control_is_read(wrapper: str) -> None:
    def wrapped(inner: str) -> str:
        content = f"<w:sdtContent>{inner}</w:sdtContent>" if wrapper == "sdt" else inner
        return f"<w:{wrapper}>{content}</w:{wrapper}>"

    assert text(p("a") + wrapped(p("b") + wrapped(p("c"))) + p("d")) == "a\n\nb\n\nc\n\nd"
    cells = wrapped(f"<w:tc>{wrapped(p('a'))}</w:tc>") + f"<w:tc>{p('b')}</w:tc>"
    assert text(f"<w:tbl>{wrapped(f'<w:tr>{cells}</w:tr>')}</w:tbl>") == "a\tb"


def test_a_cell_keeps_its_paragraphs_and_inner_tables() -> None:
    inner = table([p("c"), p("d")])
    assert text(table([p("a"), p("b") + inner + p("e")])) == "a\tb\n\nc\td\n\ne"


def test_empty_cells_leave_no_trace_at_the_ends_of_a_row() -> None:
    assert text(table([p(""), p("a"), p(""), p("b"), p("")])) == "a\t\tb"


def test_speakers_in_the_cells_of_a_table_are_found() -> None:
    rows = table([p("Interviewer:"), p("How?")], [p("Informant:"), p("So.") + p("And so.")])
    found, _ = find_turns(read_docx(with_body(rows), "a.docx"))
    assert [(turn.speaker, turn.text) for turn in found] == [
        ("Interviewer", "How?"),
        ("Informant", "So.\n\nAnd so."),
    ]


@pytest.mark.parametrize("inside", [p, lambda words: table([p(words)])], ids=["p", "table"])
def test_text_boxes_are_read_once_after_the_paragraph_that_holds_them(
    inside: Callable[[str], str],
) -> None:
    content = f"<w:txbxContent>{inside('One')}{p('Two')}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{content}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    paragraph = f"<w:p>{r('Bef')}{box}{r('ore')}</w:p>"
    assert text(paragraph) == "Before\n\nOne\n\nTwo"
    assert text(table([paragraph, p("x")])) == "Before\n\nOne\n\nTwo\tx"


@pytest.mark.parametrize(
    "part",
    [
        f"<w:document {NS}/>",
        f"<w:body {NS}/>",
        None,
        "<a/>",
        "<w:document",
        "",
        "not xml",
    ],
    ids=["no body", "body only", "none", "other root", "cut", "empty", "no xml"],
)
def test_a_document_without_its_words_is_told(part: str | None) -> None:
    assert code(with_part(part)) == "R06"


def test_another_office_file_under_this_name_is_told_the_same_way_each_time() -> None:
    def sheet(content: bytes) -> bytes:
        return content.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")

    data = with_part("<a/>", others=sheet)
    with pytest.raises(ScapolicyError) as caught:
        read_docx(data, "a.docx")
    assert caught.value.problems[0].message == (
        "this is not a Word document that can be opened (it is not a Word file, content type is "
        "'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml')"
    )


def test_encrypted_and_old_documents_are_told() -> None:
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024)
    for inside, reason in (
        (b"", "before 2007"),
        ("EncryptedPackage".encode("utf-16-le"), "locked"),
    ):
        with pytest.raises(ScapolicyError, match=reason) as caught:
            read_docx(compound + inside, "a.docx")
        assert [fault.code for fault in caught.value.problems] == ["R06"]
    locked = bytearray(saved(docx.Document()))
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = locked.find(signature)
        while at >= 0:
            locked[at + flags] |= 1
            at = locked.find(signature, at + 4)
    assert code(bytes(locked)) == "R06"


def test_a_document_in_the_strict_form_is_told_as_such() -> None:
    def strict(content: bytes) -> bytes:
        return content.replace(
            b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
        )

    with pytest.raises(ScapolicyError) as caught:
        read_docx(with_part(strict(part(p("A: So.")).encode()).decode(), strict), "a.docx")
    assert [
        (fault.code, "Strict Open XML" in fault.message) for fault in caught.value.problems
    ] == [("R06", True)]


def test_a_part_that_unpacks_to_more_than_it_declares_is_refused() -> None:
    main = part(p("x" * 100_000))
    declared = len(main).to_bytes(4, "little")
    lying = with_part(main).replace(declared, (500).to_bytes(4, "little"))
    assert code(lying) == "R06"


@given(st.data())
@settings(max_examples=50)
def test_a_damaged_document_is_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = read_docx(bytes(whole), "a.docx")
    except ScapolicyError as error:
        document, faults = None, error.problems
    if document is None:
        assert [fault.code for fault in faults] in (["R06"], ["R07"])
    else:
        assert document.body == 0


@given(st.lists(_SPEECH, max_size=6))
def test_paragraphs_are_read_in_their_order(paragraphs: list[str]) -> None:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    kept = [words.strip() for words in paragraphs if words.strip()]
    assert read_docx(saved(document), "a.docx").text == "\n\n".join(kept)
