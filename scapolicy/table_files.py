"""Tables → a file of any format that is written, over an earlier one, but over nothing else."""

import os.path
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scapolicy.errors import Problem, ScapolicyError, problem, reason_of
from scapolicy.results_folder import is_own
from scapolicy.tables.table import Table
from scapolicy.whole_file import write_whole
from scapolicy.writers.formats import SEVERAL, SINGLE, fitted
from scapolicy.writers.mark import is_marked, is_untouched

_KNOWN = frozenset([*SINGLE, *SEVERAL])


class HasTables(Protocol):
    """What holds several tables, as `compare` and `qca` give it."""

    def tables(self) -> Sequence[Table]:
        """All of them."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files that tables were written into, and the tables as these hold them."""

    files: tuple[Path, ...]
    tables: tuple[Table, ...]


def is_table_file(path: str | Path) -> bool:
    """Whether a path is one of a file that tables can be written into, by its suffix."""
    return Path(path).suffix.lower() in _KNOWN and not os.path.isdir(path)


def export(
    tables: Table | Iterable[Table] | HasTables,
    path: str | Path,
    about: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write tables into a file whose suffix names the format, and return the files.

    A format that holds one table a file gets a file for each: the first under the name given, the
    others with their own names added (`compare.csv`, `compare-passages.csv`). What a format can't
    hold is changed, and told in the notes that it holds.

    Args:
        tables: a table, several, or what holds some, as `compare` and `qca` give it.
        path: where to.
        about: what was run, as a reader should find it beside the tables; not in CSV, TSV,
            Parquet and SPSS, which have no place for it.

    Raises:
        ScapolicyError: a file can't be written, is of a kind that can't, or holds other things; or
            it is something else than tables.

    """
    return list(export_tables(tables, path, about).files)


def export_tables(
    tables: Table | Iterable[Table] | HasTables,
    path: str | Path,
    about: Mapping[str, str] | None = None,
) -> Written:
    """As `export`, for those who want to tell what the format can't hold."""
    given = _tables(tables)
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _KNOWN:
        shown, formats = path.suffix or "no suffix", ", ".join(sorted(_KNOWN))
        raise ScapolicyError([problem("E21", at=str(path), suffix=shown, known=formats)])
    fitting = tuple(fitted(table, suffix) for table in given)
    if suffix in SEVERAL:
        files = {path: SEVERAL[suffix](fitting, about or {})}
    else:
        names = [path, *(path.with_stem(f"{path.stem}-{one.name}") for one in fitting[1:])]
        files = {name: SINGLE[suffix](one) for name, one in zip(names, fitting, strict=True)}
    _write_all(files)
    return Written(tuple(files), fitting)


def _tables(given: object) -> list[Table]:
    """The tables that a caller gave; what their types are, nobody has checked."""
    if isinstance(given, Table):
        return [given]
    made = given.tables() if hasattr(given, "tables") else given
    several = list(made) if isinstance(made, Iterable) else []
    tables = [one for one in several if isinstance(one, Table)]
    if not tables or len(tables) < len(several):
        wanted = "a table (not its frame), several, or what holds some, as compare gives it"
        what = f"of type {type(given).__name__}"
        raise ScapolicyError([problem("X06", argument="tables", given=what, wanted=wanted)])
    return tables


def write_over(path: Path, data: bytes) -> None:
    """Write a file that carries the mark, over an earlier one, but over nothing else.

    Raises:
        ScapolicyError: the file can't be written, or holds other things.

    """
    _write_all({path: data})


def _write_all(files: Mapping[Path, bytes]) -> None:
    faults = [
        problem(code, at=str(one)) for one, data in files.items() if (code := _other(one, data))
    ]
    if faults:
        raise ScapolicyError(faults)
    for one, data in files.items():
        _write(one, data)


def _other(path: Path, data: bytes) -> str:
    """The code of the problem where a file stands there that is no earlier one of these tables."""
    try:
        if is_own(path):
            return "O06"
        if not path.exists():
            return ""
        found = path.read_bytes()
    except OSError as error:
        raise ScapolicyError([_unwritable(path, error)]) from None
    if path.suffix.lower() in (".csv", ".tsv"):
        return "" if found.partition(b"\n")[0] == data.partition(b"\n")[0] else "O03"
    if is_untouched(found):
        return ""
    return "O02" if is_marked(found) else "O03"


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise ScapolicyError([_unwritable(path, error)]) from None


def _unwritable(path: Path, error: OSError) -> Problem:
    return problem("E20", at=str(path), reason=reason_of(error))
