"""Two runs compared: which codings and findings came, went or changed, and what made it so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from scapolicy.cell_changes import CellChange, cell_changes, cell_table, have_the_same_cells
from scapolicy.comparison import causes, unsaid
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.evidence_reader import Evidence, EvidenceReader
from scapolicy.readers.place import unopened
from scapolicy.recorded import Record, folder_of, read_record
from scapolicy.records import RUN_RECORD, Coding, Match, Valence
from scapolicy.tables.table import Row, Table, in_case_order

COLUMNS = (
    "change",
    "category",
    "code",
    "case",
    "case_before",
    "source",
    "turn",
    "segment",
    "speaker",
    "valence_before",
    "valence",
    "words",
    "rules",
    "text",
)

_NEEDED = ("codings.csv", "matches.csv", "frequencies.csv", "findings.csv", "matrix.csv")


class Change(NamedTuple):
    """A coding that `came`, `went`, or has another `valence` or another `case`.

    What is empty on one of the sides of the change was not there. `rules` are those whose
    matches in the coding differ.
    """

    change: str
    category: str
    code: str
    case: str
    case_before: str
    source: str
    turn: int
    segment: int
    speaker: str
    valence_before: str
    valence: str
    words: str
    rules: tuple[str, ...]
    text: str


@dataclass(slots=True)
class RuleChange:
    """How many matches of a rule came, went, or speak another way."""

    came: int = 0
    went: int = 0
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two runs.

    `causes` names inputs, options and versions, `rules` leads from each rule whose matches differ
    to how many do, `changes` are in the order of factors, cases and sources. `cells` are those of
    the matrix and the findings that differ; if the runs have other cases or factors, none is
    compared, and `notes` say so. `labels` holds the labels of categories and, with their category,
    of codes.
    """

    causes: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    rules: dict[str, RuleChange]
    changes: tuple[Change, ...]
    cells: tuple[CellChange, ...]
    labels: dict[tuple[str, str], str]

    def tables(self) -> list[Table]:
        """The codings that changed, and the cells of the matrix and the findings that did."""
        return [self.table(), cell_table(self.cells)]

    def table(self) -> Table:
        """One row a coding that changed."""
        rows: list[Row] = [
            tuple("; ".join(cell) if isinstance(cell, tuple) else cell for cell in one)
            for one in self.changes
        ]
        return Table("changes", COLUMNS, tuple(rows))


def diff(first: str | Path, second: str | Path) -> Difference:
    """Compare the results folders of two runs, the earlier one first.

    Raises:
        ScapolicyError: one is no results folder, holds no codings, or was changed.

    """
    folders = folder_of(first, "first"), folder_of(second, "second")
    try:
        old, new = _records(folders)
        readers = [EvidenceReader(*one, _NEEDED) for one in zip(folders, (old, new), strict=True)]
        with ExitStack() as stack:
            before, after = (stack.enter_context(one) for one in readers)
            return _difference(folders, old, new, before, after)
    except OSError as error:
        raise ScapolicyError([unopened(Path(error.filename or first), error)]) from None


def _records(folders: Iterable[Path]) -> list[Record]:
    records: list[Record] = []
    faults: list[Problem] = []
    for folder in folders:
        try:
            records.append(read_record(folder))
        except ScapolicyError as error:
            faults.extend(error.problems)
    if faults:
        raise ScapolicyError(faults)
    return records


def _difference(
    folders: tuple[Path, Path],
    old: Record,
    new: Record,
    before: EvidenceReader,
    after: EvidenceReader,
) -> Difference:
    hashes = [{one["source"]: one["sha256"] for one in run["inputs"]} for run in (old, new)]
    read_alike = all(old[part] == new[part] for part in ("settings", "scapolicy", "versions"))
    told = _Told(same_cases=old["options"]["by"] == new["options"]["by"])
    for source in sorted({*hashes[0], *hashes[1]}):
        alike = read_alike and hashes[0].get(source) == hashes[1].get(source)
        for pair in _paired(_found(before.of(source)), _found(after.of(source)), exact=alike):
            told.add(source, *pair)
    before.check_end()
    after.check_end()
    labels = after.labels()
    labels.update((key, label) for key, label in before.labels().items() if key not in labels)
    silent = sorted({*unsaid(old, new), *unsaid(new, old)})
    record = str(folders[0] / RUN_RECORD)
    notes = [problem("V12", at=record, parts=", ".join(silent))] if silent else []
    comparable = have_the_same_cells(old, new)
    if not comparable:
        notes.append(problem("V18"))
    return Difference(
        tuple(causes(old, new)),
        tuple(notes),
        dict(sorted(told.rules.items())),
        tuple(_in_order(told.changes, labels)),
        tuple(cell_changes(*folders)) if comparable else (),
        labels,
    )


