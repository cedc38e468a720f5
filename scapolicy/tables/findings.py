"""Findings: whether each factor is present, partial or absent in each case."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scapolicy.records import Codebook, CodedSource, Finding, FindingRule, Level, Valence
from scapolicy.tables.table import Table, case_of, cases_of, columns_of
from scapolicy.tables.tally import Tally, tally_source

INFORMANT = "informant"
LEVEL = "level"


@dataclass(slots=True)
class Cell:
    """What is said of one factor in one case: segments by valence, and who says it.

    `informants` and `levels` are those whose segments speak for or against.
    """

    tally: Tally = field(default_factory=Tally)
    informants: set[str] = field(default_factory=set[str])
    levels: set[str] = field(default_factory=set[str])


def find(cell: Cell, rule: FindingRule) -> Finding:
    """The finding that a cell's segments support.

    The share of facilitators among facilitators and barriers decides; a mixed segment counts
    once on each side. Neutral segments decide nothing: a factor that is spoken of, but never for
    or against, is partial. So is one of which fewer informants speak than the rule asks for, or
    none of one of its levels.
    """
    tally = cell.tally
    if not tally.total():
        return Finding.NOT_MENTIONED
    good = tally[Valence.FACILITATOR] + tally[Valence.MIXED]
    bad = tally[Valence.BARRIER] + tally[Valence.MIXED]
    if not good + bad or len(cell.informants) < rule.informants:
        return Finding.PARTIAL
    if not {level.casefold() for level in rule.levels} <= cell.levels:
        return Finding.PARTIAL
    share = good / (good + bad)
    if share >= rule.present:
        return Finding.PRESENT
    return Finding.ABSENT if share <= rule.absent else Finding.PARTIAL


def cells(
    sources: Sequence[CodedSource], by: str, level: Level
) -> Mapping[str, Mapping[str, Cell]]:
    """Case → category or code → what is said of it."""
    found: dict[str, dict[str, Cell]] = defaultdict(lambda: defaultdict(Cell))
    for source in sources:
        case = found[case_of(source.attributes, by)]
        informant = source.attributes.get(INFORMANT, "") or source.name
        for key, tally in tally_source(source, level).items():
            cell = case[key]
            cell.tally.update(tally)
            if tally.total() > tally[Valence.NEUTRAL]:
                cell.informants.add(informant)
                cell.levels.add(source.attributes.get(LEVEL, "").casefold())
    return found


def findings(sources: Sequence[CodedSource], codebook: Codebook, by: str, level: Level) -> Table:
    """Cases × categories (or codes); cells hold findings by the codebook's rule."""
    columns = [column.id for column in columns_of(codebook, level)]
    found = cells(sources, by, level)
    rows = tuple(
        (case, *(str(find(found[case][column], codebook.findings)) for column in columns))
        for case in cases_of(sources, by)
    )
    return Table("findings", (by, *columns), rows)
