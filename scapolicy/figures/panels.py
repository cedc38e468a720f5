"""A panel for each case beside the others, or one for all of them together."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scapolicy.analysis.selection import grouped
from scapolicy.choices import several
from scapolicy.coded import Coded
from scapolicy.figures.drawing import Drawing, new_figure, wrapped

_ABREAST = 3
_NAMES, _BARS = 2.0, 2.6  # inches of the names of factors, and of a panel of several
_ALONE = 7.0  # inches of the only one
_TITLE = 0.3  # inches
_LETTERS = 32  # of the name of a case


@dataclass(frozen=True, slots=True)
class Panels:
    """A figure with a panel for each part of what was coded, and the title over all."""

    figure: Any
    title: str
    parts: Mapping[str, Coded]
    axes: Sequence[Any]

    @property
    def alone(self) -> bool:
        """Whether there is one panel only, of all that was coded."""
        return list(self.parts) == [""]

    def drawing(self, told: Sequence[str]) -> Drawing:
        """The figure as it is when all is drawn; `told` is what each panel shows, in words."""
        if self.alone:
            self.axes[0].set_title(self.title, loc="left")
            return Drawing(self.figure, self.title, f"{self.title}. {told[0]}.")
        self.figure.suptitle(self.title, x=0.01, ha="left", fontsize=10)
        for axes, case in zip(self.axes, self.parts, strict=True):
            axes.set_title(wrapped(case, _LETTERS), loc="left", fontsize=9)
        cases = [f"{case}: {words}." for case, words in zip(self.parts, told, strict=True)]
        return Drawing(self.figure, self.title, " ".join([f"{self.title}.", *cases]))


def panels(coded: Coded, by: str | Sequence[str], title: str, height: float) -> Panels:
    """Empty panels, so many inches high: one for each case of `by`, or one where none is given.

    All have the same scale, and the names of the factors stand to the left.

    Raises:
        ScapolicyError: no source states such an attribute.

    """
    if not by:
        figure = new_figure(_ALONE, height)
        return Panels(figure, title, {"": coded}, [figure.add_subplot()])
    names = several(by)
    parts = {
        ", ".join(group): replace(coded, sources=tuple(sources))
        for group, sources in grouped(coded, names).items()
    }
    across = min(_ABREAST, len(parts)) or 1
    down = math.ceil(len(parts) / across) or 1
    figure = new_figure(max(_ALONE, _NAMES + _BARS * across), _TITLE + height * down)
    all_axes = list(figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).flat)
    for axes in all_axes[len(parts) :]:
        axes.set_visible(False)
    return Panels(figure, f"{title}, by {' and '.join(names)}", parts, all_axes[: len(parts)])
