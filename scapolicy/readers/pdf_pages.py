"""The letters of a PDF, page by page: a program of its own, which `pdf` starts for each document.

What opens PDFs can be made to take all memory there is, or to break off, and would take the run
with it. The document comes in by standard input; a line of JSON for each page goes out, or one
that says at `fault` why there is none.

    python pdf_pages.py PAGES CHARACTERS < talk.pdf
"""

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

MEMORY, SECONDS = 2 * 10**9, 120
"""What a document may take: bytes, and seconds on the processor."""

_UPRIGHT = 0.99

_Box = tuple[float, float, float, float]
_Glyph = tuple[str, float, float, float, float]


def main(most_pages: int, most_characters: int) -> None:
    """Write what the pages of the document hold, in the order of the pages."""
    _limit()
    for page in _pages(sys.stdin.buffer.read(), most_pages, most_characters):
        sys.stdout.write(json.dumps(page) + "\n")


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has none; whoever started this ends it in time
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        try:
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
        except (ValueError, OSError):  # the system has a lower limit, or knows none of this kind
            continue


def _pages(data: bytes, most_pages: int, most_characters: int) -> Iterator[dict[str, Any]]:
    import pypdfium2  # below the limits

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        yield {"fault": "locked" if locked else "broken"}
        return
    characters = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            yield {"fault": "page", "number": number + 1}
            return
        text = page.get_textpage()
        characters += text.count_chars()
        if len(document) > most_pages or characters > most_characters:
            yield {"fault": "long"}
            return
        yield {"height": page.get_height(), "glyphs": _glyphs(text, page)}
        page.close()


def _glyphs(text: Any, page: Any) -> list[_Glyph]:
    """The glyphs of a page as it is looked at, without those set across it, like a watermark."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    turn = page.get_rotation() // 90
    bounds = page.get_bbox()
    glyphs: list[_Glyph] = []
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        try:
            char = chr(code).encode().decode() if code else "\ufffd"
        except (ValueError, OverflowError):  # half a letter, or none that there is
            char = "\ufffd"
        if char.isspace():
            glyphs.append((" ", 0, 0, 0, 0))
            continue
        if char < " " and char != "\u0002":
            continue
        if not raw.FPDFText_GetLooseCharBox(text, at, place):
            continue
        if math.cos(raw.FPDFText_GetCharAngle(text, at) + math.radians(90 * turn)) < _UPRIGHT:
            continue
        sides = (box.left, box.bottom, box.right, box.top)
        if all(map(math.isfinite, sides)):
            glyphs.append((char, *_turned(sides, turn, bounds)))
    if all(glyph[0] == " " for glyph in glyphs):
        glyphs.clear()
    return glyphs


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


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
