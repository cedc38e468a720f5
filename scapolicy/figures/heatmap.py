"""A heat map of factors and cases: in how many segments each is spoken of."""

from collections.abc import Iterable, Sequence

from scapolicy.analysis.matrix import matrix
from scapolicy.analysis.selection import cases_by
from scapolicy.coded import Coded, level_of
from scapolicy.errors import counted
from scapolicy.figures.drawing import DARK, LIGHT, Drawing, new_figure, wrapped
from scapolicy.tables.table import columns_of

_HALF = 0.5
_TOLD = 3
_LUMINANCE = (0.2126, 0.7152, 0.0722)
_DIM = 0.04045


def heatmap(coded: Coded, by: str | Sequence[str] = (), *, level: str | None = None) -> Drawing:
    """Draw the factor matrix, numbers in its cells."""
    by = cases_by(coded, by)
    table = matrix(coded, by, level=level)
    factors = [one.label for one in columns_of(coded.codebook, level_of(coded, level))]
    cases = [", ".join(map(str, row[: len(by)])) for row in table.rows]
    counts = [[int(row[len(by) + n]) for row in table.rows] for n in range(len(factors))]
    most = max((n for row in counts for n in row), default=0) or 1
    figure = new_figure(2.6 + 0.85 * len(cases), 1.2 + 0.42 * len(factors))
    axes = figure.add_subplot()
    from matplotlib.colors import LinearSegmentedColormap

    shades = LinearSegmentedColormap.from_list("shades", [LIGHT, DARK])
    sides = [[n - _HALF for n in range(len(one) + 1)] for one in (cases, factors)]
    axes.pcolormesh(*sides, counts, cmap=shades, vmin=0, vmax=most, edgecolors="white")
    axes.invert_yaxis()
    for line, row in enumerate(counts):
        for place, count in enumerate(row):
            colour = readable_on(shades(count / most)[:3])
            axes.text(place, line, str(count), ha="center", va="center", color=colour)
    axes.set_xticks(range(len(cases)), [wrapped(case, 14) for case in cases])
    axes.set_yticks(range(len(factors)), [wrapped(one) for one in factors])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    title = f"Segments that speak of each factor, by {' and '.join(by)}"
    axes.set_title(title, loc="left")
    return Drawing(figure, title, _words(title, counts, factors, cases))


def readable_on(ground: Iterable[float]) -> str:
    """White or black, whichever stands out more from a colour (red, green and blue, 0 to 1).

    By the contrast ratio of the Web Content Accessibility Guidelines 2, which for one of the two
    is at least 4.58 on any ground.

    >>> readable_on((1, 1, 0)), readable_on((0, 0, 1))
    ('black', 'white')
    """
    linear = [c / 12.92 if c <= _DIM else ((c + 0.055) / 1.055) ** 2.4 for c in ground]
    light = sum(part * c for part, c in zip(_LUMINANCE, linear, strict=True)) + 0.05
    return "white" if 1.05 / light > light / 0.05 else "black"


def _words(
    title: str, counts: Sequence[Sequence[int]], factors: Sequence[str], cases: Sequence[str]
) -> str:
    cells = [
        (count, factor, case)
        for row, factor in zip(counts, factors, strict=True)
        for count, case in zip(row, cases, strict=True)
    ]
    most = sorted(cells, key=lambda cell: -cell[0])[:_TOLD]
    told = "; ".join(f"{factor}, {case}: {count}" for count, factor, case in most)
    none = sum(count == 0 for count, *_ in cells)
    are = "is" if none == 1 else "are"
    zeros = f"{none} of {counted(len(cells), 'cell')} {are} 0." if none else "No cell is 0."
    return f"{title}. The highest: {told}. {zeros}"
