"""`attributes.csv` or `attributes.xlsx`: what is known of each source, one row a source."""

import os.path
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.delimiter import rows_of
from scapolicy.readers.encoding import settled

FILE_NAMES = ("attributes.csv", "attributes.xlsx")
_KEY = "source"
_MAX_COLUMNS, _MAX_HINTS = 1_000, 20


@dataclass(frozen=True, slots=True)
class Row:
    """One source's attributes, and the line of the table that they stand in."""

    source: str
    attributes: Mapping[str, str]
    line: int


def read_attributes(
    data: bytes, file: str, encoding: str = ""
) -> tuple[list[Row], list[Problem], tuple[Problem, ...]]:
    """Read the table: a header with `source` among its columns, then one row a source.

    `encoding` is what the folder's settings name for it. Returns the rows that are whole, a
    problem for each that isn't, and what to know of how the table was read.

    Raises:
        ScapolicyError: it is no such table.

    """
    rows, notices = _rows(data, file, encoding)
    first, header = rows[0] if rows else (1, [])
    header = [cell.strip() for cell in header]
    faults = list(_header_faults(header, file, first))
    if faults:
        raise ScapolicyError(faults)
    table: list[Row] = []
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            found, expected = len(cells), len(header)
            faults.append(problem("A04", at=file, line=line, found=found, expected=expected))
            continue
        values = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        name = unicodedata.normalize("NFC", values.pop(_KEY))
        table.append(Row(name, values, line))
    return table, faults, notices


def _rows(
    data: bytes, file: str, encoding: str
) -> tuple[list[tuple[int, list[str]]], tuple[Problem, ...]]:
    """The rows that aren't empty, each with its line, and what to know of the encoding."""
    if file.endswith(".xlsx"):
        from scapolicy.readers.attributes_workbook import workbook_rows

        return workbook_rows(data, file), ()
    found = settled(data, file, encoding)
    rows, _ = rows_of(found.text, file, _KEY)
    return [(line, cells) for line, cells in rows if any(map(str.strip, cells))], found.notices


def _header_faults(header: list[str], file: str, line: int) -> list[Problem]:
    faults: list[Problem] = []
    if _KEY not in header:
        faults.append(problem("A01", at=file, line=line))
    if len(header) > _MAX_COLUMNS:
        fault = problem("A08", at=file, line=line, found=len(header), limit=_MAX_COLUMNS)
        return [*faults, fault]
    for index, name in enumerate(header):
        if not name:
            faults.append(problem("A07", at=file, line=line, place=f"column {index + 1}"))
        elif name in header[:index]:
            faults.append(problem("A05", at=file, line=line, name=name))
    return faults


def join_attributes(
    rows: Iterable[Row], names: Collection[str], file: str, *, complete: bool
) -> tuple[dict[str, Row], list[Problem]]:
    """Give each row to the source that it names: by its path, or by its path without suffix.

    `complete` is true where `names` are all the sources there are, so that a row without a source
    is a problem; so are two rows for one source. Returns the rows by source, and the problems.
    """
    stems: dict[str, list[str]] = {}
    for name in names:
        stems.setdefault(os.path.splitext(name)[0], []).append(name)
    joined: dict[str, Row] = {}
    faults: list[Problem] = []
    for row in rows:
        matching = [row.source] if row.source in names else stems.get(row.source, [])
        if len(matching) == 1:
            first = joined.setdefault(matching[0], row)
            if first is not row:
                where = first.line
                faults.append(problem("A03", at=file, line=row.line, name=row.source, first=where))
        elif complete or matching:
            import difflib

            # Comparing takes long; where that many are wrong, a hint to each says nothing more.
            known = sorted(names) if len(faults) < _MAX_HINTS else []
            close = difflib.get_close_matches(row.source, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            faults.append(problem("A02", at=file, line=row.line, name=row.source, hint=hint))
    return joined, faults
