"""Excel workbooks: a sheet a table, and one with the titles, the notes and what was run.

Numbers are numbers and texts are texts: no text is ever taken for a formula, a link or a date.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scapolicy.tables.table import Cell, Row, Table, is_undefined
from scapolicy.writers.comma import harmless
from scapolicy.writers.mark import MADE, MARK, sealed_archive

_LONGEST_NAME = 31
_WIDEST, _ROWS_MEASURED = 60, 1_000
_LINE_HEIGHT, _HIGHEST = 15, 409  # points
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LINE_END = re.compile(r"\r\n?")
_NOTES = "notes"


def write_xlsx(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a workbook; `about` says what was run."""
    import xlsxwriter  # 70 ms

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"comments": MARK, "created": MADE})
        notes: list[Row] = [("", *one) for one in about.items()]
        for table, name in zip(tables, _names(tables), strict=True):
            _fill(book, book.add_worksheet(name), table)
            notes += [(name, "title", table.title)] if table.title else []
            notes += [(name, "note", note) for note in table.notes]
        head = ("sheet", "what", "said")
        _fill(book, book.add_worksheet(_NOTES), Table(_NOTES, head, tuple(notes)))
    return sealed_archive(out.getvalue())


def _fill(book: Any, sheet: Any, table: Table) -> None:
    """Write a table into a sheet; no text of it is a formula, nor becomes one when it is edited."""
    bold = book.add_format({"bold": True})
    lines = book.add_format({"text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    number = book.add_format({"valign": "top"})
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, _LINE_END.sub("\n", name), bold)
    widths = list(_widths(table))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for line, row in enumerate(table.rows, 1):
        height = _LINE_HEIGHT * max(map(_lines, row, widths), default=1)
        if height > _LINE_HEIGHT:  # few programs find out by themselves
            sheet.set_row(line, min(height, _HIGHEST))
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                form = lines if harmless(cell) == cell else text
                sheet.write_string(line, place, _LINE_END.sub("\n", cell), form)
            elif is_undefined(cell):
                sheet.write_blank(line, place, None, number)
            else:
                sheet.write_number(line, place, cell, number)
    sheet.freeze_panes(1, 0)


def _lines(cell: Cell, width: int) -> int:
    """How many lines a cell has in a column, as far as that can be told without its font."""
    if not isinstance(cell, str) or (len(cell) < width and "\n" not in cell):
        return 1
    return sum(1 + len(line) // (width - 2) for line in cell.split("\n"))


def _widths(table: Table) -> Iterator[int]:
    """How wide each column is, in letters as they are seen; a longer text has several lines."""
    from rich.cells import cell_len

    rows = table.rows[:_ROWS_MEASURED]
    for place, name in enumerate(table.columns):
        texts = (str(cell)[: 3 * _WIDEST] for cell in (name, *(row[place] for row in rows)))
        yield min(_WIDEST, max(cell_len(line) for text in texts for line in text.split("\n")) + 2)


def _names(tables: Sequence[Table]) -> list[str]:
    """A name for each sheet: Excel's are short, and differ not only by case."""
    names: list[str] = []
    taken = {_NOTES, "history"}  # which Excel keeps for itself
    for table in tables:
        plain = _NOT_IN_NAMES.sub(" ", table.name).strip()[:_LONGEST_NAME] or "table"
        name, number = plain, 2
        while name.casefold() in taken:
            name = f"{plain[: _LONGEST_NAME - 3]} {number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names
