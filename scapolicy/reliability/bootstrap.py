"""How sure alpha is: a percentile bootstrap over the units.

The units are drawn anew, with replacement, as many as there are; alpha is worked out from each
draw; the interval holds the middle 95 % of what comes out (Efron & Tibshirani 1993, *An
Introduction to the Bootstrap*, ch. 13). Krippendorff's own procedure draws pairs of values as if
they did not depend on each other, which the values of a unit do.
"""

import math
import random
import statistics
from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction

from scapolicy.reliability.coefficients import (
    Coefficient,
    Counts,
    Matrix,
    Undefined,
    alpha_of,
    counts_of,
    disagreement,
    krippendorff_alpha,
)

RESAMPLES = 1000
SEED = 1
TOO_FEW = "fewer than two units can be compared"
UNSTABLE = "it could not be worked out in {count} of {resamples} resamples"

# Above this share of draws without an alpha, what is left says too little of the rest.
_UNDEFINED_AT_MOST = 0.05
_PARTS = 40  # the outer of 40 equal parts hold 2.5 % each

Interval = tuple[float, float]
"""Where 95 % of the resamples' alphas lie."""


def alpha_interval(
    matrix: Matrix,
    *,
    groups: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval | Undefined:
    """The 95 % interval of Krippendorff's alpha; the same seed gives the same interval.

    Args:
        matrix: units × coders.
        groups: one label a unit; units of one label are drawn together, as the cells of one turn
            must be, which depend on each other.
        resamples: how many draws, at least 1.
        seed: where the random numbers begin.

    """
    point = krippendorff_alpha(matrix)
    if isinstance(point, Undefined):
        return point
    kinds = Counter(_parts(matrix, range(len(matrix)) if groups is None else groups))
    # In a fixed order, so that the order of the units does not change what is drawn.
    drawn = [kind for kind, times in sorted(kinds.items()) for _ in range(times)]
    if len(drawn) < 2:  # noqa: PLR2004  one unit has no spread
        return Undefined(TOO_FEW)
    return middle(_resampled(drawn, resamples, seed))


def middle(figures: Sequence[Coefficient]) -> Interval | Undefined:
    """The middle 95 % of resampled figures, unless too many of them are undefined."""
    known = [figure for figure in figures if not isinstance(figure, Undefined)]
    missing = len(figures) - len(known)
    if missing > _UNDEFINED_AT_MOST * len(figures):
        return Undefined(UNSTABLE.format(count=missing, resamples=len(figures)))
    if len(known) == 1:
        return known[0], known[0]
    cuts = statistics.quantiles(known, n=_PARTS, method="inclusive")
    return cuts[0], cuts[-1]


def _parts(matrix: Matrix, groups: Sequence[Hashable]) -> list[tuple[Fraction, Counts]]:
    """What each group adds to alpha: its disagreements, and its values that can be paired."""
    sums: dict[Hashable, tuple[Fraction, Counts]] = {}
    for group, row in zip(groups, counts_of(matrix), strict=True):
        if sum(row) > 1:
            apart, counts = sums.get(group, (Fraction(), (0,) * len(row)))
            added = tuple(one + two for one, two in zip(counts, row, strict=True))
            sums[group] = (apart + disagreement(row), added)
    return list(sums.values())


def _resampled(
    drawn: Sequence[tuple[Fraction, Counts]], resamples: int, seed: int
) -> list[Coefficient]:
    """The alphas of all draws.

    Units that are alike are counted, and the fractions made whole numbers: this is the inner loop.
    """
    kinds = list(dict.fromkeys(drawn))
    scale = math.lcm(*(apart.denominator for apart, _ in kinds))
    whole = [(int(apart * scale), counts) for apart, counts in kinds]
    index = {kind: place for place, kind in enumerate(kinds)}
    places = [index[kind] for kind in drawn]
    dice = random.Random(seed)  # noqa: S311  chance, not secrecy
    alphas: list[Coefficient] = []
    for _ in range(resamples):
        times = Counter(dice.choices(places, k=len(places))).items()
        apart = sum(n * whole[place][0] for place, n in times)
        columns = zip(*([n * c for c in whole[place][1]] for place, n in times), strict=True)
        alphas.append(alpha_of(Fraction(apart, scale), [sum(column) for column in columns]))
    return alphas
