"""Any table on a terminal: rows as rows, and cases beside each other where factors have no room."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType

from scapolicy.analysis.zeros import NO_TRANSCRIPT, NOT_ASKED
from scapolicy.commands.columns import View
from scapolicy.commands.fitting import packed
from scapolicy.commands.telling import screen_width
from scapolicy.commands.view import show
from scapolicy.tables.table import Cell, Row, Table, as_read

_SIGNS = {NOT_ASKED: "?", NO_TRANSCRIPT: "."}
_PARTED = {
    "matches": "mat\u00adches",
    "negated": "nega\u00adted",
    "segments": "seg\u00adments",
    "sources": "sour\u00adces",
}
_TURNED = "Turned on its side: rows of the file are columns here."


def show_tables(tables: Sequence[Table]) -> None:
    """Print tables, each under its title and above its notes."""
    for place, table in enumerate(tables):
        parts: list[RenderableType] = ["" for _ in range(place > 0)]
        parts += [table.title] if table.title else []
        show(*parts, *_parts(table, screen_width()), *table.notes)


def _parts(table: Table, width: int) -> Iterator[RenderableType]:
    """A table as it fits, and what to know of how it stands."""
    view = _upright(table, table.columns, table.rows)
    if not table.factors or view.reads_well(width):
        yield view
    elif _among_themselves(table):
        rows = [(_numbered(n, name), *row) for n, (name, *row) in enumerate(table.rows, 1)]
        yield _upright(table, _with_numbers(table), rows)
    elif _of_cases(table):
        yield _turned(table)
        yield _TURNED
    else:
        yield _upright(table, _with_numbers(table), table.rows)
        yield from packed(map(_numbered, range(1, len(table.factors) + 1), table.factors), width)
    told = {cell for row in table.rows for cell in row if table.factors}
    signs = [f"{sign} {meaning}" for meaning, sign in _SIGNS.items() if meaning in told]
    if signs:
        yield "  ".join(signs)


def _of_cases(table: Table) -> bool:
    """Whether it is cases × factors: what a case is, then all the factors."""
    return table.columns[-len(table.factors) :] == table.factors


def _among_themselves(table: Table) -> bool:
    """Whether it is factors × factors."""
    return tuple(row[0] for row in table.rows) == table.factors


def _with_numbers(table: Table) -> list[str]:
    """The heads of a table, a number for each factor."""
    numbers = {name: str(number) for number, name in enumerate(table.factors, 1)}
    return [numbers.get(name, name) for name in table.columns]


def _numbered(number: int, name: Cell) -> str:
    return f"{number} {name}"


def _upright(table: Table, heads: Sequence[str], rows: Sequence[Row]) -> View:
    """Rows as rows; what is no factor says what a row is."""
    view = View()
    numbers = _have_numbers(table)
    for place, (head, name) in enumerate(zip(heads, table.columns, strict=True)):
        factor = name in table.factors
        number = numbers if factor else _are_numbers(row[place] for row in rows)
        view.add_column(
            _PARTED.get(head, head), number=number, key=bool(table.factors) and not factor
        )
    for row in rows:
        cells = zip(row, table.columns, strict=True)
        view.add_row(*(_read(cell, factor=name in table.factors) for cell, name in cells))
    return view


def _turned(table: Table) -> View:
    """Factors as rows, cases as columns."""
    keys = len(table.columns) - len(table.factors)
    view = View()
    view.add_column(*table.columns[:keys])
    numbers = _have_numbers(table)
    for row in table.rows:
        view.add_column(*map(as_read, row[:keys]), number=numbers)
    for place, factor in enumerate(table.factors, keys):
        view.add_row(factor, *(_read(row[place], factor=True) for row in table.rows))
    return view


def _have_numbers(table: Table) -> bool:
    """Whether what stands of factors is numbers."""
    places = [place for place, name in enumerate(table.columns) if name in table.factors]
    return _are_numbers(row[place] for row in table.rows for place in places)


def _are_numbers(cells: Iterable[Cell]) -> bool:
    """Whether numbers stand there, maybe with a word for one that there is not."""
    return any(isinstance(cell, int | float) for cell in cells)


def _read(cell: Cell, *, factor: bool) -> str:
    return _SIGNS.get(str(cell), as_read(cell)) if factor else as_read(cell)
