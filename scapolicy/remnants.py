"""What else speaks of sources: results of runs, what runs left behind, and any other file."""

import csv
import html
import io
import json
import os
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scapolicy.errors import ScapolicyError, reason_of
from scapolicy.readers.delimiter import stated_delimiter
from scapolicy.records import CACHE_FOLDER, RESULT_TABLES, RUN_RECORD, TABLES_RECORD, UNFINISHED
from scapolicy.searchable import LARGEST, Unsearchable, decoded, texts_of, unpacked, values_of
from scapolicy.spelling import plain_name, spell
from scapolicy.writers.mark import is_marked

_LEFT = (UNFINISHED, ".scapolicy-ready")
_SHORTEST = 3  # characters: a shorter word stands in every file
_MADE = frozenset(
    ".csv .tsv .xlsx .html .htm .docx .json .md .tex .parquet .sav .svg .pdf .png".split()
)
_UNMARKED = frozenset(".csv .tsv .xlsx".split())
MOST_AROUND = 5_000
"""Files beside the folders of a withdrawal that are looked at."""

_FOREIGN = frozenset(["node_modules", "__pycache__", "site-packages"])
_PROGRAMS = frozenset(["pyvenv.cfg"])  # a folder that has it holds programs
_UNREAD = (
    OSError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, csv.Error, ScapolicyError,
)  # fmt: skip
_HEADER = 10_000  # characters
_CELL_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
_BETWEEN = re.compile(r"(?<=[^\W\d_])\\[ -](?=[^\W\d_])")  # two words of a name


@dataclass(frozen=True, slots=True)
class Found:
    """What came of looking for words in a file: the first of them, empty for none.

    `formats` are those of what was not searched as it is no text, and `reason` says why something
    could not be.
    """

    word: str = ""
    formats: tuple[str, ...] = ()
    reason: str = ""


class Words:
    """Words to look for, as whole words in any case and in the spelling that names have.

    Very short ones, as `A` or `P1`, stand in every text: these are `short`, and are looked for only
    as a file's name, and as all that a cell of a table holds.
    """

    def __init__(self, words: Iterable[str]) -> None:
        known = sorted({*words} - {""}, key=lambda word: (-len(word), word))
        self.short = tuple(word for word in known if len(word) < _SHORTEST)
        long = [word for word in known if word not in self.short]
        one = "|".join(map(re.escape, long)) or "(?!)"
        self._pattern = re.compile(f"(?<![A-Za-z0-9-])(?:{one})(?![A-Za-z0-9-])", re.IGNORECASE)
        forms = dict.fromkeys(map(_form, filter(None, map(plain_name, long))))
        self._spelled = re.compile("|".join(forms) or "(?!)")

    def first_in(self, text: str) -> str:
        """The first of the words in a text; empty where it has none."""
        found = self._pattern.search(text)
        if found:
            return found[0]
        spelled = spell(text)
        found = self._spelled.search(spelled.text)
        if not found:
            return ""
        start, end = spelled.to_source(*found.span())
        return text[start:end]

    def first_in_file(self, path: Path) -> str:
        """The first of the words in a file's name or in what it holds, also packed."""
        return self.look_into(path).word

    def look_into(self, path: Path) -> Found:
        """As `first_in_file`, with what of the file was not searched."""
        named = self.first_in(path.name)
        if named or path.is_symlink() or not path.is_file():
            return Found(named)
        try:
            if path.stat().st_size > LARGEST:
                return Found(reason="it is too large")
            texts = texts_of(path.name, path.read_bytes())
            return Found(next(filter(None, map(self.first_in, texts)), ""))
        except Unsearchable as rest:
            return Found("", rest.formats, rest.reason)
        except OSError as error:
            return Found(reason=reason_of(error))

    def first_cell_in_file(self, path: Path) -> str:
        """The first of the short words that a file is called, or a cell or a JSON value holds."""
        wanted = {word.casefold(): word for word in self.short}
        if path.stem.casefold() in wanted:
            return wanted[path.stem.casefold()]
        cells = _CELLS.get(path.suffix.lower())
        if not (wanted and cells) or path.is_symlink() or not path.is_file():
            return ""
        try:
            if path.stat().st_size > LARGEST:
                return ""
            held = (cell.strip().casefold() for cell in cells(path.read_bytes(), path.name))
            return next((wanted[cell] for cell in held if cell in wanted), "")
        except _UNREAD:
            return ""


def _form(plain: str) -> str:
    """What a word is found by: in a name a file may have another sign for a space or a hyphen.

    An id goes on behind a hyphen, as `CM-1-b` does; a name of several words does not.
    """
    pattern = _BETWEEN.sub("[ _.-]", re.escape(plain))
    whole = "a-z0-9" if _BETWEEN.search(re.escape(plain)) else "a-z0-9-"
    return f"(?<![{whole}]){pattern}(?![{whole}])"


def _separated(data: bytes, name: str) -> Iterator[str]:
    """The cells of a table in CSV or TSV, parted by the sign that its first lines have most."""
    text = decoded(data, name)
    sign, line = stated_delimiter(text)
    table = text[len(line) :]
    sign = sign or max(",;\t", key=table[:_HEADER].partition("\n")[0].count)
    limit = csv.field_size_limit(LARGEST)
    try:
        for row in csv.reader(io.StringIO(table, newline=""), delimiter=sign):
            yield from row
    finally:
        csv.field_size_limit(limit)


def _workbook(data: bytes, _: str) -> Iterator[str]:
    """The texts of a workbook's cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for _name, part in unpacked(archive):
            yield from map(html.unescape, _CELL_TEXT.findall(part.decode(errors="ignore")))


_CELLS = {".csv": _separated, ".tsv": _separated, ".xlsx": _workbook, ".json": values_of}


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
            if suffix in _MADE and path.stat().st_size <= LARGEST:
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
