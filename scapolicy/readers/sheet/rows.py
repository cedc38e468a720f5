"""Rows of tables, out of separated values and out of workbooks."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.sheet.columns import Row, columns_of
from scapolicy.readers.workbook import sheet_rows

_DELIMITERS = ",;\t|"
_MAX_COLUMNS, _MAX_CHARACTERS = 256, 50_000_000
_MAX_CELLS, _MAX_CELLS_A_ROW = 3_000_000, 5_000
_SHEETS = "xl/worksheets/"
_UNWORKED = re.compile(rb"<c ([^<>]*+)><f[^<>]*+>[^<>]*+</f>(?:<v ?/>|<v></v>)?</c>")
_TEXT = b't="str"'  # of a formula that was worked out to an empty text


_Numbered = tuple[int, Row]
"""A row, and the line that it begins in."""


class _TableError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def sheets_of(data: bytes, file: str) -> list[tuple[str, list[Row]]]:
    """The visible sheets of a workbook by their names: the rows that aren't empty."""
    sheets = sheet_rows(data, file, columns=_MAX_COLUMNS, characters=_MAX_CHARACTERS)
    return [(title, [cells for _, cells in rows if any(cells)]) for title, rows in sheets]


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


def parsed(text: str, file: str, delimiter: str) -> list[Row]:
    """The rows that aren't empty, parted by what parts them best.

    Raises:
        ScapolicyError: nothing parts them, or rows hold more cells than the header names.

    """
    best: list[_Numbered] = []
    fault: Problem | None = None
    score = (-1.0, 0.0)
    for sign in delimiter or _DELIMITERS:
        try:
            numbered = _split(text, sign)
        except _TableError as error:
            fault = fault or problem("R40", at=file, line=error.line, reason=error)
            continue
        rows = [row for _, row in numbered]
        widths = Counter(map(len, rows))
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        share = times / len(rows) if width > 1 else 0.0
        if (found := (float(columns_of(rows) is not None), share)) > score:
            best, score = numbered, found
    if fault and score <= (0.0, 0.0):
        raise ScapolicyError([fault])
    if overlong := list(_overlong(best, file)):
        raise ScapolicyError(overlong)
    return [row for _, row in best]


def _overlong(rows: Sequence[_Numbered], file: str) -> Iterator[Problem]:
    """Rows with words behind the last column of the header: a comma may have parted a sentence."""
    columns = columns_of([row for _, row in rows])
    if columns is None:
        return
    expected = len(rows[columns.first - 1][1])
    for line, row in rows[columns.first :]:
        if any(row[expected:]):
            yield problem("R72", at=file, line=line, found=len(row), expected=expected)


def _split(text: str, delimiter: str) -> list[_Numbered]:
    try:
        return _read(text, delimiter, csv.QUOTE_MINIMAL)
    except _TableError:
        if delimiter != "\t":
            raise
        return _read(text, delimiter, csv.QUOTE_NONE)  # tabs are often written without quotes


def _read(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[_Numbered]:
    lines = io.StringIO(text, newline="")
    table = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)
    rows: list[_Numbered] = []
    room = _MAX_CELLS
    try:
        for cells in table:
            room -= len(cells)
            if len(cells) > _MAX_CELLS_A_ROW or room < 0:
                limits = f"{_MAX_CELLS_A_ROW:,} cells in a row, or {_MAX_CELLS:,} in all"
                raise _TableError(table.line_num, f"it has more than {limits}")
            if any(row := list(map(str.strip, cells))):
                rows.append((table.line_num - sum(cell.count("\n") for cell in cells), row))
    except csv.Error as error:
        raise _TableError(table.line_num, str(error)) from None
    return rows
