"""Passages on a terminal: one below the other, under the heads that they belong to."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from scapolicy.commands.telling import on_one_line
from scapolicy.commands.view import set_in, show
from scapolicy.tables.table import Table

_INDENT = 2


def show_passages(table: Table, heads: Sequence[str]) -> None:
    """Print passages, each with where it stands, under the columns that are to be heads."""
    show(table.title, *_parts(table, heads), *table.notes)


def _parts(table: Table, heads: Sequence[str]) -> Iterator[RenderableType]:
    above: list[str] = []
    for row in table.rows:
        cells = dict(zip(table.columns, map(on_one_line, row), strict=True))
        chosen = [cells[name] for name in heads]
        depth = next((n for n, head in enumerate(chosen) if above[n : n + 1] != [head]), None)
        if depth is not None:
            above = chosen
            for level, head in enumerate(chosen[depth:], depth):
                yield set_in(head, level * _INDENT)
        where = f"[{cells['source']}, turn {cells['turn']}, {cells['side']}]"
        yield set_in(f"{where} {cells['text']}", len(heads) * _INDENT)
