"""SPSS (.sav): numbers and texts, the columns' own names as labels of valid variable names."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from scapolicy.packages import needed_by
from scapolicy.tables.table import Table
from scapolicy.writers.kinds import Kind, kinds_of
from scapolicy.writers.mark import MARK

_LONGEST_NAME = 64  # bytes
_LONGEST_TEXT = 32_767  # bytes
_RESERVED = frozenset("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH".split())
_MADE_AT = slice(92, 109)  # bytes of the header that hold the day and the time
_LONG_AGO = b"01 Jan 0000:00:00"


def write_sav(table: Table) -> bytes:
    """A table as the bytes of a .sav file; missing numbers are missing there too.

    Raises:
        ScapolicyError: pyreadstat is not installed.

    """
    import pandas as pd

    with needed_by(".sav"):
        import pyreadstat
    names = variable_names(table.columns)
    columns = {
        name: [_text(row[place]) if kind is Kind.TEXT else row[place] for row in table.rows]
        for place, (name, kind) in enumerate(zip(names, kinds_of(table), strict=True))
    }
    frame = pd.DataFrame(columns, columns=names)
    for name, kind in zip(names, kinds_of(table), strict=True):
        frame[name] = frame[name].astype(str) if kind is Kind.TEXT else pd.to_numeric(frame[name])
    with tempfile.TemporaryDirectory(prefix="scapolicy-") as folder:
        path = Path(folder, "table.sav")
        labels: list[str | None] = list(table.columns)
        pyreadstat.write_sav(frame, str(path), file_label=MARK, column_labels=labels)
        data = bytearray(path.read_bytes())
    data[_MADE_AT] = _LONG_AGO
    return bytes(data)


def _text(cell: object) -> str:
    """A text that fits into a variable, which counts bytes."""
    data = str(cell).replace("\0", "").encode("utf-8", "replace")
    return data[:_LONGEST_TEXT].decode("utf-8", "ignore")


def variable_names(columns: Iterable[str]) -> list[str]:
    """Names that SPSS takes for the columns, each only once in any case.

    >>> variable_names(["per 1,000 words", "จังหวัด", "by", "By"])
    ['per_1_000_words', 'v2', 'by_', 'By_3']
    """
    names: list[str] = []
    taken: set[str] = set()
    for number, column in enumerate(columns, 1):
        plain = re.sub(r"[^A-Za-z0-9]+", "_", column).strip("_")[: _LONGEST_NAME - 4]
        name = plain if plain[:1].isalpha() else f"v{number}"
        if name.upper() in _RESERVED:
            name += "_"
        while name.upper() in taken:
            name = f"{name.rstrip('_')}_{len(taken) + 1}"
        taken.add(name.upper())
        names.append(name)
    return names
