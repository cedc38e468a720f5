"""What else speaks of sources: results of runs, what runs left behind, and any other file."""

import csv
import html
import io
import json
import os
import re
import zipfile
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scapolicy.readers.delimiter import stated_delimiter
from scapolicy.records import CACHE_FOLDER, RESULT_TABLES, RUN_RECORD, TABLES_RECORD, UNFINISHED
from scapolicy.writers.mark import is_marked

_LEFT = (UNFINISHED, ".scapolicy-ready")
_SHORTEST = 3  # characters: a shorter word stands in every file
_LARGEST = 10**8  # bytes
_MADE = frozenset(
    ".csv .tsv .xlsx .html .htm .docx .json .md .tex .parquet .sav .svg .pdf .png".split()
)
_UNMARKED = frozenset(".csv .tsv .xlsx".split())
MOST_AROUND = 5_000
"""Files beside the folders of a withdrawal that are looked at."""

_FOREIGN = frozenset(["node_modules", "__pycache__", "site-packages"])
_PROGRAMS = frozenset(["pyvenv.cfg"])  # a folder that has it holds programs
_UNREAD = (
    OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, csv.Error,
)  # fmt: skip
_HEADER = 10_000  # characters
_CELL_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
_PACKED = frozenset(".zip .docx .xlsx .odt .ods .qdpx .pptx .epub".split())


class Words:
    """Words to look for, as whole words in any case.

    Very short ones, as `A` or `P1`, stand in every text: these are `short`, and are looked for only
    as a file's name, and as all that a cell of a table holds.
    """

    def __init__(self, words: Iterable[str]) -> None:
        known = sorted({*words} - {""}, key=lambda word: (-len(word), word))
        self.short = tuple(word for word in known if len(word) < _SHORTEST)
        one = "|".join(re.escape(word) for word in known if word not in self.short) or "(?!)"
        self._pattern = re.compile(f"(?<![A-Za-z0-9-])(?:{one})(?![A-Za-z0-9-])", re.IGNORECASE)

    def first_in(self, text: str) -> str:
        """The first of the words in a text; empty where it has none."""
        found = self._pattern.search(text)
        return found[0] if found else ""

    def first_in_file(self, path: Path) -> str:
        """The first of the words in a file's name or bytes, also in what is packed in it."""
        named = self.first_in(path.name)
        if named or path.is_symlink() or not path.is_file():
            return named
        try:
            if path.stat().st_size > _LARGEST:
                return ""
            if path.suffix.lower() in _PACKED and zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    return next(filter(None, map(self.first_in, _unpacked(archive))), "")
            return self.first_in(_text(path.read_bytes()))
        except _UNREAD:
            return ""

    def first_cell_in_file(self, path: Path) -> str:
        """The first of the short words that a file is called, or a cell or a JSON value holds."""
        wanted = {word.casefold(): word for word in self.short}
        if path.stem.casefold() in wanted:
            return wanted[path.stem.casefold()]
        cells = _CELLS.get(path.suffix.lower())
        if not (wanted and cells) or path.is_symlink() or not path.is_file():
            return ""
        try:
            if path.stat().st_size > _LARGEST:
                return ""
            held = (cell.strip().casefold() for cell in cells(path.read_bytes()))
            return next((wanted[cell] for cell in held if cell in wanted), "")
        except _UNREAD:
            return ""


def _separated(data: bytes) -> Iterator[str]:
    """The cells of a table in CSV or TSV, parted by the sign that its first lines have most."""
    text = _text(data).removeprefix("\ufeff")
    sign, line = stated_delimiter(text)
    table = text[len(line) :]
    sign = sign or max(",;\t", key=table[:_HEADER].partition("\n")[0].count)
    limit = csv.field_size_limit(_LARGEST)
    try:
        for row in csv.reader(io.StringIO(table, newline=""), delimiter=sign):
            yield from row
    finally:
        csv.field_size_limit(limit)


