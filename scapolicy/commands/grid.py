"""Any table on a terminal, 80 columns wide where there is none."""

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
    if _fits(_widths(columns, rows)):
        yield _view(columns, rows, [_is_number(table, place) for place in range(len(columns))])
        return
    for start in range(0, max(len(rows), 1), _ABREAST):
        chosen = rows[start : start + _ABREAST]
        head, *lines = [list(line) for line in zip(columns, *chosen, strict=True)]
        yield _view(head, lines, [False, *(True for _ in chosen)])


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    lines = [columns, *rows]
    return [max(cell_len(line[place]) for line in lines) for place in range(len(columns))]


def _fits(widths: Sequence[int]) -> bool:
    """Whether there is room for all columns, the long ones broken into lines."""
    if sum(widths) + _GAP * len(widths) <= _WIDTH:
        return True
    short = [width for width in widths if width <= _SHORT]
    long = len(widths) - len(short)
    return bool(long) and _WIDTH - sum(width + _GAP for width in short) >= _LEAST * long


def _is_number(table: Table, place: int) -> bool:
    return bool(table.rows) and all(isinstance(row[place], int | float) for row in table.rows)


def _view(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> View:
    """A table whose short columns stay in one piece as long as there is room for the long ones."""
    widths = _widths(columns, rows)
    short = [width <= _SHORT for width in widths]
    room = _WIDTH - sum(w + _GAP for w, whole in zip(widths, short, strict=True) if whole)
    fits = room >= _LEAST * short.count(False)
    view = new_view()
    for name, number, whole in zip(columns, numbers, short, strict=True):
        view.add_column(
            name,
            justify="right" if number else "left",
            overflow="fold",
            no_wrap=fits and whole,
        )
    for row in rows:
        view.add_row(*row)
    return view
