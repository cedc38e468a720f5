"""A run without its evidence: what was counted, and what a reader should know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scapolicy.errors import Problem
from scapolicy.notices import without_case
from scapolicy.records import Analysed, Codebook, Level, Speakers, Unit
from scapolicy.tables.evidence import sources
from scapolicy.tables.findings import findings
from scapolicy.tables.frequencies import frequencies
from scapolicy.tables.matrix import matrix
from scapolicy.tables.table import Table
from scapolicy.tables.tally import Counts


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run gave, added up.

    `sources` are in the order of their names, `counts` by the attribute that is reported by.
    `left_out` tells of sources that were not analysed and why, `notices` of what a reader should
    know of the others. `versions` are those of scapolicy and of the libraries that it was coded
    with. `settings` holds the hashes of the folders' own settings, `interviewers` the labels that
    were given beside theirs.
    """

    codebook: Codebook
    unit: Unit
    speakers: Speakers
    level: Level
    sources: Sequence[Analysed]
    counts: Counts
    versions: Mapping[str, str]
    left_out: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    interviewers: tuple[str, ...] = ()

    def matrix(self) -> Table:
        """Cases × categories (or codes): the number of segments coded."""
        return matrix(self.counts, self.codebook, self.level)

    def findings(self) -> Table:
        """Cases × categories (or codes): present, partial, absent or not mentioned."""
        return findings(self.counts, self.codebook, self.level)

    def frequencies(self) -> Table:
        """How often each category and code is spoken of."""
        return frequencies(self.counts, self.codebook)

    def tables(self) -> list[Table]:
        """The tables of what is counted."""
        return [
            self.matrix(),
            self.findings(),
            self.frequencies(),
            sources(self.sources, self.counts.codings),
        ]

    def notes(self) -> tuple[Problem, ...]:
        """What a reader should know of the run, sources without a case among it."""
        return (*self.notices, *without_case(self.sources, self.counts.by))
