"""Columns of a page, found by the white between them, in the order of reading."""

import itertools
import statistics
from collections.abc import Sequence

from scapolicy.readers.layout.glyphs import LABEL, Run

_LINES_IN_COLUMN = 4
_WIDEST = 10_000
_MOST_RUNS = 3_000  # no page of text has so many, and comparing them all would take long


def columns_of(runs: list[Run]) -> list[list[Run]]:
    """The runs parted into columns, and these in reading order.

    What lies across two columns, like a heading, parts what is above it from what is below.
    """
    gutter = _gutter(runs)
    if gutter is None:
        return [runs] if runs else []
    across = [run for run in runs if run.left < gutter < run.right]
    found: list[list[Run]] = []
    sides: tuple[list[Run], list[Run], list[Run]] = ([], [], [])

    def flush(*which: int) -> None:
        for side in which:
            if sides[side]:
                found.extend(columns_of(sides[side][:]) if side else [sides[side][:]])
                sides[side].clear()

    for run in sorted(runs, key=lambda run: -run.middle):
        spans = any(run.level_with(other) for other in across)
        flush(*((1, 2) if spans else (0,)))
        sides[0 if spans else 1 if run.right <= gutter else 2].append(run)
    flush(0, 1, 2)
    return found


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where white parts a region into two columns.

    A narrow column of speakers' names beside what they say is none: it is read line by line.
    """
    if not 2 * _LINES_IN_COLUMN <= len(runs) <= _MOST_RUNS:
        return None
    low, high = min(run.left for run in runs), max(run.right for run in runs)
    size = statistics.median(run.size for run in runs)
    width = high - low
    if not 15 * size < width < _WIDEST:
        return None
    crossed = [0] * (int(width) + 2)
    for run in runs:
        crossed[int(run.left - low) + 1] += 1
        crossed[max(int(run.left - low) + 1, int(run.right - low))] -= 1
    counts = list(itertools.accumulate(crossed))
    inner = counts[int(0.28 * width) : int(0.72 * width)]
    fewest = min(inner)
    best = (0, 0.0)
    start = int(0.28 * width)
    for count, group in itertools.groupby(inner):
        length = len(list(group))
        if count == fewest:
            best = max(best, (length, low + start + length / 2))
        start += length
    if best[0] < 0.5 * size:
        return None
    gutter = best[1]
    left = [run for run in runs if run.right <= gutter]
    right = [run for run in runs if run.left >= gutter]
    side_by_side = sum(any(run.level_with(other) for other in left) for run in right)
    # In two columns lines run on to the gutter, but for labels; in a table cells are shorter.
    lines = [run for run in left if not _is_label(run)]
    full = sum(run.right - run.left > 0.6 * (gutter - low) for run in lines)
    enough = min(side_by_side, full) >= _LINES_IN_COLUMN and 2 * full >= len(lines)
    return gutter if enough and fewest <= 2 * side_by_side else None


def _is_label(run: Run) -> bool:
    """Whether a line holds nothing but who speaks."""
    return LABEL.fullmatch(run.text) is not None
