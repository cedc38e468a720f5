"""The evidence of a run → files, as it comes in: codings, matches and passages.

Matches are whole as they come. Codings and passages have gaps, and passages come in another order
than they are written in: they are put aside until all sources are known.
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from scapolicy.contribution import Contribution
from scapolicy.gaps import filled
from scapolicy.summary import Summary
from scapolicy.tables.evidence import MATCH_COLUMNS, attributes_of, coding_columns
from scapolicy.tables.findings import find
from scapolicy.tables.passages import passage_columns
from scapolicy.tables.table import Cell, case_of, columns_of, in_case_order
from scapolicy.writers.comma import csv_rows

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


class EvidenceWriter:
    """Writes the evidence into a folder; what is put aside there goes when all is written."""

    def __init__(
        self, folder: Path, by: str, matches: BinaryIO, codings: BinaryIO, passages: BinaryIO
    ) -> None:
        """`codings` and `passages` are for what is put aside."""
        self._folder, self._by = folder, by
        self._matches, self._codings, self._passages = matches, codings, _Spool(passages)
        self._aside = codings, passages
        self._sizes = array("q")  # of each source's lines among the codings
        matches.write(csv_rows([MATCH_COLUMNS]))

    def add(self, given: Contribution) -> None:
        """Take what one source gives; sources come in the order of their names."""
        case = case_of(given.source.attributes, self._by)
        self._codings.write(given.codings)
        self._sizes.append(len(given.codings))
        self._matches.write(given.matches)
        for key, rows in given.passages:
            self._passages.put((case, key), rows)

    def finish(self, summary: Summary) -> None:
        """Write what was put aside."""
        self._matches.close()
        with (self._folder / "codings.csv").open("wb") as file:
            file.writelines(self._coding_lines(summary))
        with (self._folder / "passages.csv").open("wb") as file:
            file.writelines(self._passage_lines(summary))
        for part in self._aside:
            part.close()
            Path(part.name).unlink()

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


@contextmanager
def evidence_files(folder: Path, by: str) -> Iterator[EvidenceWriter]:
    """A writer of evidence, whose files are closed afterwards. `by` makes the cases."""
    with ExitStack() as files:
        yield EvidenceWriter(
            folder,
            by,
            files.enter_context((folder / "matches.csv").open("wb")),
            files.enter_context((folder / "codings.part").open("w+b")),
            files.enter_context((folder / "passages.part").open("w+b")),
        )


def _cells(values: Sequence[Cell]) -> bytes:
    """Cells as they stand in a line, with the comma that follows them."""
    return csv_rows([[*values, 0]])[: -len(b"0\n")]
