"""Letters that lie on a page → runs of words, and the lines that these make up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", "ff fi fl ffi ffl st st".split(), strict=True))
RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LABEL = re.compile(
    r"[\[(<]?(?:\d{1,2}:)?\d{1,2}:\d\d"
    r"|[QA]\d{0,3}\s?[.:)](?=\s|$)"
    r"|[^\W\d_][^:?!.,;]{0,38}(?:\.[^:?!.,;]{0,20})?[:：](?=\s|$|[\u0e00-\u9fff])"
)
"""What begins a turn: a time, `Q.`, or a label and a colon."""


class Glyph(NamedTuple):
    """A character and the box that it takes up; boxes of spaces do not matter."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


class Page(NamedTuple):
    """The glyphs of a page as it lists them, and its height."""

    glyphs: Sequence[Glyph]
    height: float


@dataclass(slots=True)
class Run:
    """Words on one line with no wide gap between them; `opens` where they surely begin a turn."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    opens: bool = False

    @property
    def size(self) -> float:
        """Its height, which is that of its letters."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """How high it lies."""
        return (self.top + self.bottom) / 2

    def level_with(self, other: "Run | Glyph") -> bool:
        """Whether it lies on one line with another."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.size, other.top - other.bottom)


@dataclass(slots=True)
class Column:
    """The lines of a column, from the top."""

    lines: list[Run] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Where its longest line ends."""
        return max(line.right for line in self.lines)


def runs_of(glyphs: Iterable[Glyph]) -> list[Run]:
    """Letters as runs, in the order in which the page lists them.

    A number that a line begins with is a run of its own: it may be that of the line.
    """
    runs: list[Run] = []
    spaced = False
    for glyph in glyphs:
        if glyph.char.isspace():
            spaced = True
            continue
        size = glyph.top - glyph.bottom
        if size <= 0:
            continue
        char = _LIGATURES.get(glyph.char, glyph.char)
        last = runs[-1] if runs else None
        gap = max(glyph.left - last.right, last.left - glyph.right) if last else 0
        spaced = spaced or gap > 0.35 * size
        apart = gap > 0.9 * size or (spaced and last is not None and last.text.isdigit())
        if last is None or apart or not last.level_with(glyph):
            runs.append(Run(char, *glyph[1:]))
        else:
            last.text += " " + char if spaced else char
            last.left, last.right = min(last.left, glyph.left), max(last.right, glyph.right)
            last.bottom, last.top = min(last.bottom, glyph.bottom), max(last.top, glyph.top)
        spaced = False
    return runs


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs that lie level with one another, from the top."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        if rows and rows[-1][0].level_with(run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def line_of(row: Sequence[Run]) -> Run:
    """The runs of a row as one, in the order in which their script is read."""
    backwards = sum(bool(RTL.search(run.text)) for run in row) * 2 > len(row)
    ordered = sorted(row, key=lambda run: run.left, reverse=backwards)
    return Run(
        " ".join(run.text for run in ordered),
        min(run.left for run in row),
        min(run.bottom for run in row),
        max(run.right for run in row),
        max(run.top for run in row),
        any(run.opens for run in row),
    )
