"""The factor matrix by any attributes: what of each factor is in each case, counted as wanted."""

from collections.abc import Sequence
from enum import StrEnum

from scapolicy.analysis.said import words_said
from scapolicy.analysis.selection import cases_by, grouped
from scapolicy.analysis.zeros import zero_told
from scapolicy.choices import chosen
from scapolicy.coded import Coded, level_of
from scapolicy.records import CodedSource, Level
from scapolicy.tables.table import (
    Cell,
    Row,
    Table,
    case_columns,
    columns_of,
    if_undefined,
    quotient,
)
from scapolicy.tables.tally import informant_of


class Count(StrEnum):
    """What a cell counts."""

    SEGMENTS = "segments"
    MATCHES = "matches"
    SOURCES = "sources"
    INFORMANTS = "informants"
    WORDS = "words"


class Scale(StrEnum):
    """What the numbers are put in relation to."""

    COUNTS = "counts"
    ROW_SHARE = "row-share"
    COLUMN_SHARE = "column-share"
    PER_1000_WORDS = "per-1000-words"
    PRESENCE = "presence"


_TITLES = {
    Scale.COUNTS: "{what}",
    Scale.ROW_SHARE: "{what}, share of all in the case",
    Scale.COLUMN_SHARE: "{what}, share of all of the factor",
    Scale.PER_1000_WORDS: "{what} per 1,000 words",
    Scale.PRESENCE: "Whether a factor is spoken of",
}

_UNDEFINED = {
    Scale.ROW_SHARE: "A share is undefined for a case in which nothing is counted.",
    Scale.COLUMN_SHARE: "A share is undefined for a factor of which nothing is counted.",
    Scale.PER_1000_WORDS: "A rate is undefined for a case in which no words were analysed.",
}


def matrix(
    coded: Coded,
    by: str | Sequence[str] = (),
    *,
    level: str | None = None,
    count: str = Count.SEGMENTS,
    scale: str = Scale.COUNTS,
    tell_zeros: bool = False,
) -> Table:
    """Cases × factors, one row for each combination of the attributes' values that a source has.

    Args:
        coded: what `code` or `read_results` gave.
        by: the attributes that make a case; that of the run unless given.
        level: what a column stands for, `category` or `code`; as in the run unless given.
        count: `segments` that carry the factor, `matches` of its rules, `sources` or `informants`
            that speak of it, or the `words` of its segments.
        scale: `counts`; `row-share` and `column-share`, from 0 to 1; `per-1000-words` of those
            analysed in the case; or `presence`, 1 or 0.
        tell_zeros: put `not asked` for a zero where no interviewer of the case speaks of the
            factor either, and rows of `no transcript` for combinations that no source has.

    Raises:
        ScapolicyError: no source states such an attribute.

    """
    level = level_of(coded, level)
    count, scale = chosen(Count, count, "count"), chosen(Scale, scale, "scale")
    columns = columns_of(coded.codebook, level)
    by = cases_by(coded, by)
    groups = grouped(coded, by, empty=tell_zeros)
    counts = [
        [_count(sources, level, column.id, count) for column in columns]
        for sources in groups.values()
    ]
    totals = [sum(column) for column in zip(*counts, strict=True)]
    rows: list[Row] = []
    for (group, sources), row in zip(groups.items(), counts, strict=True):
        pairs = zip(row, totals, strict=True)
        words = sum(source.words for source in sources)
        cells = [_scaled(n, scale, sum(row), total, words) for n, total in pairs]
        if tell_zeros:
            told = [zero_told(sources, coded.codebook, level, one.id) for one in columns]
            cells = [
                zero if zero and not n else cell
                for cell, zero, n in zip(cells, told, row, strict=True)
            ]
        rows.append((*group, *cells))
    what = {Count.WORDS: "Words of the segments coded"}.get(count, count.capitalize())
    title = f"{_TITLES[scale].format(what=what)}, by {' and '.join(by)}"
    ids = [one.id for one in columns]
    notes = if_undefined(rows, _UNDEFINED.get(scale, ""))
    names = (*case_columns(by, ids), *ids)
    return Table("matrix", names, tuple(rows), title, notes, factors=tuple(ids))


def _count(sources: Sequence[CodedSource], level: Level, factor: str, count: Count) -> int:
    """What of a factor is in some sources."""
    found = 0
    informants: set[str] = set()
    for source in sources:
        codings = [one for one in source.codings if getattr(one, level) == factor]
        if not codings:
            continue
        informants.add(informant_of(source.name, source.attributes))
        if count is Count.SEGMENTS:
            found += len({one.segment for one in codings})
        elif count is Count.MATCHES:
            found += sum(getattr(match, level) == factor for match in source.matches)
        elif count is Count.WORDS:
            found += words_said(source, codings)
        else:
            found += 1
    return len(informants) if count is Count.INFORMANTS else found


def _scaled(number: int, scale: Scale, row: int, column: int, words: int) -> Cell:
    """A count in relation to something."""
    if scale is Scale.PRESENCE:
        return int(number > 0)
    if scale is Scale.COUNTS:
        return number
    if scale is Scale.PER_1000_WORDS:
        return quotient(1000 * number, words)
    return quotient(number, row if scale is Scale.ROW_SHARE else column)
