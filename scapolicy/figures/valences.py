"""Diverging bars: of each factor, how much speaks for it and how much against."""

from typing import NamedTuple

from scapolicy.coded import Coded, level_of
from scapolicy.figures.drawing import BLUE, GREY, ORANGE, Drawing, beside, new_figure, wrapped
from scapolicy.records import Level
from scapolicy.tables.table import columns_of


def valences(coded: Coded, *, level: str | None = None) -> Drawing:
    """Draw barriers to the left and facilitators to the right.

    A mixed segment stands on both sides, as it counts in findings; neutral ones stand on none.
    """
    rows = _rows(coded, level_of(coded, level))
    figure = new_figure(7, 1.3 + 0.42 * len(rows))
    axes = figure.add_subplot()
    places = range(len(rows))
    good, bad = [row.good for row in rows], [-row.bad for row in rows]
    axes.barh(places, good, color=BLUE, label="facilitator")
    axes.barh(places, bad, color=ORANGE, hatch="//", edgecolor="white", label="barrier")
    some = [place for place in places if rows[place].mixed] or [0]
    plain = {"color": "white", "edgecolor": GREY}
    mixed = [rows[place].mixed for place in some]
    axes.barh(some, mixed, left=[good[place] for place in some], label="mixed", **plain)
    axes.barh(some, [-n for n in mixed], left=[bad[place] for place in some], **plain)
    for place, row in enumerate(rows):
        right, left = row.good + row.mixed, row.bad + row.mixed
        beside(axes, right, place, str(right))
        beside(axes, -left, place, str(left), side=-1)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_yticks(places, [wrapped(row.label) for row in rows])
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)
    title = "Segments that speak for and against each factor"
    axes.set_title(title, loc="left")
    axes.legend(frameon=False, ncols=3, loc="upper center", bbox_to_anchor=(0.5, 0))
    told = "; ".join(
        f"{row.label}: {row.good} for, {row.bad} against, {row.mixed} mixed" for row in rows
    )
    return Drawing(figure, title, f"{title}. {told}.")


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
