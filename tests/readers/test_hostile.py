"""Files that were made to do harm, or that are not what they seem: refused, or read, in bounds.

Each is read in a process of its own, whose memory is limited: what needs more fails the test.
"""

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
LIMIT = 2_500 * MEGABYTE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits of memory are Unix's")


def look(path: Path) -> subprocess.CompletedProcess[str]:
    """What `transcripts check` says of a file or folder, in bounded memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))

    return subprocess.run(
        [sys.executable, "-m", "scapolicy", "transcripts", "check", str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=300,
        preexec_fn=limit,
    )


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def word(body: str) -> bytes:
    """A Word document with the body given."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            main = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
            after.writestr(name, main if name == "word/document.xml" else before.read(name))
    return out.getvalue()


def nested_tables(depth: int) -> bytes:
    cell = "<w:tbl><w:tr><w:tc>"
    return word(cell * depth + "<w:p/>" + "<w:p/></w:tc></w:tr></w:tbl>" * depth)


BOMB = zipped(("a.txt", b"0" * (300 * MEGABYTE)))
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>%s</p></body></text></TEI>'
PAGE = b"<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>"
DEEP = 100_000

REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb": ("a.zip", lambda: BOMB),
    "a bomb in a bomb": ("a.zip", lambda: zipped(("b.zip", BOMB))),
    "a bomb as a document": ("a.docx", lambda: zipped(("word/document.xml", b" " * 10**9))),
    "a way out": ("a.zip", lambda: zipped(("../../out.txt", b"A: x"))),
    "a way to the root": ("a.zip", lambda: zipped(("/etc/cron.d/x.txt", b"A: x"))),
    "a way to a drive": ("a.zip", lambda: zipped(("C:\\x.txt", b"A: x"))),
    "too many members": ("a.zip", lambda: zipped(*((f"{n}.txt", b"") for n in range(100_000)))),
    "entities that multiply": ("a.xml", lambda: (LAUGHS + TEI % "&m;").encode()),
    "an entity from outside": ("a.xml", lambda: (OUTSIDE + TEI % "&x;").encode()),
    "the same in ELAN": ("a.eaf", lambda: (OUTSIDE + "<ANNOTATION_DOCUMENT/>").encode()),
    "the same in Transcriber": ("a.trs", lambda: (LAUGHS + "<Trans/>").encode()),
    "a page that calls itself a workbook": ("a.xlsx", lambda: PAGE),
    "a page that calls itself a document": ("a.docx", lambda: PAGE),
    "a page that calls itself a PDF": ("a.pdf", lambda: PAGE),
    "more than is read": ("a.txt", lambda: b"x" * (200 * MEGABYTE)),
    "NULs": ("a.txt", lambda: b"A: one\0\0two\n" * 100),
    "lists in lists": ("a.json", lambda: b"[" * DEEP + b"]" * DEEP),
    "elements in elements": ("a.xml", lambda: (TEI % ("<p>" * DEEP + "</p>" * DEEP)).encode()),
    "tables in tables": ("a.docx", lambda: nested_tables(10_000)),
    "a head of aliases": (
        "a.md",
        lambda: ("---\na: &a [x]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]\n" for n in range(20)
        ) + "---\nA: x").encode(),
    ),
    "half a PDF": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<< /Pages 1 0 R >>\nendobj"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    file, data = REFUSED[name]
    (tmp_path / file).write_bytes(data())
    done = look(tmp_path)
    assert done.returncode in (1, 2), done.stderr
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert "hostname" not in said
    assert "[R" in said or "[C18]" in said
    assert file in said


READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a line of 20 MB": ("a.txt", lambda: b"A: " + b"word " * 4_000_000),
    "halves of characters": ("a.json", lambda: json.dumps(
        {"segments": [{"text": "A \ud83d we met \udc00.", "start": 0, "end": 1}]}
    ).encode()),
    "a million unclosed tags": ("a.html", lambda: b"<div>" * 200_000 + b"A: We met."),
    "groups in groups": ("a.rtf", lambda: b"{\\rtf1 " + b"{" * DEEP + b"We met." + b"}" * DEEP),
    "many captions": ("a.vtt", lambda: b"WEBVTT\n\n" + b"".join(
        b"00:00:%02d.000 --> 00:00:%02d.500\n<v Ann>We met.\n\n" % (n % 60, n % 60)
        for n in range(50_000)
    )),
    "a table as wide as it is long": ("a.docx", lambda: word(
        f"<w:tbl><w:tr>{'<w:tc/>' * 20_000}</w:tr>{'<w:tr><w:tc/></w:tr>' * 40_000}</w:tbl>"
    )),
    "many paragraphs whose ends were deleted": ("a.docx", lambda: word(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>We met.</w:t></w:r></w:p>" * 40_000
    )),
    "many paragraphs": ("a.docx", lambda: word("<w:p><w:r><w:t>We.</w:t></w:r></w:p>" * 50_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_it_is_read_or_refused_in_bounds(tmp_path: Path, name: str) -> None:
    file, data = READ[name]
    (tmp_path / file).write_bytes(data())
    done = look(tmp_path)
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert file in done.stdout + done.stderr


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "out.txt").symlink_to("/etc/hostname")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "~$talk.docx").write_bytes(b"\x05Ann")
    (tmp_path / "good.md").write_text("Q: Why?\nA: So.\n")
    done = look(tmp_path)
    said = done.stdout + done.stderr
    assert done.returncode in (1, 2)
    assert "Traceback" not in said
    assert all(name in said for name in ("pipe.txt", "loop.txt", "out.txt", "good.md"))
    assert "~$talk" not in said


def test_a_file_that_is_cut_while_it_is_read_is_told_or_read(tmp_path: Path) -> None:
    from scapolicy.errors import ScapolicyError
    from scapolicy.readers.folder import find_transcripts, read_source

    path = tmp_path / "a.md"
    path.write_text("Q: Why?\nA: So.\n")
    (file,) = find_transcripts([tmp_path]).files
    path.write_text("")
    assert read_source(file).turns == ()
    path.unlink()
    with pytest.raises(ScapolicyError):
        read_source(file)
