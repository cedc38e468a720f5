"""A network of factors: which are spoken of in the same segments."""

import math
from collections import Counter
from itertools import combinations

from scapolicy.choices import chosen
from scapolicy.coded import Coded
from scapolicy.figures.drawing import BLUE, GREY, Drawing, new_figure, wrapped
from scapolicy.records import CodedSource, Level
from scapolicy.tables.table import columns_of

_THICKEST = 8.0  # points
_SMALLEST, _LARGEST = 60.0, 900.0  # square points
_PLATE = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
_TOLD = 5


def network(coded: Coded, *, level: str = Level.CATEGORY) -> Drawing:
    """Draw factors on a circle, lines as thick as the number of turns that speak of both.

    Turns are looked at, as a sentence seldom speaks of two factors.
    """
    columns = columns_of(coded.codebook, chosen(Level, level, "level"))
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    order = [one.id for one in columns]
    for source in coded.sources:
        for found in _turns(source, chosen(Level, level, "level")):
            alone.update(found)
            pairs.update(combinations(sorted(found, key=order.index), 2))
    figure = new_figure(7, 6.6)
    axes = figure.add_subplot()
    places = {
        name: (math.sin(2 * math.pi * n / len(order)), math.cos(2 * math.pi * n / len(order)))
        for n, name in enumerate(order)
    }
    most = max(pairs.values(), default=1)
    for (one, other), count in sorted(pairs.items()):
        xs, ys = zip(places[one], places[other], strict=True)
        share = count / most
        thick, alpha = _THICKEST * share, 0.25 + 0.6 * share
        axes.plot(xs, ys, color=GREY, linewidth=thick, alpha=alpha, zorder=1)
        at = (sum(xs) / 2, sum(ys) / 2)
        axes.text(*at, str(count), ha="center", va="center", bbox=_PLATE, fontsize=7, zorder=3)
    highest = max(alone.values(), default=1)
    for column in columns:
        x, y = places[column.id]
        size = _SMALLEST + _LARGEST * alone[column.id] / highest
        axes.scatter([x], [y], s=size, color=BLUE, zorder=2)
        label = f"{wrapped(column.label, 18)}\n{alone[column.id]}"
        axes.text(1.42 * x, 1.24 * y, label, ha="center", va="center", zorder=4)
    axes.set_xlim(-1.75, 1.75)
    axes.set_ylim(-1.5, 1.5)
    axes.axis("off")
    title = "Factors that are spoken of in the same turn"
    axes.set_title(title, loc="left")
    labels = {one.id: one.label for one in columns}
    first = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOLD]
    told = "; ".join(f"{labels[one]} and {labels[other]}: {n}" for (one, other), n in first)
    return Drawing(figure, title, f"{title}. The most frequent pairs: {told or 'none'}.")


def _turns(source: CodedSource, level: Level) -> list[set[str]]:
    found: dict[int, set[str]] = {}
    for one in source.codings:
        found.setdefault(one.turn, set()).add(one.category if level is Level.CATEGORY else one.code)
    return list(found.values())
