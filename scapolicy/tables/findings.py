"""Findings: whether each factor is present, partial or absent in each case."""

from collections.abc import Sequence

from scapolicy.records import Codebook, CodedSource, Finding, FindingRule, Level, Valence
from scapolicy.tables.table import Table, cases_of, columns_of
from scapolicy.tables.tally import Tally, tally_cases


def find(tally: Tally, rule: FindingRule) -> Finding:
    """The finding that a cell's segments support.

    The share of facilitators among facilitators and barriers decides; a mixed segment counts
    once on each side. Neutral segments decide nothing: a factor that is spoken of, but never for
    or against, is partial.
    """
    if not tally.total():
        return Finding.NOT_MENTIONED
    good = tally[Valence.FACILITATOR] + tally[Valence.MIXED]
    bad = tally[Valence.BARRIER] + tally[Valence.MIXED]
    if not good + bad:
        return Finding.PARTIAL
    share = good / (good + bad)
    if share >= rule.present:
        return Finding.PRESENT
    return Finding.ABSENT if share <= rule.absent else Finding.PARTIAL


def findings(sources: Sequence[CodedSource], codebook: Codebook, by: str, level: Level) -> Table:
    """Cases × categories (or codes); cells hold findings by the codebook's rule."""
    columns = [column.id for column in columns_of(codebook, level)]
    cases = tally_cases(sources, by, level)
    rows = tuple(
        (case, *(str(find(cases[case][column], codebook.findings)) for column in columns))
        for case in cases_of(sources, by)
    )
    return Table("findings", (by, *columns), rows)
