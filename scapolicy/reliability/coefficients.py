"""Coefficients of agreement for names of things, from a matrix of units × coders.

A matrix has one row a unit and one column a coder; None is a missing value. All but Cohen's kappa
depend only on how often each value stands in each row, so they are worked out from a count of the
different rows, in fractions: no order of units or coders changes a digit. A coefficient that
cannot be had is `Undefined`, with the reason: it is never 0, 1 or NaN.

Missing values are handled as in Gwet (2014), *Handbook of Inter-Rater Reliability*, 4th ed.:
agreement is observed on units with two values or more, the use of each value on all units with
any.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Matrix = Sequence[Sequence[Hashable]]
"""Units × coders; None is a missing value."""

Counts = tuple[int, ...]
"""How often each value stands in a unit, every unit with the values in the same order."""

NO_PAIR = "no unit was coded by two coders"
ONE_VALUE = "only one value was ever used"
SOME_PAIRS = "kappa is undefined for {count} of {pairs} pairs of coders"


@dataclass(frozen=True, slots=True)
class Undefined:
    """A figure that cannot be worked out, and why."""

    reason: str

    def __str__(self) -> str:
        return "undefined"


Coefficient = float | Undefined


def counts_of(matrix: Matrix) -> list[Counts]:
    """Each unit's values, counted.

    >>> counts_of([["a", "a", None], ["b", "a", "b"]])
    [(2, 0), (1, 2)]
    """
    rows = [tuple(row) for row in matrix]
    values = sorted({value for row in set(rows) for value in row if value is not None}, key=repr)
    counts = {row: tuple(row.count(value) for value in values) for row in set(rows)}
    return [counts[row] for row in rows]


def percent_agreement(matrix: Matrix) -> Coefficient:
    """The share of pairs of coders that agree, averaged over the units; from 0 to 1.

    >>> percent_agreement([["a", "a"], ["a", "b"]])
    0.5
    """
    observed = _observed(Counter(counts_of(matrix)))
    return Undefined(NO_PAIR) if observed is None else float(observed)


def cohen_kappa(matrix: Matrix) -> Coefficient:
    """Cohen's kappa of two coders, from the units that both have coded.

    Chance is what two coders would agree by, each with their own use of the values: Cohen (1960),
    Educational and Psychological Measurement 20, pp. 37-46.
    """
    pairs = Counter((one, two) for one, two in matrix if one is not None and two is not None)
    total = pairs.total()
    if not total:
        return Undefined(NO_PAIR)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (one, two), count in pairs.items():
        first[one] += count
        second[two] += count
    agreed = sum(count for (one, two), count in pairs.items() if one == two)
    expected = Fraction(sum(count * second[value] for value, count in first.items()), total**2)
    return _beyond_chance(Fraction(agreed, total), expected)


def mean_pairwise_kappa(matrix: Matrix) -> Coefficient:
    """The mean of Cohen's kappa over all pairs of coders, undefined where any pair's is.

    With two coders it is Cohen's kappa.
    """
    coders = len(matrix[0]) if matrix else 0
    kappas = [cohen_kappa([(row[i], row[j]) for row in matrix]) for i, j in _pairs(coders)]
    found = [kappa for kappa in kappas if not isinstance(kappa, Undefined)]
    if not kappas:
        return Undefined(NO_PAIR)
    if len(found) == len(kappas):
        return float(sum(map(Fraction, found)) / len(found))
    if len(set(kappas)) == 1:
        return kappas[0]
    return Undefined(SOME_PAIRS.format(count=len(kappas) - len(found), pairs=len(kappas)))


def fleiss_kappa(matrix: Matrix) -> Coefficient:
    """Fleiss' kappa; with two coders it is Scott's pi.

    Chance is what coders would agree by who all use the values as the coders did together: Fleiss
    (1971), Psychological Bulletin 76, pp. 378-382.
    """
    tally = Counter(counts_of(matrix))
    observed = _observed(tally)
    if observed is None:
        return Undefined(NO_PAIR)
    return _beyond_chance(observed, sum((share**2 for share in _use(tally)), Fraction()))


def gwet_ac1(matrix: Matrix) -> Coefficient:
    """Gwet's AC1, which one value that is far more common than the others pulls down little.

    Chance falls as the use of the values grows uneven: Gwet (2008), British Journal of
    Mathematical and Statistical Psychology 61, pp. 29-48. The values are those that were used.
    """
    tally = Counter(counts_of(matrix))
    observed = _observed(tally)
    if observed is None:
        return Undefined(NO_PAIR)
    use = _use(tally)
    if len(use) == 1:
        return Undefined(ONE_VALUE)
    spread = sum((share * (1 - share) for share in use), Fraction())
    return _beyond_chance(observed, spread / (len(use) - 1))


def krippendorff_alpha(matrix: Matrix) -> Coefficient:
    """Krippendorff's alpha for nominal data, by its coincidence matrix.

    Only values that can be paired in their unit count: Krippendorff (2011), *Computing
    Krippendorff's Alpha-Reliability*, on nominal data of any number of observers.
    """
    tally = Counter(counts_of(matrix))
    disagreements = sum((n * disagreement(row) for row, n in tally.items()), Fraction())
    paired = _sums({row: n for row, n in tally.items() if sum(row) > 1})
    return alpha_of(disagreements, paired)


def disagreement(counts: Counts) -> Fraction:
    """A unit's share in the coincidences off the diagonal; 0 where nothing can be paired."""
    values = sum(counts)
    if values < 2:  # noqa: PLR2004  a pair
        return Fraction()
    return Fraction(sum(count * (values - count) for count in counts), values - 1)


def alpha_of(disagreements: Fraction, paired: Sequence[int]) -> Coefficient:
    """Alpha from the coincidences off the diagonal and how often each value can be paired."""
    total = sum(paired)
    if not total:
        return Undefined(NO_PAIR)
    expected = total**2 - sum(count**2 for count in paired)
    if not expected:
        return Undefined(ONE_VALUE)
    return float(1 - (total - 1) * disagreements / expected)


def _observed(tally: Mapping[Counts, int]) -> Fraction | None:
    """The agreement of pairs within a unit, averaged over units with two values or more."""
    units, agreed = 0, Fraction()
    for row, times in tally.items():
        values = sum(row)
        if values > 1:
            units += times
            pairs = values * (values - 1)
            agreed += times * Fraction(sum(count * (count - 1) for count in row), pairs)
    return agreed / units if units else None


def _use(tally: Mapping[Counts, int]) -> list[Fraction]:
    """Each value's share within a unit, averaged over the units that have any value."""
    coded = {row: times for row, times in tally.items() if sum(row)}
    units = sum(coded.values())
    shares = ([times * Fraction(c, sum(row)) for c in row] for row, times in coded.items())
    return [sum(column, Fraction()) / units for column in zip(*shares, strict=True)]


def _sums(tally: Mapping[Counts, int]) -> list[int]:
    rows = ([times * count for count in row] for row, times in tally.items())
    return [sum(column) for column in zip(*rows, strict=True)]


def _beyond_chance(observed: Fraction, expected: Fraction) -> Coefficient:
    if expected == 1:
        return Undefined(ONE_VALUE)
    return float((observed - expected) / (1 - expected))


def _pairs(coders: int) -> Iterable[tuple[int, int]]:
    return combinations(range(coders), 2)
