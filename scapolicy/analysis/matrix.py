"""The factor matrix by any attributes: what of each factor is in each case, counted as wanted."""

from collections.abc import Iterable, Sequence
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
    Scale.ROW_SHARE: "{what}, share of the sum of all factors in the case",
    Scale.COLUMN_SHARE: "{what}, share of all of the factor",
    Scale.PER_1000_WORDS: "{what} per 1,000 words",
    Scale.PRESENCE: "Whether a factor is spoken of",
}

_TITLE_OF_UNITS = "{what}, share of all in the case"
_UNITS = (Count.SOURCES, Count.INFORMANTS)
"""What counts once in a case, however many factors it speaks of: a share is one of all of these."""

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
        scale: `counts`; `row-share`, from 0 to 1, of the sources or informants of the case, or of
            what all factors have there together; `column-share`, of what the factor has in all
            cases; `per-1000-words` of those analysed in the case; or `presence`, 1 or 0.
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
    totals = [0 for _ in columns]
    if scale is Scale.COLUMN_SHARE:  # not added up: an informant may speak in several cases
        totals = [_count(coded.sources, level, column.id, count) for column in columns]
    rows: list[Row] = []
    for (group, sources), row in zip(groups.items(), counts, strict=True):
        pairs = zip(row, totals, strict=True)
        words = sum(source.words for source in sources)
        whole = len(_units(sources, count)) if count in _UNITS else sum(row)
        cells = [_scaled(n, scale, whole, total, words) for n, total in pairs]
        if tell_zeros:
            told = [zero_told(sources, coded.codebook, level, one.id) for one in columns]
            cells = [
                zero if zero and not n else cell
                for cell, zero, n in zip(cells, told, row, strict=True)
            ]
        rows.append((*group, *cells))
    title = f"{_title(count, scale)}, by {' and '.join(by)}"
    ids = [one.id for one in columns]
    notes = if_undefined(rows, _UNDEFINED.get(scale, ""))
    names = (*case_columns(by, ids), *ids)
    return Table("matrix", names, tuple(rows), title, notes, factors=tuple(ids))


def _title(count: Count, scale: Scale) -> str:
    what = {Count.WORDS: "Words of the segments coded"}.get(count, count.capitalize())
    of_units = scale is Scale.ROW_SHARE and count in _UNITS
    return (_TITLE_OF_UNITS if of_units else _TITLES[scale]).format(what=what)


def _count(sources: Sequence[CodedSource], level: Level, factor: str, count: Count) -> int:
    """What of a factor is in some sources."""
    found = 0
    speaking: list[CodedSource] = []
    for source in sources:
        codings = [one for one in source.codings if getattr(one, level) == factor]
        if not codings:
            continue
        speaking.append(source)
        if count is Count.SEGMENTS:
            found += len({one.segment for one in codings})
        elif count is Count.MATCHES:
            found += sum(getattr(match, level) == factor for match in source.matches)
        elif count is Count.WORDS:
            found += words_said(source, codings)
    return len(_units(speaking, count)) if count in _UNITS else found


def _units(sources: Iterable[CodedSource], count: Count) -> set[str]:
    """The sources themselves, or their informants."""
    if count is Count.SOURCES:
        return {source.name for source in sources}
    return {informant_of(source.name, source.attributes) for source in sources}


def _scaled(number: int, scale: Scale, row: int, column: int, words: int) -> Cell:
    """A count in relation to something."""
    if scale is Scale.PRESENCE:
        return int(number > 0)
    if scale is Scale.COUNTS:
        return number
    if scale is Scale.PER_1000_WORDS:
        return quotient(1000 * number, words)
    return quotient(number, row if scale is Scale.ROW_SHARE else column)
