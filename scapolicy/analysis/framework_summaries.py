"""What a person wrote into a framework: read out of its workbook, and put where it belongs."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

from scapolicy.analysis.framework import Framework
from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.archive import check_parts, refuse_entities

FRAMEWORK, EARLIER = "framework", "earlier summaries"
PASSAGES_HEAD, SUMMARY_HEAD = "Passages: ", "Summary: "
FACTOR, SUMMARY = "factor", "summary"

_KEY = re.compile(r"\[([^\[\]]+)\]\s*$")
_MOST_CELLS = 5_000_000

Place = tuple[tuple[str, ...], str]
"""The case and the factor of a cell."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person wrote of a factor in a case; `value` is a text or what else a cell holds."""

    case: tuple[str, ...]
    factor: str
    value: Any


def place_summaries(
    framework: Framework, summaries: Iterable[Summary]
) -> tuple[Mapping[Place, Any], Sequence[Summary]]:
    """The summaries by the cells that there are, and those that have none.

    Of several for one cell the first has it; others stand among those that have none.
    """
    cases = {case_of_row(row, framework.by) for row in framework.matrix.rows}
    placed: dict[Place, Any] = {}
    others: dict[tuple[Place, str], Summary] = {}
    for one in summaries:
        place = (one.case, one.factor)
        if one.case in cases and one.factor in framework.labels and place not in placed:
            placed[place] = one.value
        elif placed.get(place) != one.value:
            others[place, str(one.value)] = one
    return placed, list(others.values())


def case_of_row(row: Sequence[Any], by: int) -> tuple[str, ...]:
    """The case that a row is of, as its first cells read; white space in them does not matter."""
    return tuple(_text(cell) for cell in (*row, *[None] * by)[:by])


def read_summaries(data: bytes, framework: Framework, at: str) -> list[Summary]:
    """All summaries in a framework's workbook, those that had no cell behind the others.

    Raises:
        ScapolicyError: it is no framework, its heads were changed, its rows are by other
            attributes, or it can't be opened.

    """
    check_parts(data, at, "R30", ".xlsx")
    refuse_entities(data, at)
    try:
        sheets = _sheets(data)
    except Exception as error:  # noqa: BLE001  openpyxl lets any of its parsers' errors through
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ScapolicyError([problem("R30", at=at, suffix=".xlsx", reason=reason)]) from None
    by = list(framework.matrix.columns[: framework.by])
    return [
        *_charted(sheets.get(FRAMEWORK, []), by, at),
        *_others(sheets.get(EARLIER, []), by, at),
    ]


def _sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the two sheets that summaries stand in."""
    import openpyxl  # 150 ms

    room = _MOST_CELLS
    found: dict[str, list[tuple[Any, ...]]] = {}
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # openpyxl prints, at times
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.title not in (FRAMEWORK, EARLIER):
                continue
            sheet.reset_dimensions()  # what is declared may be anything
            rows = found.setdefault(sheet.title, [])
            for row in sheet.iter_rows(values_only=True):
                room -= len(row) + 1
                if room < 0:
                    raise ValueError(f"it has more than {_MOST_CELLS:,} cells")
                rows.append(row)
    return found


def _charted(rows: Sequence[Sequence[Any]], by: Sequence[str], at: str) -> Iterator[Summary]:
    """The summaries in the matrix, row by row."""
    heads = [_text(cell) for cell in rows[0]] if rows else []
    keys = [_KEY.search(head) for head in heads]
    first = next((place for place, key in enumerate(keys) if key), 0)
    columns = {
        place: key[1]
        for place, key in enumerate(keys)
        if key and heads[place].startswith(SUMMARY_HEAD)
    }
    others = {
        key[1] for place, key in enumerate(keys) if key and heads[place].startswith(PASSAGES_HEAD)
    }
    if not columns or others - set(columns.values()):
        raise ScapolicyError([problem("X23", at=at, sheet=FRAMEWORK)])
    if heads[:first] != list(by):
        found, wanted = (" and ".join(names) or "nothing" for names in (heads[:first], by))
        raise ScapolicyError([problem("X22", at=at, found=found, wanted=wanted)])
    for row in rows[1:]:
        case = case_of_row(row, first)
        for place, factor in columns.items():
            value = _value(row[place]) if place < len(row) else ""
            if value != "":
                yield Summary(case, factor, value)


def _others(rows: Sequence[Sequence[Any]], by: Sequence[str], at: str) -> Iterator[Summary]:
    """The summaries that had no cell."""
    if not rows:
        return
    heads = [_text(cell) for cell in rows[0]][: len(by) + 2]
    if heads != [*by, FACTOR, SUMMARY]:
        raise ScapolicyError([problem("X23", at=at, sheet=EARLIER)])
    for row in rows[1:]:
        *case, factor, value = (*row, *[None] * len(heads))[: len(heads)]
        value = _value(value)
        if value != "":
            yield Summary(case_of_row(case, len(by)), _text(factor), value)


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _value(cell: Any) -> Any:
    """What a person wrote, without the carriage returns of Excel; a formula as its text."""
    cell = getattr(cell, "text", cell)
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    return cell.replace("_x000D_", "").replace("_x005F_", "_")  # as workbooks write \r and _
