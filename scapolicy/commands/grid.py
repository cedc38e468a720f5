"""Any table on a terminal, 80 columns wide where there is none."""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.table import Table as View

from scapolicy.commands.telling import on_one_line
from scapolicy.commands.view import new_view, show
from scapolicy.tables.table import Table, as_read

_ABREAST = 5
_WIDTH = 80
_GAP = 2  # between one column and the next
_SHORT = 24  # cells of a terminal; what is longer may be broken into lines
_LEAST = 16
_LINE_END = re.compile(r"(?<=[\s_])(?=[^\s_])|(?<=[^\W\d_]-)(?=[^\W\d_])")
_LINES = 2  # of a short cell that is broken; a table that needs more is turned


def show_tables(tables: Sequence[Table]) -> None:
    """Print tables, each under its title and above its notes."""
    for place, table in enumerate(tables):
        parts: list[str | View] = ["" for _ in range(place > 0)]
        parts += [table.title] if table.title else []
        show(*parts, *_views(table), *table.notes)


def _views(table: Table) -> Iterator[View]:
    """A table as it fits; one of too many columns is turned on its side, some rows at a time."""
    columns = [on_one_line(name) for name in table.columns]
    rows = [[on_one_line(as_read(cell)) for cell in row] for row in table.rows]
    numbers = [_is_number(table, place) for place in range(len(columns))]
    widths = _widths([columns, *rows])
    if widths and not _in_pieces([columns, *rows], widths):
        yield _view(columns, rows, numbers, widths)
        return
    start = 0
    while start < max(len(rows), 1):
        for abreast in range(_ABREAST, 0, -1):
            chosen = rows[start : start + abreast]
            turned = [list(line) for line in zip(columns, *chosen, strict=True)]
            if widths := _widths(turned):
                break
        yield _view(turned[0], turned[1:], [False, *(True for _ in chosen)], widths)
        start += abreast


def _is_number(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows if row[place] != ""]
    return bool(cells) and all(isinstance(cell, int | float) for cell in cells)


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    """How wide columns are so that there is room for all of them; none where there is not.

    What is long is broken first, and only then, between its words, what is short.
    """
    columns = list(zip(*lines, strict=True))
    whole = [max(map(cell_len, column)) for column in columns]
    broken = [
        max(cell_len(piece) for cell in column for piece in _pieces(cell)) for column in columns
    ]
    for short in (whole, broken):
        least = [
            one if width <= _SHORT else _LEAST for width, one in zip(whole, short, strict=True)
        ]
        if sum(least) + _GAP * len(least) <= _WIDTH:
            return _shrunk(whole, least)
    return []


def _shrunk(widths: Sequence[int], least: Sequence[int]) -> list[int]:
    """Columns made to fit, by a cell of the widest at a time; none is less than it may be."""
    fit = [min(width, _WIDTH) for width in widths]
    while sum(fit) + _GAP * len(fit) > _WIDTH:
        _, widest = max((width, place) for place, width in enumerate(fit) if width > least[place])
        fit[widest] -= 1
    return fit


def _pieces(cell: str) -> list[str]:
    """A cell cut where a line may end: behind spaces, hyphens and the underscores of a name.

    >>> _pieces("rules_and trade-fairs -1e-05")
    ['rules_', 'and ', 'trade-', 'fairs ', '-1e-05']
    """
    return _LINE_END.split(cell)


def _broken(cell: str, width: int) -> str:
    """A cell on lines of so many cells of a terminal, as far as its pieces are so short."""
    lines = [""]
    for piece in _pieces(cell):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _in_pieces(lines: Sequence[Sequence[str]], widths: Sequence[int]) -> bool:
    """Whether something short is broken into so many lines that it is hard to read."""
    return any(
        cell_len(cell) <= _SHORT and _broken(cell, width).count("\n") >= _LINES
        for line in lines
        for cell, width in zip(line, widths, strict=True)
    )


def _view(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[bool],
    widths: Sequence[int],
) -> View:
    """A table with columns of so many cells, numbers to the right."""
    view = new_view()
    for name, number, width in zip(columns, numbers, widths, strict=True):
        view.add_column(
            _broken(name, width),
            justify="right" if number else "left",
            overflow="fold",
            width=width,
        )
    for row in rows:
        view.add_row(*map(_broken, row, widths))
    return view
