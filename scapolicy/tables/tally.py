"""Counting: in how many segments a category or code is spoken of, and which way."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from scapolicy.coding import combine
from scapolicy.records import CodedSource, Level, Valence
from scapolicy.tables.table import case_of

Tally = Counter[Valence]
"""Segments by valence; their sum is the number of segments."""


def tally_source(source: CodedSource, level: Level) -> dict[str, Tally]:
    """The segments of one source for each category or code, each segment counted once.

    A segment that carries several codes of a category has the valence that these make together.
    """
    valences: dict[tuple[int, str], list[Valence]] = defaultdict(list)
    for coding in source.codings:
        key = coding.category if level is Level.CATEGORY else coding.code
        valences[coding.segment, key].append(coding.valence)
    tallies: dict[str, Tally] = defaultdict(Counter)
    for (_, key), found in valences.items():
        tallies[key][combine(found)] += 1
    return tallies


def tally_cases(
    sources: Iterable[CodedSource], by: str, level: Level
) -> Mapping[str, Mapping[str, Tally]]:
    """Case → category or code → segments by valence."""
    cases: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Counter))
    for source in sources:
        case = cases[case_of(source.attributes, by)]
        for key, tally in tally_source(source, level).items():
            case[key].update(tally)
    return cases
