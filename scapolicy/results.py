"""Results → files: the evidence as it comes in, then the tables and the record of the run."""

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from io import SEEK_END
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from scapolicy.coded import Coded, level_of
from scapolicy.contribution import Contribution, contribution
from scapolicy.errors import ScapolicyError
from scapolicy.gaps import filled
from scapolicy.provenance import run_record
from scapolicy.records import RESULT_TABLES, RUN_RECORD
from scapolicy.results_folder import (
    check_results_folder,
    hash_of,
    missing_folders,
    new_files,
    put_in_place,
    remove_empty,
    settle,
    unwritable,
)
from scapolicy.summary import Summary
from scapolicy.tables.evidence import MATCH_COLUMNS, attributes_of, coding_columns
from scapolicy.tables.findings import find
from scapolicy.tables.passages import passage_columns
from scapolicy.tables.table import Cell, Table, case_of, columns_of, in_case_order
from scapolicy.writers.comma import csv_rows, write_csv

RECORD = "written.json"


# So many bytes are gathered before they are put aside: thousands of small pieces for each cell
# would take time, and room to remember them all.
_GATHERED = 1 << 20


class _Spool:
    """Bytes put aside in a file under keys, to be read again key by key."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._gathered: dict[Hashable, list[bytes]] = defaultdict(list)
        self._size = 0
        self._places: dict[Hashable, array[int]] = defaultdict(lambda: array("q"))

    def put(self, key: Hashable, data: bytes) -> None:
        """Put bytes aside behind those of the same key."""
        self._gathered[key].append(data)
        self._size += len(data)
        if self._size > _GATHERED:
            self._write()

    def _write(self) -> None:
        at = self._file.seek(0, SEEK_END)
        for key, pieces in self._gathered.items():
            written = self._file.write(b"".join(pieces))
            self._places[key].extend((at, written))
            at += written
        self._gathered.clear()
        self._size = 0

    def pieces(self, key: Hashable) -> Iterator[bytes]:
        """All bytes of a key, in the order in which they came."""
        self._write()
        places = self._places.get(key, array("q"))
        for index in range(0, len(places), 2):
            self._file.seek(places[index])
            yield self._file.read(places[index + 1])


class ResultsWriter:
    """Writes the results of a run as its sources come in.

    What stands in the folder stays until all is written and put in place, and stays if it never
    is; a folder that was made for the results then goes again. `finish` writes the rest and puts
    all in place; `write` leaves that to `put_all`, which does it for several runs at once.
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
            self._new = self._stack.enter_context(new_files(self._folder))
            self._parts: dict[Path, BinaryIO] = {}
            self._codings = self._part("codings")
            self._passages = _Spool(self._part("passages"))
            self._matches = self._stack.enter_context((self._new / "matches.csv").open("wb"))
        except OSError as error:
            self._stack.close()
            raise ScapolicyError([unwritable(self._folder, error)]) from None
        self._matches.write(csv_rows([MATCH_COLUMNS]))
        self._sizes = array("q")  # of each source's lines among the codings
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._stack.close()
        except OSError as failure:  # the last bytes are written now: a disk may be full
            raise ScapolicyError([unwritable(self._folder, failure)]) from None

    def _part(self, name: str) -> BinaryIO:
        """A file for what is not finished; it goes when the results are."""
        path = self._new / f"{name}.part"
        file = self._stack.enter_context(path.open("w+b"))
        self._parts[path] = file
        return file

    def add(self, given: Contribution) -> None:
        """Take what one source gives; sources come in the order of their names.

        Raises:
            ScapolicyError: the disk is full, or fails.

        """
        case = case_of(given.source.attributes, self._by)
        try:
            self._codings.write(given.codings)
            self._sizes.append(len(given.codings))
            self._matches.write(given.matches)
            for key, rows in given.passages:
                self._passages.put((case, key), rows)
        except OSError as error:
            raise ScapolicyError([unwritable(self._folder, error)]) from None

    def finish(self, summary: Summary) -> dict[str, Path]:
        """Write the rest, and put all in place; returns the files by name.

        Raises:
            ScapolicyError: the folder can't be written any more.

        """
        self.write(summary)
        return put_all([self])[0]

    def write(self, summary: Summary) -> None:
        """Write the rest beside what stands in the folder.

        Raises:
            ScapolicyError: the folder can't be written any more.

        """
        try:
            self._write_rest(summary)
        except OSError as error:
            raise ScapolicyError([unwritable(self._folder, error)]) from None

    @property
    def place(self) -> tuple[Path, Path]:
        """The folder, and the one in it in which new files are written."""
        return self._folder, self._new

    def _write_rest(self, summary: Summary) -> None:
        self._matches.close()
        if self._evidence:
            self._write("codings.csv", self._coding_lines(summary))
            self._write("passages.csv", self._passage_lines(summary))
        else:
            (self._new / "matches.csv").unlink()
        for path, part in self._parts.items():
            part.close()
            path.unlink()
        for table in summary.tables():
            self._write(f"{table.name}.csv", [write_csv(table)])
        outputs = {path.name: hash_of(path) for path in self._new.iterdir()}
        record = json.JSONEncoder(ensure_ascii=False, indent=2)
        pieces = record.iterencode(run_record(summary, outputs))
        self._write(RUN_RECORD, (piece.encode() for piece in chain(pieces, "\n")))

    def _write(self, name: str, pieces: Iterable[bytes]) -> None:
        with (self._new / name).open("wb") as file:
            file.writelines(pieces)

    def _coding_lines(self, summary: Summary) -> Iterator[bytes]:
        attributes = attributes_of(summary.sources)
        yield csv_rows([coding_columns(attributes)])
        self._codings.seek(0)
        for source, size in zip(summary.sources, self._sizes, strict=True):
            cells = _cells([source.attributes.get(name, "") for name in attributes])
            yield filled(self._codings.read(size), cells)

    def _passage_lines(self, summary: Summary) -> Iterator[bytes]:
        counts, level, rule = summary.counts, summary.level, summary.codebook.findings
        yield csv_rows([passage_columns(counts.by)])
        for case in in_case_order(counts.cases):
            for column in columns_of(summary.codebook, level):
                finding = str(find(counts.cell(case, level, column.id), rule))
                cells = _cells([case, column.id, finding])
                for lines in self._passages.pieces((case, column.id)):
                    yield filled(lines, cells)


