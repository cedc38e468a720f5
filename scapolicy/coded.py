"""The result of coding: what was coded, and every table that can be made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scapolicy.errors import Problem, listed, problem
from scapolicy.records import Codebook, CodedSource, Level, Speakers, Unit
from scapolicy.tables import evidence
from scapolicy.tables.findings import findings
from scapolicy.tables.frequencies import frequencies
from scapolicy.tables.matrix import matrix
from scapolicy.tables.passages import passages
from scapolicy.tables.table import NO_CASE, Table, case_of

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_ATTRIBUTE = "province"


@dataclass(frozen=True, slots=True)
class Coded:
    """Coded sources, in the order of their names, with the codebook and how it was applied.

    `left_out` tells of sources that were not analysed and why, `notices` of what a reader should
    know of the others. `settings` holds the hashes of the folders' own settings.
    """

    codebook: Codebook
    unit: Unit
    speakers: Speakers
    sources: tuple[CodedSource, ...]
    left_out: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    def tables(self, by: str = DEFAULT_ATTRIBUTE, level: str = Level.CATEGORY) -> list[Table]:
        """The six tables of a run, as plain rows."""
        depth = Level(level)
        return [
            evidence.codings(self.sources),
            evidence.matches(self.sources),
            matrix(self.sources, self.codebook, by, depth),
            findings(self.sources, self.codebook, by, depth),
            frequencies(self.sources, self.codebook, by),
            passages(self.sources, self.codebook, by, depth),
        ]

    def notes(self, by: str = DEFAULT_ATTRIBUTE) -> tuple[Problem, ...]:
        """What a reader should know of the run, sources without a case among it."""
        stray = [one.name for one in self.sources if case_of(one.attributes, by) == NO_CASE]
        if not stray:
            return self.notices
        names = evidence.attributes_of(self.sources)
        hint = "" if by in names or not names else f" (there are: {', '.join(names)})"
        return (*self.notices, problem("N05", attribute=by, sources=listed(stray), hint=hint))

    def matrix(self, by: str = DEFAULT_ATTRIBUTE, level: str = Level.CATEGORY) -> "pd.DataFrame":
        """Cases × categories (or codes): the number of segments coded."""
        return _frame(matrix(self.sources, self.codebook, by, Level(level)))

    def findings(self, by: str = DEFAULT_ATTRIBUTE, level: str = Level.CATEGORY) -> "pd.DataFrame":
        """Cases × categories (or codes): present, partial, absent or not mentioned."""
        return _frame(findings(self.sources, self.codebook, by, Level(level)))

    def passages(self, by: str = DEFAULT_ATTRIBUTE, level: str = Level.CATEGORY) -> "pd.DataFrame":
        """One row a passage that speaks for or against a factor, by case and factor."""
        return _frame(passages(self.sources, self.codebook, by, Level(level)))

    def frequencies(self, by: str = DEFAULT_ATTRIBUTE) -> "pd.DataFrame":
        """How often each category and code is spoken of; `by` says what a case is."""
        return _frame(frequencies(self.sources, self.codebook, by))

    def codings(self) -> "pd.DataFrame":
        """One row a coding."""
        return _frame(evidence.codings(self.sources))

    def matches(self) -> "pd.DataFrame":
        """One row a match."""
        return _frame(evidence.matches(self.sources))


def _frame(table: Table) -> "pd.DataFrame":
    import pandas as pd  # 0.5 s, and the command line does without

    return pd.DataFrame(list(table.rows), columns=list(table.columns))
