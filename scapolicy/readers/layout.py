"""Letters that lie on pages → paragraphs in the order in which they are read.

A page says where its letters lie and nothing of lines, columns or paragraphs; these are found
from the white space between them. All measures are in points, `bottom` and `top` upwards.
"""

import itertools
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_SOFT = "\u00ad\u0002\ufffe"  # a hyphen that stands only at the end of a line
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", "ff fi fl ffi ffl st st".split(), strict=True))
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_JOINS = re.compile(rf"[{_UNSPACED}\uff00-\uff65]\n[{_UNSPACED}\uff00-\uff65]")
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W*(?:p\.?|page|seite|página)?\W*\d+\W*(?:(?:of|von|de|/)\W*\d+)?\W*", re.IGNORECASE
)
_LABEL = re.compile(
    r"[\[(<]?(?:\d{1,2}:)?\d{1,2}:\d\d"
    r"|[QA]\d{0,3}\s?[.:)](?=\s|$)"
    r"|[^\W\d_][^:?!.,;]{0,38}(?:\.[^:?!.,;]{0,20})?[:：](?=\s|$|[\u0e00-\u9fff])"
)
_ENDED = re.compile(r"[.?!…:;。？！।][\"'”’»)\]]*$|[)\]—–]$")
_BROKEN = re.compile(rf"([^\W\d_]+)([-‐{_SOFT}])$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_EDGE = 0.13
_ROWS_AT_EDGE = 3
_LINES_IN_COLUMN = 4
_LONGEST_NUMBER = 40
_WIDEST = 10_000
_MOST_RUNS = 3_000  # no page of text has so many, and comparing them all would take long
_ALIKE = (0.8, 1.25)


class Glyph(NamedTuple):
    """A character and the box that it takes up; boxes of spaces do not matter."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


class Page(NamedTuple):
    """The glyphs of a page as it lists them, and its height."""

    glyphs: Sequence[Glyph]
    height: float


@dataclass(slots=True)
class _Run:
    """Words on one line with no wide gap between them."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def level_with(self, other: "_Run | Glyph") -> bool:
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.size, other.top - other.bottom)


@dataclass(slots=True)
class _Column:
    """The lines of a column, from the top."""

    lines: list[_Run] = field(default_factory=list)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)


def paragraphs(pages: Iterable[Page]) -> tuple[list[str], list[str]]:
    """The paragraphs of all pages, and the lines at their edges that were left out."""
    laid = [(_rows(_runs(page.glyphs)), page.height) for page in pages]
    dropped = _edges(laid)
    columns: list[_Column] = []
    for number, (rows, _) in enumerate(laid):
        kept = [run for at, row in enumerate(rows) if (number, at) not in dropped for run in row]
        columns.extend(_Column([_line(row) for row in _rows(part)]) for part in _columns(kept))
    told: dict[str, str] = {}
    for number, at in sorted(dropped):
        text = _line(laid[number][0][at]).text
        told.setdefault(_DIGITS.sub("0", text), text)
    return _joined(columns), list(told.values())


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    spaced = False
    for glyph in glyphs:
        if glyph.char.isspace():
            spaced = True
            continue
        size = glyph.top - glyph.bottom
        if size <= 0:
            continue
        char = _LIGATURES.get(glyph.char, glyph.char)
        last = runs[-1] if runs else None
        gap = max(glyph.left - last.right, last.left - glyph.right) if last else 0
        if last is None or gap > 0.9 * size or not last.level_with(glyph):
            runs.append(_Run(char, *glyph[1:]))
        else:
            last.text += " " + char if spaced or gap > 0.35 * size else char
            last.left, last.right = min(last.left, glyph.left), max(last.right, glyph.right)
            last.bottom, last.top = min(last.bottom, glyph.bottom), max(last.top, glyph.top)
        spaced = False
    return runs


