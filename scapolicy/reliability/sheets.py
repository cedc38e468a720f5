"""Codings in CSV, by a run or a person → one sheet a coder: which categories on which units."""

import csv
import difflib
import os.path
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scapolicy.coding import combine
from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers.address import require_local
from scapolicy.readers.delimiter import rows_of
from scapolicy.readers.encoding import settled
from scapolicy.readers.journal import complete_withdrawal
from scapolicy.readers.place import unopened
from scapolicy.readers.study import encoding_set
from scapolicy.records import Valence

CODINGS = "codings.csv"
_NUMBER = re.compile("[1-9][0-9]{0,8}")


class Compared(StrEnum):
    """The stretch of text on which coders are compared."""

    TURN = "turn"
    SEGMENT = "segment"


Place = tuple[str, int]
"""A unit: the name of its source, and its number in there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one coder did: for each unit that has a row, the categories put there.

    A category's value is its valence, None where none was stated. A unit without categories was
    read and left without any.
    """

    coder: str
    units: Mapping[Place, Mapping[str, Valence | None]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: a category (or none, if empty) on a unit.

    `words` and `text` are the passage, where the file has it, and what made it so coded.
    """

    source: str
    number: int
    category: str
    valence: Valence | None
    coder: str
    line: int
    words: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """The rows of one file, its path, and its name as it was given (perhaps a folder).

    `notices` is what to know of how it was read.
    """

    name: str
    path: str
    rows: tuple[Row, ...]
    notices: tuple[Problem, ...] = ()


def read_files(paths: Iterable[str | Path], unit: Compared) -> list[File]:
    """Read files of codings, or results folders that hold one.

    Raises:
        ScapolicyError: with every problem of every file.

    """
    files: list[File] = []
    faults: list[Problem] = []
    seen: set[str] = set()
    given = list(paths)
    require_local(*given)
    for path in map(Path, given):
        place = path / CODINGS if os.path.isdir(path) else path
        real = os.path.realpath(place)
        if real in seen:
            faults.append(problem("E22", at=str(path)))
            continue
        seen.add(real)
        complete_withdrawal(place.parent)
        try:
            data = _bytes(path, place)
            named = encoding_set(place.parent, place.name)
            rows, notices = read_rows(data, str(place), unit, named)
        except ScapolicyError as error:
            faults.extend(error.problems)
        else:
            files.append(File(str(path), str(place), rows, notices))
    if faults:
        raise ScapolicyError(faults)
    return files


def _bytes(path: Path, place: Path) -> bytes:
    if not os.path.exists(place):
        raise ScapolicyError([problem("R01" if place is path else "E17", at=str(path))])
    try:
        return place.read_bytes()
    except OSError as error:
        raise ScapolicyError([unopened(place, error)]) from None


def read_rows(
    data: bytes, file: str, unit: Compared, encoding: str = ""
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Read a table of codings; of its columns only the ones that are compared.

    Its cells are parted by commas, semicolons or tabs. `encoding` is what the settings of its
    folder name for it. Returns its rows, and what to know of how it was read.

    Raises:
        ScapolicyError: with every problem of the table.

    """
    decoded = settled(data, file, encoding)
    longest = max(len(decoded.text), csv.field_size_limit())
    table, _ = rows_of(decoded.text, file, "source", longest)
    lines = [(line, cells) for line, cells in table if any(map(str.strip, cells))]
    if not lines:
        raise ScapolicyError([problem("E36", at=file)])
    first, header = lines[0]
    header = [cell.strip() for cell in header]
    faults = list(_header_faults(header, file, first, unit))
    if faults:
        raise ScapolicyError(faults)
    rows: list[Row] = []
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            found, expected = len(cells), len(header)
            faults.append(problem("A04", at=file, line=line, found=found, expected=expected))
            continue
        values = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        wrong = list(_row_faults(values, file, line, unit))
        faults.extend(wrong)
        if not wrong:
            valence = values.get("valence", "")
            rows.append(
                Row(
                    source=unicodedata.normalize("NFC", values["source"]),
                    number=int(values[unit]),
                    category=values["category"],
                    valence=Valence(valence.lower()) if valence else None,
                    coder=values.get("coder", ""),
                    line=line,
                    words=values.get("words", ""),
                    text=values.get("text", ""),
                )
            )
    if any(row.coder for row in rows):
        faults.extend(problem("E15", at=file, line=row.line) for row in rows if not row.coder)
    if faults:
        raise ScapolicyError(sorted(faults, key=lambda fault: fault.line or 0))
    return tuple(rows), decoded.notices


def _header_faults(header: list[str], file: str, line: int, unit: Compared) -> Iterator[Problem]:
    for name in ("source", str(unit), "category"):
        if name not in header:
            found = ", ".join(header) or "none"
            yield problem("E10", at=file, line=line, name=name, found=found)
    for index, name in enumerate(header):
        if name and name in header[:index]:
            yield problem("A05", at=file, line=line, name=name)


def _row_faults(
    values: Mapping[str, str], file: str, line: int, unit: Compared
) -> Iterator[Problem]:
    if not values["source"]:
        yield problem("E13", at=file, line=line)
    if not _NUMBER.fullmatch(values[unit]):
        yield problem("E11", at=file, line=line, value=values[unit], unit=unit)
    valence = values.get("valence", "")
    known = [str(each) for each in Valence]
    if valence and valence.lower() not in known:
        hint = did_you_mean(valence.lower(), known)
        listing = ", ".join(known)
        yield problem("E12", at=file, line=line, value=valence, hint=hint, known=listing)
    if valence and not values["category"]:
        yield problem("E14", at=file, line=line, value=valence)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A close name, as the end of a message; empty where none is close."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def require_one_coder(files: Iterable[File]) -> None:
    """See that each file holds one coder's codings only.

    Raises:
        ScapolicyError: with every file that holds those of several.

    """
    faults: list[Problem] = []
    for file in files:
        coders = sorted({row.coder for row in file.rows})
        if len(coders) > 1:
            faults.append(problem("E31", at=file.path, coders=listed(coders)))
    if faults:
        raise ScapolicyError(faults)


def require_rows(gold: File) -> None:
    """See that a gold standard names a unit.

    Raises:
        ScapolicyError: it doesn't.

    """
    if not gold.rows:
        raise ScapolicyError([problem("E30", at=gold.path)])


def sheets_of(files: Sequence[File]) -> list[Sheet]:
    """One sheet a coder: every name in a file's column `coder`, or the file itself.

    A coder is called by that name, or after the file. The same name in two files is two coders,
    told apart by the files' names.
    """
    parts: list[tuple[str, str, list[Row]]] = []
    for file in files:
        by_coder: dict[str, list[Row]] = {}
        for row in file.rows:
            by_coder.setdefault(row.coder or _stem(file.name), []).append(row)
        if not by_coder:
            by_coder[_stem(file.name)] = []
        parts.extend((coder, file.name, rows) for coder, rows in by_coder.items())
    times = Counter(coder for coder, _, _ in parts)
    return [
        Sheet(coder if times[coder] == 1 else f"{coder} ({name})", units_of(rows))
        for coder, name, rows in parts
    ]


def _stem(name: str) -> str:
    return Path(name).stem or name


def units_of(rows: Iterable[Row]) -> dict[Place, dict[str, Valence | None]]:
    """Several rows for a category on a unit are one, and their valences are combined."""
    stated: dict[Place, dict[str, list[Valence]]] = {}
    for row in rows:
        unit = stated.setdefault((row.source, row.number), {})
        if row.category:
            valences = unit.setdefault(row.category, [])
            if row.valence is not None:
                valences.append(row.valence)
    return {
        place: {name: combine(given) if given else None for name, given in unit.items()}
        for place, unit in stated.items()
    }
