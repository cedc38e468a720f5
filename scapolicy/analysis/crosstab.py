"""Factors by the values of attributes: is one spoken of more in some cases than in others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scapolicy.analysis.association import (
    CHI_SQUARE,
    ESTIMATED,
    FREEMAN_HALTON,
    LEAST_EXPECTED,
    RANDOM_TABLES,
    Association,
    associate,
    holm,
)
from scapolicy.analysis.selection import Group, cases_by, grouped, stating
from scapolicy.choices import chosen
from scapolicy.coded import Coded, level_of
from scapolicy.records import CodedSource, Level
from scapolicy.tables.table import (
    UNDEFINED,
    Row,
    Table,
    case_columns,
    columns_of,
    if_undefined,
    quotient,
    significant,
)
from scapolicy.tables.tally import informant_of

_COUNTS = ("coded", "not_coded", "share", "expected")
_TESTS = ("test", "chi_square", "df", "p", "p_holm", "cramers_v")


class Count(StrEnum):
    """What either carries a factor or does not."""

    SEGMENTS = "segments"
    SOURCES = "sources"
    INFORMANTS = "informants"


@dataclass(frozen=True, slots=True)
class _Share:
    """How many units carry a factor in one case, of how many."""

    coded: int
    units: int


def crosstab(
    coded: Coded,
    by: str | Sequence[str] = (),
    *,
    level: str | None = None,
    count: str = Count.SEGMENTS,
) -> tuple[Table, Table]:
    """Factors × cases, carried or not, and for each factor whether this depends on the case.

    Args:
        coded: what `code` or `read_results` gave.
        by: the attributes that make a case, that of the run unless given. Sources that
            state not all of them are left out.
        level: what a factor is, `category` or `code`; as in the run unless given.
        count: the units counted: `segments` that carry the factor, of all that were analysed;
            or `sources` or `informants` that speak of it, of all.

    Returns:
        The counts with their shares and with those expected if the case made no difference; and
        the tests.

    Raises:
        ScapolicyError: no source states such an attribute, or SciPy or statsmodels is missing.

    """
    level, count = level_of(coded, level), chosen(Count, count, "count")
    by = cases_by(coded, by)
    kept, left_out = stating(grouped(coded, by), by)
    spreads = {
        one.id: {group: _share(some, level, one.id, count) for group, some in kept.items()}
        for one in columns_of(coded.codebook, level)
    }
    tested = {name: _associate(spread) for name, spread in spreads.items()}
    stated = f"{count.capitalize()} by {' and '.join(by)}"
    columns = (str(level), *case_columns(by, (str(level), *_COUNTS)), *_COUNTS)
    rows = tuple(_count_rows(spreads))
    undefined = if_undefined(rows, f"A share of a case without any {count} is undefined.")
    notes = (*left_out, *_dependent(kept, count), *_untested(tested), *_how(tested))
    return (
        Table("crosstab", columns, rows, f"{stated}: carrying a factor", undefined),
        Table("tests", (str(level), *_TESTS), tuple(_test_rows(tested)), f"{stated}: tests", notes),
    )


def _informant(source: CodedSource) -> str:
    return informant_of(source.name, source.attributes)


def _share(sources: Iterable[CodedSource], level: Level, factor: str, count: Count) -> _Share:
    found = units = 0
    informants: dict[str, bool] = {}
    for source in sources:
        segments = {one.segment for one in source.codings if getattr(one, level) == factor}
        if count is Count.SEGMENTS:
            found, units = found + len(segments), units + source.segments
        elif count is Count.SOURCES:
            found, units = found + bool(segments), units + 1
        else:
            name = _informant(source)
            informants[name] = informants.get(name, False) or bool(segments)
    if count is Count.INFORMANTS:
        return _Share(sum(informants.values()), len(informants))
    return _Share(found, units)


def _associate(spread: Mapping[Group, _Share]) -> Association | None:
    """The test of one factor; None where there is nothing to compare."""
    shares = [one for one in spread.values() if one.units]
    rows = [[one.coded for one in shares], [one.units - one.coded for one in shares]]
    return associate(rows) if len(shares) > 1 and all(map(any, rows)) else None


def _count_rows(spreads: Mapping[str, Mapping[Group, _Share]]) -> Iterable[Row]:
    for factor, spread in spreads.items():
        coded = sum(one.coded for one in spread.values())
        units = sum(one.units for one in spread.values())
        for group, one in spread.items():
            share, expected = quotient(one.coded, one.units), quotient(coded * one.units, units)
            yield (factor, *group, one.coded, one.units - one.coded, share, expected)


def _test_rows(tested: Mapping[str, Association | None]) -> Iterable[Row]:
    corrected = iter(holm([one.p for one in tested.values() if one]))
    for factor, one in tested.items():
        if one:
            numbers = (one.p, next(corrected), one.cramers_v)
            yield (
                factor,
                one.test,
                significant(one.chi_square),
                one.df,
                *map(significant, numbers),
            )
        else:
            yield (factor, "", *(UNDEFINED for _ in _TESTS[1:]))


def _dependent(kept: Mapping[Group, Sequence[CodedSource]], count: Count) -> Iterable[str]:
    """What to know of units that are not independent of each other."""
    by_case = [{_informant(one) for one in sources} for sources in kept.values()]
    informants = len(set().union(*by_case))
    sources = sum(map(len, kept.values()))
    if count is Count.INFORMANTS:
        several = sum(map(len, by_case)) > informants
        if several:
            yield "Some informants stand under several cases and are counted in each of them."
        return
    if count is Count.SEGMENTS or sources > informants:
        yield (
            f"The number of informants behind these {count}: {informants}. Those of one are not "
            "independent of each other: the p-values are too small. --count informants compares "
            "informants who speak of a factor with those who do not."
        )


def _untested(tested: Mapping[str, Association | None]) -> Iterable[str]:
    idle = [factor for factor, one in tested.items() if one is None]
    if idle:
        yield (
            "Nothing to compare, all units being alike or in one case, so that the figures are"
            f" undefined: {', '.join(idle)}."
        )


def _how(tested: Mapping[str, Association | None]) -> Iterable[str]:
    """Which tests were used."""
    tests = {one.test for one in tested.values() if one}
    if tests:
        yield (
            "chi-square: Pearson's, without a correction for continuity. p_holm: Holm's correction "
            f"for the {sum(map(bool, tested.values()))} factors tested. cramers_v: 0 no, 1 full "
            "dependence."
        )
    if tests - {CHI_SQUARE}:
        yield f"Fisher's exact test, two-sided, where an expected count is below {LEAST_EXPECTED}."
    if tests & {FREEMAN_HALTON, ESTIMATED}:
        yield f"{FREEMAN_HALTON}: Fisher's test for more than two cases."
    intervals = [
        f"{factor} {one.interval[0]:.4g} to {one.interval[1]:.4g}"
        for factor, one in tested.items()
        if one and one.interval
    ]
    if intervals:
        yield (
            f"estimated: p from up to {RANDOM_TABLES:,} random tables with the same sums, always "
            "the same ones, as there are too many to list them all. 95 % intervals of these p, "
            f"before correction: {'; '.join(intervals)}."
        )
