"""Sheets of coders → matrices of units × coders → the figures for each category, and for all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from scapolicy.choices import chosen, several
from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers.folder import read_transcripts
from scapolicy.records import Valence
from scapolicy.reliability.bootstrap import RESAMPLES, SEED, Interval, alpha_interval
from scapolicy.reliability.coefficients import (
    Coefficient,
    Matrix,
    Undefined,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    mean_pairwise_kappa,
    percent_agreement,
)
from scapolicy.reliability.sheets import (
    Compared,
    Place,
    Sheet,
    did_you_mean,
    read_files,
    sheets_of,
)
from scapolicy.reliability.transcripts import (
    evidence_turns,
    match_files,
    match_sources,
    without_refused,
)
from scapolicy.tables.table import Cell, Row, Table, significant

ALL = "(all)"
"""The row for all categories together, each cell of unit × category being a unit."""

NO_VALENCE = "no unit was given a valence by two coders"

_COLUMNS = (
    "category",
    "coders",
    "units",
    "by_all",
    "prevalence",
    "percent",
    "kappa",
    "fleiss",
    "ac1",
    "alpha",
    "alpha_low",
    "alpha_high",
    "valence_units",
    "valence_percent",
    "valence_alpha",
    "undefined",
)
_PAIR = 2
# A category this rare or this common, with coders agreeing this often and alpha this far below
# AC1, is where chance-corrected coefficients are known to look worse than the coding is:
# Feinstein & Cicchetti (1990), Journal of Clinical Epidemiology 43, pp. 543-549.
_RARE = 0.1
_AGREED = 0.8
_GAP = 0.2


class Unseen(StrEnum):
    """What a unit counts as for a coder who has no row for it."""

    ABSENT = "absent"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ValenceFigures:
    """Agreement on the direction, on units where two coders or more put category and valence."""

    units: int
    percent: Coefficient
    alpha: Coefficient


@dataclass(frozen=True, slots=True)
class Figures:
    """How far coders agree on whether a category is on a unit.

    `units` are those coded by two coders or more, `by_all` of them those where every coder put
    the category. `prevalence` is the share of *present* among all values, `percent` the share of
    pairs of coders that agree, both from 0 to 1. `kappa` is Cohen's, the mean over the pairs
    where there are more than two coders. `interval` is None where none was asked for, `valence`
    where no coder states any.
    """

    category: str
    units: int
    by_all: int
    prevalence: Coefficient
    percent: Coefficient
    kappa: Coefficient
    fleiss: Coefficient
    ac1: Coefficient
    alpha: Coefficient
    interval: Interval | Undefined | None
    valence: ValenceFigures | None

    def undefined(self) -> list[tuple[str, str]]:
        """The figures that cannot be had, each with its reason."""
        named = {
            "agreement": self.percent,
            "kappa": self.kappa,
            "Fleiss' kappa": self.fleiss,
            "AC1": self.ac1,
            "alpha": self.alpha,
            "interval": self.interval,
        }
        if self.valence:
            named["valence agreement"] = self.valence.percent
            named["valence alpha"] = self.valence.alpha
        return [(name, it.reason) for name, it in named.items() if isinstance(it, Undefined)]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the comparison gave, and on what it rests.

    `units` counts the units compared; `transcribed` is how many turns of evidence transcripts
    gave to them, None where no transcripts were read.
    """

    coders: tuple[str, ...]
    unit: Compared
    unseen: Unseen
    units: int
    transcribed: int | None
    categories: tuple[Figures, ...]
    pooled: Figures
    notes: tuple[Problem, ...]

    def table(self) -> Table:
        """All figures, one row a category and one for all; see docs/reliability.md."""
        rows = (self._row(figures) for figures in (*self.categories, self.pooled))
        return Table("agreement", _COLUMNS, tuple(rows))

    def _row(self, figures: Figures) -> Row:
        low, high = figures.interval if isinstance(figures.interval, tuple) else (None, None)
        undefined = Undefined("") if isinstance(figures.interval, Undefined) else None
        valence = figures.valence
        return (
            figures.category,
            len(self.coders),
            figures.units,
            figures.by_all,
            _cell(figures.prevalence),
            _cell(figures.percent),
            _cell(figures.kappa),
            _cell(figures.fleiss),
            _cell(figures.ac1),
            _cell(figures.alpha),
            _cell(undefined or low),
            _cell(undefined or high),
            valence.units if valence else "",
            _cell(valence.percent if valence else None),
            _cell(valence.alpha if valence else None),
            "; ".join(f"{name}: {reason}" for name, reason in figures.undefined()),
        )


