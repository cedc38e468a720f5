"""Lexical dispersion: where in each interview a factor is spoken of."""

import math
from collections.abc import Sequence

from scapolicy.analysis.selection import cases_by, grouped
from scapolicy.coded import Coded, level_of
from scapolicy.figures.drawing import BLUE, GREY, Drawing, new_figure, wrapped
from scapolicy.records import Level
from scapolicy.tables.table import columns_of

_ABREAST = 3


def dispersion(coded: Coded, by: str | Sequence[str] = (), *, level: str | None = None) -> Drawing:
    """Draw a panel a factor, in it a line a source, on it a mark where a rule hits.

    From left to right stands the text, from its first to its last character; from top to bottom
    the sources, in the order of their cases.
    """
    level = level_of(coded, level)
    columns = columns_of(coded.codebook, level)
    by = cases_by(coded, by)
    groups = grouped(coded, by)
    sources = [source for group in groups.values() for source in group]
    names = [
        f"{', '.join(group)}: {source.name}" if len(groups) > 1 else source.name
        for group, some in groups.items()
        for source in some
    ]
    across = min(_ABREAST, len(columns)) or 1
    down = math.ceil(len(columns) / across) or 1
    figure = new_figure(2.6 * across + 1.2, down * (0.75 + 0.13 * len(sources)))
    every = list(figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).flat)
    panels = every[: len(columns)]
    for panel in every[len(columns) :]:
        panel.set_visible(False)
    told: list[str] = []
    for panel, column in zip(panels, columns, strict=True):
        spread = 0
        for line, source in enumerate(sources):
            places = [
                one.start / max(source.characters, 1)
                for one in source.matches
                if (one.category if level is Level.CATEGORY else one.code) == column.id
            ]
            spread += bool(places)
            panel.axhline(line, color=GREY, linewidth=0.3, zorder=1)
            panel.plot(places, [line] * len(places), "|", color=BLUE, markersize=6, zorder=2)
        panel.set_title(wrapped(column.label, 30), loc="left", fontsize=8)
        panel.set_xlim(0, 1)
        panel.set_ylim(len(sources) - 0.5, -0.5)
        panel.set_xticks([0, 1], ["begin", "end"], fontsize=7)
        panel.set_yticks(range(len(sources)), names, fontsize=6)
        panel.tick_params(length=0)
        panel.spines[:].set_visible(False)
        told.append(f"{column.label}: in {spread} of {len(sources)} sources")
    for panel in panels[-across:]:  # the lowest of each column
        panel.tick_params(labelbottom=True)
        for text, side in zip(panel.get_xticklabels(), ("left", "right"), strict=True):
            text.set_horizontalalignment(side)  # not between two panels
    title = "Where in each source a factor is spoken of"
    if len(groups) > 1:
        title += f", by {' and '.join(by)}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=10)
    return Drawing(figure, title, f"{title}. {'; '.join(told)}.")
