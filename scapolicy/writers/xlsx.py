"""Excel workbooks: a sheet a table, and one with the titles, the notes and what was run.

Numbers are numbers and texts are texts: no text is ever taken for a formula, a link or a date.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from scapolicy.tables.table import Cell, Table
from scapolicy.writers.mark import MARK

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook states when it was made: never the same
_LONGEST = 32_767  # characters that a cell may hold
_LONGEST_NAME = 31
_WIDEST = 60  # characters
_LARGEST = 2**53
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOTES = "notes"


def write_xlsx(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a workbook; `about` says what was run."""
    import xlsxwriter  # 70 ms

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"comments": MARK, "created": _MADE})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        notes: list[tuple[str, str]] = list(about.items())
        for table, name in zip(tables, _names(tables), strict=True):
            sheet = book.add_worksheet(name)
            cut = _fill(sheet, table, bold, wrapped)
            notes += [(name, one) for one in (table.title, *table.notes) if one]
            if cut:
                told = f"{cut} cells were cut at {_LONGEST:,} characters, the most a cell may hold."
                notes.append((name, told))
        _fill(
            book.add_worksheet(_NOTES),
            Table(_NOTES, ("about", "note"), tuple(notes)),
            bold,
            wrapped,
        )
    return out.getvalue()


def _fill(sheet: Any, table: Table, bold: Any, wrapped: Any) -> int:
    """Write a table into a sheet; returns how many cells were cut."""
    cut = 0
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, _text(name)[:_LONGEST], bold)
    for line, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str) or abs(cell) > _LARGEST:
                text = _text(str(cell))
                cut += len(text.encode("utf-16-le")) > 2 * _LONGEST
                sheet.write_string(line, place, _cut(text), wrapped)
            else:
                sheet.write_number(line, place, cell)
    for place, width in enumerate(_widths(table)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    return cut


def _text(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _cut(text: str) -> str:
    """A text that fits into a cell, which counts characters beyond the first 65,536 twice."""
    data = text.encode("utf-16-le")
    if len(data) <= 2 * _LONGEST:
        return text
    return data[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _widths(table: Table) -> Iterator[int]:
    for place, name in enumerate(table.columns):
        cells: Iterable[Cell] = (row[place] for row in table.rows)
        yield min(_WIDEST, max([len(name), *(len(str(cell)) for cell in cells)]) + 2)


def _names(tables: Sequence[Table]) -> list[str]:
    """A name for each sheet: Excel's are short, and differ not only by case."""
    names: list[str] = []
    taken = {_NOTES, "history"}  # which Excel keeps for itself
    for table in tables:
        plain = _text(_NOT_IN_NAMES.sub(" ", table.name)).strip()[:_LONGEST_NAME] or "table"
        name, number = plain, 2
        while name.casefold() in taken:
            name = f"{plain[: _LONGEST_NAME - 3]} {number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names
