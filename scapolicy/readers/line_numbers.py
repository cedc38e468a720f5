"""Line numbers: numbers at the beginnings of lines that count these through nearly all of a text.

A printed transcript has them so that a line can be referred to. They are no words, and hide who
speaks. A numbered list counts only what is in it, and stays.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from scapolicy.errors import Problem, problem
from scapolicy.readers.document import Document

_AT_LINE = re.compile(r"[ \t]*+(\d{1,6})(?:[ \t]++|$)")
_FEWEST = 5
_MOST_OF_ALL = 0.8
_WIDEST_STEP = 10  # some number only each fifth line, or each tenth
_UNCOUNTED = 2  # lines between two numbers that were not counted, as a title
_FIRST_BELOW = 1_000  # lists that begin beyond are of years
_BACK = 12  # how many numbers back the one before is looked for


class _Link(NamedTuple):
    """A number in a chain of them: how many lines the chain counts, and which is before it."""

    covered: int
    before: int | None


def counted(pages: Sequence[Sequence[int | None]]) -> set[tuple[int, int]]:
    """Which of the numbers that lines of pages begin with count the lines, as page and line.

    None stands for a line that begins with no number. Empty where they don't count nearly all.
    """
    found: list[tuple[int, int]] = []
    covered = 0
    for number, lines in enumerate(pages):
        numbers = [(at, value) for at, value in enumerate(lines) if value is not None]
        chain, counts = _chain(numbers)
        if chain:
            step = max(round(counts / len(chain)), 1)
            first, last = chain[0], chain[-1]
            covered += counts + min(first, step - 1) + min(len(lines) - 1 - last, step - 1)
        found += [(number, at) for at in chain]
    enough = len(found) >= _FEWEST and covered >= _MOST_OF_ALL * sum(map(len, pages))
    if not enough or (pages[found[0][0]][found[0][1]] or 0) >= _FIRST_BELOW:
        return set()
    return set(found)


def _chain(numbers: Sequence[tuple[int, int]]) -> tuple[list[int], int]:
    """The lines whose numbers follow one another, where they count the most; and how many."""
    links: list[_Link] = []
    for this, (at, value) in enumerate(numbers):
        best = _Link(1, None)
        for before in range(this - 1, max(this - _BACK, 0) - 1, -1):
            counts = _counts(at - numbers[before][0], numbers[before][1], value)
            if counts and links[before].covered + counts > best.covered:
                best = _Link(links[before].covered + counts, before)
        links.append(best)
    if not links:
        return [], 0
    here: int | None = max(range(len(links)), key=lambda this: links[this].covered)
    covered = links[here or 0].covered
    chain: list[int] = []
    while here is not None:
        chain.append(numbers[here][0])
        here = links[here].before
    return chain[::-1], covered


def _counts(lines: int, before: int, value: int) -> int:
    """How many lines are counted from one number to the next; none if they don't belong together.

    A number that is small again begins a new page.
    """
    rise = value - before
    if 0 < rise <= _WIDEST_STEP and 0 <= lines - rise <= _UNCOUNTED:
        return rise
    again = value <= _WIDEST_STEP < before and 0 <= lines - value < _WIDEST_STEP
    return value if again else 0


def without_line_numbers(document: Document, file: str) -> Document:
    """A document without the numbers that count its lines, which are told."""
    lines = document.text[document.body :].split("\n")
    starts = [_AT_LINE.match(line) for line in lines]
    numbers = [int(start[1]) if start else None for start in starts]
    filled = [at for at, line in enumerate(lines) if line.strip()]
    # Empty lines are counted in one text, and not in another.
    found = {at for _, at in counted([numbers])}
    found = found or {filled[at] for _, at in counted([[numbers[at] for at in filled]])}
    if not found:
        return document
    for at in found:
        start = starts[at]
        lines[at] = lines[at][start.end() if start else 0 :]
    told = line_numbers_told([numbers[at] or 0 for at in sorted(found)], file)
    text = document.text[: document.body] + "\n".join(lines)
    return replace(document, text=text, notices=(*document.notices, told))


def line_numbers_told(numbers: Iterable[int], file: str) -> Problem:
    """What is told of the numbers that were taken out."""
    found = list(numbers)
    return problem("R75", at=file, count=len(found), first=found[0], last=found[-1])
