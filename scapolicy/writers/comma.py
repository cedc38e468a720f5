r"""CSV: UTF-8, commas, `\n`, quotes as in RFC 4180, and no cell that a spreadsheet would run.

Python's csv module would write the same, but looks at each letter of each passage: most of the
time of a large run went there. Its reader is what the tests hold these bytes against.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from scapolicy.tables.table import Cell, Column, Table, as_data

# What spreadsheets take for the beginning of a formula, their full-width forms included.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a cell must hold, or begin with, that is not written as it is; `\0` stands between cells.
_CHANGED = re.compile(rf"[\",\n\r]|(?:\A|\0)'*[{re.escape(''.join(_RUNS))}]")


def write_csv(table: Table) -> bytes:
    """A table as the bytes of a CSV file."""
    return csv_rows([table.columns, *table.rows])


def csv_rows(rows: Iterable[Sequence[Cell]]) -> bytes:
    r"""Rows as lines of a CSV file.

    >>> csv_rows([["a", 1, 'He said "no", twice.']])
    b'a,1,"He said ""no"", twice."\n'
    """
    lines = [
        ",".join([_text(c) if isinstance(c, str) else as_data(c) for c in row]) for row in rows
    ]
    return "".join([f"{line}\n" if line else '""\n' for line in lines]).encode()


def csv_lines(columns: Sequence[Column]) -> Iterator[str]:
    """As the lines of `csv_rows`, without their ends, from columns of which there are several.

    Column by column, hardly anything is left for Python to do for a cell.

    >>> list(csv_lines([["a", "b"], [1, 2]]))
    ['a,1', 'b,2']
    """
    return map(",".join, zip(*map(_cells, columns), strict=True))


def _cells(column: Column) -> Iterable[str]:
    """The cells of a column as they stand in lines; each text is looked at once."""
    if not column or not isinstance(column[0], str):
        return map(str, column)
    column = cast("Sequence[str]", column)
    texts = set(column)
    if not _CHANGED.search("\0".join(texts)):
        return column
    return map({text: _text(text) for text in texts}.__getitem__, column)


def _text(cell: str) -> str:
    """A cell as it stands in a line."""
    cell = harmless(cell)
    if '"' in cell:
        cell = cell.replace('"', '""')
    elif not ("," in cell or "\n" in cell or "\r" in cell):
        return cell
    return f'"{cell}"'


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe goes before what looks like a formula.

    One goes before apostrophes and a formula, too, so that it is known which was there before.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("1+1")
    ("'=1+1", "''=1+1", '1+1')
    """
    return f"'{cell}" if _is_formula(cell) else cell


def as_it_was(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it.

    >>> as_it_was("'=1+1"), as_it_was("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    """Whether a cell looks like a formula, perhaps behind apostrophes."""
    return cell.lstrip("'").startswith(_RUNS)