def _workbook(data: bytes) -> Iterator[str]:
    """The texts of a workbook's cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in _unpacked(archive):
            yield from map(html.unescape, _CELL_TEXT.findall(part))


def _values(data: bytes) -> Iterator[str]:
    """The texts in JSON, but for its keys."""
    waiting: list[Any] = [json.loads(_text(data))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | dict):
            waiting += value.values() if isinstance(value, dict) else value


_CELLS = {".csv": _separated, ".tsv": _separated, ".xlsx": _workbook, ".json": _values}


def _text(data: bytes) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.decode("utf-16" if wide else "utf-8", errors="ignore")


def _unpacked(archive: zipfile.ZipFile) -> Iterator[str]:
    room = _LARGEST
    for info in archive.infolist():
        yield info.filename
        with archive.open(info) as opened:
            data = opened.read(min(room, _LARGEST))
        room -= len(data)
        yield _text(data)
        if room <= 0:
            return


@dataclass(frozen=True, slots=True)
class Results:
    """A results folder: the files that scapolicy wrote there, and what its record says.

    `inputs` leads from each source to its hash. The record comes last among the files: while it
    stands, it tells that they must go.
    """

    folder: Path
    files: tuple[Path, ...]
    inputs: Mapping[str, str]

    def speaks_of(self, names: Collection[str], hashes: Collection[str], words: Words) -> bool:
        """Whether one of the sources, or one of the words, stands in the results."""
        if set(self.inputs) & set(names) or set(self.inputs.values()) & set(hashes):
            return True
        return any(words.first_in_file(path) for path in self.files)


def results_below(folder: Path) -> Iterator[Results]:
    """Every results folder in a folder, or that is the folder itself.

    Raises:
        ValueError: a record can't be read; it comes with the path of that record.

    """
    for inner, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found = results_in(Path(inner)) if {RUN_RECORD, TABLES_RECORD} & set(files) else None
        if found:
            yield found


def results_in(folder: Path) -> Results | None:
    """What scapolicy wrote into one folder; None where it wrote nothing.

    Raises:
        ValueError: a record can't be read; it comes with the path of that record.

    """
    files: dict[str, None] = {}
    inputs: dict[str, str] = {}
    records = [name for name in (RUN_RECORD, TABLES_RECORD) if (folder / name).is_file()]
    for name in records:
        try:
            record: Any = json.loads((folder / name).read_bytes())
            files |= dict.fromkeys(one for one in record["outputs"] if Path(one).name == one)
            if name == RUN_RECORD:
                files |= dict.fromkeys(RESULT_TABLES)
                inputs |= {one["source"]: one["sha256"] for one in record["inputs"]}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise ValueError(folder / name) from None
    present = [folder / name for name in files if (folder / name).is_file()]
    whole = (*present, *(folder / name for name in records))
    return Results(folder, whole, inputs) if records else None


def made_in(folder: Path) -> Iterator[tuple[Path, bool]]:
    """The files of one folder that scapolicy may have made of results, and whether it surely has.

    What it made has its mark, but for the tables in which there is no place for one.
    """
    try:
        for path in sorted(one for one in folder.iterdir() if one.is_file()):
            suffix = path.suffix.lower()
            if suffix in _MADE and path.stat().st_size <= _LARGEST:
                marked = is_marked(path.read_bytes())
                if marked or suffix in _UNMARKED:
                    yield path, marked
    except OSError:  # what we may not read, we have not written
        return


def left_behind(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    """Folders that hold a run's cache, or what a run that was killed had not finished."""
    for inner, folders, _ in os.walk(folder):
        for name in sorted(folders):
            if _is_left(name):
                yield Path(inner, name)
        folders[:] = [name for name in folders if not name.startswith(".")] if deep else []


def _is_left(name: str) -> bool:
    return name == CACHE_FOLDER or name.startswith(_LEFT)


class Around:
    """The files of folders and below them, as far as they are not too many to look at.

    `unseen` are the folders that were not looked at to their end, once the files were gone through.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = list(dict.fromkeys(folders))
        self.unseen: list[Path] = []

    def files(self) -> Iterator[Path]:
        """The files, those that lie nearest first."""
        for folder, _, files in self._walked():
            yield from (folder / name for name in sorted(files))

    def written(self) -> Iterator[Path]:
        """The folders that runs wrote into: results, a cache, or what was not finished."""
        for folder, folders, files in self._walked():
            if {RUN_RECORD, TABLES_RECORD} & set(files) or any(map(_is_left, folders)):
                yield folder

    def _walked(self) -> Iterator[tuple[Path, list[str], list[str]]]:
        """Each folder with what lies in it: folders, the hidden ones too, and files."""
        for start in self._folders:
            room = MOST_AROUND
            waiting = deque([start])
            while waiting:
                folder = waiting.popleft()
                _, folders, files = next(os.walk(folder), ("", [], []))
                room -= len(files)
                if room < 0:
                    self.unseen.append(start)
                    break
                yield folder, folders, files
                if _PROGRAMS & set(files):
                    continue
                seen = (one for one in sorted(folders) if not one.startswith("."))
                inner = (folder / one for one in seen if one not in _FOREIGN)
                waiting += [one for one in inner if not one.is_symlink()]


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder, the hidden ones too, but none that version control keeps."""
    for inner, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(files):
            yield Path(inner, name)
