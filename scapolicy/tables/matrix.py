"""The factor matrix: in how many segments of each case each factor is spoken of."""

from collections.abc import Sequence

from scapolicy.records import Codebook, CodedSource, Level
from scapolicy.tables.table import Row, Table, cases_of, columns_of
from scapolicy.tables.tally import tally_cases


def matrix(sources: Sequence[CodedSource], codebook: Codebook, by: str, level: Level) -> Table:
    """Cases × categories (or codes); cells count segments, zeros included."""
    columns = [column.id for column in columns_of(codebook, level)]
    cases = tally_cases(sources, by, level)
    rows: list[Row] = [
        (case, *(cases[case][column].total() for column in columns))
        for case in cases_of(sources, by)
    ]
    return Table("matrix", (by, *columns), tuple(rows))
