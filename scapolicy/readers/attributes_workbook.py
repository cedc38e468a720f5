"""`attributes.xlsx`: the cells of its first visible sheet, with the rows that they stand in."""

import io
import warnings
import zipfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import date, datetime, time
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.archive import check_size

_MAX_ROWS, _MAX_COLUMNS, _MAX_CHARACTERS = 100_000, 256, 20_000_000  # no study has as many
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))


def workbook_rows(data: bytes, file: str) -> list[tuple[int, list[str]]]:
    """The rows that aren't empty, each with its number, and as long as the first or longer.

    Raises:
        ScapolicyError: it is no workbook that can be opened, or is too large.

    """
    check_size(data, file, "R30", ".xlsx")
    try:
        rows = _rows(data, file)
    except ScapolicyError:
        raise
    except Exception as error:  # noqa: BLE001  openpyxl lets any of its parsers' errors through
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ScapolicyError([problem("R30", at=file, suffix=".xlsx", reason=reason)]) from None
    width = _width(rows[0][1]) if rows else 0
    return [(number, (cells + [""] * width)[: max(width, _width(cells))]) for number, cells in rows]


def _rows(data: bytes, file: str) -> list[tuple[int, list[str]]]:
    import openpyxl  # 150 ms, and most folders hold no workbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            with archive.open(part) as opened:
                if any(sign in opened.read(4096) for sign in _DOCTYPES):
                    reason = "it declares entities"
                    raise ScapolicyError([problem("R30", at=file, suffix=".xlsx", reason=reason)])
    room = _MAX_CHARACTERS
    rows: list[tuple[int, list[str]]] = []
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # openpyxl prints, at times
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise ValueError("it has no visible sheet")
        sheet.reset_dimensions()  # what is declared may be anything
        for number, row in enumerate(
            sheet.iter_rows(max_col=_MAX_COLUMNS + 1, values_only=True), 1
        ):
            cells = list(map(_written, row))
            if number > _MAX_ROWS or _width(cells) > _MAX_COLUMNS:
                raise ValueError(f"it has more than {_MAX_ROWS} rows or {_MAX_COLUMNS} columns")
            room -= sum(map(len, cells))
            if room < 0:
                fault = problem("R39", at=file, limit=_MAX_CHARACTERS // 10**6)
                raise ScapolicyError([fault])
            if any(cells):
                rows.append((number, cells))
    return rows


def _width(cells: Sequence[str]) -> int:
    return max((index for index, cell in enumerate(cells, 1) if cell), default=0)


def _written(value: Any) -> str:
    """A cell as a person would write it: days as 2020-06-14, whole numbers without a point.

    >>> [_written(one) for one in (1.0, 2.5, datetime(2020, 6, 14), True, None)]
    ['1', '2.5', '2020-06-14', 'true', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
