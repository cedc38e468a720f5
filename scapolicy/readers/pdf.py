"""PDF documents: their text layer, put together into paragraphs again."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers import pdf_pages
from scapolicy.readers.document import Document
from scapolicy.readers.layout import Glyph, Laid, Page, paragraphs
from scapolicy.readers.line_numbers import line_numbers_told

MAX_PAGES = 3_000
MAX_MILLION = 3
_START = b"%PDF-"
_START_WITHIN = 1024
_LOST = 0.2
_SHOWN = 40
_WAIT = 600  # seconds; where the system limits those on the processor, they end it before


def read_pdf(data: bytes, file: str) -> Document:
    """Read a PDF: columns one after the other, without headers, footers and page numbers.

    Raises:
        ScapolicyError: it can't be opened, is locked, holds no text, or too much of it, or takes
            more memory or time than a document may.

    """
    if _START not in data[:_START_WITHIN]:
        raise ScapolicyError([problem("R30", at=file, suffix=".pdf", reason="it is not a PDF")])
    pages = list(_pages(data, file))
    letters = [glyph.char for page in pages for glyph in page.glyphs if not glyph.char.isspace()]
    if not letters:
        raise ScapolicyError([problem("R51", at=file, pages=len(pages))])
    lost = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in letters)
    if lost > _LOST * len(letters):
        raise ScapolicyError([problem("R52", at=file, count=lost, all=len(letters))])
    found = paragraphs(pages)
    text = "\n\n".join(found.paragraphs) + "\n" if found.paragraphs else ""
    return Document(text, notices=tuple(_notices(pages, found, file)))


def whole_text(data: bytes, file: str) -> str:
    """All that is written on the pages of a PDF, its headers and footers too, as it is stored.

    Raises:
        ScapolicyError: as `read_pdf` does.

    """
    pages = ["".join(glyph.char for glyph in page.glyphs) for page in _pages(data, file)]
    if not any(map(str.strip, pages)):
        raise ScapolicyError([problem("R51", at=file, pages=len(pages))])
    return "\n".join(pages)


def _notices(pages: list[Page], found: Laid, file: str) -> Iterator[Problem]:
    """What to know of how the pages were read."""
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.glyphs]
    if blank:
        yield problem("R54", at=file, pages=listed(blank, 5))
    if found.left_out:
        short = [line if len(line) <= _SHOWN else line[:_SHOWN] + "…" for line in found.left_out]
        yield problem("R55", at=file, lines=listed([f"“{line}”" for line in short]))
    if found.numbers:
        yield line_numbers_told(found.numbers, file)
    if found.labels:
        yield problem("R76", at=file, labels=listed([repr(label) for label in found.labels], 8))
    if found.doubtful:
        yield problem("R77", at=file, pages=listed(list(map(str, found.doubtful)), 5))


def _pages(data: bytes, file: str) -> Iterator[Page]:
    """Its pages, as a process of its own reads them, which breaks off alone where they are bad."""
    limits = (MAX_PAGES, MAX_MILLION * 10**6)
    program = [sys.executable, "-P", pdf_pages.__file__, *map(str, limits)]
    reading = subprocess.Popen(  # noqa: S603  a program of our own, and numbers
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    clock = threading.Timer(_WAIT, reading.kill)
    clock.start()
    with reading:
        try:
            for line in _lines(reading, data):
                found = json.loads(line)
                if "fault" in found:
                    raise ScapolicyError([_fault(found, file)])
                yield Page([Glyph(*glyph) for glyph in found["glyphs"]], found["height"])
            whole = reading.wait() == 0
        finally:
            clock.cancel()
            reading.kill()
    if not whole:
        raise ScapolicyError([_broken(file, "reading it takes more memory or time than it may")])


def _lines(reading: subprocess.Popen[bytes], data: bytes) -> Iterator[bytes]:
    """The whole lines that a process answers with."""
    if reading.stdin is None or reading.stdout is None:
        return
    with contextlib.suppress(BrokenPipeError):  # it broke off, and its status tells it
        reading.stdin.write(data)
        reading.stdin.close()
    yield from (line for line in reading.stdout if line.endswith(b"\n"))


def _fault(found: dict[str, Any], file: str) -> Problem:
    match found["fault"]:
        case "locked":
            return problem("R50", at=file)
        case "long":
            return problem("R53", at=file, pages=MAX_PAGES, limit=MAX_MILLION)
        case "page":
            return _broken(file, f"page {found['number']} is broken")
        case _:
            return _broken(file, "it is broken")


def _broken(file: str, reason: str) -> Problem:
    return problem("R30", at=file, suffix=".pdf", reason=reason)
