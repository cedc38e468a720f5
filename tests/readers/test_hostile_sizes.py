"""Files that are valid, and larger in one way than any transcript: bounded, whichever way it is.

Each is read in a process whose memory and time on the processor are limited, generously: what
takes the square of its size needs many times that.
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

from tests.commands.test_code import run

ROOT = Path(__file__).parents[2]
MILLION = 10**6
MEMORY, SECONDS = 2_500 * MILLION, 120

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits of memory are Unix's")


def check(path: Path) -> tuple[int, str]:
    """The exit status of `transcripts check`, and all that it says."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    done = subprocess.run(
        [sys.executable, "-m", "scapolicy", "transcripts", "check", str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=600,
        preexec_fn=limit,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    return done.returncode, said


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in parts.items():
            archive.writestr(name, inside)
    return out.getvalue()


def word(body: str) -> bytes:
    whole = io.BytesIO()
    docx.Document().save(whole)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(whole) as old:
        parts = {name: old.read(name).decode("latin-1") for name in old.namelist()}
    main = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return packed(**{**parts, "word/document.xml": main})


def odt(body: str) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text")
    )
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content{names}>{inside}</office:document-content>"
    return packed(**{"content.xml": content})


def tei(body: str) -> bytes:
    space = "http://www.tei-c.org/ns/1.0"
    return f'<TEI xmlns="{space}"><text><body>{body}</body></text></TEI>'.encode()


def project(sources: str) -> bytes:
    return packed(**{"project.qde": f"<Project><Sources>{sources}</Sources></Project>"})


REFUSED: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "a document of empty paragraphs": ("a.docx", "R65", lambda: word("<w:p/>" * 6 * MILLION)),
    "the same in OpenDocument": ("a.odt", "R65", lambda: odt("<text:p/>" * 6 * MILLION)),
    "the same in TEI": ("a.xml", "R65", lambda: tei("<u/>" * 6 * MILLION)),
    "the same in ELAN": ("a.eaf", "R65", lambda: b"<A>" + b"<a/>" * 6 * MILLION + b"</A>"),
    "a page of paragraphs": ("a.html", "R65", lambda: b"<p>a" * 6 * MILLION),
    "a document of parts": (
        "a.docx", "R07", lambda: packed(**{f"{n}.xml": "" for n in range(120_000)})
    ),
    "groups of RTF in groups": ("a.rtf", "R65", lambda: b"{\\rtf1 " + b"{" * 6 * MILLION),
    "passages of JSON": (
        "a.json", "R65", lambda: b'{"segments":[%s{}]}' % (b'{"text":"a"},' * 2 * MILLION)
    ),
    "lines of text": ("a.txt", "R67", lambda: b"A: b\n" * 3 * MILLION),
    "lines with the ends of an old Macintosh": ("a.cha", "R67", lambda: b"*A:\ta\r" * 3 * MILLION),
    "lines of an old encoding": ("a.txt", "R67", lambda: "ถาม\n".encode("cp874") * 3 * MILLION),
    "rows of a table": ("a.csv", "R67", lambda: b"ab,cd\n" * 3 * MILLION),
    "captions": ("a.vtt", "R67", lambda: b"WEBVTT\n\n" + b"0:01 --> 0:02\nHm.\n\n" * MILLION),
    "a project of texts": ("a.qdpx", "R58", lambda: project("<TextSource name='A'/>" * 50_000)),
    "a row of cells": ("a.csv", "R40", lambda: b"speaker,text" + b",x" * MILLION + b"\nA,So.\n"),
    "cells and cells": ("a.csv", "R40", lambda: b"speaker,text\n" + b"ab,cd\n" * 1_900_000),
    "a cell of 20 MB": ("a.csv", "R40", lambda: b'speaker,text\nA,"' + b"a " * 10 * MILLION + b'"'),
    "a line of 90 MB": ("a.txt", "R73", lambda: b"A: " + b"we met " * 13 * MILLION),
    "turns and turns": ("a.txt", "R73", lambda: b"Interviewer: x\nMayor: y\n" * 150_000),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_fill_the_memory_is_refused(tmp_path: Path, name: str) -> None:
    file, code, data = REFUSED[name]
    (tmp_path / file).write_bytes(data())
    status, said = check(tmp_path)
    assert status == 1
    assert file in said
    assert f"[{code}]" in said


