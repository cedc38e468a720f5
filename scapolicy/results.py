"""Results → files: the evidence as it comes in, then the tables and the record of the run."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from scapolicy.coded import Coded, level_of
from scapolicy.contribution import Contribution, contribution
from scapolicy.errors import ScapolicyError
from scapolicy.evidence_writer import evidence_files
from scapolicy.provenance import run_record
from scapolicy.records import RESULT_TABLES, RUN_RECORD, TABLES_RECORD
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
from scapolicy.tables.table import Table
from scapolicy.writers.comma import write_csv


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
        self._asked_for_evidence = evidence
        self._stack = ExitStack()
        check_results_folder(self._folder)

    def __enter__(self) -> Self:
        self._stack.callback(remove_empty, missing_folders(self._folder))
        try:
            self._new = self._stack.enter_context(new_files(self._folder))
            self._evidence = self._stack.enter_context(
                evidence_files(self._new, self._by) if self._asked_for_evidence else nullcontext()
            )
        except OSError as error:
            self._stack.close()
            raise ScapolicyError([unwritable(self._folder, error)]) from None
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

    def add(self, given: Contribution) -> None:
        """Take what one source gives; sources come in the order of their names.

        Raises:
            ScapolicyError: the disk is full, or fails.

        """
        if self._evidence is None:
            return
        try:
            self._evidence.add(given)
        except OSError as error:
            raise ScapolicyError([unwritable(self._folder, error)]) from None

    def finish(self, summary: Summary) -> dict[str, Path]:
        """Write the rest, and put all in place; returns the files by name.

        Raises:
            ScapolicyError: the folder can't be written any more, or a person has changed it.

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
        if self._evidence is not None:
            self._evidence.finish(summary)
        for table in summary.tables():
            (self._new / f"{table.name}.csv").write_bytes(write_csv(table))
        outputs = {path.name: hash_of(path) for path in self._new.iterdir()}
        record = json.JSONEncoder(ensure_ascii=False, indent=2)
        pieces = record.iterencode(run_record(summary, outputs))
        with (self._new / RUN_RECORD).open("wb") as file:
            file.writelines(piece.encode() for piece in chain(pieces, "\n"))


def put_all(writers: Sequence[ResultsWriter]) -> list[dict[str, Path]]:
    """Put what several runs have written in place, all of it or nothing.

    Returns the files of each by name.

    Raises:
        ScapolicyError: a folder can't be written any more, or a person has changed what is in it.

    """
    news = dict(writer.place for writer in writers)
    try:
        made = [
            [name for name in (*RESULT_TABLES, RUN_RECORD) if (new / name).exists()]
            for new in news.values()
        ]
        put_in_place(news, RUN_RECORD, RESULT_TABLES)
    except OSError as error:
        inside = Path(error.filename or "")
        folder = next((one for one in news if inside.is_relative_to(one)), writers[0].place[0])
        raise ScapolicyError([unwritable(folder, error)]) from None
    return [
        {name: folder / name for name in names} for folder, names in zip(news, made, strict=True)
    ]


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
        ScapolicyError: the folder can't be written, or holds tables that a person has changed.

    """
    folder = Path(folder)
    files = {f"{table.name}.csv": write_csv(table) for table in tables}
    try:
        with new_files(folder) as new:
            faults = settle(folder, TABLES_RECORD, files)
            if faults:
                raise ScapolicyError(faults)
            for name, data in {**files, TABLES_RECORD: _record_of(files)}.items():
                (new / name).write_bytes(data)
            put_in_place({folder: new}, TABLES_RECORD, files)
    except OSError as error:
        raise ScapolicyError([unwritable(folder, error)]) from None
    return {name: folder / name for name in files}


def _record_of(files: Mapping[str, bytes]) -> bytes:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    text = json.dumps({"outputs": hashes}, indent=2)
    return f"{text}\n".encode()
