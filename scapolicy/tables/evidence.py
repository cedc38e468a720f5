"""The evidence: every coding and every match, with its place in the text."""

from collections.abc import Iterable, Sequence

from scapolicy.records import CodedSource
from scapolicy.tables.table import Row, Table

_BEFORE = ("source", "turn", "segment", "start", "end", "speaker")
_AFTER = ("category", "code", "valence", "matches", "words", "text", "coder")
_MATCH = (
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


def attributes_of(sources: Iterable[CodedSource]) -> list[str]:
    """Every attribute of the sources, in the order in which they are first stated."""
    return list(dict.fromkeys(name for source in sources for name in source.attributes))


def codings(sources: Sequence[CodedSource]) -> Table:
    """One row a coding, in the order of sources, segments and the codebook.

    An attribute that is called like another column stands under `attribute.NAME`.
    """
    attributes = attributes_of(sources)
    taken = {*_BEFORE, *_AFTER}
    named = (f"attribute.{name}" if name in taken else name for name in attributes)
    rows: list[Row] = []
    for source in sources:
        values = [source.attributes.get(name, "") for name in attributes]
        for one in source.codings:
            rows.append(
                (
                    source.name,
                    one.turn,
                    one.segment,
                    one.start,
                    one.end,
                    one.speaker,
                    *values,
                    one.category,
                    one.code,
                    str(one.valence),
                    len(one.words),
                    "; ".join(one.words),
                    one.text,
                    one.coder,
                )
            )
    return Table("codings", (*_BEFORE, *named, *_AFTER), tuple(rows))


def matches(sources: Sequence[CodedSource]) -> Table:
    """One row a match, in the order of the text; `cue` holds the words that act on it."""
    rows = tuple(
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
            str(one.valence),
        )
        for source in sources
        for one in source.matches
    )
    return Table("matches", _MATCH, rows)
