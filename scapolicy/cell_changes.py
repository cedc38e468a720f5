"""The matrix and the findings of two runs compared, cell by cell."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scapolicy.evidence_reader import Rows
from scapolicy.recorded import Record
from scapolicy.tables.table import Row, Table

CELL_COLUMNS = (
    "case",
    "factor",
    "finding_before",
    "finding",
    "segments_before",
    "segments",
)
_MADE_BY = ("by", "level")


class CellChange(NamedTuple):
    """A case and a factor of which the finding differs, or the number of segments.

    The two are empty for a run whose tables do not have the case or the factor.
    """

    case: str
    factor: str
    finding_before: str
    finding: str
    segments_before: str
    segments: str


def have_the_same_cells(before: Record, after: Record) -> bool:
    """Whether the cases and factors of two runs are of the same kind."""
    return all(before["options"][name] == after["options"][name] for name in _MADE_BY)


def cell_changes(before: Path, after: Path) -> Iterator[CellChange]:
    """The cells that differ between two results folders, in the order of the later one."""
    findings = [_cells(folder / "findings.csv") for folder in (before, after)]
    numbers = [_cells(folder / "matrix.csv") for folder in (before, after)]
    for cell in {**findings[1], **findings[0]}:
        sides = [*(one.get(cell, "") for one in findings), *(one.get(cell, "") for one in numbers)]
        changed = CellChange(*cell, *sides)
        if (changed.finding_before, changed.segments_before) != (changed.finding, changed.segments):
            yield changed


def _cells(path: Path) -> dict[tuple[str, str], str]:
    """What a table of cases and factors says, by these."""
    with Rows(path) as rows:
        return {
            (case, factor): cell
            for (_, case), *cells in (row.items() for row in rows.rest())
            for factor, cell in cells
        }


def cell_table(changes: tuple[CellChange, ...]) -> Table:
    """One row a cell that differs."""
    rows: list[Row] = [
        (*one[:4], *(int(number) if number else "" for number in one[4:])) for one in changes
    ]
    return Table("cells", CELL_COLUMNS, tuple(rows))
