r"""CSV: UTF-8, commas, `\n`, quotes as in RFC 4180, and no cell that a spreadsheet would run."""

import csv

from scapolicy.tables.table import Cell, Table

# What spreadsheets take for the beginning of a formula, their full-width forms included.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(table: Table) -> bytes:
    """A table as the bytes of a CSV file."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in table.columns])
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return "".join(lines.written).encode()


class _Lines:
    """Takes rows as the csv module ends them, so that it quotes carriage returns too."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, line: str) -> None:
        self.written.append(line.removesuffix("\r\n") + "\n")


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs: an apostrophe goes before what looks like a formula.

    >>> harmless("=1+1"), harmless("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUNS) else cell
