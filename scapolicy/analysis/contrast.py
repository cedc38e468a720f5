"""How far two groups differ: the difference of two shares, and the keyness of a frequency."""

from dataclasses import dataclass
from math import log2

from scapolicy.packages import needed_by

CONFIDENCE = 0.95
_WHAT = "a comparison of groups"
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two shares, and the interval that holds it with 95 % confidence."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Keyness:
    """How surprising it is that something is more frequent here than there, and how much more.

    `log_likelihood` is negative where it is less frequent; `log_ratio` is 1 where it is twice
    as frequent, -1 where half as frequent.
    """

    log_likelihood: float
    p: float
    log_ratio: float


def difference(part: int, whole: int, other_part: int, other_whole: int) -> Difference:
    """The share of one group less that of another, with an interval.

    The interval is built from Wilson's score intervals of the two shares, without a correction
    for continuity (Newcombe 1998, Statistics in Medicine 17, p. 873-890, method 10).

    Args:
        part: how many have it in one group.
        whole: of how many, at least 1.
        other_part: how many have it in the other.
        other_whole: of how many, at least 1.

    Raises:
        ScapolicyError: statsmodels is not installed.

    >>> one = difference(56, 70, 48, 80)
    >>> round(one.difference, 4), round(one.low, 4), round(one.high, 4)
    (0.2, 0.0524, 0.3339)

    """
    with needed_by(_WHAT):
        from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        part,
        whole,
        other_part,
        other_whole,
        method="newcomb",
        compare="diff",
        alpha=1 - CONFIDENCE,
    )
    return Difference(part / whole - other_part / other_whole, float(low), float(high))


def keyness(number: int, words: int, other_number: int, other_words: int) -> Keyness:
    """Whether something is more frequent in some words than in others.

    The log-likelihood is that of Rayson and Garside (2000, Proceedings of the Workshop on
    Comparing Corpora, p. 1-6), its p that of chi-square with one degree of freedom; the effect
    size is the binary logarithm of the ratio of the two relative frequencies (Hardie 2014), for
    which a number of 0 is taken as 0.5.

    Args:
        number: how often it is found in the first words, which are so many.
        words: at least 1.
        other_number: how often in the others; not 0 if `number` is.
        other_words: at least 1.

    Raises:
        ScapolicyError: SciPy is not installed.

    >>> one = keyness(52, 50_000, 57, 75_000)
    >>> round(one.log_likelihood, 2), round(one.p, 3), round(one.log_ratio, 2)
    (2.65, 0.103, 0.45)

    """
    with needed_by(_WHAT):
        from scipy.stats import chi2, power_divergence

    rate = (number + other_number) / (words + other_words)
    found = power_divergence(
        [number, other_number],
        f_exp=[words * rate, other_words * rate],
        lambda_="log-likelihood",
    )
    ratio = ((number or _HALF) / words) / ((other_number or _HALF) / other_words)
    # Of frequencies that are the same in both, the last bits may make a little less than 0.
    surprise = max(float(found.statistic), 0.0)
    sign = 1 if number * other_words >= other_number * words else -1
    return Keyness(sign * surprise, float(chi2.sf(surprise, df=1)), log2(ratio))
