"""Tests of association, held against published examples and exact counts."""

from fractions import Fraction
from itertools import product
from math import comb, prod, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scapolicy.analysis.association import associate, holm

# Fisher 1935, § 5: the lady tasting tea. p is 34 of 70.
TEA = [[3, 1], [1, 3]]
# Agresti 2007, An Introduction to Categorical Data Analysis, p. 39: party by gender.
PARTY = [[762, 327, 468], [484, 239, 477]]
# Agresti 2002, Categorical Data Analysis, p. 57: job satisfaction by income.
JOB = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]]


def exactly(table: list[list[int]]) -> float:
    """The p-value of Freeman and Halton for two rows, from all tables with the same sums."""
    columns = [sum(column) for column in zip(*table, strict=True)]
    coded = sum(table[0])
    rows = (row for row in product(*(range(n + 1) for n in columns)) if sum(row) == coded)
    ways = {row: prod(map(comb, columns, row)) for row in rows}
    seen = ways[tuple(table[0])]
    return sum(way for way in ways.values() if way <= seen) / sum(ways.values())


def pearson(table: list[list[int]]) -> Fraction:
    """Chi-square, in fractions."""
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    whole = sum(rows)
    return sum(
        (
            (table[i][j] - Fraction(rows[i] * columns[j], whole)) ** 2
            / Fraction(rows[i] * columns[j], whole)
            for i in range(len(rows))
            for j in range(len(columns))
        ),
        Fraction(),
    )


def test_the_lady_tasting_tea() -> None:
    tea = associate(TEA)
    assert (tea.test, tea.df) == ("Fisher", 1)
    assert tea.p == pytest.approx(34 / 70, rel=1e-9)


def test_a_published_chi_square() -> None:
    party = associate(PARTY)
    assert (party.test, party.df) == ("chi-square", 2)
    assert round(party.chi_square, 2) == 30.07
    assert party.p == pytest.approx(2.954e-07, rel=5e-4)
    assert party.chi_square == pytest.approx(float(pearson(PARTY)), rel=1e-9)
    assert party.cramers_v == pytest.approx(sqrt(pearson(PARTY) / 2757), rel=1e-9)


def test_a_published_exact_test_of_a_larger_table() -> None:
    job = associate(JOB)
    assert (job.test, job.df) == ("Freeman-Halton, estimated", 9)
    assert job.interval
    assert job.interval[0] < 0.7827 < job.interval[1]
    assert job.interval[0] < job.p < job.interval[1]
    assert job.interval[1] - job.interval[0] < 0.006


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=3, max_size=4))
def test_a_small_table_is_tested_as_all_tables_with_its_sums_tell(
    columns: list[tuple[int, int]],
) -> None:
    kept = [column for column in columns if any(column)]
    table = [list(row) for row in zip(*kept, strict=True)]
    if len(kept) < 3 or not all(map(any, table)):
        return
    found = associate(table)
    small = min(map(sum, table)) * min(map(sum, kept)) < 5 * sum(map(sum, table))
    assert found.test == ("Freeman-Halton" if small else "chi-square")
    if small:
        assert found.p == pytest.approx(exactly(table), rel=1e-6)
    assert found.chi_square == pytest.approx(float(pearson(table)), rel=1e-9)


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_two_by_two_is_fisher_s_where_counts_are_small(cells: list[int]) -> None:
    table = [cells[:2], cells[2:]]
    if not all(map(any, table)) or not all(map(any, zip(*table, strict=True))):
        return
    found = associate(table)
    whole = sum(cells)
    rows, columns = map(sum, table), [cells[0] + cells[2], cells[1] + cells[3]]
    if min(rows) * min(columns) < 5 * whole:
        assert found.test == "Fisher"
        assert found.p == pytest.approx(exactly(table), rel=1e-6)
    else:
        assert found.test == "chi-square"


def test_the_same_table_gives_the_same_figure_and_a_huge_one_is_borne() -> None:
    many = [[1, 0, 2] * 5, [500, 9, 20] * 5]
    assert associate(many) == associate(many)
    assert 0 < associate([[3, 0, 5], [900_000, 1_000_000, 800_000]]).p < 1


def test_a_sure_dependence_is_not_a_zero() -> None:
    table = [[4, 0, 0], [0, 400, 400]]
    assert associate(table).p == pytest.approx(1 / comb(804, 4), rel=1e-6)
    # Too large to list all tables: none of 99,999 random ones is as improbable.
    large = associate([[4, 0, 0], [0, 400, 0], [0, 0, 400]])
    assert large.test == "Freeman-Halton, estimated"
    assert large.p == pytest.approx(1e-5, rel=1e-9)
    assert large.interval
    assert large.interval == pytest.approx((0, 1 - 0.025 ** (1 / 99_999)), rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=3, max_size=4))
def test_a_tiny_table_is_tested_as_scipy_does_over_all_orders(
    columns: list[tuple[int, int]],
) -> None:
    table = [list(row) for row in zip(*(one for one in columns if any(one)), strict=True)]
    if len(table) < 2 or len(table[0]) < 3 or not all(map(any, table)) or sum(map(sum, table)) > 7:
        return
    every_order = stats.PermutationMethod(n_resamples=10_000, batch=1000)
    p = stats.fisher_exact(table, method=every_order).pvalue
    assert associate(table).p == pytest.approx(p, rel=1e-6)


def test_a_large_table_is_estimated_as_scipy_does() -> None:
    rows = [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [230, 240, 190, 280, 160, 200, 170, 250, 210, 220]]
    found = associate(rows)
    assert found.test == "Freeman-Halton, estimated"
    method = stats.MonteCarloMethod(n_resamples=99_999, rng=7)
    assert found.p == pytest.approx(stats.fisher_exact(rows, method=method).pvalue, abs=0.006)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=2, max_size=4))
def test_the_other_figures_are_scipy_s(table: list[list[int]]) -> None:
    found = associate(table)
    theirs = stats.chi2_contingency(table, correction=False)
    assert found.chi_square == pytest.approx(theirs.statistic, rel=1e-6)
    assert found.df == theirs.dof
    if found.test == "chi-square":
        assert found.p == pytest.approx(theirs.pvalue, rel=1e-6)
    strength = (theirs.statistic / sum(map(sum, table)) / (min(len(table), 3) - 1)) ** 0.5
    assert found.cramers_v == pytest.approx(strength, rel=1e-6, abs=1e-9)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_multiplies_the_least_by_the_most(values: list[float]) -> None:
    expected, least = {}, 0.0
    for place, value in enumerate(sorted(values)):
        least = max(least, min(1.0, value * (len(values) - place)))
        expected[place] = least
    assert sorted(holm(values)) == pytest.approx(list(expected.values()), rel=1e-9)
