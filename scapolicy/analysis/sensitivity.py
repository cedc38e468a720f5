"""How much the findings hang on choices that could have been made otherwise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from scapolicy.choices import chosen
from scapolicy.coded import Coded
from scapolicy.records import (
    DEFAULT_ATTRIBUTE,
    Codebook,
    CodedSource,
    Condition,
    Finding,
    FindingRule,
    Level,
    Reach,
    Rule,
    Source,
    Speakers,
    Unit,
)
from scapolicy.run import code
from scapolicy.tables.findings import findings
from scapolicy.tables.table import Row, Table, significant
from scapolicy.tables.tally import count_sources, informant_of

STRICTER = FindingRule(present=0.75, absent=0.25)
LAXER = FindingRule(present=0.6, absent=0.4)

Cells = dict[tuple[str, str], str]
"""Findings, by case and factor."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The findings when one choice is made otherwise; a case may then have no source left."""

    choice: str
    name: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The findings of a run, and those of its variants."""

    by: str
    base: Cells
    variants: tuple[Variant, ...]

    def tables(self) -> list[Table]:
        """Each finding with how far it holds, and each variant with what it changes."""
        return [self._cells(), self._variants()]

    def _cells(self) -> Table:
        rows: list[Row] = []
        for (case, factor), finding in self.base.items():
            others = {
                one.name: one.cells[case, factor]
                for one in self.variants
                if (case, factor) in one.cells
            }
            changed = [f"{name}: {other}" for name, other in others.items() if other != finding]
            share = significant(1 - len(changed) / len(others))
            rows.append((case, factor, finding, share, "; ".join(changed)))
        columns = (self.by, "factor", "finding", "held", "otherwise")
        firm = sum(not row[-1] for row in rows)
        tried = f"all of the {len(self.variants)} variants that were tried"
        note = f"{firm} of {len(rows)} findings hold in {tried}."
        return Table("sensitivity", columns, tuple(rows), "Which findings hold", (note,))

    def _variants(self) -> Table:
        rows: list[Row] = []
        for one in self.variants:
            changed = [
                f"{case}, {factor}: {self.base[case, factor]} → {other}"
                for (case, factor), other in one.cells.items()
                if other != self.base[case, factor]
            ]
            rows.append((one.choice, one.name, len(one.cells), len(changed), "; ".join(changed)))
        columns = ("choice", "variant", "cells", "changed", "which")
        return Table("variants", columns, tuple(rows), "What each variant changes")


def sensitivity(
    sources: Sequence[Source],
    codebook: Codebook,
    *,
    by: str = DEFAULT_ATTRIBUTE,
    unit: str = Unit.SENTENCE,
    speakers: str = Speakers.INFORMANTS,
    level: str = Level.CATEGORY,
) -> Sensitivity:
    """The findings again under other choices, one at a time.

    The choices are the unit of coding; words that turn a match (*no*, *lack of*) not heeded; the
    windows of the rules' conditions halved and doubled; other thresholds of the findings; and
    each informant left out in turn.

    Args:
        sources: what `read_transcripts` gave.
        codebook: what `load_codebook` gave.
        by: the attribute that makes a case.
        unit: as in `code`.
        speakers: as in `code`.
        level: whether a factor is a category or a code.

    """
    level, unit = chosen(Level, level, "level"), chosen(Unit, unit, "unit")
    base = code(sources, codebook, unit=unit, speakers=speakers)

    def cells(of: Coded, rule: FindingRule = codebook.findings) -> Cells:
        return _cells(of.sources, replace(of.codebook, findings=rule), by, level)

    def coded(book: Codebook, other: str = unit) -> Cells:
        return cells(code(sources, book, unit=other, speakers=speakers))

    variants = [
        *(
            Variant("unit", f"unit {other}", coded(codebook, other))
            for other in Unit
            if other != unit
        ),
        Variant("negation", "negation not heeded", coded(_without_negation(codebook))),
        Variant("windows", "windows halved", coded(_with_windows(codebook, 0.5))),
        Variant("windows", "windows doubled", coded(_with_windows(codebook, 2))),
        *(
            Variant(
                "thresholds", f"thresholds {rule.present:g} and {rule.absent:g}", cells(base, rule)
            )
            for rule in _other_rules(codebook.findings)
        ),
        *(
            Variant("informant", f"without {name}", cells(rest))
            for name, rest in _leaving_out(base)
        ),
    ]
    return Sensitivity(by, cells(base), tuple(variants))


def _cells(sources: Sequence[CodedSource], codebook: Codebook, by: str, level: Level) -> Cells:
    table = findings(count_sources(sources, by), codebook, level)
    return {
        (str(case), factor): str(Finding(str(cell)))
        for case, *cells in table.rows
        for factor, cell in zip(table.columns[1:], cells, strict=True)
    }


def _other_rules(rule: FindingRule) -> Iterator[FindingRule]:
    for other in (STRICTER, LAXER):
        changed = replace(rule, present=other.present, absent=other.absent)
        if changed != rule:
            yield changed


def _leaving_out(coded: Coded) -> Iterator[tuple[str, Coded]]:
    names = [informant_of(one.name, one.attributes) for one in coded.sources]
    for name in dict.fromkeys(names):
        rest = (one for one, other in zip(coded.sources, names, strict=True) if other != name)
        yield name, replace(coded, sources=tuple(rest))


def _without_negation(codebook: Codebook) -> Codebook:
    """A codebook in which words that turn a match leave it as it is."""
    return _with_rules(codebook, lambda rule: replace(rule, negated=rule.valence))


def _with_windows(codebook: Codebook, factor: float) -> Codebook:
    """A codebook whose conditions look so many times as far; stretches of text stay."""

    def widened(condition: Condition) -> Condition:
        if isinstance(condition.within, Reach):
            return condition
        return replace(condition, within=max(1, round(condition.within * factor)))

    return _with_rules(
        codebook, lambda rule: replace(rule, conditions=tuple(map(widened, rule.conditions)))
    )


def _with_rules(codebook: Codebook, change: Callable[[Rule], Rule]) -> Codebook:
    return replace(
        codebook,
        categories=tuple(
            replace(
                category,
                codes=tuple(
                    replace(one, rules=tuple(map(change, one.rules))) for one in category.codes
                ),
            )
            for category in codebook.categories
        ),
    )
