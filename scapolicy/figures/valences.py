"""Diverging bars: of each factor, how much speaks for it and how much against."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from scapolicy.coded import Coded, level_of
from scapolicy.figures.drawing import BLUE, GREY, ORANGE, Drawing, beside, wrapped
from scapolicy.figures.panels import panels
from scapolicy.records import Level
from scapolicy.tables.table import columns_of

_GOOD: dict[str, Any] = {"facecolor": BLUE}
_BAD: dict[str, Any] = {"facecolor": ORANGE, "hatch": "//", "edgecolor": "white"}
_MIXED: dict[str, Any] = {"facecolor": "white", "edgecolor": GREY}


def valences(coded: Coded, by: str | Sequence[str] = (), *, level: str | None = None) -> Drawing:
    """Draw barriers to the left and facilitators to the right.

    A mixed segment stands on both sides, as it counts in findings; neutral ones stand on none.
    """
    level = level_of(coded, level)
    height = 1.3 + 0.42 * len(columns_of(coded.codebook, level))
    made = panels(coded, by, "Segments that speak for and against each factor", height)
    told = [
        _bars(axes, _rows(part, level))
        for axes, part in zip(made.axes, made.parts.values(), strict=True)
    ]
    from matplotlib.patches import Patch

    sides = {"facilitator": _GOOD, "barrier": _BAD, "mixed": _MIXED}
    handles = [Patch(**look, label=side) for side, look in sides.items()]
    key: dict[str, Any] = {"handles": handles, "frameon": False, "ncols": 3}
    if made.alone:
        made.axes[0].legend(**key, loc="upper center", bbox_to_anchor=(0.5, 0))
    else:
        made.figure.legend(**key, loc="outside lower center")
    return made.drawing(told)


def _bars(axes: Any, rows: Sequence["_Row"]) -> str:
    """Draw one panel; returns what it shows in words."""
    places = range(len(rows))
    good, bad = [row.good for row in rows], [-row.bad for row in rows]
    axes.barh(places, good, **_GOOD)
    axes.barh(places, bad, **_BAD)
    some = [place for place in places if rows[place].mixed]
    mixed = [rows[place].mixed for place in some]
    axes.barh(some, mixed, left=[good[place] for place in some], **_MIXED)
    axes.barh(some, [-n for n in mixed], left=[bad[place] for place in some], **_MIXED)
    for place, row in enumerate(rows):
        right, left = row.good + row.mixed, row.bad + row.mixed
        beside(axes, right, place, str(right))
        beside(axes, -left, place, str(left), side=-1)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_yticks(places, [wrapped(row.label) for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.margins(x=0.12)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)
    return "; ".join(
        f"{row.label}: {row.good} for, {row.bad} against, {row.mixed} mixed" for row in rows
    )


class _Row(NamedTuple):
    """The label of a factor, and its segments that are facilitators, barriers and mixed."""

    label: str
    good: int
    bad: int
    mixed: int


def _rows(coded: Coded, level: Level) -> list[_Row]:
    table = coded.summary(level=level).frequencies()
    at = {name: place for place, name in enumerate(table.columns)}
    counts = {
        str(row[at["code"]] or row[at["category"]]): row
        for row in table.rows
        if coded.codebook.flat or (row[at["code"]] != "") == (level is Level.CODE)
    }
    ways = ("facilitator", "barrier", "mixed")
    return [
        _Row(one.label, *(int(counts[one.id][at[way]]) for way in ways))
        for one in columns_of(coded.codebook, level)
    ]
