"""Counting: in how many segments a category or code is spoken of, which way, and by whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scapolicy.coding import combine
from scapolicy.records import CodedSource, Level, Valence
from scapolicy.tables.table import case_of

INFORMANT = "informant"
LEVEL = "level"

Tally = Counter[Valence]
"""Segments by valence; their sum is the number of segments."""

Tallies = Mapping[Level, Mapping[str, Tally]]
"""At each level: category or code → segments by valence."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What is counted in one source; `matches` are those of each code, `codings` all."""

    words: int
    segments: int
    codings: int
    tallies: Tallies
    matches: Mapping[str, int]


def count_source(source: CodedSource) -> SourceCount:
    """Count one source, each of its segments once per category and once per code.

    A segment that carries several codes of a category has the valence that these make together.
    """
    codes = Counter((coding.code, coding.valence) for coding in source.codings)
    valences: dict[tuple[int, str], Valence] = {}
    for coding in source.codings:
        key, valence = (coding.segment, coding.category), coding.valence
        valences[key] = combine((valences[key], valence)) if key in valences else valence
    categories = Counter((category, valence) for (_, category), valence in valences.items())
    return SourceCount(
        source.words,
        source.segments,
        len(source.codings),
        {Level.CATEGORY: _tallies(categories), Level.CODE: _tallies(codes)},
        Counter(match.code for match in source.matches),
    )


def _tallies(counts: Mapping[tuple[str, Valence], int]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Counter)
    for (key, valence), number in counts.items():
        tallies[key][valence] = number
    return tallies


def informant_of(name: str, attributes: Mapping[str, str]) -> str:
    """Who speaks in a source of that name: the informant stated, without one the source itself."""
    return attributes.get(INFORMANT, "") or name


@dataclass(slots=True)
class Cell:
    """What is said of one factor in one case: segments by valence, and who says it.

    `informants` and `levels` are those whose segments speak for or against, each with the number
    of its sources, so that sources can be taken out again; `sources` is the number of sources that
    speak of the factor at all.
    """

    tally: Tally = field(default_factory=Tally)
    sources: int = 0
    informants: Counter[str] = field(default_factory=Counter[str])
    levels: Counter[str] = field(default_factory=Counter[str])

    def merge(self, other: "Cell") -> None:
        """Add what is said elsewhere."""
        self.tally.update(other.tally)
        self.sources += other.sources
        self.informants.update(other.informants)
        self.levels.update(other.levels)

    def take_out(self, other: "Cell") -> None:
        """Undo the merge of what is said elsewhere."""
        self.tally.subtract(other.tally)
        self.sources -= other.sources
        for mine, theirs in (
            (self.informants, other.informants),
            (self.levels, other.levels),
        ):
            mine.subtract(theirs)
            for name in theirs:
                if not mine[name]:
                    del mine[name]


class Counts:
    """All sources counted together, by the cases that they belong to.

    Only what the tables need is kept, and for each source the number of its codings.
    """

    def __init__(self, by: str) -> None:
        """`by` is the attribute that says what a case is."""
        self.by = by
        self.words = self.segments = 0
        self.codings: dict[str, int] = {}
        self.matches: Counter[str] = Counter()
        self.cases: dict[str, dict[Level, dict[str, Cell]]] = {}

    def add(self, name: str, attributes: Mapping[str, str], count: SourceCount) -> None:
        """Count one more source."""
        self.words += count.words
        self.segments += count.segments
        self.codings[name] = count.codings
        self.matches.update(count.matches)
        case = self.cases.setdefault(
            case_of(attributes, self.by), {level: defaultdict(Cell) for level in Level}
        )
        for level, tallies in count.tallies.items():
            for key, tally in tallies.items():
                cell = case[level][key]
                cell.tally.update(tally)
                cell.sources += 1
                if tally.total() > tally[Valence.NEUTRAL]:
                    cell.informants[informant_of(name, attributes)] += 1
                    cell.levels[attributes.get(LEVEL, "").casefold()] += 1

    def cell(self, case: str, level: Level, key: str) -> Cell:
        """What is said of a category or code in a case."""
        return self.cases[case][level].get(key) or Cell()

    def overall(self, level: Level, key: str) -> Cell:
        """What is said of a category or code in all cases together."""
        whole = Cell()
        for case in self.cases:
            whole.merge(self.cell(case, level, key))
        return whole


def count_sources(sources: Iterable[CodedSource], by: str) -> Counts:
    """Count sources, by the attribute that says what a case is."""
    counts = Counts(by)
    for source in sources:
        counts.add(source.name, source.attributes, count_source(source))
    return counts
