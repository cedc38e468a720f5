"""Tables in documents in which a column says who speaks: rows → paragraphs and turns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from scapolicy.readers.document import Document, Spoken, Utterance
from scapolicy.readers.sheet.columns import (
    Columns,
    Row,
    columns_of,
    unnamed,
    unread_columns,
    utterances,
)

_MOST_COLUMNS = 50  # no table of a talk has so many


class TableRow(NamedTuple):
    """A row as a paragraph, and who says what in it; None where it names nobody."""

    text: str
    said: Utterance | None = None


def rows_of(cells: Sequence[Row]) -> tuple[list[TableRow], list[str]] | None:
    """The rows without the header, and the names of columns not read.

    None where no column is known to say who speaks.
    """
    if not 0 < max(map(len, cells), default=0) <= _MOST_COLUMNS:
        return None
    columns = columns_of(cells) or unnamed(cells)
    if columns is None or columns.speaker is None:
        return None
    each = replace(columns, first=0)
    titles = [TableRow("\t".join(row).strip()) for row in cells[: max(columns.first - 1, 0)]]
    said = [_row(row, each) for row in cells[columns.first :]]
    return [*titles, *said], unread_columns(cells, columns)


def _row(row: Row, columns: Columns) -> TableRow:
    said = next(utterances([row], columns), None)
    if said is None or not said.speaker:
        return TableRow("\t".join(row).strip())
    return TableRow(f"{_label(said)}{said.text}", said)


def _label(said: Utterance) -> str:
    if said.begin is None:
        return f"{said.speaker}: "
    minutes, seconds = divmod(int(said.begin), 60)
    return f"{said.speaker} ({minutes // 60}:{minutes % 60:02}:{seconds:02}): "


def table_document(text: str, rows: Sequence[TableRow]) -> Document | None:
    """The document whose talk is all in the rows of a table; None where it isn't.

    A row that names nobody goes on with what is said above it.
    """
    filled = [row for row in rows if row.text]
    first = next((at for at, row in enumerate(filled) if row.said), None)
    end = len(text.rstrip())
    if first is None or not text[:end].endswith("\n\n".join(row.text for row in filled)):
        return None
    start = end - len("\n\n".join(row.text for row in filled[first:]))
    return Document(text, spoken=tuple(_spoken(filled[first:], start)), head=start)


def _spoken(rows: Sequence[TableRow], at: int) -> Iterator[Spoken]:
    last: Spoken | None = None
    for row in rows:
        end = at + len(row.text)
        if row.said is not None:
            if last is not None:
                yield last
            begin = row.said.begin
            last = Spoken(row.said.speaker, end - len(row.said.text), end, begin)
        elif last is not None:
            last = replace(last, end=end)
        at = end + 2
    if last is not None:
        yield last
