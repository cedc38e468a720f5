"""What parts the cells of a CSV file: a comma, or what spreadsheets of some countries write."""

import csv
import io
import re

from scapolicy.errors import ScapolicyError, problem

_SIGNS = ",;\t"
_STATED = re.compile(r"sep=(.)\n", re.IGNORECASE)
_LONGEST = 131_072  # characters in a cell, unless a table may hold whole passages


def stated_delimiter(text: str) -> tuple[str, str]:
    r"""The sign that Excel names in a first line of its own, and that line; empty without one.

    >>> stated_delimiter("sep=;\nsource;turn\n"), stated_delimiter("source,turn\n")
    ((';', 'sep=;\n'), ('', ''))
    """
    found = _STATED.match(text)
    return (found[1], found[0]) if found else ("", "")


def delimiter_of(text: str, column: str) -> str:
    """The sign by which the header has a column of that name; a comma where it has with none.

    >>> delimiter_of("source;turn;category", "source")
    ';'
    """
    return next((sign for sign in _SIGNS if column in _header(text, sign)), ",")


def _header(text: str, sign: str) -> list[str]:
    """The cells of the first row that holds anything, in small letters."""
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        held = ([cell.strip().casefold() for cell in row] for row in rows)
        return next(filter(any, held), [])
    except csv.Error:
        return []


def rows_of(
    text: str, file: str, column: str, longest: int = _LONGEST
) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows of a table whose header has a column of that name, and what parts their cells.

    Each row has the line that it begins in; Excel's line `sep=;` is none. `longest` is how many
    characters a cell may have.

    Raises:
        ScapolicyError: it is no such table.

    """
    stated, line = stated_delimiter(text)
    table = text[len(line) :]
    sign = stated or delimiter_of(table, column)
    before = line.count("\n")
    limit = csv.field_size_limit(longest)
    reader = csv.reader(io.StringIO(table, newline=""), delimiter=sign, strict=True)
    try:
        rows = [
            (before + reader.line_num - sum(cell.count("\n") for cell in cells), cells)
            for cells in reader
        ]
    except csv.Error as error:
        at = before + reader.line_num
        raise ScapolicyError([problem("A06", at=file, line=at, reason=error)]) from None
    finally:
        csv.field_size_limit(limit)
    return rows, sign
