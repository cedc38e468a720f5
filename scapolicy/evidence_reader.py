"""The evidence of a results folder, read back source by source."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from scapolicy.coding import RULES
from scapolicy.errors import ScapolicyError, problem
from scapolicy.recorded import Record
from scapolicy.records import NO_CASE, Coding, Match, Valence
from scapolicy.results_folder import hash_of
from scapolicy.tables.evidence import attribute_columns
from scapolicy.writers.comma import as_it_was

_LARGEST_CELL = 2**31 - 1
"""Characters; a cell may hold a whole document."""


class Evidence(NamedTuple):
    """What was coded in a source, and the case it counts under, which its codings name."""

    codings: tuple[Coding, ...]
    matches: tuple[Match, ...]
    case: str


class EvidenceReader:
    """Reads codings and matches of a run, whose sources are asked for in their order.

    Their columns are the same in the folders of all versions that have a record as it is read.
    The table of sources is not: so the case of a source is taken from its codings.
    """

    def __init__(self, folder: Path, record: Record, needed: Iterable[str]) -> None:
        """Raises ScapolicyError where a needed table is missing, or not as the run wrote it."""
        if "codings.csv" not in record["outputs"]:
            raise ScapolicyError([problem("V14", at=str(folder))])
        _check_unchanged(folder, record, needed)
        self._folder = folder
        self._case_column = attribute_columns([record["options"]["by"]])[0]

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        limit = csv.field_size_limit(_LARGEST_CELL)
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

    def of(self, source: str) -> Evidence:
        """The codings and matches of a source."""
        try:
            matches = tuple(map(_match, self._matches.of(source)))
            rows = list(self._codings.of(source))
            case = rows[0].get(self._case_column, "") if rows else ""
            return Evidence(tuple(_codings(rows, matches)), matches, case or NO_CASE)
        except (ValueError, KeyError):
            raise ScapolicyError([problem("P02", at=str(self._folder))]) from None

    def check_end(self) -> None:
        """See that no rows are left of sources that the record does not name.

        Raises:
            ScapolicyError: there are some.

        """
        for rows in (self._codings, self._matches):
            rows.check_end()


def _check_unchanged(folder: Path, record: Record, names: Iterable[str]) -> None:
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


def _match(row: Mapping[str, str]) -> Match:
    return Match(
        turn=int(row["turn"]),
        segment=int(row["segment"]),
        category=row["category"],
        code=row["code"],
        rule=row["rule"],
        start=int(row["start"]),
        end=int(row["end"]),
        text=row["match"],
        valence=Valence(row["valence"]),
        negated=row["negated"] == "true",
        cue=row["cue"],
        effect=row["effect"],
        conceded=row["conceded"] == "true",
        context=row["context"],
    )


def _codings(rows: Iterable[Mapping[str, str]], matches: Iterable[Match]) -> Iterator[Coding]:
    """The codings of a source; what the rules matched is taken from the matches themselves."""
    words: dict[tuple[int, str], list[str]] = defaultdict(list)
    for match in matches:
        words[match.segment, match.code].append(match.text)
    for row in rows:
        segment, code, coder = int(row["segment"]), row["code"], row["coder"]
        yield Coding(
            turn=int(row["turn"]),
            segment=segment,
            start=int(row["start"]),
            end=int(row["end"]),
            speaker=row["speaker"],
            category=row["category"],
            code=code,
            valence=Valence(row["valence"]),
            words=tuple(words[segment, code]) if coder == RULES else (row["words"],),
            text=row["text"],
            coder=coder,
        )


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

    def check_end(self) -> None:
        """See that all rows were asked for.

        Raises:
            ScapolicyError: some are left.

        """
        if self._next is not None:
            raise ScapolicyError([problem("P02", at=str(self.path))])
