"""SPSS (.sav): numbers and texts, the columns' own names as labels of valid variable names."""

import re
from collections.abc import Iterable, Iterator

from scapolicy.packages import needed_by
from scapolicy.tables.table import UNDEFINED, Table, is_undefined
from scapolicy.temporary import temporary_folder
from scapolicy.writers.kinds import Kind, kinds_of
from scapolicy.writers.mark import MADE, sealed_behind, to_seal

_LONGEST_NAME = 64  # bytes
_RESERVED = frozenset("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH".split())
_LONGEST_LINE = 80  # bytes
_TIME = slice(92, 109)  # the bytes that hold the day and the time, before the label of the file
_MADE = MADE.strftime("%d Jan %y%H:%M:%S").encode()
_FORMATS = {Kind.WHOLE: "F8.0", Kind.NUMBER: "F12.4"}


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
        name: [UNDEFINED if is_undefined(row[place]) else row[place] for row in table.rows]
        for place, name in enumerate(names)
    }
    frame = pd.DataFrame(columns, columns=names)
    kinds = dict(zip(names, kinds_of(table), strict=True))
    for name, kind in kinds.items():
        frame[name] = frame[name].astype(str) if kind is Kind.TEXT else pd.to_numeric(frame[name])
    with temporary_folder() as folder:
        path = folder / "table.sav"
        labels: list[str | None] = [str(column) for column in table.columns]
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=to_seal(),
            column_labels=labels,
            note=list(_lines([table.title, *table.notes])),
            variable_format={
                name: _FORMATS[kind] for name, kind in kinds.items() if kind in _FORMATS
            },
        )
        data = bytearray(path.read_bytes())
    data[_TIME] = _MADE
    return sealed_behind(bytes(data), _MADE)


def variable_names(columns: Iterable[str]) -> list[str]:
    """Names that SPSS takes for the columns, each only once in any case.

    >>> variable_names(["per 1,000 words", "จังหวัด", "by", "By"])
    ['per_1_000_words', 'v2', 'by_', 'By_2']
    """
    names: list[str] = []
    taken: set[str] = set()
    for number, column in enumerate(columns, 1):
        plain = re.sub(r"[^A-Za-z0-9]+", "_", column).strip("_")[: _LONGEST_NAME - 4]
        name = plain if plain[:1].isalpha() else f"v{number}"
        if name.upper() in _RESERVED:
            name += "_"
        stem, again = name.rstrip("_"), 1
        while name.upper() in taken:
            again += 1
            name = f"{stem}_{again}"
        taken.add(name.upper())
        names.append(name)
    return names


def _lines(notes: Iterable[str]) -> Iterator[str]:
    """Notes in lines that are short enough, parted between words where there are some."""
    for note in notes:
        rest = " ".join(note.split())
        while rest:
            line = _start(rest, _LONGEST_LINE)
            if len(line) < len(rest) and " " in line:
                line = line[: line.rindex(" ")]
            yield line
            rest = rest[len(line) :].lstrip()


def _start(text: str, most: int) -> str:
    """The beginning of a text, in so many bytes."""
    return text.encode()[:most].decode(errors="ignore")
