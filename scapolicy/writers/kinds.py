"""What a column of a table holds, for formats whose columns have a type."""

from collections.abc import Sequence
from enum import StrEnum

from scapolicy.tables.table import Cell, Table, is_undefined

LARGEST_EXACT = 2**53
"""Whole numbers beyond this are not exact in formats that know only floating point."""


class Kind(StrEnum):
    """The type of a column."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"


def kinds_of(table: Table, largest: int = LARGEST_EXACT) -> list[Kind]:
    """The type of each column; a number may be undefined, and is missing then.

    A column with a whole number beyond `largest` is one of texts, and so is one of numbers that
    are not all whole if it has one beyond `LARGEST_EXACT`.

    >>> import math
    >>> kinds_of(Table("t", ("a", "b", "c"), ((1, 0.5, "x"), (2, math.nan, 3))))
    [<Kind.WHOLE: 'whole'>, <Kind.NUMBER: 'number'>, <Kind.TEXT: 'text'>]
    """
    return [
        _kind([row[place] for row in table.rows], largest) for place in range(len(table.columns))
    ]


def _kind(cells: Sequence[Cell], largest: int) -> Kind:
    if not cells or any(isinstance(cell, str) for cell in cells):
        return Kind.TEXT
    stated = [cell for cell in cells if not is_undefined(cell)]
    whole = [cell for cell in stated if isinstance(cell, int)]
    all_whole = bool(stated) and len(whole) == len(stated)
    most = largest if all_whole else min(largest, LARGEST_EXACT)
    if any(abs(number) > most for number in whole):
        return Kind.TEXT
    return Kind.WHOLE if all_whole else Kind.NUMBER
