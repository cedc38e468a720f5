"""The passages behind every cell of the findings: what speaks for it and what against."""

from collections import defaultdict
from collections.abc import Sequence

from scapolicy.coding import combine
from scapolicy.records import Codebook, CodedSource, Coding, Level, Valence
from scapolicy.tables.findings import find
from scapolicy.tables.table import Row, Table, case_columns, case_of, columns_of, in_case_order
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


def passage_rows(
    source: CodedSource, level: Level, cell: Sequence[str] = ()
) -> dict[str, list[Row]]:
    """The passages of a source for each category or code, each row behind the cells of `cell`."""
    segments: dict[tuple[str, int], list[Coding]] = defaultdict(list)
    for coding in source.codings:
        key = coding.category if level is Level.CATEGORY else coding.code
        segments[key, coding.segment].append(coding)
    rows: dict[str, list[Row]] = defaultdict(list)
    who = (source.attributes.get(INFORMANT, ""), source.attributes.get(LEVEL, ""))
    for (key, _), codings in segments.items():
        first = codings[0]
        alone = len(codings) == 1
        valence = first.valence if alone else combine(coding.valence for coding in codings)
        rows[key].append(
            (
                *cell,
                _SIDES[valence],
                source.name,
                first.turn,
                first.segment,
                *who,
                first.code if alone else "; ".join(coding.code for coding in codings),
                "; ".join(word for coding in codings for word in coding.words),
                first.text,
            )
        )
    return rows


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
