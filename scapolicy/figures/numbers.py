"""Numbers on lines: each at a place where it lies on nothing else, or left out."""

import math
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from scapolicy.figures.drawing import POINTS

_SIZE = 7  # points
_PLATE = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
_CLEAR = 2.0  # points between a number and what is beside it, its plate among them
_STEPS = 15  # places on each side of a line's middle
_FURTHEST = 0.4  # from the middle of a line, whose length is 1

Place = tuple[float, float]
Curve = tuple[Place, Place, Place]
"""Where a line begins, what bends it, and where it ends: a quadratic Bézier curve."""


def put_numbers(
    axes: Any, lines: Sequence[tuple[Curve, int]], dots: Sequence[tuple[Place, float]]
) -> list[int]:
    """Put a number on each line, as near to its middle as it lies on nothing else.

    If it lies on another line everywhere, it may; on a text or a dot it never does.

    Args:
        axes: with all other texts on it.
        lines: as curves, with their numbers; the first have the better places.
        dots: where there are some, and their radii in points.

    Returns:
        Which of the lines, by their places, have no room for their number; it is left out.

    """
    figure = axes.figure
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # letters without a font are told where it is written
        figure.get_layout_engine().execute(figure)
        taken = [text.get_window_extent() for text in axes.texts]
    point = figure.dpi / POINTS  # in dots of the measure
    circles = [(axes.transData.transform(at), radius * point) for at, radius in dots]
    paths = [axes.transData.transform_path(path_of(curve)) for curve, _ in lines]
    left_out: list[int] = []
    for line, (curve, number) in enumerate(lines):
        text = axes.text(
            *curve[1], str(number), ha="center", va="center", bbox=_PLATE, fontsize=_SIZE, zorder=3
        )
        free: list[tuple[Place, Any]] = []
        for at in _places(curve):
            text.set_position(at)
            box = text.get_window_extent().padded(_CLEAR * point)
            if not any(map(box.overlaps, taken)) and not any(_on(box, *one) for one in circles):
                free.append((at, box))
        if free:
            others = paths[:line] + paths[line + 1 :]
            at, box = next((one for one in free if not _crossed(one[1], others)), free[0])
            text.set_position(at)
            taken.append(box)
        else:
            text.remove()
            left_out.append(line)
    return left_out


def path_of(curve: Curve) -> Any:
    """A curve as Matplotlib draws it."""
    from matplotlib.path import Path

    return Path(curve, [Path.MOVETO, Path.CURVE3, Path.CURVE3])


def _places(curve: Curve) -> Iterator[Place]:
    """Places on a line, those nearest to its middle first."""
    for step in range(_STEPS + 1):
        for side in (1, -1)[: 2 if step else 1]:
            part = 0.5 + side * step / _STEPS * _FURTHEST
            weights = ((1 - part) ** 2, 2 * part * (1 - part), part**2)
            x, y = (
                sum(weight * place[axis] for weight, place in zip(weights, curve, strict=True))
                for axis in (0, 1)
            )
            yield x, y


def _crossed(box: Any, paths: Sequence[Any]) -> bool:
    """Whether a line goes through a box."""
    return any(path.intersects_bbox(box, filled=False) for path in paths)


def _on(box: Any, centre: Place, radius: float) -> bool:
    """Whether a box and a circle have points in common."""
    x, y = centre
    near = (min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1))
    return math.dist(near, centre) <= radius
