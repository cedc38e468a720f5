"""Codings against a person's: how much of it they find, how much of theirs is right, and what not.

Compared are presence (is the category on the unit?) and, where both have it, valence. Precision is
the share of what was coded that the person coded too, recall the share of what the person coded
that was found, F1 their harmonic mean (van Rijsbergen 1979, *Information Retrieval*, on
evaluation). Micro figures come from the counts of all categories together, macro F1 is the mean of
the categories'.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from scapolicy.choices import chosen
from scapolicy.consent import is_refused
from scapolicy.errors import Problem, ScapolicyError, counted, listed, problem
from scapolicy.readers.folder import read_transcripts
from scapolicy.records import Valence
from scapolicy.reliability.bootstrap import RESAMPLES, SEED, Interval, middle
from scapolicy.reliability.coefficients import Coefficient, Undefined
from scapolicy.reliability.sheets import (
    Compared,
    File,
    Place,
    Row,
    read_files,
    require_one_coder,
    require_rows,
    units_of,
)
from scapolicy.reliability.transcripts import match_sources, without_refused
from scapolicy.tables.table import Cell, Table, significant
from scapolicy.tables.table import Row as TableRow

ALL = "(all)"
Units = Mapping[Place, Mapping[str, Valence | None]]
"""The categories on each unit, with their valences where stated."""


class Counts(NamedTuple):
    """Right, wrongly coded and missed; valences compared and alike."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    valences: int = 0
    alike: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def precision(self) -> Coefficient:
        """The share of what was coded that is right."""
        return _ratio(self.right, self.right + self.wrong, "nothing was coded")

    @property
    def recall(self) -> Coefficient:
        """The share of the gold standard that was found."""
        return _ratio(self.right, self.right + self.missed, "the gold standard has none")

    @property
    def f1(self) -> Coefficient:
        """The harmonic mean of precision and recall."""
        whole = 2 * self.right + self.wrong + self.missed
        return _ratio(2 * self.right, whole, "it occurs nowhere")

    @property
    def valence_accuracy(self) -> Coefficient:
        """The share of right codings whose valence is right too."""
        return _ratio(self.alike, self.valences, "no valence was stated by both")


def _ratio(part: int, whole: int, reason: str) -> Coefficient:
    return part / whole if whole else Undefined(reason)


