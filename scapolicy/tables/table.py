"""A table: columns and rows, before it is a file, a DataFrame or a view."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

from scapolicy.records import NO_CASE, Category, Code, Codebook, Level

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float
Row = tuple[Cell, ...]
Column = Sequence[Cell]
"""The cells of one column, all of them text or all of them numbers."""

UNDEFINED: Final = nan
"""The number of a cell that has none, as a share of nothing.

A format writes it as it writes what is missing: empty, or `null`."""

ATTRIBUTE_PREFIX = "attribute."
_LARGE = 1e15  # from here on, not every digit is one that was counted


@dataclass(frozen=True, slots=True)
class Table:
    """A name, the columns and the rows, every row as long as the columns.

    `title` says in a few words what it shows, `notes` what a reader should know of it. `factors`
    are the columns that stand for a factor each, if that is what it has columns for: where they
    have no room beside each other, cases may stand so instead.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()

    def frame(self) -> "pd.DataFrame":
        """The table as a DataFrame; its title and notes are in `attrs`."""
        import pandas as pd  # 0.5 s, and the command line does without

        frame = pd.DataFrame(list(self.rows), columns=list(self.columns))
        frame.attrs |= {"title": self.title, "notes": self.notes}
        return frame

    def _repr_html_(self) -> str:
        frame = self.frame()
        return frame.to_html(index=False, notebook=True, float_format=as_read, na_rep="")


def significant(number: float) -> float:
    """A figure to six significant digits, as tables hold it.

    >>> significant(2 / 3), significant(1000 * 2 / 3), significant(0.5)
    (0.666667, 666.667, 0.5)
    """
    return float(f"{number:.6g}")


def quotient(number: float, whole: float) -> float:
    """A number as a part of a whole, to six significant digits; undefined of nothing.

    >>> quotient(2, 3), quotient(0, 0)
    (0.666667, nan)
    """
    return significant(number / whole) if whole else UNDEFINED


def is_undefined(cell: Cell) -> bool:
    """Whether a cell is a number that can't be written: undefined, or infinite."""
    return isinstance(cell, float) and not isfinite(cell)


def if_undefined(rows: Iterable[Row], note: str) -> tuple[str, ...]:
    """A note on what is undefined, for a table whose rows hold such a number."""
    return (note,) if any(is_undefined(cell) for row in rows for cell in row) else ()


def as_data(cell: Cell) -> str:
    """A cell as text for data: numbers to all digits, nothing for what is undefined."""
    return "" if is_undefined(cell) else str(cell)


def as_read(cell: Cell) -> str:
    """A cell as people read it: numbers to four digits, whole ones and large ones to all.

    What is undefined is empty.

    >>> as_read(2 / 3), as_read(1 / 7000), as_read(123456.7), as_read(123456), as_read("a")
    ('0.6667', '0.0001429', '123457', '123456', 'a')
    """
    if not isinstance(cell, float) or is_undefined(cell):
        return as_data(cell)
    short = f"{cell:.4g}"
    return f"{cell:.0f}" if "e+" in short and abs(cell) < _LARGE else short


def case_of(attributes: Mapping[str, str], by: str) -> str:
    """The case that a source counts under."""
    return attributes.get(by, "") or NO_CASE


def case_columns(by: Iterable[str], others: Iterable[str]) -> list[str]:
    """The columns of attributes: one that is called like another column is `attribute.NAME`.

    So is one whose own name begins like that, so that it is known whose column it is.

    >>> case_columns(["province", "budget", "attribute.budget"], ["budget", "staff"])
    ['province', 'attribute.budget', 'attribute.attribute.budget']
    """
    taken = set(others)
    return [
        f"{ATTRIBUTE_PREFIX}{name}" if name in taken or name.startswith(ATTRIBUTE_PREFIX) else name
        for name in by
    ]


def in_case_order(cases: Iterable[str]) -> list[str]:
    """Cases in the order of their names, that of the sources without one last."""
    return sorted(cases, key=lambda case: (case == NO_CASE, case))


def columns_of(codebook: Codebook, level: Level) -> list[Category | Code]:
    """What the columns stand for, in the codebook's order."""
    if level is Level.CATEGORY:
        return list(codebook.categories)
    return [code for category in codebook.categories for code in category.codes]
