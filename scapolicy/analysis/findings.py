"""The findings by any attributes: is a factor there, partly there, missing, or not spoken of."""

from collections.abc import Sequence
from dataclasses import replace

from scapolicy.analysis.selection import cases_by, grouped
from scapolicy.analysis.zeros import zero_told
from scapolicy.coded import Coded, level_of
from scapolicy.errors import ScapolicyError, problem
from scapolicy.records import Finding, FindingRule
from scapolicy.tables.findings import find
from scapolicy.tables.table import Row, Table, case_columns, columns_of
from scapolicy.tables.tally import count_sources


def findings(
    coded: Coded,
    by: str | Sequence[str] = (),
    *,
    level: str | None = None,
    present: float | None = None,
    absent: float | None = None,
    tell_zeros: bool = False,
) -> Table:
    """Cases × factors, each cell `present`, `partial`, `absent` or `not mentioned`.

    Args:
        coded: what `code` or `read_results` gave.
        by: the attributes that make a case, that of the run unless given; one row for
            each combination of their values that a source has.
        level: what a column stands for, `category` or `code`; as in the run unless given.
        present: the share of facilitators, from 0 to 1, from which a factor is present; the
            codebook's if not given.
        absent: the share up to which it is absent, likewise.
        tell_zeros: put `not asked` for a factor not mentioned of which no interviewer of the case
            speaks either, and rows of `no transcript` for combinations that no source has.

    Raises:
        ScapolicyError: no source states such an attribute, or the shares make no sense.

    """
    level = level_of(coded, level)
    by = cases_by(coded, by)
    rule = _rule(coded.codebook.findings, present, absent)
    columns = [one.id for one in columns_of(coded.codebook, level)]
    rows: list[Row] = []
    for group, sources in grouped(coded, by, empty=tell_zeros).items():
        counts = count_sources(sources, "")
        cells = [str(find(counts.overall(level, one), rule)) for one in columns]
        if tell_zeros:
            told = [zero_told(sources, coded.codebook, level, one) for one in columns]
            pairs = zip(cells, told, strict=True)
            cells = [
                zero if zero and cell == Finding.NOT_MENTIONED else cell for cell, zero in pairs
            ]
        rows.append((*group, *cells))
    names = (*case_columns(by, columns), *columns)
    title = f"Findings by {' and '.join(by)}"
    return Table("findings", names, tuple(rows), title, (_told(rule),), factors=tuple(columns))


def _rule(rule: FindingRule, present: float | None, absent: float | None) -> FindingRule:
    """The codebook's rule with the shares given."""
    rule = replace(
        rule,
        present=rule.present if present is None else present,
        absent=rule.absent if absent is None else absent,
    )
    if not 0 <= rule.absent < rule.present <= 1:
        raise ScapolicyError([problem("C21")])
    return rule


def _told(rule: FindingRule) -> str:
    """The rule in words."""
    told = (
        f"Present: a share of at least {rule.present:.4g} of facilitators among facilitators and "
        f"barriers; absent: of at most {rule.absent:.4g}; partial: between, or spoken of but "
        "neither for nor against."
    )
    if rule.informants > 1:
        told += f" Partial too: fewer than {rule.informants} informants speak for or against."
    if rule.levels:
        told += f" Partial too: one of these levels is silent: {', '.join(rule.levels)}."
    return told
