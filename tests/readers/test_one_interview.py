"""One interview in every format: the same turns, speakers and words."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

import scapolicy as sp

SAID = (
    ("Interviewer", "How did you choose your partner?"),
    ("Mayor", "They came to us, at a fair. ไม่มีแผน é 😀"),
    ("Interviewer", "And the budget?"),
    ("Mayor", "There was never a budget."),
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
}


@pytest.mark.parametrize("name", FORMATS)
def test_an_interview_reads_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FORMATS[name]())
    (source,) = sp.read_transcripts(tmp_path)
    assert [(turn.speaker, " ".join(turn.text.split())) for turn in source.turns] == list(SAID)
    assert [turn.interviewer for turn in source.turns] == [True, False, True, False]
    for turn in source.turns:
        assert source.text[turn.start : turn.end] == turn.text
