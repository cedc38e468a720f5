"""A narrow column at the left that says who speaks: read across, as `Label: what is said`.

Its entries stand at the height of the first line of what is said, and come again. In two columns
of running text, what stands at the left are lines, of which hardly any looks like a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scapolicy.readers.layout.glyphs import Run, line_of
from scapolicy.readers.layout.numbers import Rows
from scapolicy.readers.roles import Roles
from scapolicy.readers.sheet.columns import columns_of

_WHO = re.compile(
    r"(?P<before>(?:[\[(]?(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?[\])]? )?(?:\d{1,3}[.)]? )?)"
    r"(?P<name>[^\W\d_][^:：.,;!?…\[\]]{0,38}(?:\.[^:：.,;!?…\[\]]{0,20})?) ?(?P<colon>[:：]?)"
)
_MOST_WORDS = 5
_FEWEST, _MOST_TABLES = 3, 10
_NEAR = 4.0  # points
_MOSTLY = 0.8
_KNOWN = Roles()


@dataclass(slots=True)
class Across:
    """What was read across: the labels without a colon, headers left out, and pages in doubt."""

    labels: dict[str, None] = field(default_factory=dict[str, None])
    headers: dict[str, None] = field(default_factory=dict[str, None])
    doubtful: set[int] = field(default_factory=set[int])


@dataclass(slots=True)
class _Entry:
    """A row that begins with who speaks, and where what is said begins."""

    page: int
    at: int
    before: str
    name: str
    colon: bool
    said: Run

    @property
    def known(self) -> bool:
        return _KNOWN.knows(self.name)


_Named = dict[tuple[int, int], list[_Entry]]
"""By page and row: who may speak there."""


def read_across(pages: Sequence[Rows]) -> tuple[list[Rows], Across]:
    """The rows of pages, those that begin with a label as one run each; and what to tell."""
    found = Across()
    left = [list(rows) for rows in pages]
    named: _Named = {}
    for number, rows in enumerate(left):
        for at, row in enumerate(rows):
            named[number, at] = list(_entries(row, number, at))
    starts = [entry.said.left for entries in named.values() for entry in entries]
    places = Counter(round(start / _NEAR) for start in starts)
    for place, _ in sorted(places.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TABLES]:
        _read(left, named, place * _NEAR, found)
    return [[row for row in rows if row] for rows in left], found


def _read(pages: list[Rows], named: _Named, place: float, found: Across) -> None:
    """Read the rows of a table across, of which what is said begins at a place."""
    entries: list[_Entry] = []
    inside = outside = 0
    for number, rows in enumerate(pages):
        within = not any(_left_of(row, place) for row in rows[:1])
        for at, row in enumerate(rows):
            possible = named[number, at]
            entry = next((one for one in possible if _is_near(one.said, place)), None)
            begins = any(_is_near(run, place) for run in row)
            if entry:
                entries.append(entry)
            within = entry is not None or (within and not _left_of(row, place))
            inside += within
            outside += begins and not within
    header = bool(entries) and _is_header(entries[0])
    talk = [entry for entry in entries if not (header and _is_header(entry))]
    if not _is_talk(talk):
        return
    if outside > (1 - _MOSTLY) * inside:
        if outside <= inside:
            found.doubtful |= {entry.page for entry in talk}
        return
    for entry in entries:
        named[entry.page, entry.at] = []
        if header and _is_header(entry):
            found.headers[line_of(pages[entry.page][entry.at]).text] = None
            pages[entry.page][entry.at] = []
        else:
            pages[entry.page][entry.at] = [_as_one(entry)]
            if not entry.colon:
                found.labels[entry.name] = None


def _entries(row: Sequence[Run], page: int, at: int) -> Iterator[_Entry]:
    """A row as who speaks, perhaps behind a time, and what is said."""
    ordered = sorted(row, key=lambda run: run.left)
    for cells in (1, 2):
        who = _WHO.fullmatch(" ".join(run.text for run in ordered[:cells]))
        if who and len(ordered) > cells and _is_name(who["name"]):
            said = line_of(ordered[cells:])
            yield _Entry(page, at, who["before"], who["name"].strip(), bool(who["colon"]), said)


def _is_name(name: str) -> bool:
    words = name.split()
    lower = any(word[0].islower() for word in words)
    return len(words) <= _MOST_WORDS and (not lower or _KNOWN.knows(name))


def _is_near(run: Run, place: float) -> bool:
    return abs(run.left - place) <= _NEAR


def _left_of(row: Iterable[Run], place: float) -> bool:
    return any(run.left < place - _NEAR for run in row)


def _is_header(entry: _Entry) -> bool:
    columns = columns_of([[entry.name, entry.said.text]])
    return columns is not None and (columns.speaker, columns.text) == (0, 1)


def _is_talk(entries: Sequence[_Entry]) -> bool:
    """Whether names come again, or are of known roles, and stand before more words than theirs."""
    times = Counter(entry.name.casefold() for entry in entries)
    sure = sum(entry.known or times[entry.name.casefold()] > 1 for entry in entries)
    said = sum(sum(map(str.isalpha, entry.said.text)) for entry in entries)
    longer = said > sum(len(entry.name) for entry in entries)
    enough = len(entries) >= _FEWEST and sure >= _MOSTLY * len(entries)
    return enough and longer and max(times.values()) > 1


def _as_one(entry: _Entry) -> Run:
    said = entry.said
    text = f"{entry.before}{entry.name}: {said.text}"
    return Run(text, said.left, said.bottom, said.right, said.top, opens=True)
