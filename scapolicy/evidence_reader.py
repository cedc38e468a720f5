"""The evidence of a results folder, read back source by source."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from scapolicy.errors import ScapolicyError, problem
from scapolicy.recorded import Record
from scapolicy.records import NO_CASE
from scapolicy.results_folder import hash_of
from scapolicy.tables.evidence import attribute_columns
from scapolicy.writers.comma import as_it_was

LARGEST_CELL = 2**31 - 1
"""Characters; a cell may hold a whole document."""
_NEEDED = ("codings.csv", "matches.csv", "frequencies.csv", "findings.csv", "matrix.csv")


class Hit(NamedTuple):
    """A match inside its segment: the rule, and which way it speaks."""

    rule: str
    valence: str
    conceded: str


class Found(NamedTuple):
    """A coding; `hits` leads from their places, counted from the segment's start."""

    turn: int
    segment: int
    start: int
    end: int
    speaker: str
    case: str
    category: str
    code: str
    valence: str
    words: str
    text: str
    hits: dict[tuple[int, int], Hit]


def check_unchanged(folder: Path, record: Record, names: Iterable[str]) -> None:
    """See that tables are as the run wrote them.

    Raises:
        ScapolicyError: with every table that is missing or was changed.

    """
    faults = []
    for name in names:
        path = folder / name
        if not path.is_file():
            faults.append(problem("P03", at=str(path)))
        elif hash_of(path) != record["outputs"].get(name):
            faults.append(problem("P04", at=str(path)))
    if faults:
        raise ScapolicyError(faults)


class EvidenceReader:
    """Reads codings and matches of a run, whose sources are asked for in their order."""

    def __init__(self, folder: Path, record: Record) -> None:
        """Raises ScapolicyError where a table is missing, or not as the run wrote it."""
        if "codings.csv" not in record["outputs"]:
            raise ScapolicyError([problem("V14", at=str(folder))])
        check_unchanged(folder, record, _NEEDED)
        self._folder = folder
        self._column = attribute_columns([record["options"]["by"]])[0]

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        limit = csv.field_size_limit(LARGEST_CELL)
        self._stack.callback(csv.field_size_limit, limit)
        self._codings = self._stack.enter_context(Rows(self._folder / "codings.csv"))
        self._matches = self._stack.enter_context(Rows(self._folder / "matches.csv"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def labels(self) -> dict[tuple[str, str], str]:
        """The labels of categories and, with their category, of codes, in the codebook's order."""
        with Rows(self._folder / "frequencies.csv") as rows:
            return {(row["category"], row["code"]): row["label"] for row in rows.rest()}

    def of(self, source: str) -> list[Found]:
        """The codings of a source, with their matches."""
        hits: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self._matches.of(source):
            hits[row["segment"], row["code"]].append(row)
        try:
            return [
                self._found(row, hits[row["segment"], row["code"]])
                for row in self._codings.of(source)
            ]
        except (ValueError, KeyError):
            raise ScapolicyError([problem("P02", at=str(self._folder))]) from None

    def _found(self, row: dict[str, str], hits: list[dict[str, str]]) -> Found:
        start = int(row["start"])
        return Found(
            turn=int(row["turn"]),
            segment=int(row["segment"]),
            start=start,
            end=int(row["end"]),
            speaker=row["speaker"],
            case=row.get(self._column, "") or NO_CASE,
            category=row["category"],
            code=row["code"],
            valence=row["valence"],
            words=row["words"],
            text=row["text"],
            hits={
                (int(hit["start"]) - start, int(hit["end"]) - start): Hit(
                    hit["rule"], hit["valence"], hit["conceded"]
                )
                for hit in hits
            },
        )

    def check_end(self) -> None:
        """See that no rows are left of sources that the record does not name.

        Raises:
            ScapolicyError: there are some.

        """
        for rows in (self._codings, self._matches):
            for _ in rows.rest():
                raise ScapolicyError([problem("P02", at=str(rows.path))])


class Rows:
    """The rows of a table by column, one source's after the other's."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self._file = self.path.open(encoding="utf-8", newline="")
        self._rows = self._read()
        self._next = next(self._rows, None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _read(self) -> Iterator[dict[str, str]]:
        try:
            rows = csv.reader(self._file, strict=True)
            header = [*map(as_it_was, next(rows))]
            for row in rows:
                yield dict(zip(header, map(as_it_was, row), strict=True))
        except (ValueError, StopIteration, csv.Error):
            raise ScapolicyError([problem("P02", at=str(self.path))]) from None

    def of(self, source: str) -> Iterator[dict[str, str]]:
        """The rows of a source, if they come next."""
        while self._next is not None and self._next.get("source") == source:
            yield self._next
            self._next = next(self._rows, None)

    def rest(self) -> Iterator[dict[str, str]]:
        """All rows that are left."""
        while self._next is not None:
            yield self._next
            self._next = next(self._rows, None)
