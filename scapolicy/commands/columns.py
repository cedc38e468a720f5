"""A table as all of the commands print them: as wide as there is room, and no word of it cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table as Drawn
from rich.text import Text

from scapolicy.commands.fitting import folded, longest_piece, whole_line
from scapolicy.commands.telling import on_one_line

_GAP = 2  # between one column and the next
_SHORT = 24  # cells of a terminal; what is longer is folded first
_LEAST = 16  # what is longer keeps at least so much, as long as there is room
_NARROWEST = 10  # of words, before some of the columns stand below the others
_LINES = 2  # of what is short; where it needs more it is hard to read


@dataclass(slots=True)
class _Column:
    """One column: the lines of its head, its cells, and how it stands."""

    head: tuple[str, ...]
    number: bool
    key: bool
    cells: list[Text] = field(default_factory=list[Text])

    def whole(self) -> int:
        """How wide it is if nothing is folded."""
        texts = (*self.head, *(cell.plain for cell in self.cells))
        return max(map(cell_len, map(whole_line, texts)))

    def narrow(self) -> int:
        """How wide it is if all is folded that can be; a number can't."""
        width = cell_len if self.number else longest_piece
        cells = (width(cell.plain) for cell in self.cells)
        return max(*map(longest_piece, self.head), *cells, 0)

    def least(self) -> tuple[int, int, int]:
        """How wide it is at least: as it reads best, if need be, and where there is no room."""
        whole, narrow = self.whole(), self.narrow()
        narrowest = narrow if self.number else min(narrow, _NARROWEST)
        if whole <= _SHORT:
            return whole, narrow, narrowest
        long = max(_LEAST, narrow if self.number else min(narrow, _SHORT))
        return long, long, narrowest


class View:
    """A table to be shown: columns, then rows. No cell of it looks like another row.

    Numbers stand to the right, words to the left, and a head with its column. Where there is no
    room for all columns, some of them stand below the others, beside the first column again or
    beside those that are keys.
    """

    def __init__(self) -> None:
        self._columns: list[_Column] = []

    def add_column(self, *head: str, number: bool = False, key: bool = False) -> None:
        """A column with a head of one line or several."""
        self._columns.append(_Column(tuple(map(on_one_line, head)), number, key))

    def add_row(self, *cells: str | Text) -> None:
        """A cell for each column; a `Text` is taken as it is."""
        for column, cell in zip(self._columns, cells, strict=True):
            column.cells.append(cell if isinstance(cell, Text) else Text(on_one_line(cell)))

    def reads_well(self, width: int) -> bool:
        """Whether all columns stand beside each other, and what is short on two lines at most."""
        if not (widths := _widths(self._columns, width, stages=2)):
            return False
        return not any(
            cell_len(text) <= _SHORT and len(folded(text, one)) > _LINES
            for column, one in zip(self._columns, widths, strict=True)
            for text in (*column.head, *(cell.plain for cell in column.cells if not column.number))
        )

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        for place, columns in enumerate(_blocks(self._columns, options.max_width)):
            if place:
                yield ""
            widths = _widths(columns, options.max_width) or _forced(columns, options.max_width)
            yield _drawn(columns, widths)


def _widths(columns: Sequence[_Column], width: int, stages: int = 3) -> list[int]:
    """How wide columns are so that there is room for all of them; none where there is not."""
    for least in list(zip(*(column.least() for column in columns), strict=True))[:stages]:
        if _together(least) <= width:
            return _shrunk([column.whole() for column in columns], least, width)
    return []


def _forced(columns: Sequence[_Column], width: int) -> list[int]:
    """How wide columns are where there is no room even if words are broken."""
    return _shrunk([column.narrow() for column in columns], [1] * len(columns), width)


def _together(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _shrunk(widths: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Columns made to fit, by a cell of the widest at a time; none is less than it may be."""
    fit = [min(one, max(width, low)) for one, low in zip(widths, least, strict=True)]
    while _together(fit) > width and any(map(int.__gt__, fit, least)):
        _, widest = max((one, place) for place, one in enumerate(fit) if one > least[place])
        fit[widest] -= 1
    return fit


def _blocks(columns: Sequence[_Column], width: int) -> Iterator[list[_Column]]:
    """All columns where there is room for them, else some at a time, beside the keys."""
    if len(columns) < 2 or _widths(columns, width):  # noqa: PLR2004
        yield list(columns)
        return
    keys = [place for place, column in enumerate(columns) if column.key] or [0]
    others = [place for place in range(len(columns)) if place not in keys]
    while others:
        number = _abreast(columns, keys, others, width)
        yield [columns[place] for place in sorted([*keys, *others[:number]])]
        others = others[number:]


def _abreast(
    columns: Sequence[_Column], keys: Sequence[int], others: Sequence[int], width: int
) -> int:
    """How many of some columns stand beside the keys, as they read best or else as they can."""
    least = [column.least() for column in columns]
    for stage in range(3):
        taken = [least[place][stage] for place in keys]
        number = 0
        for place in others:
            taken.append(least[place][stage])
            if _together(taken) > width:
                break
            number += 1
        if number:
            return number
    return 1


def _drawn(columns: Sequence[_Column], widths: Sequence[int]) -> Drawn:
    """Columns of so many cells, the lines of their heads beside each other."""
    drawn = Drawn(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False)
    for head, column, width in zip(_heads(columns, widths), columns, widths, strict=True):
        drawn.add_column(
            Text(head),
            justify="right" if column.number else "left",
            overflow="fold",
            width=width,
        )
    for row in zip(*(column.cells for column in columns), strict=True):
        drawn.add_row(
            *(
                Text("\n".join(folded(cell.plain, width)), style=cell.style)
                if not column.number
                else cell
                for cell, column, width in zip(row, columns, widths, strict=True)
            )
        )
    return drawn


def _heads(columns: Sequence[_Column], widths: Sequence[int]) -> list[str]:
    """The heads, folded so that the same line of each begins at the same height."""
    levels = [
        [folded(line, width) for line, width in zip(level, widths, strict=True)]
        for level in zip_longest(*(column.head for column in columns), fillvalue="")
    ]
    heights = [max(map(len, level)) for level in levels]
    heads: list[str] = []
    for place in range(len(columns)):
        lines = [
            line
            for level, height in zip(levels, heights, strict=True)
            for line in (*level[place], *[""] * (height - len(level[place])))
        ]
        heads.append("\n".join(lines))
    return heads
