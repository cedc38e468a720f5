"""Results → files: the evidence as it comes in, then the tables and the record of the run."""

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from scapolicy.coded import Coded
from scapolicy.contribution import MARK, Contribution, contribution
from scapolicy.errors import ScapolicyError
from scapolicy.provenance import run_record
from scapolicy.records import DEFAULT_ATTRIBUTE, RESULT_TABLES, RUN_RECORD, Level
from scapolicy.results_folder import (
    changed,
    check_results_folder,
    clear,
    complete,
    hash_of,
    missing_folders,
    new_files,
    put_in_place,
    remove_empty,
    unwritable,
)
from scapolicy.summary import Summary
from scapolicy.tables.evidence import MATCH_COLUMNS, attributes_of, coding_columns
from scapolicy.tables.findings import find
from scapolicy.tables.passages import passage_columns
from scapolicy.tables.table import Cell, Table, case_of, columns_of, in_case_order
from scapolicy.writers.comma import csv_rows, write_csv

RECORD = "written.json"


class _Spool:
    """Pieces of bytes put aside in a file, to be read again in any order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = path.open("w+b")
        self._end = 0

    def put(self, data: bytes, places: "array[int]") -> None:
        """Put a piece aside; its place is added to `places` as two numbers."""
        self._file.write(data)
        places.extend((self._end, len(data)))
        self._end += len(data)

    def pieces(self, places: "array[int]") -> Iterator[bytes]:
        """The pieces at some places."""
        for index in range(0, len(places), 2):
            self._file.seek(places[index])
            yield self._file.read(places[index + 1])

    def close(self) -> None:
        """Forget all pieces."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def _places() -> "array[int]":
    return array("q")


class ResultsWriter:
    """Writes the results of a run as its sources come in.

    What stands in the folder stays until `finish` has written all, and stays if it never does;
    a folder that was made for the results then goes again.
    """

    def __init__(self, folder: str | Path, by: str, *, evidence: bool = True) -> None:
        """`evidence` says whether codings, matches and passages are written.

        Raises:
            ScapolicyError: the folder can't be written, or a person has changed what is in it.

        """
        self._folder = Path(folder)
        self._by = by
        self._evidence = evidence
        check_results_folder(self._folder)

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._stack.callback(remove_empty, missing_folders(self._folder))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._new = self._stack.enter_context(new_files(self._folder))
            self._codings, self._passages = self._spool("codings"), self._spool("passages")
            self._matches = self._stack.enter_context((self._new / "matches.csv").open("wb"))
        except OSError as error:
            self._stack.close()
            raise ScapolicyError([unwritable(self._folder, error)]) from None
        self._matches.write(csv_rows([MATCH_COLUMNS]))
        self._of_sources = _places()
        self._of_cells: dict[tuple[str, str], array[int]] = defaultdict(_places)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _spool(self, name: str) -> _Spool:
        spool = _Spool(self._new / f"{name}.part")
        self._stack.callback(spool.close)
        return spool

    def add(self, given: Contribution) -> None:
        """Take what one source gives; sources come in the order of their names.

        Raises:
            ScapolicyError: the disk is full, or fails.

        """
        case = case_of(given.source.attributes, self._by)
        try:
            self._codings.put(given.codings, self._of_sources)
            self._matches.write(given.matches)
            for key, rows in given.passages:
                self._passages.put(rows, self._of_cells[case, key])
        except OSError as error:
            raise ScapolicyError([unwritable(self._folder, error)]) from None

    def finish(self, summary: Summary) -> dict[str, Path]:
        """Write the rest, and put all in place; returns the files by name.

        Raises:
            ScapolicyError: the folder can't be written any more.

        """
        try:
            return self._finish(summary)
        except OSError as error:
            raise ScapolicyError([unwritable(self._folder, error)]) from None

    def _finish(self, summary: Summary) -> dict[str, Path]:
        self._matches.close()
        if self._evidence:
            self._write("codings.csv", self._coding_lines(summary))
            self._write("passages.csv", self._passage_lines(summary))
        else:
            (self._new / "matches.csv").unlink()
        self._codings.close()
        self._passages.close()
        for table in summary.tables():
            self._write(f"{table.name}.csv", [write_csv(table)])
        outputs = {path.name: hash_of(path) for path in self._new.iterdir()}
        record = json.dumps(run_record(summary, outputs), ensure_ascii=False, indent=2)
        self._write(RUN_RECORD, [f"{record}\n".encode()])
        put_in_place(self._folder, self._new)
        made = [name for name in RESULT_TABLES if name in outputs]
        return {name: self._folder / name for name in (*made, RUN_RECORD)}

    def _write(self, name: str, pieces: Iterable[bytes]) -> None:
        with (self._new / name).open("wb") as file:
            file.writelines(pieces)

    def _coding_lines(self, summary: Summary) -> Iterator[bytes]:
        attributes = attributes_of(summary.sources)
        yield csv_rows([coding_columns(attributes)])
        found = self._codings.pieces(self._of_sources)
        for source, lines in zip(summary.sources, found, strict=True):
            cells = _cells([source.attributes.get(name, "") for name in attributes])
            yield lines.replace(MARK + b",", cells)

    def _passage_lines(self, summary: Summary) -> Iterator[bytes]:
        counts, level, rule = summary.counts, summary.level, summary.codebook.findings
        yield csv_rows([passage_columns(counts.by)])
        for case in in_case_order(counts.cases):
            for column in columns_of(summary.codebook, level):
                finding = str(find(counts.cell(case, level, column.id), rule))
                cells = _cells([case, column.id, finding])
                for lines in self._passages.pieces(
                    self._of_cells.get((case, column.id), _places())
                ):
                    yield lines.replace(MARK + b",", cells)


def _cells(values: Sequence[Cell]) -> bytes:
    """Cells as they stand in a line, with the comma that follows them."""
    return csv_rows([[*values, 0]])[: -len(b"0\n")]


def write_results(
    coded: Coded, folder: str | Path, *, by: str = DEFAULT_ATTRIBUTE, level: str = Level.CATEGORY
) -> dict[str, Path]:
    """Write the tables of a run and its `run.json` into a folder, which is made if need be.

    Raises:
        ScapolicyError: the folder can't be written, or holds results that a person has changed.

    """
    with ResultsWriter(folder, by) as writer:
        for source in coded.sources:
            writer.add(contribution(source, Level(level)))
        return writer.finish(coded.summary(by, level))


def write_tables(tables: Iterable[Table], folder: str | Path) -> dict[str, Path]:
    """Write tables as CSV into a folder, which is made if need be; all of them or none.

    Raises:
        ScapolicyError: the folder can't be written.

    """
    folder = Path(folder)
    files = {f"{table.name}.csv": write_csv(table) for table in tables}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        complete(folder)
        clear(folder)
        faults = list(changed(folder, RECORD, files))
        if faults:
            raise ScapolicyError(faults)
        with new_files(folder) as new:
            for name, data in {**files, RECORD: _record_of(files)}.items():
                (new / name).write_bytes(data)
            put_in_place(folder, new)
    except OSError as error:
        raise ScapolicyError([unwritable(folder, error)]) from None
    return {name: folder / name for name in files}


def _record_of(files: Mapping[str, bytes]) -> bytes:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    text = json.dumps({"outputs": hashes}, indent=2)
    return f"{text}\n".encode()
