"""A framework as a workbook: passages and room for summaries side by side; summaries read back.

The sheet `framework` has a row for each case and two columns for each factor, one with the
passages and one to write into. Summaries whose case or factor is gone stand in a sheet of their
own. The workbook is sealed, so that one that was saved since is told from one that was not.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from scapolicy.analysis.framework import Framework
from scapolicy.analysis.framework_summaries import (
    EARLIER,
    FACTOR,
    FRAMEWORK,
    PASSAGES_HEAD,
    SUMMARY,
    SUMMARY_HEAD,
    Place,
    Summary,
    case_of_row,
    place_summaries,
)
from scapolicy.tables.table import Cell
from scapolicy.writers.mark import MADE, sealed_archive

FRAMEWORK_MARK = "Framework by scapolicy"
"""Not the mark of what may be written over: it holds what a person wrote."""

LONGEST = 32_767
"""The most characters that a cell of a workbook may hold."""

_PASSAGES, _NOTES = "passages", "notes"
_MOST_ROWS = 1_048_575
_ROOM_FOR_THE_REST = 80
_ELLIPSIS = "…"
_CASE_WIDTH, _PASSAGES_WIDTH, _SUMMARY_WIDTH = 20, 60, 40
_LINE_HEIGHT, _HIGHEST = 15, 409  # points; no row of a workbook may be higher
_TO_FILL = "#FFF9E5"
_WRAPPED = {"text_wrap": True, "valign": "top"}
_TEXT = {**_WRAPPED, "quote_prefix": True}
_TIMES = {
    datetime: "yyyy-mm-dd h:mm:ss",
    date: "yyyy-mm-dd",
    time: "h:mm:ss",
    timedelta: "[h]:mm:ss",
}
_HOW = """\
Write into the columns headed Summary of the sheet framework. Made again over this file, the
framework has the passages of the newer results and the summaries that you wrote.
Rows and columns may be sorted and moved, and others added to the right; the heads must stay.
A passage stands behind its source, its turn and whether it speaks for the factor, against it,
both or neither. The sheet passages has one a row, with informant, codes and words.
"""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is in a sheet: heads, the widths of their columns in letters, and the rows.

    So many columns as `still` says stay in sight; those in `to_fill` are for a person to write.
    """

    name: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Any]]
    still: int = 0
    to_fill: frozenset[int] = frozenset()


def write_workbook(framework: Framework, summaries: Iterable[Summary] = ()) -> bytes:
    """The framework as the bytes of an `.xlsx` file, with the summaries that it shall hold."""
    import xlsxwriter  # 70 ms

    placed, others = place_summaries(framework, summaries)
    sheets = [_matrix_sheet(framework, placed)]
    if others:
        sheets.append(_others_sheet(framework, others))
    sheets += [_passages_sheet(framework), _notes_sheet(framework)]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        for sheet in sheets:
            _fill(book, sheet)
    return sealed_archive(out.getvalue(), FRAMEWORK_MARK)


def _matrix_sheet(framework: Framework, placed: Mapping[Place, Any]) -> _Sheet:
    """The sheet to write into."""
    by, labels = framework.by, framework.labels
    heads = list(framework.matrix.columns[:by])
    for factor, label in labels.items():
        heads += [f"{head}{label}\n[{factor}]" for head in (PASSAGES_HEAD, SUMMARY_HEAD)]
    rows: list[list[Any]] = []
    for row in framework.matrix.rows:
        cells: list[Any] = list(row[:by])
        case = case_of_row(row, by)
        for factor, lines in zip(labels, row[by:], strict=True):
            cells += [_fitted(str(lines)), placed.get((case, factor))]
        rows.append(cells)
    return _Sheet(
        FRAMEWORK,
        heads,
        [_CASE_WIDTH] * by + [_PASSAGES_WIDTH, _SUMMARY_WIDTH] * len(labels),
        rows,
        still=by,
        to_fill=frozenset(range(by + 2, len(heads) + 1, 2)),
    )


