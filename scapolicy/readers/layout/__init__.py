"""Letters that lie on pages → paragraphs in the order in which they are read.

A page says where its letters lie and nothing of lines, columns or paragraphs; these are found
from the white space between them. All measures are in points, `bottom` and `top` upwards.
"""

from collections.abc import Iterable

from scapolicy.readers.layout.columns import columns_of
from scapolicy.readers.layout.edges import DIGITS, edges_of
from scapolicy.readers.layout.glyphs import Column, Glyph, Page, line_of, rows_of, runs_of
from scapolicy.readers.layout.lines import joined

__all__ = ["Glyph", "Page", "paragraphs"]


def paragraphs(pages: Iterable[Page]) -> tuple[list[str], list[str]]:
    """The paragraphs of all pages, and the lines at their edges that were left out."""
    laid = [(rows_of(runs_of(page.glyphs)), page.height) for page in pages]
    dropped = edges_of(laid)
    columns: list[Column] = []
    for number, (rows, _) in enumerate(laid):
        kept = [run for at, row in enumerate(rows) if (number, at) not in dropped for run in row]
        columns.extend(Column([line_of(row) for row in rows_of(part)]) for part in columns_of(kept))
    told: dict[str, str] = {}
    for number, at in sorted(dropped):
        text = line_of(laid[number][0][at]).text
        told.setdefault(DIGITS.sub("0", text), text)
    return joined(columns), list(told.values())
