"""The evidence: every coding and every match, with its place in the text."""

from collections.abc import Iterable, Mapping, Sequence

from scapolicy.records import Analysed, CodedSource
from scapolicy.tables.table import ATTRIBUTE_PREFIX, Cell, Row, Table, case_columns

_BEFORE = ("source", "turn", "segment", "start", "end", "speaker")
_AFTER = ("category", "code", "valence", "matches", "words", "text", "coder")
MATCH_COLUMNS = (
    "source",
    "turn",
    "segment",
    "category",
    "code",
    "rule",
    "start",
    "end",
    "match",
    "negated",
    "cue",
    "effect",
    "conceded",
    "context",
    "valence",
)
COUNTED = ("words", "segments", "codings", "asked")
"""What the table of sources holds beside their names and attributes."""


def attributes_of(sources: Iterable[Analysed]) -> list[str]:
    """Every attribute of the sources, in the order in which they are first stated."""
    return list(dict.fromkeys(name for source in sources for name in source.attributes))


def attribute_columns(attributes: Iterable[str]) -> list[str]:
    """The columns of attributes: one that is called like another column is `attribute.NAME`."""
    return case_columns(attributes, (*_BEFORE, *_AFTER, *COUNTED))


def attributes_in(columns: Iterable[str]) -> list[tuple[str, str]]:
    """The attributes that stand in columns, each with its column: `attribute_columns` undone."""
    return [(column.removeprefix(ATTRIBUTE_PREFIX), column) for column in columns]


def coding_columns(attributes: Iterable[str]) -> tuple[str, ...]:
    """The columns of the codings, those of the attributes in the middle."""
    return (*_BEFORE, *attribute_columns(attributes), *_AFTER)


def coding_rows(source: CodedSource, attributes: Sequence[Cell]) -> list[Row]:
    """One row a coding of a source, in the order of its segments and the codebook."""
    return [
        (
            source.name,
            one.turn,
            one.segment,
            one.start,
            one.end,
            one.speaker,
            *attributes,
            one.category,
            one.code,
            one.valence.value,
            len(one.words),
            "; ".join(one.words),
            one.text,
            one.coder,
        )
        for one in source.codings
    ]


def match_rows(source: CodedSource) -> list[Row]:
    """One row a match of a source, in the order of the text."""
    return [
        (
            source.name,
            one.turn,
            one.segment,
            one.category,
            one.code,
            one.rule,
            one.start,
            one.end,
            one.text,
            "true" if one.negated else "false",
            one.cue,
            one.effect,
            "true" if one.conceded else "false",
            "; ".join(one.context),
            one.valence.value,
        )
        for one in source.matches
    ]


def codings(sources: Sequence[CodedSource]) -> Table:
    """One row a coding, in the order of sources, segments and the codebook."""
    attributes = attributes_of(sources)
    rows: list[Row] = []
    for source in sources:
        rows += coding_rows(source, [source.attributes.get(name, "") for name in attributes])
    return Table("codings", coding_columns(attributes), tuple(rows))


def matches(sources: Sequence[CodedSource]) -> Table:
    """One row a match, in the order of the text; `cue` holds the words that act on it."""
    rows = tuple(row for source in sources for row in match_rows(source))
    return Table("matches", MATCH_COLUMNS, rows)


def sources(analysed: Sequence[Analysed], codings: Mapping[str, int]) -> Table:
    """One row a source that was analysed, those in which nothing was coded among them.

    `words` and `segments` count what was analysed, `codings` leads from names to their number;
    `asked` holds the codes of which the interviewer speaks.
    """
    attributes = attributes_of(analysed)
    rows: list[Row] = [
        (
            one.name,
            *(one.attributes.get(name, "") for name in attributes),
            one.words,
            one.segments,
            codings[one.name],
            "; ".join(one.asked),
        )
        for one in analysed
    ]
    return Table("sources", ("source", *attribute_columns(attributes), *COUNTED), tuple(rows))
