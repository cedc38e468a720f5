"""The evidence: every coding and every match, with its place in the text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scapolicy.records import Analysed, CodedSource
from scapolicy.tables.table import ATTRIBUTE_PREFIX, Column, Row, Table, case_columns

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
COUNTED = ("characters", "words", "segments", "codings", "asked")
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


def coding_cells(source: CodedSource) -> tuple[list[Column], list[Column]]:
    """The codings of a source, column by column, in the order of its segments and the codebook.

    Returns the columns before those of the attributes, and those after them.
    """
    if not source.codings:
        return [], []
    found: tuple[Any, ...] = tuple(zip(*source.codings, strict=True))
    turn, segment, start, end, speaker, category, code, valence, words, text, coder = found
    before = [[source.name] * len(turn), turn, segment, start, end, speaker]
    after = [
        category,
        code,
        list(map(str, valence)),
        list(map(len, words)),
        list(map("; ".join, words)),
        text,
        coder,
    ]
    return before, after


_TRUTH = ("false", "true")


def match_cells(source: CodedSource) -> list[Column]:
    """The matches of a source, column by column, in the order of the text."""
    if not source.matches:
        return []
    found: tuple[Any, ...] = tuple(zip(*source.matches, strict=True))
    turn, segment, category, code, rule, start, end, text, valence, negated, *rest = found
    cue, effect, conceded, context = rest
    return [
        [source.name] * len(turn),
        turn,
        segment,
        category,
        code,
        rule,
        start,
        end,
        text,
        list(map(_TRUTH.__getitem__, negated)),
        cue,
        effect,
        list(map(_TRUTH.__getitem__, conceded)),
        context,
        list(map(str, valence)),
    ]


def codings(sources: Sequence[CodedSource]) -> Table:
    """One row a coding, in the order of sources, segments and the codebook."""
    attributes = attributes_of(sources)
    rows: list[Row] = []
    for source in sources:
        before, after = coding_cells(source)
        stated = [[source.attributes.get(name, "")] * len(source.codings) for name in attributes]
        rows.extend(zip(*before, *stated, *after, strict=True))
    return Table("codings", coding_columns(attributes), tuple(rows))


def matches(sources: Sequence[CodedSource]) -> Table:
    """One row a match, in the order of the text; `cue` holds the words that act on it."""
    rows = tuple(row for source in sources for row in zip(*match_cells(source), strict=True))
    return Table("matches", MATCH_COLUMNS, rows)


def sources(analysed: Sequence[Analysed], codings: Mapping[str, int]) -> Table:
    """One row a source that was analysed, those in which nothing was coded among them.

    `characters` is the length of its text; `words` and `segments` count what was analysed,
    `codings` leads from names to their number;
    `asked` holds the codes of which the interviewer speaks.
    """
    attributes = attributes_of(analysed)
    rows: list[Row] = [
        (
            one.name,
            *(one.attributes.get(name, "") for name in attributes),
            one.characters,
            one.words,
            one.segments,
            codings[one.name],
            "; ".join(one.asked),
        )
        for one in analysed
    ]
    return Table("sources", ("source", *attribute_columns(attributes), *COUNTED), tuple(rows))
