"""Which factors are spoken of together: in one segment, one turn or one source."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import combinations

from scapolicy.choices import chosen
from scapolicy.coded import Coded, level_of
from scapolicy.errors import ScapolicyError, problem
from scapolicy.records import Level, Unit
from scapolicy.tables.table import (
    UNDEFINED,
    Cell,
    Row,
    Table,
    case_columns,
    columns_of,
    if_undefined,
    quotient,
)

_PAIRS = ("first", "second", "n_first", "n_second", "n_both", "jaccard", "lift")
_MEANING = (
    "jaccard: those with both, of those with either. lift: those with both, divided by how many "
    "there would be if the two were independent; 1 is chance."
)
_NO_TURNS = "lift is undefined, as a run does not record how many turns it analysed."
_NOWHERE = (
    "jaccard is undefined where neither of two factors is spoken of, lift where one of them is not."
)

Places = Mapping[str, set[tuple[str, int]]]
"""For each factor the units that carry it, each as the source's name and a number in it."""


class Within(StrEnum):
    """Where two factors must both be, to be together."""

    SEGMENT = "segment"
    TURN = "turn"
    SOURCE = "source"


class Measure(StrEnum):
    """How it is said how far two factors go together."""

    COUNTS = "counts"
    JACCARD = "jaccard"
    LIFT = "lift"


def cooccurrence(
    coded: Coded,
    *,
    level: str | None = None,
    within: str = Within.SEGMENT,
    measure: str = Measure.COUNTS,
    pairs: bool = False,
) -> Table:
    """Factors × factors: in how many units both are spoken of, or how far beyond chance.

    With A and B the numbers of units that carry one factor and the other, C of those that carry
    both, and N of all units analysed, Jaccard is C / (A + B - C) (Jaccard 1912, New Phytologist
    11, p. 37–50) and lift is C N / (A B) (Brin, Motwani, Ullman and Tsur 1997, SIGMOD,
    p. 255–264, there called interest). Jaccard is undefined of two factors that are nowhere, lift
    if one of them is.

    Args:
        coded: what `code` or `read_results` gave.
        level: what a factor is, `category` or `code`; as in the run unless given.
        within: the unit, `segment`, `turn` or `source`.
        measure: `counts`, whose diagonal is the units with the factor; `jaccard`, or `lift`.
        pairs: instead one row a pair, with all measures, the most frequent pairs first.

    Raises:
        ScapolicyError: the segments are larger than turns, or turns were not counted.

    """
    level, within = level_of(coded, level), chosen(Within, within, "within")
    measure = chosen(Measure, measure, "measure")
    if within is Within.TURN and coded.unit is Unit.DOCUMENT:
        raise ScapolicyError([problem("X10")])
    units = _number_of_units(coded, within)
    places = _places(coded, level, within)
    if pairs:
        rows = sorted(_pair_rows(places, units), key=lambda row: -int(row[4]))
        told = (_MEANING, *([_NO_TURNS] if units is None else []), *if_undefined(rows, _NOWHERE))
        return Table("cooccurrence", _PAIRS, tuple(rows), f"Factors within a {within}", told)
    if measure is Measure.LIFT and units is None:
        raise ScapolicyError([problem("X11")])
    cells = tuple(
        (one, *(_measured(places[one], places[other], units, measure) for other in places))
        for one in places
    )
    notes = () if measure is Measure.COUNTS else (_MEANING, *if_undefined(cells, _NOWHERE))
    title = f"Factors within a {within}: {measure}"
    names = (*case_columns([level], places), *places)
    return Table("cooccurrence", names, cells, title, notes, factors=tuple(places))


def _places(coded: Coded, level: Level, within: Within) -> Places:
    """The units that carry each factor, in the codebook's order."""
    places: dict[str, set[tuple[str, int]]] = {
        one.id: set() for one in columns_of(coded.codebook, level)
    }
    for source in coded.sources:
        for one in source.codings:
            number = 0 if within is Within.SOURCE else int(getattr(one, within))
            places[getattr(one, level)].add((source.name, number))
    return places


def _number_of_units(coded: Coded, within: Within) -> int | None:
    """How many units were analysed; None where nobody counted."""
    if within is Within.SOURCE:
        return len(coded.sources)
    if within is Within.SEGMENT or coded.unit is Unit.TURN:
        return sum(source.segments for source in coded.sources)
    return None


def _measured(
    one: set[tuple[str, int]], other: set[tuple[str, int]], units: int | None, measure: Measure
) -> Cell:
    both = len(one & other)
    if measure is Measure.COUNTS:
        return both
    if measure is Measure.JACCARD:
        return quotient(both, len(one | other))
    return UNDEFINED if units is None else quotient(both * units, len(one) * len(other))


def _pair_rows(places: Places, units: int | None) -> list[Row]:
    rows: list[Row] = []
    for one, other in combinations(places, 2):
        pair = places[one], places[other]
        measures = (_measured(*pair, units, each) for each in Measure)
        rows.append((one, other, *map(len, pair), *measures))
    return rows
