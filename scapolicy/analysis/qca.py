"""Qualitative comparative analysis with crisp sets: which factors go with an outcome, and how.

A case is in the set of a factor where the factor is found present in it, and in the set of the
outcome where its sources have the attribute asked for. Consistency and coverage are as Ragin
defines them (2006, *Political Analysis* 14, pp. 291-310), for crisp sets shares of cases:

- sufficiency of X for Y: consistency is the share of the cases in X that are in Y, coverage the
  share of those in Y that are in X;
- necessity of X for Y: consistency is the share of the cases in Y that are in X, coverage the
  share of those in X that are in Y.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scapolicy.analysis.selection import (
    Group,
    conditions_in,
    described,
    grouped,
    named_twice,
    require_attributes,
    stating,
)
from scapolicy.choices import chosen, several
from scapolicy.coded import Coded, level_of
from scapolicy.errors import ScapolicyError, problem
from scapolicy.records import CodedSource, Finding, Level
from scapolicy.tables.findings import find
from scapolicy.tables.table import Row, Table, columns_of, if_undefined, quotient
from scapolicy.tables.tally import count_sources

CONTRADICTION = "C"
_UNDEFINED = (
    "Consistency and coverage are undefined where no case is in the set that they are shares of."
)


@dataclass(frozen=True, slots=True)
class Member:
    """A case, which of the conditions' sets it is in, and whether it has the outcome."""

    name: str
    conditions: tuple[bool, ...]
    outcome: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The truth table, and how necessary and how sufficient each condition is."""

    truth_table: Table
    necessity: Table
    sufficiency: Table

    def tables(self) -> list[Table]:
        """The three tables."""
        return [self.truth_table, self.necessity, self.sufficiency]


def qca(
    coded: Coded,
    outcome: Mapping[str, Iterable[str]],
    by: str = "",
    *,
    conditions: Sequence[str] = (),
    present: Iterable[str] = (Finding.PRESENT,),
    level: str | None = None,
) -> Comparison:
    """Compare the cases that have an outcome with those that have not.

    Args:
        coded: what `code` or `read_results` gave.
        outcome: from attributes to their values; a case whose sources have one of them has it.
        by: the attribute that makes a case; that of the run unless given. Sources that do not
            state it are left out.
        conditions: the factors to compare by; all, if none is named.
        present: the findings that put a case into the set of a factor.
        level: whether the conditions are categories or codes; as in the run unless given.

    Raises:
        ScapolicyError: there is no such attribute, value or factor, a factor is named twice, or
            sources of one case differ in the outcome.

    """
    by, level = by or coded.by, level_of(coded, level)
    in_set = {chosen(Finding, one, "present") for one in several(present)}
    known = [column.id for column in columns_of(coded.codebook, level)]
    factors = several(conditions) or known
    strangers = [name for name in dict.fromkeys(factors) if name not in known]
    faults = [
        *named_twice(factors, "factor"),
        *(problem("X50", name=name, known=", ".join(known)) for name in strangers),
    ]
    if faults:
        raise ScapolicyError(faults)
    wanted = conditions_in(outcome, "outcome")
    require_attributes(coded, wanted)
    groups, left_out = stating(grouped(coded, [by]), [by])
    members, notes = _members(coded, groups, wanted, factors, level, in_set)
    about = f"cases by {by}, outcome {' or '.join(described(wanted))}"
    return compare_members(members, factors, (*left_out, *notes), about)


def _members(
    coded: Coded,
    groups: Mapping[Group, Sequence[CodedSource]],
    outcome: Mapping[str, Sequence[str]],
    conditions: Sequence[str],
    level: Level,
    present: set[Finding],
) -> tuple[list[Member], list[str]]:
    members: list[Member] = []
    notes: list[str] = []
    faults = []
    for (case,), sources in groups.items():
        has = {_outcome(source, outcome) for source in sources} - {None}
        if len(has) > 1:
            faults.append(problem("X51", at=case, names=", ".join(outcome)))
        elif not has:
            notes.append(f"{case} is left out: it does not state {' or '.join(outcome)}.")
        else:
            counts = count_sources(sources, "")
            [key] = counts.cases
            cells = (counts.cell(key, level, name) for name in conditions)
            sets = tuple(find(cell, coded.codebook.findings) in present for cell in cells)
            members.append(Member(case, sets, has == {True}))
    if faults:
        raise ScapolicyError(faults)
    return members, notes


def _outcome(source: CodedSource, outcome: Mapping[str, Sequence[str]]) -> bool | None:
    """Whether a source has one of the values; None where it states none of the attributes."""
    stated = [
        source.attributes[name] in outcome[name] for name in outcome if name in source.attributes
    ]
    return any(stated) if stated else None


def compare_members(
    members: Sequence[Member],
    conditions: Sequence[str],
    notes: Iterable[str] = (),
    about: str = "",
) -> Comparison:
    """The truth table, necessity and sufficiency of cases whose sets are known.

    `about` says in the title of each table what a case is, and what the outcome.
    """
    named = f": {about}" if about else ""
    told = list(notes)
    possible = 2 ** len(conditions)
    seen = len({one.conditions for one in members})
    if seen < possible:
        told.append(
            f"{len(members)} cases show {seen} of {possible:,} combinations of {len(conditions)}"
            " conditions; of the others nothing is known."
        )
    return Comparison(
        _truth_table(members, conditions, f"Truth table{named}", tuple(told)),
        _relations(members, conditions, "necessity", named),
        _relations(members, conditions, "sufficiency", named),
    )


def _truth_table(
    members: Sequence[Member], conditions: Sequence[str], title: str, notes: tuple[str, ...]
) -> Table:
    """One row for each combination that a case shows; `C` where its cases contradict each other."""
    rows: dict[tuple[bool, ...], list[Member]] = defaultdict(list)
    for member in members:
        rows[member.conditions].append(member)
    lines: list[Row] = []
    for sets in sorted(rows):
        outcomes = [one.outcome for one in rows[sets]]
        share = quotient(sum(outcomes), len(outcomes))
        outcome = int(outcomes[0]) if len(set(outcomes)) == 1 else CONTRADICTION
        names = "; ".join(one.name for one in rows[sets])
        lines.append((*map(int, sets), outcome, len(outcomes), share, names))
    columns = (*conditions, "outcome", "n", "consistency", "cases")
    return Table("truth-table", columns, tuple(lines), title, notes, factors=tuple(conditions))


def _relations(
    members: Sequence[Member], conditions: Sequence[str], relation: str, about: str
) -> Table:
    """How necessary or sufficient each condition is, and its absence (`~`), for the outcome."""
    with_outcome = {one.name for one in members if one.outcome}
    rows: list[Row] = []
    for place, condition in enumerate(conditions):
        inside = {one.name for one in members if one.conditions[place]}
        for name, cases in (
            (condition, inside),
            (f"~{condition}", {one.name for one in members} - inside),
        ):
            both = len(cases & with_outcome)
            of_outcome, of_condition = quotient(both, len(with_outcome)), quotient(both, len(cases))
            figures = (of_outcome, of_condition)
            ordered = figures if relation == "necessity" else figures[::-1]
            rows.append((name, *ordered, len(cases)))
    columns = ("condition", "consistency", "coverage", "n")
    title = f"{relation.capitalize()} of each condition for the outcome{about}"
    return Table(relation, columns, tuple(rows), title, if_undefined(rows, _UNDEFINED))