class _Found(NamedTuple):
    """A coding; `hits` leads from the places of its matches, counted from the segment's start."""

    coding: Coding
    case: str
    hits: dict[tuple[int, int], Match]


def _found(evidence: Evidence) -> list[_Found]:
    """The codings of a source, each with its matches."""
    matches: defaultdict[tuple[int, str], list[Match]] = defaultdict(list)
    for match in evidence.matches:
        matches[match.segment, match.code].append(match)
    return [
        _Found(
            one,
            evidence.case,
            {
                (match.start - one.start, match.end - one.start): match
                for match in matches[one.segment, one.code]
            },
        )
        for one in evidence.codings
    ]


def _paired(
    old: list[_Found], new: list[_Found], *, exact: bool
) -> Iterator[tuple[_Found | None, _Found | None]]:
    """Which coding of the one run is which of the other.

    It is the same code on the same words at the same place; where the source itself may have
    changed (`exact` is false), at any place, in their order.
    """
    places = {_place(one.coding): one for one in new}
    left: list[_Found] = []
    for one in old:
        same = places.pop(_place(one.coding), None)
        if same is None:
            left.append(one)
        else:
            yield one, same
    moved: defaultdict[tuple[str, str], list[_Found]] = defaultdict(list)
    for one in reversed(places.values()):
        moved[one.coding.code, one.coding.text].append(one)
    for one in left:
        others = [] if exact else moved[one.coding.code, one.coding.text]
        yield one, others.pop() if others else None
    for rest in moved.values():
        for one in rest:
            yield None, one


def _place(one: Coding) -> tuple[str, int, int, str]:
    return one.code, one.start, one.end, one.text


@dataclass(slots=True)
class _Told:
    """The changes found so far, and the rules behind them."""

    same_cases: bool
    changes: list[Change] = field(default_factory=list[Change])
    rules: defaultdict[str, RuleChange] = field(default_factory=lambda: defaultdict(RuleChange))

    def add(self, source: str, old: _Found | None, new: _Found | None) -> None:
        """Note how one coding differs, if it does."""
        moved = self._rules(old, new)
        kind = self._kind(old, new)
        found = new or old
        if not kind or found is None:
            return
        one = found.coding
        self.changes.append(
            Change(
                change=kind,
                category=one.category,
                code=one.code,
                case=found.case,
                case_before=old.case if old and old.case != found.case else "",
                source=source,
                turn=one.turn,
                segment=one.segment,
                speaker=one.speaker,
                valence_before=old.coding.valence.value if old else "",
                valence=new.coding.valence.value if new else "",
                words="; ".join(one.words),
                rules=tuple(sorted(moved)),
                text=one.text,
            )
        )

    def _kind(self, old: _Found | None, new: _Found | None) -> str:
        if old is None or new is None:
            return "came" if new else "went"
        if old.coding.valence is not new.coding.valence:
            return "valence"
        return "case" if self.same_cases and old.case != new.case else ""

    def _rules(self, old: _Found | None, new: _Found | None) -> set[str]:
        """The rules whose matches differ; one that only goes by another id does not."""
        before, after = old.hits if old else {}, new.hits if new else {}
        moved: set[str] = set()
        for place in {*before, *after}:
            was, now = before.get(place), after.get(place)
            if was is None and now is not None:
                self.rules[now.rule].came += 1
                moved.add(now.rule)
            elif now is None and was is not None:
                self.rules[was.rule].went += 1
                moved.add(was.rule)
            elif was and now and _way(was) != _way(now):
                for rule in {was.rule, now.rule}:
                    self.rules[rule].turned += 1
                    moved.add(rule)
        return moved


def _way(match: Match) -> tuple[Valence, bool]:
    """Which way a match speaks."""
    return match.valence, match.conceded


def _in_order(changes: list[Change], labels: dict[tuple[str, str], str]) -> list[Change]:
    """By factor, case and source."""
    factors = {
        category: place for place, category in enumerate(dict.fromkeys(c for c, _ in labels))
    }
    cases = {case: place for place, case in enumerate(in_case_order({one.case for one in changes}))}
    return sorted(
        changes,
        key=lambda one: (
            factors.get(one.category, len(factors)),
            cases[one.case],
            one.source,
            one.segment,
            one.code,
        ),
    )
