"""A concordance on a terminal: one line a match, all of them aligned on the words that matched."""

import shutil
import sys
import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len

from scapolicy.commands.telling import on_one_line, say, tell
from scapolicy.tables.table import Cell, Table

_ELLIPSIS = "…"
_GAP = "  "
_USUAL_WIDTH = 80


def show_concordance(table: Table, width: int | None) -> None:
    """Print a concordance in lines of so many cells; as wide as the terminal unless told."""
    if width is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _USUAL_WIDTH
    say(table.title)
    for line in concordance_lines(table, width):
        say(line)
    for note in table.notes:
        tell(note, err=False)


def concordance_lines(table: Table, width: int) -> Iterator[str]:
    """The lines: where it stands, its code where these differ, and the match in its context."""
    rows = [dict(zip(table.columns, map(_aligned, row), strict=True)) for row in table.rows]
    places = [f"{row['source']}:{row['turn']}" for row in rows]
    codes = [row["code"] for row in rows]
    if len(set(codes)) < 2:  # noqa: PLR2004  one code is not said in each line
        codes = ["" for _ in rows]
    place = _room(places, width // 4)
    code = _room(codes, width // 5)
    match = _room([row["match"] for row in rows], width // 4)
    room = width - sum(one + len(_GAP) for one in (place, code) if one)
    side = (room - match) // 2 - len(_GAP)
    for row, at, one in zip(rows, places, codes, strict=True):
        head = _padded(_end(at, place), place) + _GAP
        head += _padded(_beginning(one, code), code) + _GAP if code else ""
        left = _end(row["left"], side)
        found = _beginning(row["match"], match) + _GAP
        right = _beginning(row["right"], room - side - len(_GAP) - cell_len(found))
        indent = " " * (side - cell_len(left))
        yield f"{head}{indent}{left}{_GAP}{found}{right}".rstrip()


def _aligned(cell: Cell) -> str:
    """A cell on one line, without the signs of which a terminal may or may not make something."""
    return on_one_line("".join(sign if sign.isprintable() else " " for sign in str(cell)))


def _room(texts: list[str], most: int) -> int:
    return min(max(map(cell_len, texts), default=0), most)


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - cell_len(text))


def _beginning(text: str, cells: int) -> str:
    """As much of a text as fits, up to the end of a word where one ends there."""
    if cell_len(text) <= cells:
        return text
    fits = _fitting(text, cells - 1)
    return text[: _word_end(text, fits)] + _ELLIPSIS


def _end(text: str, cells: int) -> str:
    """As much of the end of a text as fits, from a word on where one begins there."""
    if cell_len(text) <= cells:
        return text
    start = len(text) - _fitting(text[::-1], cells - 1)
    while start < len(text) and unicodedata.category(text[start]).startswith("M"):
        start += 1  # a mark without its letter
    return _ELLIPSIS + text[_word_start(text, start) :]


def _fitting(text: str, cells: int) -> int:
    """How many characters of a text fit."""
    for number, letter in enumerate(text):
        cells -= cell_len(letter)
        if cells < 0:
            return number
    return len(text)


def _word_end(text: str, most: int) -> int:
    """The end of the last whole word before a place, or the place itself if there is none."""
    if text[most : most + 1].isspace():
        return most
    space = text.rfind(" ", 0, most)
    return space if space > 0 else most


def _word_start(text: str, least: int) -> int:
    """The start of the first whole word from a place on, or the place itself if there is none."""
    if text[least - 1 : least].isspace():
        return least
    space = text.find(" ", least)
    return space + 1 if 0 <= space < len(text) - 1 else least
