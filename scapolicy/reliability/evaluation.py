"""Codings against a person's: how much of it they find, how much of theirs is right, and what not.

Compared are presence (is the category on the unit?) and, where both have it, valence. Precision is
the share of what was coded that the person coded too, recall the share of what the person coded
that was found, F1 their harmonic mean (van Rijsbergen 1979, *Information Retrieval*, on
evaluation). Micro figures come from the counts of all categories together, macro F1 is the mean of
the categories'.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scapolicy.choices import chosen
from scapolicy.consent import is_refused
from scapolicy.errors import Problem, ScapolicyError, counted, listed, problem
from scapolicy.readers.folder import read_transcripts
from scapolicy.records import Valence
from scapolicy.reliability.bootstrap import RESAMPLES, SEED, Interval
from scapolicy.reliability.coefficients import Coefficient, Undefined
from scapolicy.reliability.disagreements import (
    Evidence,
    Passage,
    Units,
    confusion,
    passages,
    valences,
)
from scapolicy.reliability.scores import Counts, Intervals, count_unit, mean, resampled, together
from scapolicy.reliability.sheets import (
    Compared,
    File,
    Place,
    read_files,
    require_one_coder,
    require_rows,
    units_of,
)
from scapolicy.reliability.transcripts import match_files, match_sources, without_refused
from scapolicy.tables.table import Cell, Table, significant
from scapolicy.tables.table import Row as TableRow

STRANGE = "E33"
"""The code of what is told of sources without any coding, which make figures low."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the comparison gave.

    `units` counts the units of the gold standard; `categories` are in order of their names.
    `macro` is the mean F1 of the categories that occur. `intervals` holds the 95 % intervals of
    the figures by name (`micro_f1`, `macro_f1`, `precision`, `recall`, `valence`),
    `category_intervals` those of the F1 of each category. `confusion` counts, for units where a
    category was missed and another wrongly coded, (missed, coded) pairs; `valences` (expected,
    found) pairs.
    """

    unit: Compared
    units: int
    categories: Mapping[str, Counts]
    micro: Counts
    macro: Coefficient
    intervals: Intervals
    category_intervals: Intervals
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
            yield _row(name, counts, {"f1": self.category_intervals.get(name)})
        known = self.intervals
        yield _row("(micro)", self.micro, {**known, "f1": known.get("micro_f1")})
        macro = [""] * 9
        after = [""] * 4
        yield ("(macro)", *macro, _cell(self.macro), *_ends(known.get("macro_f1")), *after)


def _row(
    name: str, counts: Counts, intervals: Mapping[str, Interval | Undefined | None]
) -> TableRow:
    """One row of the figures, with the intervals of those that have one."""
    return (
        name,
        counts.right,
        counts.wrong,
        counts.missed,
        _cell(counts.precision),
        *_ends(intervals.get("precision")),
        _cell(counts.recall),
        *_ends(intervals.get("recall")),
        _cell(counts.f1),
        *_ends(intervals.get("f1")),
        counts.valences,
        _cell(counts.valence_accuracy),
        *_ends(intervals.get("valence")),
    )


def _ends(interval: Interval | Undefined | None) -> tuple[Cell, Cell]:
    if isinstance(interval, tuple):
        return _cell(interval[0]), _cell(interval[1])
    return ("", "") if interval is None else (str(interval), str(interval))


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
    notes = [note for file in files for note in file.notices]
    if transcripts is not None:
        if compared is Compared.SEGMENT:
            raise ScapolicyError([problem("E27")])
        sources = read_transcripts(transcripts)
        files, refused = without_refused(match_sources(files, sources), sources)
        notes.extend(refused)
        texts = {
            (one.name, turn.number): turn.text
            for one in sources
            if not is_refused(one.attributes)
            for turn in one.turns
        }
    else:
        files = match_files(files)
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
    counted = {place: count_unit(gold[place], coded[place]) for place in gold}
    names = sorted({name for counts in counted.values() for name in counts})
    categories = {
        name: together(counts[name] for counts in counted.values() if name in counts)
        for name in names
    }
    micro = together(categories.values())
    intervals: tuple[Intervals, Intervals] = ({}, {})
    if draws[0]:
        intervals = resampled(list(counted.values()), names, *draws)
    evidence = Evidence(found.rows, wanted.rows, texts)
    return Evaluation(
        unit=unit,
        units=len(gold),
        categories=categories,
        micro=micro,
        macro=mean(counts.f1 for counts in categories.values()),
        intervals=intervals[0],
        category_intervals=intervals[1],
        confusion=confusion(gold, coded),
        valences=valences(gold, coded),
        passages=tuple(passages(gold, coded, evidence)),
        notes=tuple(_notes(gold, all_coded, unit)),
    )


def _notes(gold: Units, coded: Units, unit: Compared) -> Iterator[Problem]:
    outside = [place for place in coded if place not in gold]
    if outside:
        yield problem("E32", units=counted(len(outside), str(unit)))
    known = {source for source, _ in coded}
    strange = sorted({source for source, _ in gold} - known)
    if strange:
        yield problem(STRANGE, sources=listed(strange))
    names = {name for found in coded.values() for name in found}
    foreign = sorted({name for wanted in gold.values() for name in wanted} - names)
    if foreign:
        yield problem("E34", categories=listed(foreign))
