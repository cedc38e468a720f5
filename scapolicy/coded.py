"""The result of coding: what was coded, and every table that can be made of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scapolicy.choices import chosen
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.records import DEFAULT_ATTRIBUTE, Codebook, CodedSource, Level, Speakers, Unit
from scapolicy.summary import Summary
from scapolicy.tables import evidence
from scapolicy.tables.evidence import attributes_of
from scapolicy.tables.passages import passages
from scapolicy.tables.table import Table
from scapolicy.tables.tally import count_sources

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Coded:
    """Coded sources, in the order of their names, with the codebook and how it was applied.

    `left_out` tells of sources that were not analysed and why, `notices` of what a reader should
    know of the others. `versions` are those of scapolicy and of the libraries that it was coded
    with. `settings` holds the hashes of the folders' own settings, `interviewers` the labels that
    were given beside theirs. `by` is the attribute that the run is reported by,
    `level` what a factor is in its tables: what is made of it is so too, unless another attribute
    or level is given.
    """

    codebook: Codebook
    unit: Unit
    speakers: Speakers
    sources: tuple[CodedSource, ...]
    versions: Mapping[str, str]
    left_out: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    interviewers: tuple[str, ...] = ()
    by: str = DEFAULT_ATTRIBUTE
    level: Level = Level.CATEGORY

    def summary(self, by: str = "", level: str | None = None) -> Summary:
        """The run without its evidence: what is counted, by an attribute, and what to know.

        Raises:
            ScapolicyError: no source states such an attribute.

        """
        by = by or self.by
        faults = list(unknown_attributes(self, [by]))
        if faults:
            raise ScapolicyError(faults)
        return Summary(
            codebook=self.codebook,
            unit=self.unit,
            speakers=self.speakers,
            level=level_of(self, level),
            sources=self.sources,
            counts=count_sources(self.sources, by),
            versions=self.versions,
            left_out=self.left_out,
            notices=self.notices,
            settings=self.settings,
            interviewers=self.interviewers,
        )

    def tables(self, by: str = "", level: str | None = None) -> list[Table]:
        """All tables of a run, those that its results folder holds, as plain rows."""
        summary = self.summary(by, level)
        return [
            evidence.codings(self.sources),
            evidence.matches(self.sources),
            *summary.tables(),
            passages(self.sources, summary.counts, self.codebook, summary.level),
        ]

    def notes(self, by: str = "") -> tuple[Problem, ...]:
        """What a reader should know of the run, sources without a case among it."""
        return self.summary(by).notes()

    def matrix(self, by: str = "", level: str | None = None) -> "pd.DataFrame":
        """Cases × categories (or codes): the number of segments coded."""
        return self.summary(by, level).matrix().frame()

    def findings(self, by: str = "", level: str | None = None) -> "pd.DataFrame":
        """Cases × categories (or codes): present, partial, absent or not mentioned."""
        return self.summary(by, level).findings().frame()

    def passages(self, by: str = "", level: str | None = None) -> "pd.DataFrame":
        """One row a passage that speaks for or against a factor, by case and factor."""
        summary = self.summary(by, level)
        return passages(self.sources, summary.counts, self.codebook, summary.level).frame()

    def frequencies(self, by: str = "") -> "pd.DataFrame":
        """How often each category and code is spoken of; `by` says what a case is."""
        return self.summary(by).frequencies().frame()

    def codings(self) -> "pd.DataFrame":
        """One row a coding."""
        return evidence.codings(self.sources).frame()

    def matches(self) -> "pd.DataFrame":
        """One row a match."""
        return evidence.matches(self.sources).frame()


def level_of(coded: Coded, level: str | None) -> Level:
    """What a factor is: as given, else as in the run.

    Raises:
        ScapolicyError: there is no such level.

    """
    return coded.level if level is None else chosen(Level, level, "level")


def unknown_attributes(coded: Coded, names: Iterable[str]) -> Iterator[Problem]:
    """A problem for each attribute that no source states, that of the run itself aside."""
    known = attributes_of(coded.sources)
    for name in names:
        if coded.sources and name not in (*known, coded.by):
            yield problem("X01", name=name, known=", ".join(known) or "none")
