"""Lines of columns → paragraphs, with words sewn together that were parted at line ends."""

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from scapolicy.readers.layout.glyphs import LABEL, RTL, Column, Run

_SOFT = "\u00ad\u0002\ufffe"  # a hyphen that stands only at the end of a line
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_JOINS = re.compile(rf"[{_UNSPACED}\uff00-\uff65]\n[{_UNSPACED}\uff00-\uff65]")
_ENDED = re.compile(r"[.?!…:;。？！।][\"'”’»)\]]*$|[)\]—–]$")
_BROKEN = re.compile(rf"([^\W\d_]+)([-‐{_SOFT}])$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
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
    words = Counter(
        word.lower() for lines in found for text in lines for word in _WORD.findall(text)
    )
    return [_paragraph(lines, words) for lines in found]


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
    if last.middle - line.middle > (leading + 0.35) * line.size:
        return False
    if not _ALIKE[0] < line.size / last.size < _ALIKE[1]:
        return False
    room = column.right - last.right
    first = line.text.split(" ", 1)[0]
    per_character = (line.right - line.left) / len(line.text)
    short = room > (len(first) + 1) * per_character + 1.5 * line.size
    short = short and not RTL.search(last.text)
    if LABEL.match(line.text) and (short or _ENDED.search(last.text)):
        return False
    shift = line.left - last.left
    if shift > 0.8 * line.size:  # a first line set in, or the rest of one that hangs out
        return opening and (LABEL.match(last.text) is not None or not short)
    if shift < -0.8 * line.size and not opening:
        return False
    return not short


def _goes_on_over(last: Run, line: Run) -> bool:
    """Whether a column's first line goes on with the paragraph that ended the one before."""
    if LABEL.match(line.text) or _ENDED.search(last.text):
        return False
    if not _ALIKE[0] < line.size / last.size < _ALIKE[1]:
        return False
    first = line.text[0]
    caseless = first.isalpha() and first.lower() == first.upper()
    return first.islower() or caseless or last.text.endswith(("-", ",", *_SOFT))


def _paragraph(lines: Sequence[str], words: Counter[str]) -> str:
    pieces = [lines[0]]
    for line in lines[1:]:
        pieces[-1:] = _sewn(pieces[-1], line, words)
    return re.sub(f"[{_SOFT}]", "-", "".join(pieces).rstrip(_SOFT))


def _sewn(text: str, line: str, words: Counter[str]) -> Iterator[str]:
    broken = _BROKEN.search(text)
    following = _WORD.match(line)
    if broken and following:
        yield text[: broken.start(2)]
        whole = (broken[1] + following[0]).lower()
        parted = f"{broken[1]}-{following[0]}".lower()
        # Found in other places with a hyphen and never without, it is one that belongs there.
        keeps = words[parted] > 0 and not words[whole] and broken[2] not in _SOFT[0]
        yield "-" if keeps or not line[0].islower() else ""
    else:
        yield text
        if not text.endswith(("-", "‐")) and not _JOINS.search(f"{text[-1]}\n{line[0]}"):
            yield " "
    yield line
