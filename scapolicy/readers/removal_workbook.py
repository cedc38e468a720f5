"""A workbook without some of its rows, where it can be written anew and nothing else is harmed.

openpyxl leaves charts and pictures out, moves no formula, and writes none of their values, so that
the next to read the workbook finds cells empty. Of what belongs to rows it moves the cells alone:
heights and hidden rows are moved here, while rules, filters, links and breaks would be left behind
at the rows of others. What holds such is left for its owner to change.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scapolicy.errors import Problem, problem
from scapolicy.readers.workbook import written

_Rows = list[tuple[int, ...]]

_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[^/]*|docMetadata/.*|customXml/.*"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/(?:_rels/)?[^/]*|xl/theme/[^/]*|xl/printerSettings/[^/]*"
    r"|xl/comments[^/]*\.xml|xl/comments/[^/]*|xl/drawings/[^/]*\.vml",
    re.IGNORECASE,
)
"""The parts that openpyxl writes again, and those that nobody misses."""

_LAST_ROW = 2**20
_DRAWING = re.compile(r"xl/drawings/[^/]*\.xml")  # of which some programs write empty ones
_PLACED = b"Anchor"
_EXTENSION = b"<extLst"  # sparklines, and rules that older programs do not know


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What came of taking rows out: the new workbook, or why its owner must do it.

    Both are None where no row is meant.
    """

    data: bytes | None = None
    by_hand: Problem | None = None


def rewritten(
    data: bytes, file: str, is_gone: Callable[[str], bool], column_of: Callable[..., int | None]
) -> Rewritten:
    """A workbook without the rows whose cell in a column names what is gone.

    Args:
        data: the workbook, which was found to be one that may be opened.
        file: where it stands, for messages.
        is_gone: whether what a cell reads is the name of a row that goes.
        column_of: gives the column of the names from a header and the number of its sheet; None
            where the sheet has none.

    """
    import openpyxl  # 150 ms, and most folders hold no workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it leaves out, which is looked for below
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        book = openpyxl.load_workbook(io.BytesIO(data))
    # What a cell reads may come of a formula, which only the first of the two has worked out.
    rows = [
        tuple(_rows(sheet, number, is_gone, column_of))
        for number, sheet in enumerate(shown.worksheets)
    ]
    if not any(rows):
        return Rewritten()
    for sheet, numbers in zip(book.worksheets, rows, strict=True):
        for number in reversed(numbers):
            sheet.delete_rows(number)
        _close_up(sheet.row_dimensions, numbers)
    harmed = list(_harmed(data, book, rows))
    if harmed:
        places = "; ".join(
            f"{sheet.title}: {', '.join(map(str, numbers))}"
            for sheet, numbers in zip(book.worksheets, rows, strict=True)
            if numbers
        )
        return Rewritten(None, problem("W27", at=file, rows=places, parts=", ".join(harmed)))
    out = io.BytesIO()
    book.save(out)
    return Rewritten(out.getvalue())


def _rows(
    sheet: Any, number: int, is_gone: Callable[[str], bool], column_of: Callable[..., int | None]
) -> Iterator[int]:
    """The numbers of the rows of a sheet that go."""
    lines: Iterable[tuple[int, Any]] = enumerate(sheet.iter_rows(values_only=True), 1)
    at: int | None = None
    for row, cells in lines:
        if at is not None:
            if is_gone(written(cells[at])):
                yield row
        elif any(cells):
            at = column_of(cells, number)
            if at is None:
                return


def _close_up(dimensions: Any, gone: tuple[int, ...]) -> None:
    """Move the heights of rows, and which are hidden, to where the rows are now."""
    left = [(number, one) for number, one in dimensions.items() if number not in gone]
    dimensions.clear()
    for number, one in left:
        one.index = number - sum(other < number for other in gone)
        dimensions[one.index] = one


def _left_behind(sheet: Any, first: int) -> Iterator[str]:
    """What of a sheet stays where it was, at or below the first row that goes."""
    placed: dict[str, Iterable[int]] = {
        "data validation": _last_rows(one.sqref for one in sheet.data_validations.dataValidation),
        "conditional formatting": _last_rows(one.sqref for one in sheet.conditional_formatting),
        "filters": _last_rows([sheet.auto_filter.ref]),
        "links": (cell.row for row in sheet.iter_rows(first) for cell in row if cell.hyperlink),
        "page breaks": (one.id for one in sheet.row_breaks.brk),
        "print areas": _last_rows([sheet.print_area, sheet.print_title_rows]),
    }
    for part, rows in placed.items():
        if any(row >= first for row in rows):
            yield part


def _last_rows(ranges: Iterable[Any]) -> Iterator[int]:
    """The rows that ranges such as `A1:B4 C3` or `$1:$2` end at; of whole columns the last."""
    for one in re.split(r"[\s,]+", " ".join(map(str, filter(None, ranges)))):
        cells = one.rpartition("!")[2]
        if cells:
            number = re.search(r"[0-9]+$", cells)
            yield int(number[0]) if number else _LAST_ROW


def _harmed(data: bytes, book: Any, rows: _Rows) -> Iterator[str]:
    """What of a workbook, its rows taken out, would be lost or come wrong if it were saved."""
    sheets = book.worksheets
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    if any(cell.data_type == "f" for cell in cells):
        yield "formulas"
    if any(sheet.merged_cells.ranges for sheet, gone in zip(sheets, rows, strict=True) if gone):
        yield "joined cells"
    if book.defined_names or any(sheet.defined_names for sheet in sheets):
        yield "names of ranges"
    behind = (
        part
        for sheet, gone in zip(sheets, rows, strict=True)
        if gone
        for part in _left_behind(sheet, min(gone))
    )
    yield from dict.fromkeys(behind)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [info.filename for info in archive.infolist() if not info.is_dir()]
        strange = [one for one in parts if not _KEPT.fullmatch(one)]
        drawn = (not _DRAWING.fullmatch(one) or _PLACED in archive.read(one) for one in strange)
        sheets = (archive.read(one) for one in parts if one.startswith("xl/worksheets/"))
        if any(drawn) or any(_EXTENSION in sheet for sheet in sheets):
            yield "charts, pictures, tables or the like"
