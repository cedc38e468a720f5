"""The factor matrix: in how many segments of each case each factor is spoken of."""

from scapolicy.records import Codebook, Level
from scapolicy.tables.table import Row, Table, case_columns, columns_of, in_case_order
from scapolicy.tables.tally import Counts


def matrix(counts: Counts, codebook: Codebook, level: Level) -> Table:
    """Cases × categories (or codes); cells count segments, zeros included."""
    columns = [column.id for column in columns_of(codebook, level)]
    rows: list[Row] = [
        (case, *(counts.cell(case, level, column).tally.total() for column in columns))
        for case in in_case_order(counts.cases)
    ]
    return Table("matrix", (*case_columns([counts.by], columns), *columns), tuple(rows))
