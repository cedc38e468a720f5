"""What one source gives to the results: its rows, as they will stand in the files, and its counts.

A worker makes it, so that nothing is left to do with it but to add it up and to write it down.
Some cells are known only when all sources are: the columns that its attributes stand in, and the
finding of its case. A mark keeps their place.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scapolicy.records import Analysed, CodedSource, Level
from scapolicy.tables.evidence import coding_cells, match_cells
from scapolicy.tables.passages import passage_cells
from scapolicy.tables.table import Cell, Column
from scapolicy.tables.tally import SourceCount, count_source
from scapolicy.writers.comma import csv_lines

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
        _joined(_marked(coding_cells(source, [_MARK]))),
        _joined(csv_lines(match_cells(source))).replace(MARK, b""),
        _passages(source, level),
    )


def _passages(source: CodedSource, level: Level) -> tuple[tuple[str, bytes], ...]:
    keys, columns = passage_cells(source, level)
    groups: dict[str, list[str]] = defaultdict(list)
    for key, line in zip(keys, _marked([[_MARK] * len(keys), *columns]), strict=True):
        groups[key].append(line)
    return tuple((key, _joined(lines)) for key, lines in groups.items())


def _joined(lines: Sequence[str]) -> bytes:
    """Lines as they stand in a file."""
    return ("\n".join(lines) + "\n").encode() if lines else b""


def _marked(columns: Sequence[Column]) -> list[str]:
    """Columns as lines of CSV in which nothing but the cells kept free holds the mark."""
    lines = csv_lines(columns)
    if "".join(lines).count(_MARK) == len(lines):
        return lines
    return csv_lines([[_unmarked(cell) for cell in column] for column in columns])


def _unmarked(cell: Cell) -> Cell:
    return cell.replace(_MARK, "") if isinstance(cell, str) and cell != _MARK else cell
