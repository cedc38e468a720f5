"""The passages behind every cell of the findings: what speaks for it and what against."""

from collections import defaultdict
from collections.abc import Sequence

from scapolicy.coding import combine
from scapolicy.records import Codebook, CodedSource, Coding, Level, Valence
from scapolicy.tables.findings import find
from scapolicy.tables.table import (
    Column,
    Row,
    Table,
    case_columns,
    case_of,
    columns_of,
    in_case_order,
)
from scapolicy.tables.tally import INFORMANT, LEVEL, Counts

_SIDES = {
    Valence.FACILITATOR: "for",
    Valence.BARRIER: "against",
    Valence.MIXED: "both",
    Valence.NEUTRAL: "neither",
}
_PASSAGE = (
    "side",
    "source",
    "turn",
    "segment",
    "informant",
    "informant_level",
    "codes",
    "words",
    "text",
)


def passage_columns(by: str) -> tuple[str, ...]:
    """The columns of the passages: the cell of the findings, then what is said and where."""
    others = ("factor", "finding", *_PASSAGE)
    return (*case_columns([by], others), *others)


def passage_cells(source: CodedSource, level: Level) -> tuple[list[str], list[Column]]:
    """The passages of a source: the category or code of each, and their cells column by column."""
    segments: dict[tuple[str, int], list[Coding]] = defaultdict(list)
    for coding in source.codings:
        key = coding.category if level is Level.CATEGORY else coding.code
        segments[key, coding.segment].append(coding)
    if not segments:
        return [], []
    side, turn, segment, codes, words, text = zip(*map(_passage, segments.values()), strict=True)
    who = (source.attributes.get(INFORMANT, ""), source.attributes.get(LEVEL, ""))
    same = len(segments)
    name, informant, place = ([cell] * same for cell in (source.name, *who))
    keys = [key for key, _ in segments]
    return keys, [side, name, turn, segment, informant, place, codes, words, text]


def passage_rows(source: CodedSource, level: Level) -> dict[str, list[Row]]:
    """The passages of a source for each category or code that it speaks of."""
    keys, columns = passage_cells(source, level)
    rows: dict[str, list[Row]] = defaultdict(list)
    for key, row in zip(keys, zip(*columns, strict=True), strict=True):
        rows[key].append(row)
    return rows


def _passage(codings: Sequence[Coding]) -> tuple[str, int, int, str, str, str]:
    """What the codings of one factor on one segment say together."""
    first = codings[0]
    if len(codings) == 1:
        side, codes, words = _SIDES[first.valence], first.code, "; ".join(first.words)
    else:
        side = _SIDES[combine(coding.valence for coding in codings)]
        codes = "; ".join(coding.code for coding in codings)
        words = "; ".join(word for coding in codings for word in coding.words)
    return side, first.turn, first.segment, codes, words, first.text


def passages(
    sources: Sequence[CodedSource], counts: Counts, codebook: Codebook, level: Level
) -> Table:
    """One row a segment and factor, by case and in the order of the columns.

    `side` says whether the segment speaks `for` the factor, `against`, `both` or `neither`.
    """
    together: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for source in sources:
        for key, found in passage_rows(source, level).items():
            together[case_of(source.attributes, counts.by), key] += found
    rows: list[Row] = []
    for case in in_case_order(counts.cases):
        for column in columns_of(codebook, level):
            finding = str(find(counts.cell(case, level, column.id), codebook.findings))
            rows += ((case, column.id, finding, *row) for row in together[case, column.id])
    return Table("passages", passage_columns(counts.by), tuple(rows))
