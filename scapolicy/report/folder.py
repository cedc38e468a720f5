"""The files of a results folder, each as the run wrote it."""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.place import unopened
from scapolicy.recorded import read_record
from scapolicy.writers.comma import as_it_was

COUNTS = ("matrix.csv", "findings.csv", "frequencies.csv")
EVIDENCE = ("codings.csv", "matches.csv", "passages.csv")
CASE = ""
"""The column of cases, which is called like an attribute, and so perhaps like another column."""
_BY_CASE = ("matrix.csv", "findings.csv", "passages.csv")
_LIMIT = 100  # megabytes

Lines = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Files:
    """The record of a run and its tables by file name, each row by column.

    `tables` lacks the evidence where the run wrote none, or where it is not wanted.
    """

    record: Mapping[str, Any]
    tables: Mapping[str, Lines]


def read_files(folder: Path, *, evidence: bool) -> Files:
    """Read a results folder; `evidence` says whether passages and what belongs to them are wanted.

    Raises:
        ScapolicyError: with every file that is missing, changed or too large.

    """
    record = read_record(folder)
    try:
        names = [*COUNTS, *(name for name in EVIDENCE if evidence and name in record["outputs"])]
        _check_size(folder, names)
        data, faults = _bytes(folder, names, record["outputs"])
    except OSError as error:
        raise ScapolicyError([unopened(folder, error)]) from None
    if faults:
        raise ScapolicyError(faults)
    return Files(record, {name: _lines(data[name], folder / name) for name in names})


def _check_size(folder: Path, names: list[str]) -> None:
    sizes = [(folder / name).stat().st_size for name in names if (folder / name).exists()]
    if sum(sizes) > _LIMIT * 1_000_000:
        raise ScapolicyError([problem("P05", at=str(folder), limit=_LIMIT)])


def _bytes(
    folder: Path, names: list[str], hashes: Mapping[str, str]
) -> tuple[dict[str, bytes], list[Problem]]:
    data: dict[str, bytes] = {}
    faults: list[Problem] = []
    for name in names:
        path = folder / name
        if not path.is_file():
            faults.append(problem("P03", at=str(path)))
            continue
        data[name] = path.read_bytes()
        if hashlib.sha256(data[name]).hexdigest() != hashes.get(name):
            faults.append(problem("P04", at=str(path)))
    return data, faults


def _lines(data: bytes, path: Path) -> Lines:
    # The module's limit holds for all of Python, and a cell may hold a whole document.
    limit = csv.field_size_limit(max(len(data), csv.field_size_limit()))
    try:
        rows = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
        header = next(rows)
        if path.name in _BY_CASE:
            header[0] = CASE
        return [dict(zip(header, map(as_it_was, row), strict=True)) for row in rows]
    except (ValueError, IndexError, StopIteration, csv.Error):
        raise ScapolicyError([problem("P02", at=str(path))]) from None
    finally:
        csv.field_size_limit(limit)
