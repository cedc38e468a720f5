"""Two groups of sources compared: what a report shows of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scapolicy.analysis.compare import AGAINST, GROUP, Conditions, GroupComparison, compare
from scapolicy.coded import Coded
from scapolicy.errors import ScapolicyError, counted, problem
from scapolicy.report.results import Passage, Results
from scapolicy.tables.table import Cell, Row, is_undefined

COLUMNS = (
    "Group",
    "Against",
    "Difference",
    "Low to high",
    "Keyness",
    "Log ratio",
    "p (Holm)",
    "Passages that differ",
)
"""The heads of what is shown of each factor."""

_LEAST = 0.001

Places = Mapping[str, tuple[int, ...]]
"""Of each group, the places of passages in the list of the results."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A factor's row: its place, its label, its cells as they are read, and how many differ."""

    factor: int
    label: str
    cells: tuple[str, ...]
    differing: int

    @property
    def told(self) -> str:
        """How many passages differ, in words."""
        return counted(self.differing, "passage") if self.differing else "none"


@dataclass(frozen=True, slots=True)
class Compared:
    """The section: its title, its rows, what a reader should know, and which passages differ.

    `differing` leads from the place of a factor to its passages; it is empty where the report
    shows none.
    """

    title: str
    rows: tuple[Contrast, ...]
    notes: tuple[str, ...]
    differing: Mapping[int, Places]


def compared(
    coded: Coded, results: Results, group: Conditions | None, against: Conditions | None
) -> Compared | None:
    """What `compare` says of two groups of sources; None where no group is given.

    Raises:
        ScapolicyError: as for `compare`; there are conditions to compare with, but no group; or
            the tables of the results contradict each other.

    """
    if not group:
        if against:
            raise ScapolicyError([problem("P10")])
        return None
    found = compare(coded, group, against, level=results.record["options"]["level"])
    try:
        return _shown(found, results)
    except (KeyError, ValueError):
        raise ScapolicyError([problem("P02", at="passages.csv")]) from None


def _shown(found: GroupComparison, results: Results) -> Compared:
    columns = found.passages.columns
    differing = [row[0] for row in found.passages.rows]
    rows = tuple(
        Contrast(place, label, _cells(share, key), differing.count(name))
        for place, ((name, label), share, key) in enumerate(
            zip(results.factors.items(), found.shares.rows, found.keyness.rows, strict=True)
        )
    )
    passages = (f"Passages that differ: {one[0].lower()}{one[1:]}" for one in found.passages.notes)
    notes = (*found.shares.notes, *found.keyness.notes, *passages)
    _, _, title = found.shares.title.partition(": ")
    places = _places(columns, found.passages.rows, results)
    return Compared(title, rows, notes, places)


def _cells(share: Row, key: Row) -> tuple[str, ...]:
    _, part, other, difference, low, high = share
    _, _, _, keyness, ratio, _, p = key
    interval = "" if is_undefined(low) else f"{low:+.2%} to {high:+.2%}"
    shares = _as(part, ".2%"), _as(other, ".2%"), _as(difference, "+.2%"), interval
    return (*shares, _as(keyness, "+.2f"), _as(ratio, "+.2f"), _probability(p))


def _as(cell: Cell, form: str) -> str:
    """A figure as it is read; one that is undefined stays empty."""
    return "" if is_undefined(cell) else format(cell, form)


def _probability(p: Cell) -> str:
    return f"< {_LEAST}" if float(p) < _LEAST else _as(p, ".3f")


def _places(
    columns: Sequence[str], rows: Sequence[Row], results: Results
) -> dict[int, dict[str, tuple[int, ...]]]:
    """Where the passages that differ stand among those that the report shows."""
    source, segment = columns.index("source"), columns.index("segment")
    factors = {name: place for place, name in enumerate(results.factors)}
    stands = {_key(one): place for place, one in enumerate(results.passages or ())}
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: {GROUP: [], AGAINST: []})
    for row in rows if stands else ():
        factor = factors[str(row[0])]
        found[factor][str(row[1])].append(stands[factor, str(row[source]), int(row[segment])])
    return {
        factor: {side: tuple(places) for side, places in sides.items()}
        for factor, sides in found.items()
    }


def _key(one: Passage) -> tuple[int, str, int]:
    return one.factor, one.source, one.segment
