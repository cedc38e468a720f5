"""How many codings are right, wrong and missed, and the figures that these counts make."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scapolicy.records import Valence
from scapolicy.reliability.bootstrap import Interval, middle
from scapolicy.reliability.coefficients import Coefficient, Undefined


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


def count_unit(
    wanted: Mapping[str, Valence | None], found: Mapping[str, Valence | None]
) -> dict[str, Counts]:
    """What one unit counts for each category that is wanted or found on it."""
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


def together(counts: Iterable[Counts]) -> Counts:
    """All of them added up."""
    total = Counts()
    for each in counts:
        total = total.plus(each)
    return total


def mean(figures: Iterable[Coefficient]) -> Coefficient:
    """The mean of those that are defined."""
    known = [figure for figure in figures if isinstance(figure, float)]
    return sum(known) / len(known) if known else Undefined("no category occurs")


Intervals = Mapping[str, Interval | Undefined]


def resampled(
    units: Sequence[Mapping[str, Counts]], names: Sequence[str], resamples: int, seed: int
) -> tuple[Intervals, Intervals]:
    """The middle 95 % of each figure when the units are drawn anew, with replacement.

    Those over all categories, and the F1 of each category: a category may be called like a figure.

    Units that are alike are counted together, and what each adds is a list of places in one row
    of sums: this is the inner loop.
    """
    dice = random.Random(seed)  # noqa: S311  chance, not secrecy
    drawn: dict[str, list[Coefficient]] = defaultdict(list)
    of_each: dict[str, list[Coefficient]] = {name: [] for name in names}
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
        micro = together(totals.values())
        for name, counts in totals.items():
            of_each[name].append(counts.f1)
        drawn["micro_f1"].append(micro.f1)
        drawn["macro_f1"].append(mean(counts.f1 for counts in totals.values()))
        drawn["precision"].append(micro.precision)
        drawn["recall"].append(micro.recall)
        drawn["valence"].append(micro.valence_accuracy)
    return (
        {name: middle(figures) for name, figures in drawn.items()},
        {name: middle(figures) for name, figures in of_each.items()},
    )


def _ones(counts: Counts) -> list[int]:
    """The places of a unit's counts that are 1; the others are 0."""
    return [at for at, count in enumerate(counts) if count]