def _rows(runs: Iterable[_Run]) -> list[list[_Run]]:
    """The runs that lie level with one another, from the top."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        if rows and rows[-1][0].level_with(run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _line(row: Sequence[_Run]) -> _Run:
    backwards = sum(bool(_RTL.search(run.text)) for run in row) * 2 > len(row)
    ordered = sorted(row, key=lambda run: run.left, reverse=backwards)
    return _Run(
        " ".join(run.text for run in ordered),
        min(run.left for run in row),
        min(run.bottom for run in row),
        max(run.right for run in row),
        max(run.top for run in row),
    )


def _edges(laid: Sequence[tuple[list[list[_Run]], float]]) -> set[tuple[int, int]]:
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
            line = _line(rows[at])
            if _EDGE * height < line.middle < (1 - _EDGE) * height:
                continue
            if apart and len(line.text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(line.text):
                dropped.add((number, at))
            if not apart:
                close.add((number, at))
            key = _DIGITS.sub("0", line.text)
            for near in (round(line.middle / 4), round(line.middle / 4 + 0.5)):
                places[key, near].add((number, at))
    some, most = max(2, round(0.35 * len(laid))), max(3, round(0.6 * len(laid)))
    for (key, _), found in places.items():
        if len(found) >= most and not _LABEL.match(key):
            dropped |= found
        elif len(found - close) >= some:
            dropped |= found - close
    return dropped


def _outer(rows: Sequence[Sequence[_Run]]) -> Iterator[tuple[int, bool]]:
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


def _columns(runs: list[_Run]) -> list[list[_Run]]:
    """The runs parted into columns, and these in reading order.

    What lies across two columns, like a heading, parts what is above it from what is below.
    """
    gutter = _gutter(runs)
    if gutter is None:
        return [runs] if runs else []
    across = [run for run in runs if run.left < gutter < run.right]
    found: list[list[_Run]] = []
    sides: tuple[list[_Run], list[_Run], list[_Run]] = ([], [], [])

    def flush(*which: int) -> None:
        for side in which:
            if sides[side]:
                found.extend(_columns(sides[side][:]) if side else [sides[side][:]])
                sides[side].clear()

    for run in sorted(runs, key=lambda run: -run.middle):
        spans = any(run.level_with(other) for other in across)
        flush(*((1, 2) if spans else (0,)))
        sides[0 if spans else 1 if run.right <= gutter else 2].append(run)
    flush(0, 1, 2)
    return found


def _gutter(runs: Sequence[_Run]) -> float | None:
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
    # In two columns lines run on to the gutter; in a table cells are mostly shorter.
    full = sum(run.right - run.left > 0.6 * (gutter - low) for run in left)
    enough = min(side_by_side, full) >= _LINES_IN_COLUMN and 2 * full >= len(left)
    return gutter if enough and fewest <= 2 * side_by_side else None


def _joined(columns: Sequence[_Column]) -> list[str]:
    leading = _leading(columns)
    found: list[list[str]] = []
    last: _Run | None = None
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


def _leading(columns: Iterable[_Column]) -> float:
    """The usual distance from line to line, in heights of a line."""
    steps = [
        round((upper.middle - lower.middle) / lower.size, 1)
        for column in columns
        for upper, lower in itertools.pairwise(column.lines)
    ]
    # Lines of a paragraph are the nearest to one another; single ones may lie nearer still.
    usual = [step for step, count in Counter(steps).items() if count >= 0.2 * len(steps)]
    return min(usual, default=statistics.median(steps) if steps else 1.0)


def _goes_on(last: _Run, line: _Run, column: _Column, leading: float, opening: bool) -> bool:  # noqa: FBT001
    """Whether a line goes on with the paragraph of the one above it."""
    if last.middle - line.middle > (leading + 0.35) * line.size:
        return False
    if not _ALIKE[0] < line.size / last.size < _ALIKE[1]:
        return False
    room = column.right - last.right
    first = line.text.split(" ", 1)[0]
    per_character = (line.right - line.left) / len(line.text)
    short = room > (len(first) + 1) * per_character + 1.5 * line.size
    short = short and not _RTL.search(last.text)
    if _LABEL.match(line.text) and (short or _ENDED.search(last.text)):
        return False
    shift = line.left - last.left
    if shift > 0.8 * line.size:  # a first line set in, or the rest of one that hangs out
        return opening and (_LABEL.match(last.text) is not None or not short)
    if shift < -0.8 * line.size and not opening:
        return False
    return not short


def _goes_on_over(last: _Run, line: _Run) -> bool:
    """Whether a column's first line goes on with the paragraph that ended the one before."""
    if _LABEL.match(line.text) or _ENDED.search(last.text):
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
