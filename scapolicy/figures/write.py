"""Figures → files, over earlier ones, but over nothing else."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from scapolicy.choices import chosen
from scapolicy.coded import Coded
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.figures.bars import bars
from scapolicy.figures.dispersion import dispersion
from scapolicy.figures.drawing import Drawing, in_style, render
from scapolicy.figures.heatmap import heatmap
from scapolicy.figures.network import network
from scapolicy.figures.valences import valences
from scapolicy.table_files import write_over


class Picture(StrEnum):
    """The kinds of figures."""

    HEATMAP = "heatmap"
    VALENCES = "valences"
    FREQUENCIES = "frequencies"
    NETWORK = "network"
    DISPERSION = "dispersion"


_BY_CASE: dict[Picture, Callable[..., Drawing]] = {
    Picture.HEATMAP: heatmap,
    Picture.VALENCES: valences,
    Picture.FREQUENCIES: bars,
    Picture.DISPERSION: dispersion,
}


def figure(
    coded: Coded, kind: str, by: str | Sequence[str] = (), *, level: str | None = None
) -> Drawing:
    """Draw a figure of coded sources.

    Args:
        coded: what `code` or `read_results` gave.
        kind: `heatmap`, `valences`, `frequencies`, `network` or `dispersion`.
        by: the attributes that make a case. The heat map has a column for each and the dispersion
            its sources in this order, by that of the run unless given; valences and frequencies
            have a panel for each, or one for all; a network has no cases.
        level: whether a factor is a category or a code; as in the run unless given.

    Raises:
        ScapolicyError: Matplotlib is not installed, no source states such an attribute, or it is
            asked for where there are no cases.

    """
    picture = chosen(Picture, kind, "kind")
    with in_style():
        if picture in _BY_CASE:
            return _BY_CASE[picture](coded, by, level=level)
        if by:
            raise ScapolicyError([problem("X42", kind=picture)])
        return network(coded, level=level)


def write_figure(drawing: Drawing, path: str | Path) -> Sequence[Problem]:
    """Write a figure as SVG, PDF or PNG; returns what to know of it, as letters without a font.

    Raises:
        ScapolicyError: the file can't be written, is of a kind that can't, or holds other things.

    """
    path = Path(path)
    data, notes = render(drawing, path.suffix.lower())
    write_over(path, data)
    return notes
