"""`attributes.xlsx`: the cells of its first visible sheet, with the rows that they stand in."""

from collections.abc import Sequence

from scapolicy.errors import ScapolicyError
from scapolicy.readers.archive import check_size
from scapolicy.readers.markup import markup_fault
from scapolicy.readers.workbook import SheetRow, sheet_rows

_MAX_ROWS, _MAX_COLUMNS, _MAX_CHARACTERS = 100_000, 256, 20_000_000  # no study has as many


def workbook_rows(data: bytes, file: str) -> list[SheetRow]:
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
        said = str(error) or type(error).__name__
        raise ScapolicyError([markup_fault(said, file, "R30", ".xlsx")]) from None
    width = _width(rows[0][1]) if rows else 0
    return [(number, (cells + [""] * width)[: max(width, _width(cells))]) for number, cells in rows]


def _rows(data: bytes, file: str) -> list[SheetRow]:
    sheets = sheet_rows(data, file, columns=_MAX_COLUMNS + 1, characters=_MAX_CHARACTERS)
    for _, found in sheets:
        rows: list[SheetRow] = []
        for number, cells in found:
            if number > _MAX_ROWS or _width(cells) > _MAX_COLUMNS:
                raise ValueError(f"it has more than {_MAX_ROWS} rows or {_MAX_COLUMNS} columns")
            if any(cells):
                rows.append((number, cells))
        return rows
    raise ValueError("it has no visible sheet")


def _width(cells: Sequence[str]) -> int:
    return max((index for index, cell in enumerate(cells, 1) if cell), default=0)