def _cell(figure: Coefficient | None) -> Cell:
    if figure is None:
        return ""
    return str(figure) if isinstance(figure, Undefined) else significant(figure)


def agree(
    paths: str | Path | Iterable[str | Path],
    *,
    unit: str = Compared.TURN,
    transcripts: str | Path | Iterable[str | Path] | None = None,
    unseen: str = Unseen.ABSENT,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Compare the codings of several coders.

    Args:
        paths: files of codings or results folders, one coder each, or with a column `coder`.
        unit: `turn` or `segment`: what is compared.
        transcripts: folders and files whose informants' turns count whether coded or not; those
            whose informant refused consent are left out, with what was coded on them, and noted.
        unseen: `absent` or `missing`: what a unit is for a coder who has no row for it.
        resamples: how many draws alpha's interval rests on; 0 for no interval.
        seed: where the random numbers of the draws begin.

    Raises:
        ScapolicyError: with every problem of every file.

    """
    compared, unseen = chosen(Compared, unit, "unit"), chosen(Unseen, unseen, "unseen")
    if transcripts is not None and compared is Compared.SEGMENT:
        raise ScapolicyError([problem("E27")])
    files = read_files(several(paths), compared)
    notes = [note for file in files for note in file.notices]
    turns: list[Place] | None = None
    if transcripts is not None:
        sources = read_transcripts(transcripts)
        files, refused = without_refused(match_sources(files, sources), sources)
        notes.extend(refused)
        turns = evidence_turns(sources)
    else:
        files = match_files(files)
    sheets = sheets_of(files)
    if len(sheets) < _PAIR:
        raise ScapolicyError([problem("E16", coder=", ".join(one.coder for one in sheets))])
    found = compare(
        sheets, unit=compared, turns=turns, unseen=unseen, resamples=resamples, seed=seed
    )
    return replace(found, notes=(*notes, *found.notes))


def compare(
    sheets: Sequence[Sheet],
    *,
    unit: Compared = Compared.TURN,
    turns: Iterable[Place] | None = None,
    unseen: Unseen = Unseen.ABSENT,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Compare sheets that are already read; `turns` are units that count whether coded or not."""
    transcribed = None if turns is None else set(turns)
    places = sorted({place for one in sheets for place in one.units} | (transcribed or set()))
    names = sorted({name for one in sheets for put in one.units.values() for name in put})
    presence = {
        name: [_presence(sheets, place, name, unseen) for place in places] for name in names
    }
    valences = {name: [_valences(sheets, place, name) for place in places] for name in names}
    stated = any(value for rows in valences.values() for row in rows for value in row)
    draws = (resamples, seed)
    categories = tuple(
        _figures(name, presence[name], valences[name] if stated else None, places, draws)
        for name in names
    )
    pooled = _figures(
        ALL,
        [row for name in names for row in presence[name]],
        [row for name in names for row in valences[name]] if stated else None,
        places * len(names),
        draws,
    )
    return Agreement(
        coders=tuple(one.coder for one in sheets),
        unit=unit,
        unseen=unseen,
        units=len(places),
        transcribed=None if transcribed is None else len(transcribed),
        categories=categories,
        pooled=pooled,
        notes=(
            *_merged(note for row in (*categories, pooled) for note in _undefined(row)),
            *_merged(note for row in (*categories, pooled) for note in _misleading(row)),
            *_merged(note for name in names for note in _alone(name, sheets, names)),
            *(_unread(sheets) if unseen is Unseen.ABSENT else ()),
        ),
    )


def _presence(
    sheets: Sequence[Sheet], place: Place, name: str, unseen: Unseen
) -> tuple[bool | None, ...]:
    """Whether each coder put a category on a unit."""
    nothing = False if unseen is Unseen.ABSENT else None
    return tuple(name in one.units[place] if place in one.units else nothing for one in sheets)


def _valences(sheets: Sequence[Sheet], place: Place, name: str) -> tuple[Valence | None, ...]:
    return tuple(one.units.get(place, {}).get(name) for one in sheets)


def _figures(
    name: str,
    presence: Sequence[tuple[bool | None, ...]],
    valences: Matrix | None,
    places: Sequence[Place],
    draws: tuple[int, int],
) -> Figures:
    """The figures of a matrix; its rows of one place are drawn together for the interval."""
    resamples, seed = draws
    values = [[value for value in row if value is not None] for row in presence]
    total = sum(map(len, values))
    percent = percent_agreement(presence)
    interval = (
        alpha_interval(presence, groups=places, resamples=resamples, seed=seed)
        if resamples
        else None
    )
    return Figures(
        category=name,
        units=_paired(presence),
        by_all=sum(len(row) >= _PAIR and all(row) for row in values),
        prevalence=sum(map(sum, values)) / total if total else percent,
        percent=percent,
        kappa=mean_pairwise_kappa(presence),
        fleiss=fleiss_kappa(presence),
        ac1=gwet_ac1(presence),
        alpha=krippendorff_alpha(presence),
        interval=interval,
        valence=None if valences is None else _valence_figures(valences),
    )


def _valence_figures(valences: Matrix) -> ValenceFigures:
    units = _paired(valences)
    if not units:
        nothing = Undefined(NO_VALENCE)
        return ValenceFigures(0, nothing, nothing)
    return ValenceFigures(units, percent_agreement(valences), krippendorff_alpha(valences))


def _paired(matrix: Matrix) -> int:
    """How many units have two values or more."""
    return sum(sum(value is not None for value in row) >= _PAIR for row in matrix)


def _merged(notes: Iterable[Problem]) -> Iterator[Problem]:
    """One note for all rows of which the same is to be said."""
    rows: dict[Problem, list[str]] = {}
    for note in notes:
        rows.setdefault(replace(note, key=""), []).append(note.key)
    for note, keys in rows.items():
        yield replace(note, key=", ".join(keys))


def _undefined(figures: Figures) -> Iterator[Problem]:
    by_reason: dict[str, list[str]] = {}
    for name, reason in figures.undefined():
        by_reason.setdefault(reason, []).append(name)
    for reason, names in by_reason.items():
        yield problem("E23", place=figures.category, figures=", ".join(names), reason=reason)


def _misleading(figures: Figures) -> Iterator[Problem]:
    """A note where a coefficient is low because nearly all values are the same."""
    share, percent, ac1 = figures.prevalence, figures.percent, figures.ac1
    if isinstance(share, Undefined) or isinstance(percent, Undefined) or isinstance(ac1, Undefined):
        return
    uneven = not _RARE <= share <= 1 - _RARE
    low = any(
        not isinstance(one, Undefined) and ac1 - one >= _GAP
        for one in (figures.alpha, figures.kappa)
    )
    if uneven and low and percent >= _AGREED:
        value = "present" if share > _RARE else "absent"
        yield problem("E24", place=figures.category, value=value, percent=f"{_AGREED:.0%}")


def _alone(name: str, sheets: Sequence[Sheet], names: Sequence[str]) -> Iterator[Problem]:
    """A note where a category may only be another's spelling."""
    users = [one.coder for one in sheets if any(name in put for put in one.units.values())]
    if len(users) == 1:
        hint = did_you_mean(name, [other for other in names if other != name])
        yield problem("E25", place=name, coder=users[0], hint=hint)


def _unread(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """A note where a coder may not have read what others coded."""
    sources = {one.coder: {source for source, _ in one.units} for one in sheets}
    everything = set().union(*sources.values())
    for coder, seen in sources.items():
        if seen != everything:
            yield problem("E26", coder=coder, sources=listed(sorted(everything - seen)))