def put_all(writers: Sequence[ResultsWriter]) -> list[dict[str, Path]]:
    """Put what several runs have written in place, all of it or nothing.

    Returns the files of each by name.

    Raises:
        ScapolicyError: a folder can't be written any more.

    """
    news = dict(writer.place for writer in writers)
    try:
        made = [
            [name for name in (*RESULT_TABLES, RUN_RECORD) if (new / name).exists()]
            for new in news.values()
        ]
        put_in_place(news)
    except OSError as error:
        inside = Path(error.filename or "")
        folder = next((one for one in news if inside.is_relative_to(one)), writers[0].place[0])
        raise ScapolicyError([unwritable(folder, error)]) from None
    return [
        {name: folder / name for name in names} for folder, names in zip(news, made, strict=True)
    ]


def _cells(values: Sequence[Cell]) -> bytes:
    """Cells as they stand in a line, with the comma that follows them."""
    return csv_rows([[*values, 0]])[: -len(b"0\n")]


def write_results(
    coded: Coded, folder: str | Path, *, by: str = "", level: str | None = None
) -> dict[str, Path]:
    """Write the tables of a run and its `run.json` into a folder, which is made if need be.

    Args:
        coded: what `code` or `read_results` gave.
        folder: where they are written.
        by: the attribute that makes a case; that of the run unless given.
        level: what a factor is, `category` or `code`; as in the run unless given.

    Raises:
        ScapolicyError: the folder can't be written, or holds results that a person has changed;
            no source states such an attribute.

    """
    by, level = by or coded.by, level_of(coded, level)
    with ResultsWriter(folder, by) as writer:
        for source in coded.sources:
            writer.add(contribution(source, level))
        return writer.finish(coded.summary(by, level))


def write_tables(tables: Iterable[Table], folder: str | Path) -> dict[str, Path]:
    """Write tables as CSV into a folder, which is made if need be; all of them or none.

    Raises:
        ScapolicyError: the folder can't be written.

    """
    folder = Path(folder)
    files = {f"{table.name}.csv": write_csv(table) for table in tables}
    try:
        with new_files(folder) as new:
            faults = settle(folder, RECORD, files)
            if faults:
                raise ScapolicyError(faults)
            for name, data in {**files, RECORD: _record_of(files)}.items():
                (new / name).write_bytes(data)
            put_in_place({folder: new})
    except OSError as error:
        raise ScapolicyError([unwritable(folder, error)]) from None
    return {name: folder / name for name in files}


def _record_of(files: Mapping[str, bytes]) -> bytes:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    text = json.dumps({"outputs": hashes}, indent=2)
    return f"{text}\n".encode()
