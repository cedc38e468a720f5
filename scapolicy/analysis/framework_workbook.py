"""A framework as a workbook: passages and room for summaries side by side; summaries read back.

The sheet `framework` has a row for each case and two columns for each factor, one with the
passages and one to write into. Summaries whose case or factor is gone stand in a sheet of their
own. The workbook is signed, so that one that was saved since is told from one that was not.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from scapolicy.analysis.framework import Framework
from scapolicy.analysis.framework_summaries import (
    EARLIER,
    FACTOR,
    FRAMEWORK,
    PASSAGES_HEAD,
    SUMMARY,
    SUMMARY_HEAD,
    Summary,
    case_of_row,
    place_summaries,
    signature,
)

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767
"""The most characters that a cell of a workbook may hold."""

_PASSAGES, _NOTES = "passages", "notes"
_MOST_ROWS = 1_048_575
_ROOM_FOR_THE_REST = 80
_ELLIPSIS = "…"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_SAME_DAY = rb"\g<1>1980-01-01T00:00:00Z"
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CASE_WIDTH, _PASSAGES_WIDTH, _SUMMARY_WIDTH = 20, 60, 40
_TO_FILL = "FFF9E5"
_HOW = """\
Write into the columns headed Summary of the sheet framework. Made again over this file, the
framework has the passages of the newer results and the summaries that you wrote.
Rows and columns may be sorted and moved, and others added to the right; the heads must stay.
A passage stands behind its source, its turn and whether it speaks for the factor, against it,
both or neither. The sheet passages has one a row, with informant, codes and words.
"""


def write_workbook(framework: Framework, summaries: Iterable[Summary] = ()) -> bytes:
    """The framework as the bytes of an `.xlsx` file, with the summaries that it shall hold."""
    from openpyxl import Workbook

    placed, others = place_summaries(framework, summaries)
    book = Workbook()
    book.remove(book.active)
    cut = _write_matrix(book.create_sheet(FRAMEWORK), framework, placed)
    if others:
        _write_others(book.create_sheet(EARLIER), framework, others)
    cut += _write_passages(book.create_sheet(_PASSAGES), framework)
    sheet = book.create_sheet(_NOTES)
    told = [f"{cut} cells hold less than there is, as no more fits into a cell."] if cut else []
    for number, line in enumerate((framework.matrix.title, framework.about, _HOW, *told), 1):
        _put(sheet.cell(number, 1), line)
    sheet.column_dimensions["A"].width = 2 * _SUMMARY_WIDTH
    buffer = io.BytesIO()
    book.save(buffer)
    return _same_bytes(buffer.getvalue())


def _write_matrix(
    sheet: "Worksheet",
    framework: Framework,
    placed: Mapping[tuple[tuple[str, ...], str], Any],
) -> int:
    """The sheet to write into; returns how many cells could not hold all."""
    from openpyxl.styles import PatternFill

    cut, by = 0, framework.by
    heads = list(framework.matrix.columns[:by])
    for factor, label in framework.labels.items():
        heads += [f"{head}{label}\n[{factor}]" for head in (PASSAGES_HEAD, SUMMARY_HEAD)]
    widths = [_CASE_WIDTH] * by
    widths += [_PASSAGES_WIDTH, _SUMMARY_WIDTH] * len(framework.labels)
    _write_heads(sheet, heads, widths, by)
    fill = PatternFill("solid", fgColor=_TO_FILL)
    for number, row in enumerate(framework.matrix.rows, 2):
        case = case_of_row(row, by)
        for place, name in enumerate(row[:by], 1):
            _put(sheet.cell(number, place), name)
        pairs = zip(framework.labels, row[by:], strict=True)
        for column, (factor, lines) in zip(count(by + 1, 2), pairs, strict=False):
            text = _fitted(str(lines))
            cut += text != lines
            _put(sheet.cell(number, column), text)
            cell = sheet.cell(number, column + 1)
            _put(cell, placed.get((case, factor)))
            cell.fill = fill
    return cut


def _write_others(sheet: "Worksheet", framework: Framework, others: Iterable[Summary]) -> None:
    """The summaries that have no cell, one a row."""
    by = framework.by
    heads = [*framework.matrix.columns[:by], FACTOR, SUMMARY]
    _write_heads(sheet, heads, [*[_CASE_WIDTH] * (by + 1), 2 * _SUMMARY_WIDTH], 0)
    for number, one in enumerate(others, 2):
        case = (*one.case, *[""] * by)[:by]
        for place, value in enumerate((*case, one.factor, one.value), 1):
            _put(sheet.cell(number, place), value)


def _write_passages(sheet: "Worksheet", framework: Framework) -> int:
    """The passages, one a row; returns how many cells and rows could not hold all."""
    table = framework.passages
    widths = [_PASSAGES_WIDTH if name == "text" else len(name) + 4 for name in table.columns]
    _write_heads(sheet, table.columns, widths, 0)
    cut = max(0, len(table.rows) - _MOST_ROWS)
    for number, row in enumerate(table.rows[:_MOST_ROWS], 2):
        for place, value in enumerate(row, 1):
            shown = value
            if isinstance(value, str) and len(value) > LONGEST:
                shown, cut = value[: LONGEST - 1] + _ELLIPSIS, cut + 1
            _put(sheet.cell(number, place), shown)
    return cut


def _write_heads(
    sheet: "Worksheet", heads: Sequence[str], widths: Sequence[int], still: int
) -> None:
    """The first row, which stays in sight, as do so many columns."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for place, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        cell = sheet.cell(1, place)
        _put(cell, head)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(2, still + 1)


def _put(cell: "SheetCell", value: Any) -> None:
    """Put a value into a cell; a text stays one, whatever it looks like."""
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        text = _NOT_IN_XML.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))
        cell.value = _LIKE_AN_ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"  # openpyxl would take `=1+1` for a formula, and #N/A for an error
        cell.quotePrefix = True
    else:
        cell.value = value
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _fitted(lines: str) -> str:
    """As many of the passages of a cell as fit, and how many more there are."""
    if len(lines) <= LONGEST:
        return lines
    kept = lines[: LONGEST - _ROOM_FOR_THE_REST]
    if "\n" in kept:
        kept = kept[: kept.rindex("\n")]
    more = lines.count("\n") - kept.count("\n")
    return f"{kept}\n{_ELLIPSIS} and {more} more, in the sheet {_PASSAGES}"


def _same_bytes(data: bytes) -> bytes:
    """The workbook without the time of its making, signed as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        parts = [(one, _MODIFIED.sub(_SAME_DAY, old.read(one))) for one in old.namelist()]
        for name, part in parts:
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
        new.comment = signature(parts)
    return buffer.getvalue()
