"""A concordance on a terminal: one line a match, all of them aligned on the words that matched."""

from collections.abc import Iterator

from rich.cells import cell_len

from scapolicy.commands.fitting import beginning, end
from scapolicy.commands.telling import describe, on_one_line, say, screen_width
from scapolicy.tables.table import Cell, Table

_GAP = "  "


def show_concordance(table: Table, width: int | None) -> None:
    """Print a concordance in lines of so many cells; as wide as the terminal unless told."""
    if width is None:
        width = screen_width()
    say(table.title)
    for line in concordance_lines(table, width):
        say(line)
    for note in table.notes:
        describe(note)


def concordance_lines(table: Table, width: int) -> Iterator[str]:
    """The lines: where it stands, its code where these differ, and the match in its context."""
    rows = [dict(zip(table.columns, map(_aligned, row), strict=True)) for row in table.rows]
    places = [f"{row['source']}:{row['turn']}" for row in rows]
    codes = [row["code"] for row in rows]
    if len(set(codes)) < 2:  # noqa: PLR2004  one code is not said in each line
        codes = ["" for _ in rows]
    place = _room(places, width // 4)
    code = _room(codes, width // 5)
    match = _room([row["match"] for row in rows], width // 4)
    room = width - sum(one + len(_GAP) for one in (place, code) if one)
    side = (room - match) // 2 - len(_GAP)
    for row, at, one in zip(rows, places, codes, strict=True):
        head = _padded(end(at, place), place) + _GAP
        head += _padded(beginning(one, code), code) + _GAP if code else ""
        left = end(row["left"], side)
        found = beginning(row["match"], match) + _GAP
        right = beginning(row["right"], room - side - len(_GAP) - cell_len(found))
        indent = " " * (side - cell_len(left))
        yield f"{head}{indent}{left}{_GAP}{found}{right}".rstrip()


def _aligned(cell: Cell) -> str:
    """A cell on one line, without the signs of which a terminal may or may not make something."""
    return on_one_line("".join(sign if sign.isprintable() else " " for sign in str(cell)))


def _room(texts: list[str], most: int) -> int:
    return min(max(map(cell_len, texts), default=0), most)


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - cell_len(text))
