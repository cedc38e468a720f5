"""Whether what is counted depends on where it is counted: a test, and how strong it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scapolicy.packages import needed_by

if TYPE_CHECKING:
    import numpy as np

CHI_SQUARE = "chi-square"
FISHER = "Fisher"
FREEMAN_HALTON = "Freeman-Halton"
ESTIMATED = "Freeman-Halton, estimated"
LEAST_EXPECTED = 5
RANDOM_TABLES = 99_999
_WHAT = "a crosstab"
_CELLS_AT_ONCE = 1_000_000
_CELLS_AT_MOST = 40_000_000
_CELLS_LISTED = 4_000_000
_SEED = 0
# Tables as probable as the one observed count as such, whatever the last bits say.
_AS_PROBABLE = 1e-7


@dataclass(frozen=True, slots=True)
class Association:
    """A test of a table of counts, and its effect size.

    `interval` is the one that holds p with 95 % confidence where p is estimated, else None.
    """

    test: str
    chi_square: float
    df: int
    p: float
    cramers_v: float
    interval: tuple[float, float] | None = None


def associate(counts: Sequence[Sequence[int]]) -> Association:
    """Test whether rows and columns of a table of counts are independent.

    Pearson's chi-square, without a correction for continuity (Pearson 1900, Philosophical
    Magazine 50, p. 157–175); where an expected count is below 5 (Cochran 1954, Biometrics 10,
    p. 417–451), Fisher's exact test, two-sided (Fisher 1935, The Design of Experiments, on the
    lady tasting tea), or for more than 2 × 2 that of Freeman and Halton (1951, Biometrika 38,
    p. 141–149): computed from all tables with these margins where there are two rows and not too
    many tables, else estimated from random ones. The effect size is Cramér's V (Cramér 1946,
    Mathematical Methods of Statistics), which for 2 × 2 is phi without its sign.

    Args:
        counts: rows × columns, at least two of each, none of which is all zero.

    Raises:
        ScapolicyError: SciPy is not installed.

    >>> tea = associate([[3, 1], [1, 3]])
    >>> tea.test, round(tea.p, 6), tea.cramers_v
    ('Fisher', 0.485714, 0.5)

    """
    with needed_by(_WHAT):
        import numpy as np
        from scipy import stats

    table = np.array(counts)
    chi = stats.chi2_contingency(table, correction=False)
    test, p, interval = CHI_SQUARE, float(chi.pvalue), None
    if chi.expected_freq.min() < LEAST_EXPECTED:
        if table.shape == (2, 2):
            test, p = FISHER, float(stats.fisher_exact(table).pvalue)
        else:
            exact = _from_all_tables(table)
            test, p = FREEMAN_HALTON, exact or 0.0
            if exact is None:
                test = ESTIMATED
                p, interval = _from_random_tables(table)
    strength = stats.contingency.association(table, method="cramer", correction=False)
    return Association(test, float(chi.statistic), int(chi.dof), p, float(strength), interval)


def _from_all_tables(table: "np.ndarray") -> float | None:
    """The probability of all tables with these margins that are at most as probable as this one.

    None where there are more than two rows, or too many tables to list.
    """
    import numpy as np
    from scipy import stats

    smaller, *others = sorted(table, key=sum)
    rows = _rows_with(table.sum(axis=0), int(smaller.sum())) if len(others) == 1 else None
    if rows is None:
        return None
    probabilities = stats.multivariate_hypergeom(table.sum(axis=0), smaller.sum())
    logs = np.asarray(probabilities.logpmf(rows))
    limit = probabilities.logpmf(smaller) + _AS_PROBABLE
    return min(1.0, float(np.exp(logs[logs <= limit]).sum()))


def _rows_with(columns: "np.ndarray", whole: int) -> "np.ndarray | None":
    """All rows of counts of this sum, none above its column's; None where they are too many."""
    import numpy as np

    rows, left = np.zeros((1, 0), dtype=int), np.array([whole])
    for place, column in enumerate(columns):
        # What the columns that come can't hold has to stand here, so each row can be ended.
        least = np.maximum(0, left - columns[place + 1 :].sum())
        ways = np.minimum(column, left) - least + 1
        if ways.sum() * len(columns) > _CELLS_LISTED:
            return None
        before = np.repeat(np.arange(len(rows)), ways)
        steps = np.arange(len(before)) - np.repeat(np.cumsum(ways) - ways, ways)
        here = least[before] + steps
        rows, left = np.column_stack([rows[before], here]), left[before] - here
    return rows


def _from_random_tables(table: "np.ndarray") -> tuple[float, tuple[float, float]]:
    """The share of random tables with these margins that are at most as probable as this one.

    The one observed is counted among them (Phipson and Smyth 2010, Statistical Applications in
    Genetics and Molecular Biology 9, article 39). The interval is that of Clopper and Pearson for
    the random ones (1934, Biometrika 26, p. 404–413). The same table gives the same figures.
    """
    import numpy as np
    from scipy import stats

    margins = stats.random_table(table.sum(axis=1), table.sum(axis=0))
    limit = margins.logpmf(table) + _AS_PROBABLE
    random = np.random.default_rng(_SEED)
    number = min(RANDOM_TABLES, _CELLS_AT_MOST // table.size)
    at_once = max(1, _CELLS_AT_ONCE // table.size)
    extreme = 0
    for start in range(0, number, at_once):
        drawn = margins.rvs(size=min(at_once, number - start), random_state=random)
        extreme += int(np.count_nonzero(margins.logpmf(drawn) <= limit))
    interval = stats.binomtest(extreme, number).proportion_ci(method="exact")
    return (extreme + 1) / (number + 1), (float(interval.low), float(interval.high))


def holm(values: Sequence[float]) -> list[float]:
    """P-values corrected for their number.

    Holm's step-down method (1979, Scandinavian Journal of Statistics 6, p. 65–70).

    Raises:
        ScapolicyError: statsmodels is not installed.

    >>> [round(p, 6) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]

    """
    with needed_by(_WHAT):
        from statsmodels.stats.multitest import multipletests

    return [float(one) for one in multipletests(values, method="holm")[1]] if values else []
