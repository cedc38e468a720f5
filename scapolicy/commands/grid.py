"""Any table on a terminal, 80 columns wide where there is none."""

from collections.abc import Iterator, Sequence

from rich.table import Table as View
from rich.text import Text

from scapolicy.commands.view import new_view, show
from scapolicy.tables.table import Cell, Table

_ACROSS = 7


def show_tables(tables: Sequence[Table]) -> None:
    """Print tables, each under its title and above its notes."""
    for place, table in enumerate(tables):
        parts: list[str | View] = ["" for _ in range(place > 0)]
        parts += [table.title] if table.title else []
        show(*parts, *_views(table), *table.notes)


def _views(table: Table) -> Iterator[View]:
    """A table as it fits; one with many columns is turned on its side, some rows at a time."""
    columns, rows = list(table.columns), [list(row) for row in table.rows]
    if len(columns) <= max(_ACROSS, len(rows)):
        yield _view(columns, rows)
        return
    for start in range(0, max(len(rows), 1), _ACROSS - 2):
        chosen = rows[start : start + _ACROSS - 2]
        turned = [list(line) for line in zip(columns, *chosen, strict=True)]
        yield _view([str(cell) for cell in turned[0]], turned[1:])


def _view(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> View:
    view = new_view()
    for place, name in enumerate(columns):
        numbers = all(isinstance(row[place], int | float) or not row[place] for row in rows)
        to_the_right = bool(rows) and numbers
        view.add_column(Text(name), justify="right" if to_the_right else "left", overflow="fold")
    for row in rows:
        view.add_row(*(Text(_shown(cell)) for cell in row))
    return view


def _shown(cell: Cell) -> str:
    """A cell on one line, without what means something to a terminal."""
    if isinstance(cell, float):
        return f"{cell:.4g}"
    return "".join(letter if letter.isprintable() else " " for letter in str(cell))