class Passage(NamedTuple):
    """Where the two differ: `kind` is `missed`, `wrong` or `valence`."""

    kind: str
    source: str
    number: int
    category: str
    expected: str
    found: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the comparison gave.

    `units` counts the units of the gold standard; `categories` are in order of their names.
    `macro` is the mean F1 of the categories that occur. `intervals` holds the 95 % intervals of
    the figures by name (`micro_f1`, `macro_f1`, `precision`, `recall`, `valence`, or a
    category). `confusion` counts, for units where a category was missed and another wrongly
    coded, (missed, coded) pairs; `valences` (expected, found) pairs.
    """

    unit: Compared
    units: int
    categories: Mapping[str, Counts]
    micro: Counts
    macro: Coefficient
    intervals: Mapping[str, Interval | Undefined]
    confusion: Mapping[tuple[str, str], int]
    valences: Mapping[tuple[Valence, Valence], int]
    passages: tuple[Passage, ...]
    notes: tuple[Problem, ...]

    def tables(self) -> list[Table]:
        """Figures, confusion between categories and between valences, and the passages."""
        return [
            Table("evaluation", _COLUMNS, tuple(self._rows())),
            Table(
                "confusion",
                ("expected", "found", "units"),
                tuple((*pair, times) for pair, times in self.confusion.items()),
            ),
            Table(
                "valences",
                ("expected", *map(str, Valence)),
                tuple(
                    (str(one), *(self.valences.get((one, other), 0) for other in Valence))
                    for one in Valence
                ),
            ),
            Table("differences", _difference_columns(self.unit), self.passages),
        ]

    def _rows(self) -> Iterator[TableRow]:
        for name, counts in self.categories.items():
            yield self._row(name, counts, name)
        yield self._row("(micro)", self.micro, "micro_f1")
        macro = [""] * 9
        after = [""] * 4
        yield ("(macro)", *macro, _cell(self.macro), *self._interval("macro_f1"), *after)

    def _row(self, name: str, counts: Counts, f1: str) -> TableRow:
        """One row of the table; categories have an interval for F1 only."""
        overall = counts is self.micro
        return (
            name,
            counts.right,
            counts.wrong,
            counts.missed,
            _cell(counts.precision),
            *self._interval("precision" if overall else ""),
            _cell(counts.recall),
            *self._interval("recall" if overall else ""),
            _cell(counts.f1),
            *self._interval(f1),
            counts.valences,
            _cell(counts.valence_accuracy),
            *self._interval("valence" if overall else ""),
        )

    def _interval(self, name: str) -> tuple[Cell, Cell]:
        found = self.intervals.get(name)
        if isinstance(found, tuple):
            return _cell(found[0]), _cell(found[1])
        return ("", "") if found is None else (str(found), str(found))


_COLUMNS = (
    "category",
    "right",
    "wrong",
    "missed",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
    "f1",
    "f1_low",
    "f1_high",
    "valences",
    "valence_accuracy",
    "valence_low",
    "valence_high",
)


def _difference_columns(unit: Compared) -> tuple[str, ...]:
    return ("kind", "source", str(unit), "category", "expected", "found", "words", "text")


def _cell(figure: Coefficient) -> Cell:
    return significant(figure) if isinstance(figure, float) else str(figure)


def evaluate(
    codings: str | Path,
    gold: str | Path,
    *,
    unit: str = Compared.TURN,
    transcripts: str | Path | Iterable[str | Path] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Evaluation:
    """Compare codings with a gold standard, on the units that the gold standard names.

    Args:
        codings: a codings.csv, or a results folder.
        gold: the same, or a table with source, turn (or segment), category and perhaps valence;
            a row without a category is a unit that carries none.
        unit: `turn` or `segment`: what is compared.
        transcripts: where the text of missed passages is taken from, by turn; they also say whose
            informant refused consent, whose units then are left out with a note.
        resamples: how many draws the intervals rest on; 0 for no intervals.
        seed: where the random numbers of the draws begin.

    Raises:
        ScapolicyError: with every problem of every file.

    """
    compared = chosen(Compared, unit, "unit")
    files = read_files([codings, gold], compared)
    texts: dict[Place, str] = {}
    notes: list[Problem] = []
    if transcripts is not None:
        if compared is Compared.SEGMENT:
            raise ScapolicyError([problem("E27")])
        sources = read_transcripts(transcripts)
        files, notes = without_refused(match_sources(files, sources), sources)
        texts = {
            (one.name, turn.number): turn.text
            for one in sources
            if not is_refused(one.attributes)
            for turn in one.turns
        }
    require_one_coder(files)
    found, wanted = files
    require_rows(wanted)
    compared_all = _compare(found, wanted, compared, texts, (resamples, seed))
    return replace(compared_all, notes=(*notes, *compared_all.notes))


def _compare(
    found: File, wanted: File, unit: Compared, texts: Mapping[Place, str], draws: tuple[int, int]
) -> Evaluation:
    gold, all_coded = units_of(wanted.rows), units_of(found.rows)
    coded = {place: all_coded.get(place, {}) for place in gold}
    counted = {place: _count(gold[place], coded[place]) for place in gold}
    names = sorted({name for counts in counted.values() for name in counts})
    categories = {
        name: _sum(counts[name] for counts in counted.values() if name in counts) for name in names
    }
    micro = _sum(categories.values())
    intervals: dict[str, Interval | Undefined] = {}
    if draws[0]:
        intervals = _intervals(list(counted.values()), names, *draws)
    evidence = _Evidence(found.rows, wanted.rows, texts)
    return Evaluation(
        unit=unit,
        units=len(gold),
        categories=categories,
        micro=micro,
        macro=_mean([counts.f1 for counts in categories.values()]),
        intervals=intervals,
        confusion=_confusion(gold, coded),
        valences=_valences(gold, coded),
        passages=tuple(_passages(gold, coded, evidence)),
        notes=tuple(_notes(gold, all_coded, unit)),
    )


def _count(
    wanted: Mapping[str, Valence | None], found: Mapping[str, Valence | None]
) -> dict[str, Counts]:
    counts: dict[str, Counts] = {}
    for name in {*wanted, *found}:
        right = name in wanted and name in found
        valences = right and wanted[name] is not None and found[name] is not None
        counts[name] = Counts(
            right=right,
            wrong=name not in wanted,
            missed=name not in found,
            valences=valences,
            alike=valences and wanted[name] is found[name],
        )
    return counts


def _sum(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for each in counts:
        total = total.plus(each)
    return total


def _mean(figures: Sequence[Coefficient]) -> Coefficient:
    known = [figure for figure in figures if isinstance(figure, float)]
    return sum(known) / len(known) if known else Undefined("no category occurs")


def _intervals(
    units: Sequence[Mapping[str, Counts]], names: Sequence[str], resamples: int, seed: int
) -> dict[str, Interval | Undefined]:
    """The middle 95 % of each figure when the units are drawn anew, with replacement.

    Units that are alike are counted together, and what each adds is a list of places in one row
    of sums: this is the inner loop.
    """
    dice = random.Random(seed)  # noqa: S311  chance, not secrecy
    drawn: dict[str, list[Coefficient]] = {}
    # In a fixed order, so that the order of the rows does not change what is drawn.
    width = len(Counts._fields)
    start = {name: width * number for number, name in enumerate(names)}
    ordered = [
        tuple(start[name] + at for name, counts in sorted(unit.items()) for at in _ones(counts))
        for unit in sorted(units, key=lambda unit: sorted(unit.items()))
    ]
    kinds = list(dict.fromkeys(ordered))
    place = {kind: at for at, kind in enumerate(kinds)}
    places = [place[unit] for unit in ordered]
    for _ in range(resamples):
        sums = [0] * (width * len(names))
        for kind, times in Counter(dice.choices(places, k=len(places))).items():
            for at in kinds[kind]:
                sums[at] += times
        totals = {name: Counts(*sums[at : at + width]) for name, at in start.items()}
        micro = _sum(totals.values())
        figures: dict[str, Coefficient] = {name: totals[name].f1 for name in names}
        figures |= {
            "micro_f1": micro.f1,
            "macro_f1": _mean([counts.f1 for counts in totals.values()]),
            "precision": micro.precision,
            "recall": micro.recall,
            "valence": micro.valence_accuracy,
        }
        for name, figure in figures.items():
            drawn.setdefault(name, []).append(figure)
    return {name: middle(figures) for name, figures in drawn.items()}


def _ones(counts: Counts) -> list[int]:
    """The places of a unit's counts that are 1; the others are 0."""
    return [at for at, count in enumerate(counts) if count]


