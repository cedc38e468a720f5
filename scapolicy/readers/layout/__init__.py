"""Letters that lie on pages → paragraphs in the order in which they are read.

A page says where its letters lie and nothing of lines, columns or paragraphs; these are found
from the white space between them. All measures are in points, `bottom` and `top` upwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from scapolicy.readers.layout.columns import columns_of
from scapolicy.readers.layout.edges import DIGITS, edges_of
from scapolicy.readers.layout.glyphs import Column, Glyph, Page, line_of, rows_of, runs_of
from scapolicy.readers.layout.lines import joined
from scapolicy.readers.layout.numbers import without_numbers
from scapolicy.readers.layout.speakers import read_across

__all__ = ["Glyph", "Laid", "Page", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Laid:
    """The paragraphs of all pages, and what a reader should know of them.

    `left_out` are headers and footers, `numbers` those of lines, `labels` the names without a
    colon in a column of their own; on the pages in `doubtful` it isn't sure that there is one.
    """

    paragraphs: list[str]
    left_out: list[str]
    numbers: list[int]
    labels: list[str]
    doubtful: list[int]


def paragraphs(pages: Iterable[Page]) -> Laid:
    """Find the paragraphs, in the order in which they are read."""
    laid = [(rows_of(runs_of(page.glyphs)), page.height) for page in pages]
    dropped = edges_of(laid)
    told: dict[str, str] = {}
    for number, at in sorted(dropped):
        text = line_of(laid[number][0][at]).text
        told.setdefault(DIGITS.sub("0", text), text)
    kept, numbers = without_numbers(
        [
            [row for at, row in enumerate(rows) if (number, at) not in dropped]
            for number, (rows, _) in enumerate(laid)
        ]
    )
    across, found = read_across(kept)
    parts = [
        rows_of(part)
        for rows in across
        for part in columns_of([run for row in rows for run in row])
    ]
    if numbers:  # each of two columns may have its own
        for at, part in enumerate(parts):
            (parts[at],), more = without_numbers([part])
            numbers += more
    columns = [Column([line_of(row) for row in rows]) for rows in parts if rows]
    return Laid(
        joined(columns),
        [*told.values(), *found.headers],
        numbers,
        list(found.labels),
        sorted(page + 1 for page in found.doubtful),
    )
