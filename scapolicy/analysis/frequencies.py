"""How often codes, rules or words are found, and by how many sources and cases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scapolicy.analysis.selection import Group, cases_by, grouped
from scapolicy.choices import chosen
from scapolicy.coded import Coded
from scapolicy.matching.fold import fold
from scapolicy.records import NO_CASE, CodedSource, Match
from scapolicy.tables.frequencies import frequencies as code_frequencies
from scapolicy.tables.table import Row, Table, if_undefined
from scapolicy.tables.tally import Counts, count_source

RULE_COLUMNS = (
    "category",
    "code",
    "rule",
    "matches",
    "segments",
    "sources",
    "cases",
    "negated",
)
WORD_COLUMNS = ("words", "matches", "segments", "sources", "cases", "codes")
_CASE = "case"
_ONLY_HITS = "What hit nothing has no row here: a run records what was found."


class Of(StrEnum):
    """What is counted."""

    CODES = "codes"
    RULES = "rules"
    WORDS = "words"


def frequencies(coded: Coded, by: str | Sequence[str] = (), *, of: str = Of.CODES) -> Table:
    """How often each code, each rule or each word is found.

    Args:
        coded: what `code` or `read_results` gave.
        by: the attributes that make a case, that of the run unless given; a source that
            states not all of them has none.
        of: `codes`, as in `frequencies.csv`; `rules`, those that hit; or `words`, as they were
            matched, without regard to capitals. Rules and words stand in the order of their
            matches, the most first.

    Raises:
        ScapolicyError: no source states such an attribute.

    """
    by = cases_by(coded, by)
    of = chosen(Of, of, "of")
    groups = grouped(coded, by)
    if of is Of.RULES:
        return _of_rules(groups)
    return _of_codes(coded, groups) if of is Of.CODES else _of_words(coded, groups)


def _of_codes(coded: Coded, groups: Mapping[Group, Sequence[CodedSource]]) -> Table:
    counts = Counts(_CASE)
    for group, sources in groups.items():
        case = NO_CASE if NO_CASE in group else repr(group)
        for source in sources:
            counts.add(source.name, {_CASE: case}, count_source(source))
    table = code_frequencies(counts, coded.codebook)
    notes = if_undefined(table.rows, "Shares and rates are undefined, as nothing was analysed.")
    title = "Frequencies of categories and codes"
    return Table("frequencies", table.columns, table.rows, title, notes)


@dataclass(slots=True)
class _Found:
    """What is counted of one rule or word."""

    matches: int = 0
    negated: int = 0
    segments: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    sources: set[str] = field(default_factory=set[str])
    cases: set[Group] = field(default_factory=set[Group])
    codes: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])


def _of_rules(groups: Mapping[Group, Sequence[CodedSource]]) -> Table:
    rows: list[Row] = []
    for rule, one in _ranked(groups, lambda match: match.rule):
        [(category, code)] = one.codes
        numbers = (one.matches, len(one.segments), len(one.sources), len(one.cases), one.negated)
        rows.append((category, code, rule, *numbers))
    title = "Frequencies of rules"
    return Table("rules", RULE_COLUMNS, tuple(rows), title, (_ONLY_HITS,))


def _of_words(coded: Coded, groups: Mapping[Group, Sequence[CodedSource]]) -> Table:
    order = [code.id for category in coded.codebook.categories for code in category.codes]
    rows: list[Row] = []
    for words, one in _ranked(groups, lambda match: fold(match.text).lower):
        codes = sorted((code for _, code in one.codes), key=order.index)
        numbers = (one.matches, len(one.segments), len(one.sources), len(one.cases))
        rows.append((words, *numbers, "; ".join(codes)))
    title = "Frequencies of words that rules matched"
    return Table("words", WORD_COLUMNS, tuple(rows), title, (_ONLY_HITS,))


def _ranked(
    groups: Mapping[Group, Sequence[CodedSource]], name: Callable[[Match], str]
) -> Iterator[tuple[str, _Found]]:
    """What was found under each name, the most matches first, then by name."""
    found: dict[str, _Found] = {}
    for group, sources in groups.items():
        for source in sources:
            for match in source.matches:
                one = found.setdefault(name(match), _Found())
                one.matches += 1
                one.negated += match.negated
                one.segments.add((source.name, match.segment))
                one.sources.add(source.name)
                one.codes.add((match.category, match.code))
                if NO_CASE not in group:
                    one.cases.add(group)
    yield from sorted(found.items(), key=lambda item: (-item[1].matches, item[0]))
