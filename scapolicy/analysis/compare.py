"""Two groups of sources compared: what each speaks of more, and what helps in one and hinders in
the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scapolicy.analysis.association import holm
from scapolicy.analysis.contrast import difference, keyness
from scapolicy.analysis.selection import conditions_in, described, require_attributes
from scapolicy.coded import Coded, level_of
from scapolicy.errors import ScapolicyError, counted, listed, problem
from scapolicy.records import NO_CASE, Category, Code, CodedSource, Level, Valence
from scapolicy.tables.passages import passage_columns, passage_rows
from scapolicy.tables.table import (
    UNDEFINED,
    Cell,
    Row,
    Table,
    case_columns,
    case_of,
    columns_of,
    quotient,
    significant,
)
from scapolicy.tables.tally import Counts, Tally, count_sources, informant_of

GROUP, AGAINST = "group", "against"
_EVEN = 0.5
_PASSAGE = passage_columns("")[3:]
_NEITHER = "neither"

Conditions = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """Two groups side by side.

    `shares` holds the share of the segments that speak of each factor, with the difference;
    `keyness` how often its rules match in the words; `balance` which way its segments speak;
    `passages` those of the factors that help in one group and hinder in the other.
    """

    shares: Table
    keyness: Table
    balance: Table
    passages: Table

    def tables(self) -> list[Table]:
        """The four tables."""
        return [self.shares, self.keyness, self.balance, self.passages]


@dataclass(frozen=True, slots=True)
class _Side:
    """A group: its name in the tables, what it is made of, and what is counted in it."""

    name: str
    described: str
    sources: Sequence[CodedSource]
    counts: Counts

    def tally(self, level: Level, factor: str) -> Tally:
        return self.counts.cell(NO_CASE, level, factor).tally

    def matches(self, factor: Category | Code) -> int:
        codes = factor.codes if isinstance(factor, Category) else (factor,)
        return sum(self.counts.matches[code.id] for code in codes)

    def informants(self) -> set[str]:
        return {informant_of(one.name, one.attributes) for one in self.sources}


def compare(
    coded: Coded,
    group: Conditions,
    against: Conditions | None = None,
    *,
    level: str | None = None,
) -> GroupComparison:
    """Compare a group of sources with another one, factor by factor.

    Args:
        coded: what `code` or `read_results` gave.
        group: from attributes to the values of the sources in the group; several values of one
            attribute are alternatives, several attributes all hold.
        against: the same for those to compare with; all others that state the attributes of the
            group, unless given.
        level: what a factor is, `category` or `code`; as in the run unless given.

    Raises:
        ScapolicyError: there is no such attribute or value, a source is in both groups, a group
            has none, or SciPy or statsmodels is missing.

    """
    level = level_of(coded, level)
    one, other = _sides(coded, group, against)
    factors = columns_of(coded.codebook, level)
    title = f"{one.described} (group) and {other.described} (against)"
    return GroupComparison(
        _shares(factors, level, one, other, f"Shares of segments: {title}", len(coded.sources)),
        _keyness(factors, level, one, other),
        _balance(factors, level, (one, other)),
        _passages(coded, factors, level, (one, other)),
    )


def _sides(coded: Coded, group: Conditions, against: Conditions | None) -> tuple[_Side, _Side]:
    """The two groups, none of which is empty and which have no source in common."""
    wanted = conditions_in(group, "group")
    opposed = conditions_in(against or {}, "against")
    for asked in (wanted, opposed):
        require_attributes(coded, asked)
    one = [source for source in coded.sources if _holds(source, wanted)]
    in_group = {source.name for source in one}
    if opposed:
        others = ", ".join(described(opposed))
        other = [source for source in coded.sources if _holds(source, opposed)]
    else:
        others = f"all others that state {' and '.join(wanted)}"
        other = [
            source
            for source in coded.sources
            if all(source.attributes.get(name) for name in wanted) and source.name not in in_group
        ]
    common = [source.name for source in other if source.name in in_group]
    if common:
        raise ScapolicyError([problem("X20", names=listed(common))])
    sides = (GROUP, ", ".join(described(wanted)), one), (AGAINST, others, other)
    faults = [problem("X21", group=about) for _, about, sources in sides if not sources]
    if faults:
        raise ScapolicyError(faults)
    first, second = (_Side(*side, count_sources(side[-1], "")) for side in sides)
    return first, second


def _holds(source: CodedSource, wanted: Mapping[str, Sequence[str]]) -> bool:
    return all(case_of(source.attributes, name) in values for name, values in wanted.items())


def _shares(
    factors: Sequence[Category | Code],
    level: Level,
    one: _Side,
    other: _Side,
    title: str,
    sources: int,
) -> Table:
    """The share of the analysed segments that speak of each factor."""
    whole, other_whole = one.counts.segments, other.counts.segments
    rows: list[Row] = []
    for factor in factors:
        part, other_part = (side.tally(level, factor.id).total() for side in (one, other))
        differ: tuple[Cell, ...] = (UNDEFINED,) * 3
        if whole and other_whole:
            found = difference(part, whole, other_part, other_whole)
            differ = tuple(map(significant, (found.difference, found.low, found.high)))
        shares = quotient(part, whole), quotient(other_part, other_whole)
        rows.append((factor.id, *shares, *differ))
    columns = (str(level), GROUP, AGAINST, "difference", "low", "high")
    return Table("shares", columns, tuple(rows), title, tuple(_notes(one, other, sources)))


def _notes(one: _Side, other: _Side, sources: int) -> Iterable[str]:
    for side in (one, other):
        yield (
            f"{side.name}: {counted(len(side.sources), 'source')} of "
            f"{counted(len(side.informants()), 'informant')}, "
            f"{counted(side.counts.segments, 'segment')}, {counted(side.counts.words, 'word')}."
        )
    neither = sources - len(one.sources) - len(other.sources)
    if neither:
        yield f"In neither group: {neither} of the sources."
    yield (
        "low, high: 95 % interval of the difference of two shares by Newcombe's method 10 (1998), "
        "from Wilson's score intervals."
    )
    yield (
        "Segments and matches of one informant are not independent of each other: the intervals "
        "are too narrow, the p-values too small."
    )
    if one.informants() & other.informants():
        yield "Some informants speak in both groups."
    if not all(side.counts.segments for side in (one, other)):
        yield "A share of no segments is undefined."


def _keyness(factors: Sequence[Category | Code], level: Level, one: _Side, other: _Side) -> Table:
    """How often the rules of each factor match in the words of either group."""
    words = [side.counts.words for side in (one, other)]
    numbers = {factor.id: [side.matches(factor) for side in (one, other)] for factor in factors}
    found = {
        name: keyness(here, words[0], there, words[1])
        for name, (here, there) in numbers.items()
        if all(words) and (here or there)
    }
    corrected = dict(zip(found, holm([one.p for one in found.values()]), strict=True))
    rows: list[Row] = []
    for name, counts in numbers.items():
        figures: tuple[Cell, ...] = (UNDEFINED,) * 4
        if name in found:
            key = found[name]
            all_of_it = (key.log_likelihood, key.log_ratio, key.p, corrected[name])
            figures = tuple(map(significant, all_of_it))
        rows.append((name, *counts, *figures))
    columns = (str(level), GROUP, AGAINST, "keyness", "log_ratio", "p", "p_holm")
    idle = [name for name in numbers if name not in found]
    notes = tuple(_keyness_notes(len(found), idle))
    return Table("keyness", columns, tuple(rows), "Keyness: matches in the words", notes)


def _keyness_notes(tested: int, idle: Sequence[str]) -> Iterable[str]:
    yield (
        "group, against: matches. keyness: log-likelihood of Rayson and Garside (2000), negative "
        "where matches are rarer in the group; p by chi-square with one degree of freedom; "
        f"p_holm: Holm's correction for the {tested} factors tested."
    )
    yield (
        "log_ratio: 1 is twice as frequent in the group, -1 half as frequent (Hardie 2014); a "
        "number of 0 is taken as 0.5 there."
    )
    if idle:
        yield f"Nothing to compare, so that the figures are undefined: {', '.join(idle)}."


def _balance(factors: Sequence[Category | Code], level: Level, sides: Iterable[_Side]) -> Table:
    """Which way the segments of each group speak of each factor."""
    rows = tuple(
        (
            factor.id,
            side.name,
            *(tally[valence] for valence in Valence),
            _figure(_share_for(tally)),
        )
        for factor in factors
        for side in sides
        for tally in [side.tally(level, factor.id)]
    )
    columns = (str(level), GROUP, *(str(valence) for valence in Valence), "share_for")
    note = (
        "The four valences make all segments that speak of it. share_for: facilitators among "
        "facilitators and barriers, a mixed segment counting on both sides; undefined where "
        "nothing speaks for or against."
    )
    return Table("balance", columns, rows, "Balance: segments by valence", (note,))


def _figure(share: float | None) -> Cell:
    return UNDEFINED if share is None else significant(share)


def _share_for(tally: Tally) -> float | None:
    """The share of what speaks for a factor; None where nothing speaks for or against."""
    good = tally[Valence.FACILITATOR] + tally[Valence.MIXED]
    bad = tally[Valence.BARRIER] + tally[Valence.MIXED]
    return good / (good + bad) if good + bad else None


def _passages(
    coded: Coded, factors: Sequence[Category | Code], level: Level, sides: Sequence[_Side]
) -> Table:
    """The passages of the factors that help in one group and hinder in the other."""
    differing = [
        factor.id
        for factor in factors
        if _opposed(*(_share_for(side.tally(level, factor.id)) for side in sides))
    ]
    found = [
        (side.name, case_of(source.attributes, coded.by), passage_rows(source, level))
        for side in sides
        for source in side.sources
    ]
    rows = tuple(
        (factor, side, case, *row)
        for factor in differing
        for side, case, by_factor in found
        for row in by_factor.get(factor, [])
        if row[0] != _NEITHER
    )
    own = (str(level), GROUP)
    columns = (*own, *case_columns([coded.by], (*own, *_PASSAGE)), *_PASSAGE)
    title = "Passages that differ" if differing else "Passages that differ: of no factor"
    note = (
        "Of factors that more segments speak for than against in one group, and fewer in the "
        "other; neutral passages are left out."
    )
    return Table("passages", columns, rows, title, (note,))


def _opposed(one: float | None, other: float | None) -> bool:
    """Whether more speaks for than against on one side, and less on the other."""
    return one is not None and other is not None and (one - _EVEN) * (other - _EVEN) < 0
