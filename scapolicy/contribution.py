"""What one source gives to the results: its rows, as they will stand in the files, and its counts.

A worker makes it, so that nothing is left to do with it but to add it up and to write it down.
Some cells are known only when all sources are: the columns that its attributes stand in, and the
finding of its case. A mark keeps their place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scapolicy.records import Analysed, CodedSource, Level
from scapolicy.tables.evidence import coding_rows, match_rows
from scapolicy.tables.passages import passage_rows
from scapolicy.tables.table import Cell, Row
from scapolicy.tables.tally import SourceCount, count_source
from scapolicy.writers.comma import csv_rows

MARK = b"\0"
"""Stands for the cells that are not known yet, once in each row; CSV has no use for it."""

_MARK = MARK.decode()


@dataclass(frozen=True, slots=True)
class Contribution:
    """A source's part of the results.

    `codings`, `matches` and `passages` (these by category or code) are lines of CSV.
    """

    source: Analysed
    count: SourceCount
    codings: bytes = b""
    matches: bytes = b""
    passages: tuple[tuple[str, bytes], ...] = ()


def contribution(source: CodedSource, level: Level, *, evidence: bool = True) -> Contribution:
    """What a coded source gives; without `evidence` only what is counted."""
    about = Analysed(
        name=source.name,
        attributes=source.attributes,
        sha256=source.sha256,
        words=source.words,
        segments=source.segments,
        characters=source.characters,
        asked=source.asked,
        thai=source.thai,
        language=source.language,
    )
    count = count_source(source)
    if not evidence:
        return Contribution(about, count)
    return Contribution(
        about,
        count,
        _marked(coding_rows(source, [_MARK])),
        csv_rows(match_rows(source)).replace(MARK, b""),
        tuple((key, _marked(rows)) for key, rows in passage_rows(source, level, [_MARK]).items()),
    )


def _marked(rows: Sequence[Row]) -> bytes:
    """Rows as lines of CSV in which nothing but the cells kept free holds the mark."""
    lines = csv_rows(rows)
    if lines.count(MARK) == len(rows):
        return lines
    return csv_rows([[_unmarked(cell) for cell in row] for row in rows])


def _unmarked(cell: Cell) -> Cell:
    return cell.replace(_MARK, "") if isinstance(cell, str) and cell != _MARK else cell
