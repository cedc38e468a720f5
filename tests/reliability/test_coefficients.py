"""The coefficients: published figures, laws, and what cannot be had."""

import random
from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scapolicy.reliability import (
    Undefined,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    mean_pairwise_kappa,
    percent_agreement,
)
from scapolicy.reliability.coefficients import NO_PAIR, ONE_VALUE, Coefficient
from tests.reliability.published import WORKED, Worked

Matrix = list[list[str | None]]

FUNCTIONS: dict[str, Callable[[Matrix], Coefficient]] = {
    "percent": percent_agreement,
    "kappa": cohen_kappa,
    "fleiss": fleiss_kappa,
    "ac1": gwet_ac1,
    "alpha": krippendorff_alpha,
}
OF_ALL = [percent_agreement, mean_pairwise_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha]
CORRECTED = OF_ALL[1:]


@pytest.mark.parametrize("worked", WORKED, ids=lambda worked: worked.source)
def test_the_figures_are_the_published_ones(worked: Worked) -> None:
    for figures, digits in ((worked.published, worked.digits), (worked.recomputed, 1e-6)):
        found = {name: FUNCTIONS[name](worked.matrix) for name in figures}
        assert found == pytest.approx(figures, abs=digits, rel=0)


def test_kappas_of_single_categories_are_those_of_fleiss_1971_p_381() -> None:
    (worked,) = (each for each in WORKED if each.source.startswith("Fleiss"))
    for name, kappa in {"1": 0.248, "2": 0.248, "3": 0.517, "4": 0.470, "5": 0.565}.items():
        presence = [["y" if value == name else "n" for value in row] for row in worked.matrix]
        assert fleiss_kappa(presence) == pytest.approx(kappa, abs=0.005)


@pytest.mark.parametrize("function", CORRECTED)
def test_one_value_is_perfect_agreement_and_nothing_more(
    function: Callable[[Matrix], Coefficient],
) -> None:
    matrix: Matrix = [["n", "n"], ["n", "n"]]
    assert percent_agreement(matrix) == 1.0
    assert function(matrix) == Undefined(ONE_VALUE)


@pytest.mark.parametrize("function", OF_ALL)
@pytest.mark.parametrize("matrix", [[], [["y", None], [None, "n"]], [["y"], ["n"]], [[None, None]]])
def test_what_two_coders_never_coded_has_no_figure(
    function: Callable[[Matrix], Coefficient], matrix: Matrix
) -> None:
    assert function(matrix) == Undefined(NO_PAIR)


def test_alpha_is_undefined_where_only_one_value_can_be_paired() -> None:
    assert krippendorff_alpha([["y", "y"], ["n", None]]) == Undefined(ONE_VALUE)


def test_undefined_is_printed_as_such() -> None:
    assert str(Undefined(NO_PAIR)) == "undefined"


def test_coders_who_each_use_one_value_have_a_kappa() -> None:
    assert cohen_kappa([["y", "n"], ["y", "n"]]) == 0.0


def test_the_mean_of_kappas_names_how_many_are_undefined() -> None:
    matrix = [["y", "y", "y"], ["y", "y", "n"]]
    assert mean_pairwise_kappa(matrix) == Undefined("kappa is undefined for 1 of 3 pairs of coders")


def test_the_mean_of_kappas_has_the_reason_that_all_pairs_have() -> None:
    assert mean_pairwise_kappa([["y", "y", "y"]]) == Undefined(ONE_VALUE)


def matrices(*, coders: int | None = None, missing: bool = True) -> st.SearchStrategy[Matrix]:
    """Units × coders with up to four values."""
    value = st.sampled_from(["a", "b", "c", "d", None] if missing else ["a", "b", "c", "d"])
    width = st.integers(2, 5) if coders is None else st.just(coders)
    return width.flatmap(
        lambda n: st.lists(st.lists(value, min_size=n, max_size=n), min_size=1, max_size=12)
    )


def transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_units_and_coders_and_the_names_change_nothing(
    matrix: Matrix, dice: random.Random
) -> None:
    units = dice.sample(matrix, len(matrix))
    columns = transposed(units)
    other = transposed(dice.sample(columns, len(columns)))
    names = dict(zip("abcd", dice.sample("wxyz", 4), strict=True))
    renamed = [[names[value] if value else None for value in row] for row in other]
    for function in (percent_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        assert function(renamed) == function(matrix)
    mean, again = mean_pairwise_kappa(matrix), mean_pairwise_kappa(renamed)
    assert again == (mean if isinstance(mean, Undefined) else pytest.approx(mean, abs=1e-12))


@given(matrices())
def test_figures_lie_where_they_must(matrix: Matrix) -> None:
    percent = percent_agreement(matrix)
    assert isinstance(percent, Undefined) or 0 <= percent <= 1
    for function in CORRECTED:
        figure = function(matrix)
        assert isinstance(figure, Undefined) or figure <= 1


@given(matrices(missing=False))
def test_without_missing_values_no_coefficient_falls_below_minus_one(matrix: Matrix) -> None:
    for function in CORRECTED:
        figure = function(matrix)
        assert isinstance(figure, Undefined) or figure >= -1


@given(st.lists(st.sampled_from("abc"), min_size=2), st.integers(2, 5))
def test_perfect_agreement_on_two_values_or_more_is_one(values: list[str], coders: int) -> None:
    assume(len(set(values)) > 1)
    matrix: Matrix = [[value] * coders for value in values]
    assert [function(matrix) for function in OF_ALL] == [1.0] * 5


@given(matrices(coders=2, missing=False))
def test_fleiss_of_two_is_scotts_pi_and_alpha_its_correction_for_few_units(matrix: Matrix) -> None:
    pi, alpha, units = fleiss_kappa(matrix), krippendorff_alpha(matrix), len(matrix)
    assume(not isinstance(pi, Undefined))
    both = [value for row in matrix for value in row]
    chance = sum((both.count(value) / len(both)) ** 2 for value in "abcd")
    observed = sum(one == two for one, two in matrix) / units
    assert pi == pytest.approx((observed - chance) / (1 - chance))
    assert alpha == pytest.approx(pi + (1 - pi) / (2 * units))


@given(matrices(coders=2))
def test_two_coders_have_one_kappa(matrix: Matrix) -> None:
    assert mean_pairwise_kappa(matrix) == cohen_kappa(matrix)
    swapped = [row[::-1] for row in matrix]
    assert cohen_kappa(swapped) == cohen_kappa(matrix)


@given(matrices())
def test_alpha_is_what_its_definition_says_pair_by_pair(matrix: Matrix) -> None:
    alpha = krippendorff_alpha(matrix)
    units = [[value for value in row if value] for row in matrix]
    units = [values for values in units if len(values) > 1]
    every = [value for values in units for value in values]
    apart = sum(
        sum(one != two for one, two in permutations(values, 2)) / (len(values) - 1)
        for values in units
    )
    by_chance = sum(one != two for one, two in permutations(every, 2))
    if not by_chance:
        assert alpha == Undefined(ONE_VALUE if every else NO_PAIR)
    else:
        assert alpha == pytest.approx(
            1 - (apart / len(every)) / (by_chance / (len(every) * (len(every) - 1)))
        )


@given(matrices())
def test_units_with_one_value_change_neither_alpha_nor_the_agreement(matrix: Matrix) -> None:
    single: list[str | None] = ["a", *[None] * (len(matrix[0]) - 1)]
    for function in (percent_agreement, krippendorff_alpha, mean_pairwise_kappa):
        assert function([*matrix, single]) == function(matrix)
