"""Keyword in context: each match with the words around it, sorted as wanted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scapolicy.analysis.said import said_around
from scapolicy.analysis.selection import cases_by, require_cases
from scapolicy.choices import chosen, several
from scapolicy.coded import Coded
from scapolicy.errors import Problem, ScapolicyError, counted, problem
from scapolicy.records import CodedSource, Coding, Level, Match, Unit
from scapolicy.tables.table import Row, Table, case_columns, case_of, columns_of
from scapolicy.words import word_spans

LONGEST, LONGEST_OF_DOCUMENT = 30_000, 2_000
"""The most characters of context on each side: so many fit into a cell of any format, and that of
whole documents would be all of the text for each match."""

MOST = 50_000_000
"""The most characters of context in all. Where no sentence ends for long, there may be much more:
then each match has its share, but never less than `LEAST` on each side."""
LEAST = 200

ELLIPSIS = "…"
_WHERE = ("source", "turn", "segment")
_LINE = ("speaker", "left", "match", "right", "category", "code", "rule", "valence")
_COMPARED = 200  # characters; the nearest words decide long before


class Sort(StrEnum):
    """What decides the order of a concordance."""

    SOURCE = "source"
    LEFT = "left"
    MATCH = "match"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Line:
    """A match and what is said before and after it in its segment, `cut` where that is too long."""

    source: CodedSource
    coding: Coding
    match: Match
    left: str
    right: str
    cut: bool


_Key = tuple[list[str], list[str]]
_KEYS: dict[Sort, Callable[[Line], _Key]] = {
    Sort.LEFT: lambda one: (_words(one.left[-_COMPARED:])[::-1], _words(one.match.text)),
    Sort.MATCH: lambda one: (_words(one.match.text), _words(one.right[:_COMPARED])),
    Sort.RIGHT: lambda one: (_words(one.right[:_COMPARED]), _words(one.match.text)),
}


def kwic(
    coded: Coded,
    by: str | Sequence[str] = (),
    *,
    categories: Iterable[str] = (),
    codes: Iterable[str] = (),
    sort: str = Sort.SOURCE,
) -> Table:
    """The concordance of the matches: one row a match, with the rest of its segment beside it.

    Args:
        coded: what `code` or `read_results` gave.
        by: the attributes that make a case; that of the run unless given.
        categories: only matches of these.
        codes: only matches of these, besides those of the categories; of everything, if neither
            is given.
        sort: `source` is the order of the texts; `left` that of the words before the match, the
            nearest first; `right` that of the words after it; `match` that of its own words.
            Words are compared without regard to case, and what is alike stays in the order of
            the texts.

    Raises:
        ScapolicyError: no source states such an attribute, or the codebook has no such category
            or code; or Thai words are to be sorted, and PyThaiNLP is not installed.

    """
    sort = chosen(Sort, sort, "sort")
    categories, codes = several(categories), several(codes)
    faults = [
        *_unknown(coded, Level.CATEGORY, categories),
        *_unknown(coded, Level.CODE, codes),
    ]
    if faults:
        raise ScapolicyError(faults)
    by = cases_by(coded, by)
    require_cases(coded, by)
    found = [
        one
        for source in coded.sources
        for one in _matches(source)
        if not (categories or codes) or one[2].category in categories or one[2].code in codes
    ]
    longest = _longest(coded.unit, [coding for _, coding, _ in found])
    lines = [_line(*one, longest) for one in found]
    if sort is not Sort.SOURCE:
        lines.sort(key=_KEYS[sort])
    columns = (*_WHERE, *case_columns(by, (*_WHERE, *_LINE)), *_LINE)
    rows = tuple(_row(line, by) for line in lines)
    return Table("kwic", columns, rows, _title(rows), tuple(_notes(lines, longest)))


def _unknown(coded: Coded, level: Level, names: Iterable[str]) -> Iterable[Problem]:
    known = [column.id for column in columns_of(coded.codebook, level)]
    for name in names:
        if name not in known:
            yield problem("X50", name=name, known=", ".join(known))


def _matches(source: CodedSource) -> Iterable[tuple[CodedSource, Coding, Match]]:
    """The matches of a source, each with the coding that it is a part of."""
    codings = {(one.segment, one.code): one for one in source.codings}
    for match in source.matches:
        yield source, codings[match.segment, match.code], match


def _longest(unit: Unit, codings: Sequence[Coding]) -> int:
    """The most characters of context on each side of matches, whose codings are given."""
    longest = LONGEST_OF_DOCUMENT if unit is Unit.DOCUMENT else LONGEST
    most = sum(min(one.end - one.start, 2 * longest) for one in codings)
    return longest if most <= MOST else min(longest, max(LEAST, MOST // (2 * len(codings))))


def _line(source: CodedSource, coding: Coding, match: Match, longest: int) -> Line:
    left, right = said_around(source, coding, match, longest)
    cut = max(len(left), len(right)) > longest
    return Line(source, coding, match, _before(left, longest), _after(right, longest), cut)


def _before(text: str, longest: int) -> str:
    """The end of a text, from a word on."""
    if len(text) <= longest:
        return text
    cut = text[-longest:]
    return ELLIPSIS + (cut.split(maxsplit=1)[-1:] or [cut])[0]


def _after(text: str, longest: int) -> str:
    """The beginning of a text, up to the end of a word."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    return (cut.rsplit(maxsplit=1)[:1] or [cut])[0] + ELLIPSIS


def _words(text: str) -> list[str]:
    return [text[slice(*span)].casefold() for span in word_spans(text)]


def _row(line: Line, by: Sequence[str]) -> Row:
    match = line.match
    return (
        line.source.name,
        match.turn,
        match.segment,
        *(case_of(line.source.attributes, name) for name in by),
        line.coding.speaker,
        line.left,
        match.text,
        line.right,
        match.category,
        match.code,
        match.rule,
        match.valence.value,
    )


def _title(rows: Sequence[Row]) -> str:
    return f"{counted(len(rows), 'match', 'matches')} in context"


def _notes(lines: Iterable[Line], longest: int) -> Iterable[str]:
    if cut := sum(one.cut for one in lines):
        matches = counted(cut, "match", "matches")
        yield f"Of long segments {longest:,} characters on each side are shown: {matches}."
