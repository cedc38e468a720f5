"""Texts made to fit so many cells of a terminal: folded or cut, between words where they can be."""

import re
import unicodedata
from collections.abc import Iterable

from rich.cells import cell_len

_ELLIPSIS = "…"
_APART = "  "
_SOFT = "\u00ad"
_LINE_END = re.compile(rf"(?<=[\s_{_SOFT}])(?=[^\s_])|(?<=[^\W\d_]-)(?=[^\W\d_])")


def pieces(text: str) -> list[str]:
    """A text cut where a line may end: behind spaces, hyphens, also soft ones, and underscores.

    >>> pieces("rules_and trade-fairs -1e-05")
    ['rules_', 'and ', 'trade-', 'fairs ', '-1e-05']
    """
    return _LINE_END.split(text)


def longest_piece(text: str) -> int:
    """How wide a text is at least if it is folded, an indent with it."""
    return max(cell_len(_indent(text) + _line(piece.strip())) for piece in pieces(text))


def whole_line(text: str) -> str:
    """A text as it stands on one line, without soft hyphens."""
    return text.replace(_SOFT, "")


def _line(text: str) -> str:
    """A line that is folded behind it: a soft hyphen at its end is one that is seen."""
    return whole_line(text) + "-" * text.endswith(_SOFT)


def folded(text: str, width: int) -> list[str]:
    """A text on lines of so many cells, as far as its pieces are so short; an indent is kept.

    >>> folded("  Approval and its time", 14)
    ['  Approval and', '  its time']
    """
    indent = _indent(text)
    lines = [indent]
    for piece in pieces(text[len(indent) :]):
        if lines[-1] != indent and cell_len(_line(lines[-1] + piece.rstrip())) > width:
            lines.append(indent)
        lines[-1] += piece
    return [_line(line.rstrip()) for line in lines]


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def packed(entries: Iterable[str], width: int) -> list[str]:
    """Entries beside each other on lines of so many cells; a line ends between two of them.

    >>> packed(["1 staff", "2 budget", "3 skills"], 18)
    ['1 staff  2 budget', '3 skills']
    """
    lines: list[str] = []
    for entry in entries:
        if lines and cell_len(lines[-1] + _APART + entry) <= width:
            lines[-1] += _APART + entry
        else:
            lines.append(entry)
    return lines


def beginning(text: str, cells: int) -> str:
    """As much of a text as fits, up to the end of a word where one ends there."""
    if cell_len(text) <= cells:
        return text
    fits = _fitting(text, cells - 1)
    return text[: _word_end(text, fits)] + _ELLIPSIS


def end(text: str, cells: int) -> str:
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
