"""Alpha's interval."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.reliability import Undefined, alpha_interval, krippendorff_alpha
from scapolicy.reliability.bootstrap import TOO_FEW
from scapolicy.reliability.coefficients import NO_PAIR, ONE_VALUE

DISAGREE = ["yy"] * 30 + ["nn"] * 40 + ["yn"] * 10 + ["ny"] * 5


def test_it_holds_alpha_and_is_the_same_for_the_same_seed() -> None:
    alpha = krippendorff_alpha(DISAGREE)
    interval = alpha_interval(DISAGREE, seed=7)
    assert isinstance(interval, tuple)
    assert isinstance(alpha, float)
    assert interval[0] < alpha < interval[1]
    assert alpha_interval(DISAGREE, seed=7) == interval
    assert alpha_interval(DISAGREE, seed=8) != interval


def test_it_is_as_wide_as_a_plain_bootstrap_says() -> None:
    dice = random.Random(5)
    alphas = sorted(
        float(krippendorff_alpha(dice.choices(DISAGREE, k=len(DISAGREE)))) for _ in range(2000)
    )
    interval = alpha_interval(DISAGREE, resamples=2000)
    assert interval == pytest.approx((alphas[50], alphas[1949]), abs=0.03)


def test_more_units_make_it_narrower() -> None:
    few, many = alpha_interval(DISAGREE), alpha_interval(DISAGREE * 4)
    assert isinstance(few, tuple)
    assert isinstance(many, tuple)
    assert many[1] - many[0] < 0.6 * (few[1] - few[0])


def test_units_of_one_group_are_drawn_together() -> None:
    # Each unit ten times over says no more than once, if the ten are drawn together.
    groups = list(range(len(DISAGREE))) * 10
    once, tenfold = alpha_interval(DISAGREE), alpha_interval(DISAGREE * 10, groups=groups)
    assert isinstance(once, tuple)
    assert tenfold == pytest.approx(once, abs=0.02)


@given(st.randoms(use_true_random=False))
def test_the_order_of_units_and_coders_changes_nothing(dice: random.Random) -> None:
    shuffled = [row[::-1] for row in dice.sample(DISAGREE, len(DISAGREE))]
    assert alpha_interval(shuffled, resamples=20) == alpha_interval(DISAGREE, resamples=20)


def test_units_that_cannot_be_paired_change_nothing() -> None:
    matrix = [*map(list, DISAGREE), ["y", None], [None, "n"], [None, None]]
    assert alpha_interval(matrix) == alpha_interval(DISAGREE)


def test_perfect_agreement_has_no_spread() -> None:
    assert alpha_interval(["yy", "nn"] * 20) == (1.0, 1.0)


def test_one_resample_is_its_own_interval() -> None:
    interval = alpha_interval(DISAGREE, resamples=1)
    assert isinstance(interval, tuple)
    assert interval[0] == interval[1]


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        ([["y", None]], NO_PAIR),
        (["yy", "yy"], ONE_VALUE),
        (["yn"], TOO_FEW),
    ],
)
def test_where_there_is_no_spread_to_know_there_is_no_interval(
    matrix: list[str], reason: str
) -> None:
    assert alpha_interval(matrix) == Undefined(reason)


def test_where_a_value_is_too_rare_to_be_drawn_each_time_there_is_no_interval() -> None:
    interval = alpha_interval(["nn"] * 50 + ["yy"], resamples=100)
    assert isinstance(interval, Undefined)
    assert "of 100 resamples" in interval.reason
