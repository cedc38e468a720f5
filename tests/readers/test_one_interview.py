"""One interview in every format: the same turns, speakers and words."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.style import WD_STYLE_TYPE
from fpdf import FPDF
from fpdf.enums import XPos, YPos

import scapolicy as sp
from tests.build import codebook, rule

SAID = (
    ("Interviewer", "How did you choose your partner?"),
    ("Mayor", "They came to us, at a fair. ไม่มีแผน é 😀"),
    ("Interviewer", "And the budget?"),
    ("Mayor", "There was never a budget. 没有预算。 لا توجد ميزانية e\u0301 👩\u200d👧"),
)
LABELLED = "\n\n".join(f"{speaker}: {text}" for speaker, text in SAID) + "\n"


def _times() -> list[tuple[int, str, str]]:
    return [(number * 10, speaker, text) for number, (speaker, text) in enumerate(SAID)]


def _docx() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for speaker, text in SAID:
        document.add_paragraph(f"{speaker}: {text}")
    document.save(data)
    return data.getvalue()


def _docx_table() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    table = document.add_table(rows=0, cols=2)
    for speaker, text in SAID:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{speaker}:", text
    document.save(data)
    return data.getvalue()


def _docx_columns() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    table = document.add_table(rows=0, cols=3)
    for row in (("Time", "Speaker", "Text"), *((f"0:{at:02}", *one) for at, *one in _times())):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(data)
    return data.getvalue()


def _styled() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    document.styles.add_style("Speaker", WD_STYLE_TYPE.PARAGRAPH)
    for speaker, text in SAID:
        document.add_paragraph(speaker, style="Speaker")
        document.add_paragraph(text)
    document.save(data)
    return data.getvalue()


def _older_teams() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for at, speaker, text in _times():
        document.add_paragraph(f"0:0:{at}.0 --> 0:0:{at + 9}.930\n{speaker}\n{text}")
    document.save(data)
    return data.getvalue()


def _xlsx() -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["speaker", "text"])
    for row in SAID:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def _odt() -> bytes:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{speaker}: {text}</text:p>" for speaker, text in SAID)
    content = f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"{content}</office:body></office:document-content>")
    return data.getvalue()


def _rtf() -> bytes:
    def sign(letter: str) -> str:
        if letter.isascii():
            return letter
        units = letter.encode("utf-16-le")
        pairs = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in (0, 2))
        return "".join(
            f"\\u{unit}?" for unit, _ in zip(pairs, range(len(units) // 2), strict=False)
        )

    body = "\\par ".join("".join(map(sign, f"{speaker}: {text}")) for speaker, text in SAID)
    return ("{\\rtf1\\ansi " + body + "}").encode("ascii")


def _clock(seconds: int, mark: str = ".") -> str:
    return f"00:00:{seconds:02}{mark}000"


def _vtt() -> bytes:
    cues = (
        f"{_clock(at)} --> {_clock(at + 9)}\n<v {speaker}>{text}</v>"
        for at, speaker, text in _times()
    )
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def _srt() -> bytes:
    cues = (
        f"{at // 10 + 1}\n{_clock(at, ',')} --> {_clock(at + 9, ',')}\n{speaker}: {text}"
        for at, speaker, text in _times()
    )
    return ("\n\n".join(cues) + "\n").encode()


def _whisperx() -> bytes:
    segments = [
        {"start": at, "end": at + 9, "text": f" {text}", "speaker": speaker}
        for at, speaker, text in _times()
    ]
    return json.dumps({"segments": segments, "language": "en"}).encode()


def _tei() -> bytes:
    said = "".join(f'<u who="#{speaker}">{text}</u>' for speaker, text in SAID)
    space = "http://www.tei-c.org/ns/1.0"
    return f'<TEI xmlns="{space}"><text><body>{said}</body></text></TEI>'.encode()


def _bold() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for speaker, text in SAID:
        paragraph = document.add_paragraph()
        paragraph.add_run(speaker).bold = True
        paragraph.add_run(f" {text}")
    document.save(data)
    return data.getvalue()


def _teams() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for at, speaker, text in _times():
        document.add_paragraph(f"{speaker}   0:{at:02}\n{text}")
    document.save(data)
    return data.getvalue()


def _sbv() -> bytes:
    cues = (f"0:00:{at:02}.000,0:00:{at + 9:02}.000\n{who}: {said}" for at, who, said in _times())
    return ("\n\n".join(cues) + "\n").encode()


def _eaf() -> bytes:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="a{at}" TIME_VALUE="{at * 1000}"/>'
        f'<TIME_SLOT TIME_SLOT_ID="b{at}" TIME_VALUE="{(at + 9) * 1000}"/>'
        for at, _, _ in _times()
    )
    tiers = ""
    for name in dict(SAID):
        inside = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x{at}" TIME_SLOT_REF1="a{at}"'
            f' TIME_SLOT_REF2="b{at}"><ANNOTATION_VALUE>{said}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
            for at, who, said in _times()
            if who == name
        )
        tiers += f'<TIER TIER_ID="{name}">{inside}</TIER>'
    order = f"<TIME_ORDER>{slots}</TIME_ORDER>"
    return f"<ANNOTATION_DOCUMENT>{order}{tiers}</ANNOTATION_DOCUMENT>".encode()


def _textgrid() -> bytes:
    tiers = ""
    for number, name in enumerate(dict(SAID), 1):
        own = [(at, said) for at, who, said in _times() if who == name]
        intervals = "".join(
            f"        intervals [{n}]:\n            xmin = {at}\n            xmax = {at + 9}\n"
            f'            text = "{said}"\n'
            for n, (at, said) in enumerate(own, 1)
        )
        tiers += (
            f'    item [{number}]:\n        class = "IntervalTier"\n        name = "{name}"\n'
            f"        xmin = 0\n        xmax = 40\n        intervals: size = {len(own)}\n"
            f"{intervals}"
        )
    head = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = 40\n'
    return f"{head}tiers? <exists>\nsize = 2\nitem []:\n{tiers}".encode()


def _cha() -> bytes:
    names = {"Interviewer": "INV", "Mayor": "MAY"}
    people = ", ".join(f"{code} {name}" for name, code in names.items())
    lines = (f"*{names[who]}:\t{said}" for who, said in SAID)
    return f"@Begin\n@Participants:\t{people}\n{chr(10).join(lines)}\n@End\n".encode()


def _trs() -> bytes:
    names = {name: f"spk{n}" for n, name in enumerate(dict(SAID), 1)}
    people = "".join(f'<Speaker id="{code}" name="{name}"/>' for name, code in names.items())
    turns = "".join(
        f'<Turn speaker="{names[who]}" startTime="{at}" endTime="{at + 9}">'
        f'<Sync time="{at}"/>{said}</Turn>'
        for at, who, said in _times()
    )
    section = f'<Section type="report" startTime="0" endTime="40">{turns}</Section>'
    episode = f"<Episode>{section}</Episode>"
    return f"<Trans><Speakers>{people}</Speakers>{episode}</Trans>".encode()


def _qdpx() -> bytes:
    data = io.BytesIO()
    space = 'xmlns="urn:QDA-XML:project:1.0"'
    text = '<TextSource guid="1" name="talk" plainTextPath="internal://1.txt"/>'
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("project.qde", f"<Project {space}><Sources>{text}</Sources></Project>")
        archive.writestr("sources/1.txt", LABELLED)
    return data.getvalue()


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("talk.md", LABELLED)
    return data.getvalue()


FORMATS: dict[str, Callable[[], bytes]] = {
    "talk.md": LABELLED.encode,
    "talk.txt": LABELLED.encode,
    "utf16.txt": lambda: LABELLED.encode("utf-16"),
    "crlf.txt": lambda: LABELLED.replace("\n", "\r\n").encode("utf-8-sig"),
    "talk.docx": _docx,
    "table.docx": _docx_table,
    "talk.odt": _odt,
    "talk.rtf": _rtf,
    "talk.html": lambda: "".join(f"<p><b>{who}:</b> {said}</p>" for who, said in SAID).encode(),
    "talk.csv": lambda: "\n".join(f'"{who}","{said}"' for who, said in SAID).encode(),
    "talk.tsv": lambda: "\n".join(f"{who}\t{said}" for who, said in SAID).encode(),
    "talk.xlsx": _xlsx,
    "talk.vtt": _vtt,
    "talk.srt": _srt,
    "talk.json": _whisperx,
    "talk.xml": _tei,
    "talk.zip": _zip,
    "bold.docx": _bold,
    "styled.docx": _styled,
    "columns.docx": _docx_columns,
    "teams.docx": _teams,
    "older-teams.docx": _older_teams,
    "talk.sbv": _sbv,
    "talk.eaf": _eaf,
    "talk.TextGrid": _textgrid,
    "talk.cha": _cha,
    "talk.trs": _trs,
    "talk.qdpx": _qdpx,
}


@pytest.mark.parametrize("name", FORMATS)
def test_an_interview_reads_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FORMATS[name]())
    (source,) = sp.read_transcripts(tmp_path)
    names = {"INV": "Interviewer", "MAY": "Mayor"}  # CHAT calls speakers by three letters
    said = [
        (names.get(one.speaker, one.speaker), " ".join(one.text.split())) for one in source.turns
    ]
    assert said == list(SAID)
    assert [turn.interviewer for turn in source.turns] == [True, False, True, False]
    for turn in source.turns:
        assert source.text[turn.start : turn.end] == turn.text


def test_a_pdf_reads_the_same_as_far_as_its_letters_go(tmp_path: Path) -> None:
    said = [
        (who, text.encode("ascii", "ignore").decode().split(".")[0] + ".") for who, text in SAID
    ]
    paper = FPDF()
    paper.add_page()
    paper.set_font("helvetica", size=12)
    for who, text in said:
        paper.multi_cell(0, 8, f"{who}: {text}", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        paper.ln(6)
    (tmp_path / "talk.pdf").write_bytes(bytes(paper.output()))
    (source,) = sp.read_transcripts(tmp_path)
    assert [(turn.speaker, " ".join(turn.text.split())) for turn in source.turns] == said


@pytest.mark.parametrize("name", FORMATS)
def test_a_rule_s_words_stand_where_the_offsets_say(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FORMATS[name]())
    (source,) = sp.read_transcripts(tmp_path)
    book = codebook(("c", [rule("r", terms=("预算", "ميزانية", "é", "fair"))]))
    (coded,) = sp.code([source], book).sources
    found = [source.text[match.start : match.end] for match in coded.matches]
    assert [unicodedata.normalize("NFC", one) for one in found] == [
        "fair", "é", "预算", "ميزانية", "é",
    ]  # fmt: skip