def labels(*numbers: range) -> bytes:
    letters = str.maketrans("0123456789", "abcdefghij")
    lines = (f"Sp{number:05}eaker".translate(letters) for some in numbers for number in some)
    return ("Interviewer: Why?\n" + "".join(f"{label}: We met.\n" for label in lines)).encode()


def grid(*names: str) -> bytes:
    tiers = "".join(f'"IntervalTier" "{name}" 0 1 1 0 1 "we met" ' for name in names)
    return f'"ooTextFile" "TextGrid" 0 1 <exists> {len(names)} {tiers}'.encode()


def elan(tiers: int) -> bytes:
    inside = "".join(f'<TIER TIER_ID="{n}" PARENT_REF="{n // 2}"/>' for n in range(1, tiers))
    return f"<ANNOTATION_DOCUMENT>{inside}</ANNOTATION_DOCUMENT>".encode()


def voices(count: int) -> bytes:
    times = "00:00:01.000 --> 00:00:02.000"
    cues = "".join(f"{times}\n<v Voice {number}>We met.\n\n" for number in range(count))
    return f"WEBVTT\n\n{cues}".encode()


READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "speakers upon speakers": ("a.txt", lambda: labels(range(5_000), range(10_000))),
    "voices upon voices": ("a.vtt", lambda: voices(30_000)),
    "tiers upon tiers": ("a.TextGrid", lambda: grid(*["A words"] * 50_000, *["B"] * 50_000)),
    "tiers below tiers": ("a.eaf", lambda: elan(50_000)),
    "a tier of one long string": (
        "a.TextGrid", lambda: grid("A").replace(b"met", b"met " * 2 * MILLION)
    ),
    "bodies in bodies": (
        "a.xml", lambda: tei("<body>" * 200 + "<u>We met.</u>" * 50_000 + "</body>" * 200)
    ),
    "a table without names": (
        "a.csv", lambda: b"".join(b"A%d,We met here.\n" % number for number in range(100_000))
    ),
    "a long row above short ones": (
        "a.csv", lambda: b"speaker,text" + b"," * 4_900 + b"\n" + b"A,We met.\n" * 50_000
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_is_many_takes_no_square_of_its_time(tmp_path: Path, name: str) -> None:
    file, data = READ[name]
    (tmp_path / file).write_bytes(data())
    status, said = check(tmp_path)
    assert status == 1
    assert file in said
    assert len(said) < 20 * MILLION


def test_bodies_in_bodies_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(tei("<body><body><u who='#A'>We met.</u></body></body>"))
    _, said = check(tmp_path)
    assert "[T01]" in said


def test_a_table_of_attributes_with_too_many_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Q: Why?\nA: So.\n")
    (tmp_path / "attributes.csv").write_text("source" + ",x" * 100_000 + "\n")
    status, said = check(tmp_path)
    assert status == 2
    assert "[A08]" in said
    assert "[A05]" not in said


def test_a_pipe_called_an_archive_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("a.zip", "a.qdpx"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "good.md").write_text("Q: Why?\nA: So.\n")
    status, said = check(tmp_path)
    assert status == 1
    assert said.count("it is not a file") == 2


def test_a_link_to_a_folder_elsewhere_is_told(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "talks", tmp_path / "more"
    for one in (folder, elsewhere):
        one.mkdir()
        (one / "a.md").write_text("Q: Why?\nA: So.\n")
    (folder / "more").symlink_to(elsewhere)
    (folder / "round").symlink_to(folder)
    status, said = check(folder)
    assert status == 1
    assert "more: this link leads out of the folder [R14]" in said
    assert "round:" not in said


def test_a_file_whose_name_can_not_be_printed_is_one_refused_among_others(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "good.md").write_text("Q: Why?\nA: No budget.\n")
    (talks / os.fsdecode(b"bad\xff.md")).write_text("Q: Why?\nA: No plan.\n")
    out = tmp_path / "out"
    assert run("code", talks, "-o", out, "-q").returncode == 2
    done = run("code", talks, "-o", out, "--skip-unreadable")
    assert done.returncode == 0
    assert (
        r"bad\udcff.md: the file's name holds characters that can't be printed [R68]" in done.stderr
    )
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert [one["source"] for one in record["inputs"]] == ["good.md"]
    assert [one["source"] for one in record["left_out"]] == [r"bad\udcff.md"]