def _others_sheet(framework: Framework, others: Iterable[Summary]) -> _Sheet:
    """The summaries that have no cell, one a row."""
    by = framework.by
    return _Sheet(
        EARLIER,
        [*framework.matrix.columns[:by], FACTOR, SUMMARY],
        [_CASE_WIDTH] * (by + 1) + [2 * _SUMMARY_WIDTH],
        [(*one.case, one.factor, one.value) for one in others],
    )


def _passages_sheet(framework: Framework) -> _Sheet:
    """The passages, one a row."""
    table = framework.passages
    return _Sheet(
        _PASSAGES,
        table.columns,
        [_PASSAGES_WIDTH if name == "text" else _CASE_WIDTH for name in table.columns],
        [tuple(map(_cut, row)) for row in table.rows[:_MOST_ROWS]],
    )


def _notes_sheet(framework: Framework) -> _Sheet:
    cut = sum(len(str(cell)) > LONGEST for row in framework.matrix.rows for cell in row)
    cut += sum(len(str(cell)) > LONGEST for row in framework.passages.rows for cell in row)
    cut += max(0, len(framework.passages.rows) - _MOST_ROWS)
    told = [f"{cut} cells hold less than there is, as no more fits into a cell."] if cut else []
    lines = [framework.about, *_HOW.splitlines(), *told]
    return _Sheet(_NOTES, [framework.matrix.title], [3 * _SUMMARY_WIDTH], [[one] for one in lines])


def _fill(book: Any, content: _Sheet) -> None:
    """Add a sheet; its first row stays in sight, and each is as high as its words need."""
    sheet = book.add_worksheet(content.name)
    heads = book.add_format({**_TEXT, "bold": True})
    forms = _Forms(book, {}), _Forms(book, {"bg_color": _TO_FILL})
    for place, width in enumerate(content.widths):
        sheet.set_column(place, place, width)
    for line, row in enumerate((content.heads, *content.rows)):
        lines = max(map(_lines, row, content.widths), default=1)
        sheet.set_row(line, min(lines * _LINE_HEIGHT, _HIGHEST))
        for place, value in enumerate(row):
            if line:
                _put(sheet, (line, place), value, forms[place + 1 in content.to_fill])
            else:
                sheet.write_string(line, place, _one_line_end(str(value)), heads)
    sheet.freeze_panes(1, content.still)


class _Forms:
    """How the cells of a kind look: with texts and numbers, and with times."""

    def __init__(self, book: Any, look: Mapping[str, str]) -> None:
        self.plain = book.add_format({**_TEXT, **look})
        self.timed = {
            kind: book.add_format({**_WRAPPED, **look, "num_format": form})
            for kind, form in _TIMES.items()
        }


def _put(sheet: Any, place: tuple[int, int], value: Any, forms: _Forms) -> None:
    """Put a value into a cell; a text stays one, whatever it looks like."""
    if value is None or value == "":
        sheet.write_blank(*place, None, forms.plain)
    elif isinstance(value, str):
        sheet.write_string(*place, _one_line_end(value), forms.plain)
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, forms.plain)
    elif type(value) in forms.timed:
        sheet.write_datetime(*place, value, forms.timed[type(value)])
    else:
        sheet.write_number(*place, value, forms.plain)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(value: Any, width: int) -> int:
    """How many lines a value takes in a column."""
    return sum(1 + len(line) // width for line in str(value).split("\n"))


def _cut(value: Cell) -> Cell:
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1] + _ELLIPSIS
    return value


def _fitted(lines: str) -> str:
    """As many of the passages of a cell as fit, and how many more there are."""
    if len(lines) <= LONGEST:
        return lines
    kept = lines[: LONGEST - _ROOM_FOR_THE_REST]
    if "\n" in kept:
        kept = kept[: kept.rindex("\n")]
    more = lines.count("\n") - kept.count("\n")
    return f"{kept}\n{_ELLIPSIS} and {more} more, in the sheet {_PASSAGES}"
