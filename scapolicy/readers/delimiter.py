"""What parts the cells of a CSV file: a comma, or what spreadsheets of some countries write."""

import csv
import io

_SIGNS = ",;\t"


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
