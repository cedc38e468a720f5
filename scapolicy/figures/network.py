"""A network of factors: which are spoken of in the same turns, or documents."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from scapolicy.coded import Coded, level_of
from scapolicy.figures.drawing import BLUE, GREY, POINTS, Drawing, new_figure, wrapped
from scapolicy.figures.numbers import Curve, Place, path_of, put_numbers
from scapolicy.records import Category, Code, CodedSource, Level, Unit
from scapolicy.tables.table import columns_of

_THICKEST = 8.0  # points
_SMALLEST, _LARGEST = 60.0, 900.0  # square points
_TOLD = 5
_FEW = 12  # factors whose names have room beside them; those of more stand out from the circle
_NUMBERED = 10  # lines that are numbered where there are more factors
_LETTERS, _LINES = 26, 2  # of a name that stands out
_ROOM = 0.16  # inches of the circle for each line of one
_REACH = 1.8  # how far names stand out, where the circle's radius is 1
_SMALL = 8  # points
_BEND = 0.15  # of the way to the centre, for each step along the circle that a line goes
_PART = 0.2  # of the way from one factor to the next: the largest radius of a dot

Pair = tuple[str, str]


def network(coded: Coded, *, level: str | None = None) -> Drawing:
    """Draw factors on a circle, lines as thick as the number of turns that speak of both.

    Turns are looked at, as a sentence seldom speaks of two factors. Where whole documents were
    coded, nobody knows what turn a factor is from, and documents are looked at.
    """
    columns = columns_of(coded.codebook, level_of(coded, level))
    alone: Counter[str] = Counter()
    pairs: Counter[Pair] = Counter()
    order = [one.id for one in columns]
    for source in coded.sources:
        for found in _places(source, level_of(coded, level)):
            alone.update(found)
            pairs.update(combinations(sorted(found, key=order.index), 2))
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    few = len(order) <= _FEW
    axes = _axes(len(order))
    places = {
        name: (math.sin(2 * math.pi * n / len(order)), math.cos(2 * math.pi * n / len(order)))
        for n, name in enumerate(order)
    }
    curves = {pair: _curve(places, pair, order) for pair in pairs}
    _lines(axes, curves, ranked)
    sizes = _dots(axes, places, alone)
    for column in columns:
        name = _beside if few else _outward
        name(axes, places[column.id], column, alone[column.id])
    unit = "document" if coded.unit is Unit.DOCUMENT else "turn"
    title = f"Factors that are spoken of in the same {unit}"
    if not few and len(ranked) > _NUMBERED:
        title += f"; numbers on the {_NUMBERED} most frequent pairs"
    axes.set_title(title, loc="left")
    numbered = ranked if few else ranked[:_NUMBERED]
    left_out = put_numbers(
        axes,
        [(curves[pair], count) for pair, count in numbered],
        [(place, sizes[name]) for name, place in places.items()],
    )
    labels = {one.id: one.label for one in columns}
    told = [f"{labels[one]} and {labels[other]}: {n}" for (one, other), n in ranked]
    words = f"{title}. The most frequent pairs: {'; '.join(told[:_TOLD]) or 'none'}."
    if left_out:
        numbers = "the number" if len(left_out) == 1 else "the numbers"
        words += f" There was no room for {numbers} of {'; '.join(told[n] for n in left_out)}."
    return Drawing(axes.figure, title, words)


def _axes(factors: int) -> Any:
    """Axes without lines, with room for the circle and the names around it."""
    if factors <= _FEW:
        figure = new_figure(7, 6.6)
        axes = figure.add_subplot()
        axes.set_xlim(-1.75, 1.75)
        axes.set_ylim(-1.5, 1.5)
    else:
        around = factors * _LINES * _ROOM
        side = max(9.0, around / math.pi * _REACH)  # inches
        axes = new_figure(side, side).add_subplot()
        axes.set_xlim(-_REACH, _REACH)
        axes.set_ylim(-_REACH, _REACH)
        axes.set_aspect("equal")
    axes.axis("off")
    return axes


def _curve(places: Mapping[str, Place], pair: Pair, order: Sequence[str]) -> Curve:
    """The line of a pair: straight, or of many factors bent inwards, the more the further it goes.

    So lines of neighbours, which would pass over each other, part; each has room for a number.
    """
    one, other = (places[name] for name in pair)
    middle = [sum(ends) / 2 for ends in zip(one, other, strict=True)]
    steps = order.index(pair[1]) - order.index(pair[0])
    steps = min(steps, len(order) - steps)
    bend = 1.0 if len(order) <= _FEW else max(1 - _BEND * steps, 0.0)
    return one, (middle[0] * bend, middle[1] * bend), other


def _lines(axes: Any, curves: Mapping[Pair, Curve], ranked: Sequence[tuple[Pair, int]]) -> None:
    """A line for each pair."""
    from matplotlib.patches import PathPatch

    most = max((count for _, count in ranked), default=1)
    for pair, count in sorted(ranked):
        share = count / most
        look = {"edgecolor": GREY, "linewidth": _THICKEST * share, "alpha": 0.25 + 0.6 * share}
        axes.add_patch(
            PathPatch(path_of(curves[pair]), fill=False, capstyle="butt", zorder=1, **look)
        )


def _dots(axes: Any, places: Mapping[str, Place], alone: Counter[str]) -> dict[str, float]:
    """A dot for each factor, as large as the number of places that speak of it; their radii."""
    highest = max(alone.values(), default=1)
    largest = math.sqrt((_SMALLEST + _LARGEST) / math.pi)
    scale = min(1.0, _PART * _step(axes, len(places)) / largest) ** 2
    radii: dict[str, float] = {}
    for name, (x, y) in places.items():
        size = scale * (_SMALLEST + _LARGEST * alone[name] / highest)
        axes.scatter([x], [y], s=size, color=BLUE, zorder=2)
        radii[name] = math.sqrt(size / math.pi)
    return radii


def _step(axes: Any, factors: int) -> float:
    """How far it is from one factor to the next, in points."""
    left, right = axes.get_xlim()
    unit: float = axes.figure.get_figwidth() * POINTS / (right - left)
    return 2 * math.sin(math.pi / max(factors, 2)) * unit


def _beside(axes: Any, place: Place, column: Category | Code, count: int) -> None:
    """The name of a factor beside its dot."""
    x, y = place
    label = f"{wrapped(column.label, 18)}\n{count}"
    axes.text(1.42 * x, 1.24 * y, label, ha="center", va="center", zorder=4)


def _outward(axes: Any, place: Place, column: Category | Code, count: int) -> None:
    """The name of a factor on a line that leads out of the circle, read from left to right."""
    x, y = place
    lines = wrapped(f"{column.label}:\u00a0{count}", _LETTERS).split("\n")
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1][: _LETTERS - 6]}…: {count}"]
    angle = math.degrees(math.atan2(y, x))
    left = x < 0
    axes.text(
        *(1.12 * x, 1.12 * y),
        "\n".join(lines),
        ha="right" if left else "left",
        va="center",
        rotation=angle + 180 if left else angle,
        rotation_mode="anchor",
        fontsize=_SMALL,
        linespacing=1.0,
        zorder=4,
    )


def _places(source: CodedSource, level: Level) -> list[set[str]]:
    """The factors of each turn that speaks of any; a document that was coded whole has one."""
    found: dict[int, set[str]] = {}
    for one in source.codings:
        found.setdefault(one.turn, set()).add(one.category if level is Level.CATEGORY else one.code)
    return list(found.values())
