"""TSV: as CSV with tabs, for programs that want them; tabs and line ends in cells become spaces.

A cell that holds a quotation mark is quoted as in CSV: so programs read tables with tabs, too.
"""

from scapolicy.tables.table import Cell, Table, as_data
from scapolicy.writers.comma import harmless

_SPACES = str.maketrans("\t\n\r\v\f\x85\u2028\u2029", " " * 8)


def write_tsv(table: Table) -> bytes:
    """A table as the bytes of a TSV file."""
    lines = ("\t".join(map(_text, row)) for row in (table.columns, *table.rows))
    return "".join(f"{line}\n" for line in lines).encode()


def _text(cell: Cell) -> str:
    if not isinstance(cell, str):
        return as_data(cell)
    text = harmless(cell.translate(_SPACES))
    return '"{}"'.format(text.replace('"', '""')) if '"' in text else text
