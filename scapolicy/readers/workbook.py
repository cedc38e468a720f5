"""Workbooks (.xlsx): what the cells of their visible sheets read, and the guards before opening."""

import io
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.archive import refuse_entities

_MOST_ROWS = 1_048_576  # no program writes more; a number far above would be waited for

SheetRow = tuple[int, list[str]]
"""A row's number and its cells."""


def sheet_rows(
    data: bytes, file: str, *, columns: int, characters: int
) -> Iterator[tuple[str, Iterator[SheetRow]]]:
    """The visible sheets by their names, each with its rows, the empty ones too.

    Rows are read while they are asked for, `columns` wide at the most; `characters` is how much
    all of them may hold. A sheet's rows are gone when the next sheet is asked for.

    Raises:
        ScapolicyError: it declares entities, or holds more than that.
        Exception: whatever openpyxl raises of a workbook that it can't read.

    """
    refuse_entities(data, file)
    import openpyxl  # 150 ms, and most folders hold no workbook

    room = _Room(characters, file)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # openpyxl prints, at times
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # what is declared may be anything
                rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=columns, values_only=True)
                yield sheet.title, room.taken(rows)


class _Room:
    """How many characters the cells of a workbook may still hold."""

    def __init__(self, characters: int, file: str) -> None:
        self._all = self._left = characters
        self._file = file

    def taken(self, rows: Any) -> Iterator[SheetRow]:
        for number, values in enumerate(rows, 1):
            cells = list(map(written, values))
            self._left -= sum(map(len, cells))
            if self._left < 0:
                fault = problem("R39", at=self._file, limit=self._all // 10**6)
                raise ScapolicyError([fault])
            yield number, cells


def written(value: Any) -> str:
    """A cell as a person would write it: days as 2020-06-14, whole numbers without a point.

    >>> [written(one) for one in (1.0, 2.5, datetime(2020, 6, 14), True, None)]
    ['1', '2.5', '2020-06-14', 'true', '']
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
