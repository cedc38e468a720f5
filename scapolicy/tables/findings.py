"""Findings: whether each factor is present, partial or absent in each case."""

from scapolicy.records import Codebook, Finding, FindingRule, Level, Valence
from scapolicy.tables.table import Table, case_columns, columns_of, in_case_order
from scapolicy.tables.tally import Cell, Counts


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
    if not {level.casefold() for level in rule.levels} <= cell.levels.keys():
        return Finding.PARTIAL
    share = good / (good + bad)
    if share >= rule.present:
        return Finding.PRESENT
    return Finding.ABSENT if share <= rule.absent else Finding.PARTIAL


def findings(counts: Counts, codebook: Codebook, level: Level) -> Table:
    """Cases × categories (or codes); cells hold findings by the codebook's rule."""
    columns = [column.id for column in columns_of(codebook, level)]
    rows = tuple(
        (case, *(str(find(counts.cell(case, level, one), codebook.findings)) for one in columns))
        for case in in_case_order(counts.cases)
    )
    return Table("findings", (*case_columns([counts.by], columns), *columns), rows)
