"""The framework matrix: what is said of each factor in each case, to be read and summarised.

Charting, as Ritchie and Spencer describe it (1994, in Bryman and Burgess, *Analyzing Qualitative
Data*, pp. 173-194): a row for each case, a column for each theme, and in the cells what a person
makes of the passages, with where they stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scapolicy.analysis.selection import cases_by, grouped
from scapolicy.coded import Coded, level_of
from scapolicy.records import CodedSource, Level
from scapolicy.tables.passages import passage_columns, passage_rows
from scapolicy.tables.table import Cell, Row, Table, case_columns, columns_of

_PASSAGE = passage_columns("")[3:]
_SIDE, _SOURCE, _TURN, _TEXT = (_PASSAGE.index(one) for one in ("side", "source", "turn", "text"))


@dataclass(frozen=True, slots=True)
class Framework:
    """Cases × factors with the passages, in the matrix and one a row.

    `by` is how many columns name the case; `labels` leads from the factors to their labels.
    """

    matrix: Table
    passages: Table
    by: int
    labels: Mapping[str, str]
    about: str

    def tables(self) -> list[Table]:
        """The two tables."""
        return [self.matrix, self.passages]


def framework(coded: Coded, by: str | Sequence[str] = (), *, level: str | None = None) -> Framework:
    """What is said of each factor in each case, with the place of each passage.

    Args:
        coded: what `code` or `read_results` gave.
        by: the attributes that make a case; that of the run unless given.
        level: what a column stands for, `category` or `code`; as in the run unless given.

    Raises:
        ScapolicyError: no source states such an attribute.

    """
    by, level = cases_by(coded, by), level_of(coded, level)
    factors = columns_of(coded.codebook, level)
    charted = {group: _passages(sources, level) for group, sources in grouped(coded, by).items()}
    rows: list[Row] = []
    long: list[Row] = []
    for group, found in charted.items():
        rows.append((*group, *("\n".join(map(passage_line, found[one.id])) for one in factors)))
        long += ((*group, one.id, *row) for one in factors for row in found[one.id])
    ids = [factor.id for factor in factors]
    title = f"Framework by {' and '.join(by)}: passages of each {level}"
    columns = (*case_columns(by, ids), *ids)
    own = (str(level), *_PASSAGE)
    book = coded.codebook
    return Framework(
        Table("framework", columns, tuple(rows), title),
        Table("passages", (*case_columns(by, own), *own), tuple(long), title),
        by=len(by),
        labels={factor.id: factor.label for factor in factors},
        about=f"{book.title} {book.version}, {len(coded.sources)} sources, unit: {coded.unit}",
    )


def _passages(sources: Iterable[CodedSource], level: Level) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for source in sources:
        for factor, rows in passage_rows(source, level).items():
            found[factor] += rows
    return found


def passage_line(passage: Sequence[Cell]) -> str:
    """A passage as it stands in a cell: its place, which way it speaks, and its words."""
    place = f"[{passage[_SOURCE]}, turn {passage[_TURN]}, {passage[_SIDE]}]"
    return f"{place} {' '.join(str(passage[_TEXT]).split())}"
