"""Rows of tables, out of separated values and out of workbooks."""

import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.sheet.columns import Row, columns_of

_DELIMITERS = ",;\t|"
_MAX_ROWS, _MAX_COLUMNS, _MAX_CHARACTERS = 1_048_576, 256, 50_000_000
_MAX_CELLS, _MAX_CELLS_A_ROW = 3_000_000, 5_000
_SHEETS = "xl/worksheets/"
_UNWORKED = re.compile(rb"<c ([^<>]*+)><f[^<>]*+>[^<>]*+</f>(?:<v ?/>|<v></v>)?</c>")
_TEXT = b't="str"'  # of a formula that was worked out to an empty text
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


class _TableError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def sheets_of(data: bytes, file: str) -> list[tuple[str, list[Row]]]:
    """The visible sheets of a workbook by their names: the rows that aren't empty."""
    import openpyxl  # 150 ms, and most folders hold no workbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            with archive.open(part) as opened:
                if any(sign in opened.read(4096) for sign in _DOCTYPE):
                    raise ScapolicyError(
                        [problem("R30", at=file, suffix=".xlsx", reason="it declares entities")]
                    )
    room = _MAX_CHARACTERS
    sheets: list[tuple[str, list[Row]]] = []
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # openpyxl prints, at times
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what is declared may be anything
            rows: list[Row] = []
            for cells in sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True):
                row = list(map(_written, cells))
                room -= sum(map(len, row))
                if room < 0:
                    fault = problem("R39", at=file, limit=_MAX_CHARACTERS // 10**6)
                    raise ScapolicyError([fault])
                if any(row):
                    rows.append(row)
            sheets.append((sheet.title, rows))
    return sheets


def formulas_without_value(data: bytes) -> int:
    """How many cells of a workbook hold a formula that no program has worked out.

    What was typed there may be speech that begins with a sign of a formula.
    """
    found = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.filename.startswith(_SHEETS):
                found += sum(_TEXT not in one[1] for one in _UNWORKED.finditer(archive.read(part)))
    return found


def _written(value: Any) -> str:
    """A cell as it reads."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    if isinstance(value, datetime | date | time):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def parsed(text: str, file: str, delimiter: str) -> list[Row]:
    """The rows that aren't empty, parted by what parts them best."""
    best: list[Row] = []
    fault: Problem | None = None
    score = (-1.0, 0.0)
    for sign in delimiter or _DELIMITERS:
        try:
            rows = _split(text, sign)
        except _TableError as error:
            fault = fault or problem("R40", at=file, line=error.line, reason=error)
            continue
        widths = Counter(map(len, rows))
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        share = times / len(rows) if width > 1 else 0.0
        if (found := (float(columns_of(rows) is not None), share)) > score:
            best, score = rows, found
    if fault and score <= (0.0, 0.0):
        raise ScapolicyError([fault])
    return best


def _split(text: str, delimiter: str) -> list[Row]:
    try:
        return _read(text, delimiter, csv.QUOTE_MINIMAL)
    except _TableError:
        if delimiter != "\t":
            raise
        return _read(text, delimiter, csv.QUOTE_NONE)  # tabs are often written without quotes


def _read(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[Row]:
    lines = io.StringIO(text, newline="")
    table = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)
    rows: list[Row] = []
    room = _MAX_CELLS
    try:
        for cells in table:
            room -= len(cells)
            if len(cells) > _MAX_CELLS_A_ROW or room < 0:
                limits = f"{_MAX_CELLS_A_ROW:,} cells in a row, or {_MAX_CELLS:,} in all"
                raise _TableError(table.line_num, f"it has more than {limits}")
            if any(row := list(map(str.strip, cells))):
                rows.append(row)
    except csv.Error as error:
        raise _TableError(table.line_num, str(error)) from None
    return rows
