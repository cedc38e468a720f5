"""PDF documents: their text layer, put together into paragraphs again."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers.document import Document
from scapolicy.readers.layout import Glyph, Page, paragraphs

MAX_PAGES = 3_000
MAX_MILLION = 10
_START = b"%PDF-"
_START_WITHIN = 1024
_LOST = 0.2
_SHOWN = 40
_UPRIGHT = 0.99

_Box = tuple[float, float, float, float]


def read_pdf(data: bytes, file: str) -> Document:
    """Read a PDF: columns one after the other, without headers, footers and page numbers.

    Raises:
        ScapolicyError: it can't be opened, is locked, holds no text, or too much of it.

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
    found, left_out = paragraphs(pages)
    notices: list[Problem] = []
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.glyphs]
    if blank:
        notices.append(problem("R54", at=file, pages=listed(blank, 5)))
    if left_out:
        short = [line if len(line) <= _SHOWN else line[:_SHOWN] + "…" for line in left_out]
        notices.append(problem("R55", at=file, lines=listed([f"“{line}”" for line in short])))
    return Document("\n\n".join(found) + "\n" if found else "", notices=tuple(notices))


def _pages(data: bytes, file: str) -> Iterator[Page]:
    import pypdfium2  # 50 ms, and most folders hold no PDF

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ScapolicyError([problem("R50", at=file)]) from None
        fault = problem("R30", at=file, suffix=".pdf", reason="it is broken")
        raise ScapolicyError([fault]) from None
    try:
        if len(document) > MAX_PAGES:
            raise ScapolicyError([_too_long(file)])
        characters = 0
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                reason = f"page {number + 1} is broken"
                fault = problem("R30", at=file, suffix=".pdf", reason=reason)
                raise ScapolicyError([fault]) from None
            try:
                text = page.get_textpage()
                characters += text.count_chars()
                if characters > MAX_MILLION * 10**6:
                    raise ScapolicyError([_too_long(file)])
                yield _page(text, page)
            finally:
                page.close()
    finally:
        document.close()


def _too_long(file: str) -> Problem:
    return problem("R53", at=file, pages=MAX_PAGES, limit=MAX_MILLION)


def _page(text: Any, page: Any) -> Page:
    """The glyphs of a page as it is looked at, without those set across it, like a watermark."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    turn = page.get_rotation() // 90
    bounds = page.get_bbox()
    glyphs: list[Glyph] = []
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        try:
            char = chr(code).encode().decode() if code else "\ufffd"
        except (ValueError, OverflowError):  # half a letter, or none that there is
            char = "\ufffd"
        if char.isspace():
            glyphs.append(Glyph(" ", 0, 0, 0, 0))
            continue
        if char < " " and char != "\u0002":
            continue
        if not raw.FPDFText_GetLooseCharBox(text, at, place):
            continue
        if math.cos(raw.FPDFText_GetCharAngle(text, at) + math.radians(90 * turn)) < _UPRIGHT:
            continue
        sides = (box.left, box.bottom, box.right, box.top)
        if all(map(math.isfinite, sides)):
            glyphs.append(Glyph(char, *_turned(sides, turn, bounds)))
    if all(glyph.char == " " for glyph in glyphs):
        glyphs.clear()
    return Page(glyphs, page.get_height())


def _turned(sides: _Box, turn: int, bounds: _Box) -> _Box:
    """A box on the page as it is shown, turned to the right by so many quarters."""
    left, bottom = sides[0] - bounds[0], sides[1] - bounds[1]
    right, top = sides[2] - bounds[0], sides[3] - bounds[1]
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return (
        (left, bottom, right, top),
        (bottom, width - right, top, width - left),
        (width - right, height - top, width - left, height - bottom),
        (height - top, left, height - bottom, right),
    )[turn % 4]
