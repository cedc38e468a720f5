"""Lines of columns → paragraphs, in the order of reading."""

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence

from scapolicy.readers.layout.glyphs import LABEL, RTL, Column, Run
from scapolicy.readers.layout.hyphens import SOFT_HYPHENS, Vocabulary, is_parted, sewn

_ENDED = re.compile(r"[.?!…:;。？！।][\"'”’»)\]]*$|[)\]—–]$")
_ALIKE = (0.8, 1.25)


def joined(columns: Sequence[Column]) -> list[str]:
    """The paragraphs of columns, which may go on from one to the next."""
    leading = _leading(columns)
    found: list[list[str]] = []
    last: Run | None = None
    opening = True  # the last line is the first of its paragraph
    for column in columns:
        for at, line in enumerate(column.lines):
            if at:
                goes_on = last is not None and _goes_on(last, line, column, leading, opening)
            else:
                goes_on = last is not None and _goes_on_over(last, line)
            if goes_on:
                found[-1].append(line.text)
            else:
                found.append([line.text])
            opening = not goes_on
            last = line
    vocabulary = Vocabulary(text for lines in found for text in lines)
    return [sewn(lines, vocabulary) for lines in found]


def _leading(columns: Iterable[Column]) -> float:
    """The usual distance from line to line, in heights of a line."""
    steps = [
        round((upper.middle - lower.middle) / lower.size, 1)
        for column in columns
        for upper, lower in itertools.pairwise(column.lines)
    ]
    # Lines of a paragraph are the nearest to one another; single ones may lie nearer still.
    usual = [step for step, count in Counter(steps).items() if count >= 0.2 * len(steps)]
    return min(usual, default=statistics.median(steps) if steps else 1.0)


def _goes_on(last: Run, line: Run, column: Column, leading: float, opening: bool) -> bool:  # noqa: FBT001
    """Whether a line goes on with the paragraph of the one above it."""
    anew = line.opens or (last.opens and line.left < last.left - 0.8 * line.size)
    if anew or last.middle - line.middle > (leading + 0.35) * line.size:
        return False
    if not _ALIKE[0] < line.size / last.size < _ALIKE[1]:
        return False
    room = column.right - last.right
    first = line.text.split(" ", 1)[0]
    per_character = (line.right - line.left) / len(line.text)
    short = room > (len(first) + 1) * per_character + 1.5 * line.size
    short = short and not RTL.search(last.text)
    parted = is_parted(last.text)
    if LABEL.match(line.text) and (short or _ENDED.search(last.text) or _broken_off(last, line)):
        return False
    shift = line.left - last.left
    if shift > 0.8 * line.size:  # a first line set in, or the rest of one that hangs out
        return parted or (opening and (LABEL.match(last.text) is not None or not short))
    if shift < -0.8 * line.size and not opening:
        return parted
    return parted or not short


def _broken_off(last: Run, line: Run) -> bool:
    """Whether a line ends within a word that does not go on in the next."""
    return is_parted(last.text) and not line.text[0].islower()


def _goes_on_over(last: Run, line: Run) -> bool:
    """Whether a column's first line goes on with the paragraph that ended the one before."""
    if line.opens or LABEL.match(line.text) or _ENDED.search(last.text):
        return False
    if not _ALIKE[0] < line.size / last.size < _ALIKE[1]:
        return False
    first = line.text[0]
    caseless = first.isalpha() and first.lower() == first.upper()
    return first.islower() or caseless or last.text.endswith(("-", ",", *SOFT_HYPHENS))