def _confusion(gold: Units, coded: Units) -> dict[tuple[str, str], int]:
    pairs: Counter[tuple[str, str]] = Counter()
    for place, wanted in gold.items():
        missed, wrong = set(wanted) - set(coded[place]), set(coded[place]) - set(wanted)
        pairs.update((one, other) for one in missed for other in wrong)
    return dict(sorted(pairs.items(), key=lambda item: (-item[1], item[0])))


def _valences(gold: Units, coded: Units) -> dict[tuple[Valence, Valence], int]:
    pairs: Counter[tuple[Valence, Valence]] = Counter()
    for place, wanted in gold.items():
        for name, expected in wanted.items():
            found = coded[place].get(name)
            if expected is not None and found is not None:
                pairs[expected, found] += 1
    return dict(sorted(pairs.items()))


class _Evidence:
    """The words and the text of passages, as far as the files or transcripts have them."""

    def __init__(
        self, found: Sequence[Row], wanted: Sequence[Row], texts: Mapping[Place, str]
    ) -> None:
        self._words: dict[tuple[Place, str], list[str]] = {}
        self._texts: dict[Place, dict[str, None]] = {}
        self._whole = texts
        for row in found:
            place = row.source, row.number
            if row.words:
                self._words.setdefault((place, row.category), []).append(row.words)
        for row in (*wanted, *found):
            if row.text:
                self._texts.setdefault((row.source, row.number), {})[row.text] = None

    def words(self, place: Place, category: str) -> str:
        return "; ".join(self._words.get((place, category), []))

    def text(self, place: Place) -> str:
        return self._whole.get(place) or " […] ".join(self._texts.get(place, {}))


def _passages(gold: Units, coded: Units, evidence: _Evidence) -> Iterator[Passage]:
    for place in sorted(gold):
        wanted, found = gold[place], coded[place]
        for name in sorted({*wanted, *found}):
            expected, got = wanted.get(name), found.get(name)
            if name not in found:
                kind = "missed"
            elif name not in wanted:
                kind = "wrong"
            elif expected and got and expected is not got:
                kind = "valence"
            else:
                continue
            words, text = evidence.words(place, name), evidence.text(place)
            yield Passage(kind, *place, name, str(expected or ""), str(got or ""), words, text)


def _notes(gold: Units, coded: Units, unit: Compared) -> Iterator[Problem]:
    outside = [place for place in coded if place not in gold]
    if outside:
        yield problem("E32", units=counted(len(outside), str(unit)))
    known = {source for source, _ in coded}
    strange = sorted({source for source, _ in gold} - known)
    if strange:
        yield problem("E33", sources=listed(strange))
    names = {name for found in coded.values() for name in found}
    foreign = sorted({name for wanted in gold.values() for name in wanted} - names)
    if foreign:
        yield problem("E34", categories=listed(foreign))
