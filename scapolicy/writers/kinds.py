"""What a column of a table holds, for formats whose columns have a type."""

from enum import StrEnum

from scapolicy.tables.table import Cell, Table

_LARGEST = 2**53
"""Whole numbers beyond this are not exact in formats that know only floating point."""


class Kind(StrEnum):
    """The type of a column."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"


def kinds_of(table: Table) -> list[Kind]:
    """The type of each column; a number may be missing, which an empty text stands for.

    >>> kinds_of(Table("t", ("a", "b", "c"), ((1, 0.5, "x"), (2, "", 3))))
    [<Kind.WHOLE: 'whole'>, <Kind.NUMBER: 'number'>, <Kind.TEXT: 'text'>]
    """
    return [_kind([row[place] for row in table.rows]) for place in range(len(table.columns))]


def _kind(cells: list[Cell]) -> Kind:
    stated = [cell for cell in cells if cell != ""]
    numbers = [cell for cell in stated if not isinstance(cell, str)]
    if not stated or len(numbers) < len(stated) or any(abs(n) > _LARGEST for n in numbers):
        return Kind.TEXT
    whole = len(stated) == len(cells) and all(isinstance(cell, int) for cell in numbers)
    return Kind.WHOLE if whole else Kind.NUMBER
