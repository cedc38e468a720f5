"""TSV: as CSV with tabs, for programs that want them; tabs and line ends in cells become spaces."""

from scapolicy.tables.table import Cell, Table
from scapolicy.writers.comma import harmless

_SPACES = str.maketrans("\t\n\r\v\f\x85\u2028\u2029", " " * 8)


def write_tsv(table: Table) -> bytes:
    """A table as the bytes of a TSV file."""
    lines = ("\t".join(map(_text, row)) for row in (table.columns, *table.rows))
    return "".join(f"{line}\n" for line in lines).encode()


def _text(cell: Cell) -> str:
    return harmless(cell.translate(_SPACES)) if isinstance(cell, str) else str(cell)
