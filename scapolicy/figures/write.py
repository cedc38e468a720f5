"""Figures → files, over earlier ones, but over nothing else."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from scapolicy.choices import chosen
from scapolicy.coded import Coded
from scapolicy.errors import Problem
from scapolicy.figures.bars import bars
from scapolicy.figures.dispersion import dispersion
from scapolicy.figures.drawing import Drawing, render
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


_DRAWN: dict[Picture, Callable[..., Drawing]] = {
    Picture.VALENCES: valences,
    Picture.FREQUENCIES: bars,
    Picture.NETWORK: network,
    Picture.DISPERSION: dispersion,
}


def figure(
    coded: Coded, kind: str, by: str | Sequence[str] = (), *, level: str | None = None
) -> Drawing:
    """Draw a figure of coded sources.

    Args:
        coded: what `code` or `read_results` gave.
        kind: `heatmap`, `valences`, `frequencies`, `network` or `dispersion`.
        by: the attributes that make a case, for the heat map; that of the run unless given.
        level: whether a factor is a category or a code; as in the run unless given.

    Raises:
        ScapolicyError: Matplotlib is not installed, or no source states such an attribute.

    """
    picture = chosen(Picture, kind, "kind")
    if picture is Picture.HEATMAP:
        return heatmap(coded, by, level=level)
    return _DRAWN[picture](coded, level=level)


def write_figure(drawing: Drawing, path: str | Path) -> Sequence[Problem]:
    """Write a figure as SVG, PDF or PNG; returns what to know of it, as letters without a font.

    Raises:
        ScapolicyError: the file can't be written, is of a kind that can't, or holds other things.

    """
    path = Path(path)
    data, notes = render(drawing, path.suffix.lower())
    write_over(path, data)
    return notes
