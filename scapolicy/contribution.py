"""What one source gives to the results: its rows, as they will stand in the files, and its counts.

A worker makes it, so that nothing is left to do with it but to add it up and to write it down.
Some cells are known only when all sources are: the columns that its attributes stand in, and the
finding of its case. Their places are gaps.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scapolicy.gaps import Gapped, with_gaps
from scapolicy.records import Analysed, CodedSource, Level
from scapolicy.tables.evidence import coding_cells, match_cells
from scapolicy.tables.passages import passage_cells
from scapolicy.tables.tally import SourceCount, count_source
from scapolicy.writers.comma import csv_lines


@dataclass(frozen=True, slots=True)
class Contribution:
    """A source's part of the results.

    `codings`, `matches` and `passages` (these by category or code) are lines of CSV, those of
    codings and passages with gaps.
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
        evidence=source.evidence,
        thai=source.thai,
        language=source.language,
    )
    count = count_source(source)
    if not evidence:
        return Contribution(about, count)
    return Contribution(
        about,
        count,
        _codings(source),
        _lines(csv_lines(match_cells(source))),
        _passages(source, level),
    )


def _codings(source: CodedSource) -> bytes:
    before, after = coding_cells(source)
    ends = [""] * len(source.codings)  # so that a comma follows upon the last cell before the gap
    return with_gaps(csv_lines([*before, ends]), csv_lines(after))


def _passages(source: CodedSource, level: Level) -> tuple[tuple[str, bytes], ...]:
    keys, columns = passage_cells(source, level)
    groups: dict[str, Gapped] = defaultdict(Gapped)
    for key, line in zip(keys, csv_lines(columns), strict=True):
        groups[key].add("", line)
    return tuple((key, lines.data()) for key, lines in groups.items())


def _lines(lines: Iterable[str]) -> bytes:
    """Lines as they stand in a file."""
    return "".join([f"{line}\n" for line in lines]).encode()
