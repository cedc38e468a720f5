r"""CSV: UTF-8, commas, `\n`, quotes as in RFC 4180, and no cell that a spreadsheet would run."""

import csv
import io

from scapolicy.tables.table import Cell, Table

# What spreadsheets take for the beginning of a formula, their full-width forms included.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(table: Table) -> bytes:
    """A table as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(column) for column in table.columns])
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode()


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs: an apostrophe goes before what looks like a formula.

    >>> harmless("=1+1"), harmless("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUNS) else cell
