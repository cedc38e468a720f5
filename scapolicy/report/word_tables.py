"""How a table is laid out on paper, so that no word in it is broken.

A word processor breaks a word that is wider than its column. So a column is as wide as its longest
word, letters are made smaller where the columns have no room, and what then has no room beside the
first column goes into a table of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_SIZES = (10, 9, 8, 7)  # points
_MARGINS = 12.0  # points: left and right of the text in a cell
_MOST = 64  # letters of a word that is kept whole, the length of a hash
_FULLEST = 220.0  # points of a column that wants more room than its longest word
_NARROW, _BROAD = frozenset("ijlftrI.,:;'|!()[] -"), frozenset("mwMW%@–")

Line = Sequence[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of a table that stand side by side: their places, their widths in points."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of the letters, in points, and the blocks; each begins with the first column."""

    size: int
    blocks: tuple[Block, ...]


def laid_out(lines: Sequence[Line], room: float) -> Layout:
    """Lay out a table, its head the first of its lines, in so many points.

    >>> laid_out([["Factor", "Facilitator"], ["Budget", "3"]], 432).size
    10
    """
    for size in _SIZES:
        needs = _needs(lines, size)
        if sum(needs) <= room:
            break
    first = min(needs[0], room / 2)
    needs = [first, *(min(need, room - first) for need in needs[1:])]
    wants = [max(need, *_wants(lines, at, size)) for at, need in enumerate(needs)]
    parts = _parted(needs, room)
    return Layout(size, tuple(_block(part, needs, wants, room) for part in parts))


def _needs(lines: Sequence[Line], size: int) -> list[float]:
    """The width of each column's longest word."""
    words = ([word for line in lines for word in line[at].split()] for at in range(len(lines[0])))
    longest = (max((_width(one[:_MOST], size) for one in some), default=0.0) for some in words)
    return [width + _MARGINS for width in longest]


def _wants(lines: Sequence[Line], at: int, size: int) -> list[float]:
    """The widths that the cells of a column have on one line, up to some width."""
    return [min(_width(line[at], size) + _MARGINS, _FULLEST) for line in lines]


def _width(text: str, size: int) -> float:
    """About how wide a text is in bold letters, rather too wide than too narrow; in points."""
    letters = (0.4 if one in _NARROW else 1.0 if one in _BROAD else 0.66 for one in text)
    return size * sum(letters)


def _parted(needs: Sequence[float], room: float) -> list[tuple[int, ...]]:
    """The columns in groups that have room, the first column in each."""
    parts: list[tuple[int, ...]] = []
    part, used = [0], needs[0]
    for at, need in enumerate(needs[1:], 1):
        if used + need > room and len(part) > 1:
            parts.append(tuple(part))
            part, used = [0], needs[0]
        part.append(at)
        used += need
    return [*parts, tuple(part)]


def _block(
    part: tuple[int, ...], needs: Sequence[float], wants: Sequence[float], room: float
) -> Block:
    """What its columns do not need they share, as far as they want it."""
    spare = room - sum(needs[at] for at in part)
    wanted = sum(wants[at] - needs[at] for at in part)
    share = min(1.0, spare / wanted) if wanted else 0.0
    return Block(part, tuple(needs[at] + share * (wants[at] - needs[at]) for at in part))
