"""Line numbers at the margin of pages, taken out of their lines."""

from collections.abc import Sequence

from scapolicy.readers.layout.glyphs import Run
from scapolicy.readers.line_numbers import counted

Rows = list[list[Run]]


def without_numbers(pages: Sequence[Rows]) -> tuple[list[Rows], list[int]]:
    """The rows of pages, or of columns, without the numbers that count them; and these."""
    ordered = [[sorted(row, key=lambda run: run.left) for row in rows] for rows in pages]
    values = [[_value(row[0]) for row in rows] for rows in ordered]
    found = counted(values)
    kept = [
        [row[1:] if (number, at) in found else row for at, row in enumerate(rows)]
        for number, rows in enumerate(ordered)
    ]
    numbers = [values[number][at] or 0 for number, at in sorted(found)]
    return [[row for row in rows if row] for rows in kept], numbers


def _value(run: Run) -> int | None:
    digits = run.text.isascii() and run.text.isdigit()
    return int(run.text) if digits and len(run.text) <= 6 else None  # noqa: PLR2004
