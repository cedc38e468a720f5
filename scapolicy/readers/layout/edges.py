"""Headers, footers and page numbers: what stands at the edges of many pages."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from scapolicy.readers.layout.glyphs import LABEL, Run, line_of

DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W*(?:p\.?|page|seite|página)?\W*\d+\W*(?:(?:of|von|de|/)\W*\d+)?\W*", re.IGNORECASE
)
_EDGE = 0.13
_ROWS_AT_EDGE = 3
_LONGEST_NUMBER = 40


def edges_of(laid: Sequence[tuple[list[list[Run]], float]]) -> set[tuple[int, int]]:
    """Headers, footers and page numbers, as page and row.

    They stand near the edge, and on many pages at one height and with the same words but for
    their digits; apart from the rest, or on most pages. A number that stands alone and apart is
    one on a single page too.
    """
    places: dict[tuple[str, int], set[tuple[int, int]]] = defaultdict(set)
    dropped: set[tuple[int, int]] = set()
    close: set[tuple[int, int]] = set()
    for number, (rows, height) in enumerate(laid):
        for at, apart in _outer(rows):
            line = line_of(rows[at])
            if _EDGE * height < line.middle < (1 - _EDGE) * height:
                continue
            if apart and len(line.text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(line.text):
                dropped.add((number, at))
            if not apart:
                close.add((number, at))
            key = DIGITS.sub("0", line.text)
            for near in (round(line.middle / 4), round(line.middle / 4 + 0.5)):
                places[key, near].add((number, at))
    some, most = max(2, round(0.35 * len(laid))), max(3, round(0.6 * len(laid)))
    for (key, _), found in places.items():
        if len(found) >= most and not LABEL.match(key):
            dropped |= found
        elif len(found - close) >= some:
            dropped |= found - close
    return dropped


def _outer(rows: Sequence[Sequence[Run]]) -> Iterator[tuple[int, bool]]:
    """The rows at the top and at the bottom, and whether white parts them from the rest."""
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        outer = list(order[: _ROWS_AT_EDGE + 1])
        parted = 0
        for count, (at, inner) in enumerate(itertools.pairwise(outer), 1):
            row = rows[at][0]
            if abs(rows[inner][0].middle - row.middle) > 2 * row.size:
                parted = count
        if parted:
            yield from ((at, True) for at in outer[:parted])
        elif outer:
            yield outer[0], False
