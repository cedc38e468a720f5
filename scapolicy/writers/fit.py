"""What a format can't hold: changed before it is written, and told in the table's notes.

A table that was made to fit fits, and is not changed again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from scapolicy.errors import ScapolicyError, counted, problem
from scapolicy.tables.table import Cell, Row, Table, as_data, is_undefined
from scapolicy.writers.kinds import Kind, kinds_of

HALVES = re.compile("[\ud800-\udfff]")
"""Halves of letters, of which no text has one alone."""

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor TeX nor SPSS can hold."""

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a format can't hold; `kind` is what it is called.

    `illegal` are characters, and `instead` what is put for them; `longest` says how long a text
    may be, `longest_head` the name of a column, counted by `length`; `largest` is the largest whole
    number (0: any). A format that is `typed` has columns of numbers or of texts, one that is
    `named` finds cells by the name of their column. `rows` and `columns` are as many as there may
    be (0: any). `null` is true of a format that has a word for a number that is undefined, which is
    empty in the others.
    """

    kind: str
    illegal: re.Pattern[str] = HALVES
    instead: str = "\ufffd"
    longest: int = 0
    longest_head: int = 0
    length: Callable[[str], int] = len
    unit: str = "characters"
    largest: int = 0
    typed: bool = False
    named: bool = False
    rows: int = 0
    columns: int = 0
    null: bool = False

    def legal(self, text: str) -> str:
        """The text without characters that the format can't hold."""
        return self.illegal.sub(self.instead, text)


def in_utf16(text: str) -> int:
    """The length of a text as spreadsheets count it."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def in_bytes(text: str) -> int:
    """The length of a text in UTF-8."""
    return len(text.encode())


def fit(table: Table, limits: Limits) -> Table:
    """The table as the format can hold it; its notes say what was changed.

    Raises:
        ScapolicyError: it has more rows or columns than there is room for.

    """
    rows, columns = len(table.rows), len(table.columns)
    if limits.rows and (rows > limits.rows or columns > limits.columns):
        raise ScapolicyError([problem("X30", rows=rows, columns=columns, kind=limits.kind)])
    table = _legal(_undefined(table, limits), limits)
    if limits.longest:
        table = _cut(table, limits)
    if limits.named:
        table = _named_apart(table)
    if limits.typed:
        table = _typed(table, limits)
    elif limits.largest:
        table = _large_as_text(table, limits)
    return table


def _told(table: Table, note: str) -> Table:
    return replace(table, notes=(*table.notes, note))


def _cells(count: int) -> str:
    return counted(count, "cell")


def _changed(table: Table, change: Callable[[Cell], Cell]) -> tuple[Table, int]:
    """The table with all its cells changed, heads included, and how many are others now."""
    columns = tuple(str(change(name)) for name in table.columns)
    rows = tuple(tuple(map(change, row)) for row in table.rows)
    pairs = [(table.columns, columns), *zip(table.rows, rows, strict=True)]
    # What is no number at all differs from itself.
    count = sum(a is not b and a != b for old, new in pairs for a, b in zip(old, new, strict=True))
    return (replace(table, columns=columns, rows=rows), count) if count else (table, 0)


def _undefined(table: Table, limits: Limits) -> Table:
    """The table with a note of the numbers that are none, which each format writes in its way."""
    count = sum(is_undefined(cell) for row in table.rows for cell in row)
    if not count:
        return table
    instead = "null" if limits.null else "empty"
    note = problem("X36", cells=_cells(count), table=table.name, instead=instead, kind=limits.kind)
    return table if note.message in table.notes else _told(table, note.message)


def _legal(table: Table, limits: Limits) -> Table:
    """The table without characters that can't be written, its title and notes included."""
    legal = limits.legal
    fitting, count = _changed(table, lambda cell: legal(cell) if isinstance(cell, str) else cell)
    title, notes = legal(table.title), tuple(map(legal, table.notes))
    count += sum(a != b for a, b in zip((table.title, *table.notes), (title, *notes), strict=True))
    if not count:
        return table
    fitting = replace(fitting, name=legal(table.name), title=title, notes=notes)
    name, sign = fitting.name, limits.instead
    note = problem("X31", kind=limits.kind, texts=counted(count, "text"), table=name, sign=sign)
    return _told(fitting, note.message)


def _cut(table: Table, limits: Limits) -> Table:
    def cut(cell: Cell) -> Cell:
        return _short(cell, limits.longest, limits) if isinstance(cell, str) else cell

    fitting, count = _changed(table, cut)
    if limits.longest_head:
        heads = tuple(_short(name, limits.longest_head, limits) for name in fitting.columns)
        count += sum(a != b for a, b in zip(heads, fitting.columns, strict=True))
        fitting = replace(fitting, columns=heads)
    if not count:
        return table
    most = f"{limits.longest:,} {limits.unit} in a cell"
    if limits.longest_head:
        most += f", {limits.longest_head} in a head"
    note = problem("X32", kind=limits.kind, most=most, cells=_cells(count), table=table.name)
    return _told(fitting, note.message)


def _short(text: str, longest: int, limits: Limits) -> str:
    """The text, or as much of it as leaves room for an ellipsis."""
    # No letter counts for more than four.
    if 4 * len(text) <= longest or limits.length(text) <= longest:
        return text
    room = longest - limits.length(_ELLIPSIS)
    low, high = 0, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        if limits.length(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low] + _ELLIPSIS


def _named_apart(table: Table) -> Table:
    """Columns whose names differ: a later one of the same name gets a number."""
    taken, names = set(table.columns), list[str]()
    for name in table.columns:
        new, number = name, 1
        while new in names or (number > 1 and new in taken):
            number += 1
            new = f"{name} ({number})"
        names.append(new)
    others = [new for new, name in zip(names, table.columns, strict=True) if new != name]
    if not others:
        return table
    note = problem("X35", table=table.name, columns=", ".join(others))
    return _told(replace(table, columns=tuple(names)), note.message)


def _typed(table: Table, limits: Limits) -> Table:
    """Columns that are all numbers or all texts: where they were both, they are texts."""
    mixed = {
        place
        for place, kind in enumerate(kinds_of(table, limits.largest))
        if kind is Kind.TEXT and any(not isinstance(row[place], str) for row in table.rows)
    }
    if not mixed:
        return table
    rows: tuple[Row, ...] = tuple(
        tuple(as_data(cell) if place in mixed else cell for place, cell in enumerate(row))
        for row in table.rows
    )
    columns = ", ".join(table.columns[place] for place in sorted(mixed))
    note = problem("X34", columns=columns, kind=limits.kind)
    return _told(replace(table, rows=rows), note.message)


def _large_as_text(table: Table, limits: Limits) -> Table:
    def as_text(cell: Cell) -> Cell:
        return str(cell) if isinstance(cell, int) and abs(cell) > limits.largest else cell

    fitting, count = _changed(table, as_text)
    if not count:
        return table
    note = problem("X33", kind=limits.kind, cells=_cells(count), table=table.name)
    return _told(fitting, note.message)
