"""How much the findings hang on choices that could have been made otherwise."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scapolicy.choices import chosen
from scapolicy.notices import without_case
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
from scapolicy.tables.findings import find, findings
from scapolicy.tables.table import Row, Table, case_columns, case_of, columns_of, quotient
from scapolicy.tables.tally import Counts, SourceCount, count_source, count_sources, informant_of

STRICTER = FindingRule(present=0.75, absent=0.25)
LAXER = FindingRule(present=0.6, absent=0.4)
_HELD = (
    "held: the share of the variants that are about the case; leaving out an informant of another "
    "case is not."
)

Counted = tuple[CodedSource, SourceCount]
"""A source and what is counted in it."""

Cells = dict[tuple[str, str], str]
"""Findings, by case and factor."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The findings when one choice is made otherwise.

    `cases` are those that the choice is about: of an informant who is left out the own ones. Held
    is what is other than in the run: the findings that `changed`, and the cases that are `gone`,
    no source being left of them.
    """

    choice: str
    name: str
    base: Cells
    cases: frozenset[str]
    changed: Cells
    gone: frozenset[str] = frozenset()

    @property
    def tried(self) -> frozenset[str]:
        """The cases whose findings could come out otherwise."""
        return self.cases - self.gone

    @property
    def cells(self) -> Cells:
        """All findings of this variant."""
        return {
            key: self.changed.get(key, finding)
            for key, finding in self.base.items()
            if key[0] not in self.gone
        }


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The findings of a run, and those of its variants; `notes` tell of sources without a case."""

    by: str
    base: Cells
    variants: tuple[Variant, ...]
    notes: tuple[str, ...] = ()

    def tables(self) -> list[Table]:
        """Each finding with how far it holds, and each variant with what it changes."""
        return [self._cells(), self._variants()]

    def _cells(self) -> Table:
        changed: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self.variants:
            for key, other in one.changed.items():
                changed[key].append(f"{one.name}: {other}")
        tried = Counter(case for one in self.variants for case in one.tried)
        rows: list[Row] = []
        for (case, factor), finding in self.base.items():
            otherwise = changed[case, factor]
            held = quotient(tried[case] - len(otherwise), tried[case])
            rows.append((case, factor, finding, held, tried[case], "; ".join(otherwise)))
        columns = ("factor", "finding", "held", "variants", "otherwise")
        firm = sum(not row[-1] for row in rows)
        all_tried = f"all of the {len(self.variants)} variants that were tried"
        note = f"{firm} of {len(rows)} findings hold in {all_tried}."
        names = (*case_columns([self.by], columns), *columns)
        notes = (note, _HELD, *self.notes)
        return Table("sensitivity", names, tuple(rows), "Which findings hold", notes)

    def _variants(self) -> Table:
        factors = Counter(case for case, _ in self.base)
        rows: list[Row] = []
        for one in self.variants:
            changed = [
                f"{case}, {factor}: {self.base[case, factor]} → {other}"
                for (case, factor), other in one.changed.items()
            ]
            cells = sum(factors[case] for case in one.tried)
            rows.append((one.choice, one.name, cells, len(changed), "; ".join(changed)))
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
    each informant left out in turn. A variant that leaves the codebook as it is is none.

    Args:
        sources: what `read_transcripts` gave, or some of them.
        codebook: what `load_codebook` gave.
        by: as in `code`: sources that do not state it are the case `(none)`, and told.
        unit: as in `code`.
        speakers: as in `code`.
        level: whether a factor is a category or a code.

    Raises:
        ScapolicyError: several sources have the same name.

    """
    level, unit = chosen(Level, level, "level"), chosen(Unit, unit, "unit")
    run = code(sources, codebook, unit=unit, speakers=speakers)
    counted = [(source, count_source(source)) for source in run.sources]
    counts = _counts(counted, by)
    base = _cells(counts, codebook, level)

    def variant(choice: str, name: str, cells: Cells) -> Variant:
        changed = {key: other for key, other in cells.items() if other != base[key]}
        return Variant(choice, name, base, frozenset(counts.cases), changed)

    def coded(book: Codebook, other: str = unit) -> Cells:
        again = code(sources, book, unit=other, speakers=speakers)
        return _cells(count_sources(again.sources, by), book, level)

    variants = [
        *(
            variant("unit", f"unit {other}", coded(codebook, other))
            for other in Unit
            if other != unit
        ),
        *(
            variant(choice, name, coded(book))
            for choice, name, book in _other_codebooks(codebook)
            if book != codebook  # of the same rules come the same findings, which shows nothing
        ),
        *(
            variant(
                "thresholds",
                f"thresholds {rule.present:g} and {rule.absent:g}",
                _cells(counts, replace(codebook, findings=rule), level),
            )
            for rule in _other_rules(codebook.findings)
        ),
        *_leaving_out(counted, counts, base, codebook.findings, level),
    ]
    notes = tuple(one.message for one in without_case(run.sources, by))
    return Sensitivity(by, base, tuple(variants), notes)


def _counts(counted: Iterable[Counted], by: str) -> Counts:
    counts = Counts(by)
    for source, count in counted:
        counts.add(source.name, source.attributes, count)
    return counts


def _cells(counts: Counts, codebook: Codebook, level: Level) -> Cells:
    table = findings(counts, codebook, level)
    factors = [one.id for one in columns_of(codebook, level)]
    return {
        (str(case), factor): str(Finding(str(cell)))
        for case, *cells in table.rows
        for factor, cell in zip(factors, cells, strict=True)
    }


def _other_rules(rule: FindingRule) -> Iterator[FindingRule]:
    for other in (STRICTER, LAXER):
        changed = replace(rule, present=other.present, absent=other.absent)
        if changed != rule:
            yield changed


def _leaving_out(
    counted: Sequence[Counted], counts: Counts, base: Cells, rule: FindingRule, level: Level
) -> Iterator[Variant]:
    """Each informant left out in turn: what they say is taken out of the counts, and put back."""
    whose: dict[str, list[Counted]] = defaultdict(list)
    for source, count in counted:
        whose[informant_of(source.name, source.attributes)].append((source, count))
    places = {key: place for place, key in enumerate(base)}
    all_sources = Counter(case_of(source.attributes, counts.by) for source, _ in counted)
    for name, theirs in whose.items():
        sources = Counter(case_of(source.attributes, counts.by) for source, _ in theirs)
        gone = frozenset(case for case, n in sources.items() if n == all_sources[case])
        found = {
            key: other
            for key, other in _without(counts, _counts(theirs, counts.by), rule, level)
            if key[0] not in gone and other != base[key]
        }
        changed = {key: found[key] for key in sorted(found, key=places.__getitem__)}
        yield Variant("informant", f"without {name}", base, frozenset(sources), changed, gone)


def _without(
    counts: Counts, theirs: Counts, rule: FindingRule, level: Level
) -> Iterator[tuple[tuple[str, str], str]]:
    """The findings of which some sources speak, as they are without these; others stay."""
    for case, levels in theirs.cases.items():
        for factor, part in levels[level].items():
            whole = counts.cell(case, level, factor)
            whole.take_out(part)
            yield (case, factor), str(find(whole, rule))
            whole.merge(part)


def _other_codebooks(codebook: Codebook) -> Iterator[tuple[str, str, Codebook]]:
    """Each choice about the rules, its variant's name, and the codebook that it makes."""
    yield "negation", "negation not heeded", _without_negation(codebook)
    yield "windows", "windows halved", _with_windows(codebook, 0.5)
    yield "windows", "windows doubled", _with_windows(codebook, 2)


def _without_negation(codebook: Codebook) -> Codebook:
    """A codebook in which words that turn a match leave it as it is; what else acts on it does."""
    return _with_rules(codebook, lambda rule: replace(rule, negated=rule.valence))


def _with_windows(codebook: Codebook, factor: float) -> Codebook:
    """A codebook whose conditions look so many times as far; stretches of text stay.

    Words that may stand between are not reduced to none, nor made of none.
    """

    def widened(condition: Condition) -> Condition:
        if isinstance(condition.within, Reach):
            return condition
        least = min(condition.within, 1)
        return replace(condition, within=max(least, round(condition.within * factor)))

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
