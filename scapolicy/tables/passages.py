"""The passages behind every cell of the findings: what speaks for it and what against."""

from collections import defaultdict
from collections.abc import Sequence

from scapolicy.coding import combine
from scapolicy.records import Codebook, CodedSource, Coding, Level, Valence
from scapolicy.tables.findings import INFORMANT, LEVEL, cells, find
from scapolicy.tables.table import Row, Table, case_of, cases_of, columns_of

_SIDES = {
    Valence.FACILITATOR: "for",
    Valence.BARRIER: "against",
    Valence.MIXED: "both",
    Valence.NEUTRAL: "neither",
}


def passages(sources: Sequence[CodedSource], codebook: Codebook, by: str, level: Level) -> Table:
    """One row a segment and factor, by case and in the order of the columns.

    `side` says whether the segment speaks `for` the factor, `against`, `both` or `neither`.
    """
    found = cells(sources, by, level)
    columns = [column.id for column in columns_of(codebook, level)]
    together: dict[tuple[str, str], list[tuple[CodedSource, list[Coding]]]] = defaultdict(list)
    for source in sources:
        segments: dict[tuple[int, str], list[Coding]] = defaultdict(list)
        for coding in source.codings:
            key = coding.category if level is Level.CATEGORY else coding.code
            segments[coding.segment, key].append(coding)
        for (_, key), codings in sorted(segments.items(), key=lambda item: item[0][0]):
            together[case_of(source.attributes, by), key].append((source, codings))
    rows: list[Row] = []
    for case in cases_of(sources, by):
        for column in columns:
            finding = str(find(found[case][column], codebook.findings))
            for source, codings in together[case, column]:
                rows.append((case, column, finding, *_passage(source, codings)))
    columns_before = (by, "factor", "finding")
    return Table("passages", (*columns_before, *_PASSAGE), tuple(rows))


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


def _passage(source: CodedSource, codings: Sequence[Coding]) -> Row:
    first = codings[0]
    return (
        _SIDES[combine(coding.valence for coding in codings)],
        source.name,
        first.turn,
        first.segment,
        source.attributes.get(INFORMANT, ""),
        source.attributes.get(LEVEL, ""),
        "; ".join(coding.code for coding in codings),
        "; ".join(word for coding in codings for word in coding.words),
        first.text,
    )
