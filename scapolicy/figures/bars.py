"""Bars of frequencies: in how many segments, and of how many sources, each factor is spoken of."""

from collections.abc import Sequence
from typing import Any

from scapolicy.analysis.matrix import Count, matrix
from scapolicy.coded import Coded, level_of
from scapolicy.figures.drawing import BLUE, Drawing, beside, wrapped
from scapolicy.figures.panels import panels
from scapolicy.records import Level
from scapolicy.tables.table import columns_of


def bars(coded: Coded, by: str | Sequence[str] = (), *, level: str | None = None) -> Drawing:
    """Draw a bar for each factor, with its number and that of the sources behind it."""
    level = level_of(coded, level)
    factors = [one.label for one in columns_of(coded.codebook, level)]
    title = "Segments that speak of each factor, and in how many sources"
    made = panels(coded, by, title, 1 + 0.38 * len(factors))
    told = [
        _bars(axes, part, level, factors)
        for axes, part in zip(made.axes, made.parts.values(), strict=True)
    ]
    return made.drawing(told)


def _bars(axes: Any, coded: Coded, level: Level, factors: Sequence[str]) -> str:
    """Draw one panel; returns what it shows in words."""
    segments, sources = (
        [sum(int(row[place]) for row in table.rows) for place in range(1, len(table.columns))]
        for table in (
            matrix(coded, level=level, count=count) for count in (Count.SEGMENTS, Count.SOURCES)
        )
    )
    places = range(len(factors))
    axes.barh(places, segments, color=BLUE)
    for place, (count, spread) in enumerate(zip(segments, sources, strict=True)):
        beside(axes, count, place, f"{count} in {spread}")
    axes.set_yticks(places, [wrapped(one) for one in factors])
    axes.set_ylim(len(factors) - 0.5, -0.5)
    axes.margins(x=0.15)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0)
    return "; ".join(
        f"{name}: {count} in {spread}"
        for name, count, spread in zip(factors, segments, sources, strict=True)
    )
