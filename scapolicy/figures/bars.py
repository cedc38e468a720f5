"""Bars of frequencies: in how many segments, and of how many sources, each factor is spoken of."""

from scapolicy.analysis.matrix import Count, matrix
from scapolicy.coded import Coded, level_of
from scapolicy.figures.drawing import BLUE, Drawing, beside, new_figure, wrapped
from scapolicy.tables.table import columns_of


def bars(coded: Coded, *, level: str | None = None) -> Drawing:
    """Draw a bar for each factor, with its number and that of the sources behind it."""
    factors = [one.label for one in columns_of(coded.codebook, level_of(coded, level))]
    segments, sources = (
        [sum(int(row[place]) for row in table.rows) for place in range(1, len(table.columns))]
        for table in (
            matrix(coded, level=level, count=count) for count in (Count.SEGMENTS, Count.SOURCES)
        )
    )
    figure = new_figure(7, 1 + 0.38 * len(factors))
    axes = figure.add_subplot()
    places = range(len(factors))
    axes.barh(places, segments, color=BLUE)
    for place, (count, spread) in enumerate(zip(segments, sources, strict=True)):
        beside(axes, count, place, f"{count} in {spread}")
    axes.set_yticks(places, [wrapped(one) for one in factors])
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0)
    title = "Segments that speak of each factor, and in how many sources"
    axes.set_title(title, loc="left")
    told = "; ".join(
        f"{name}: {count} in {spread}"
        for name, count, spread in zip(factors, segments, sources, strict=True)
    )
    return Drawing(figure, title, f"{title}. {told}.")
