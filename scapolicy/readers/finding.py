"""Folders and paths → the transcripts to read, with what their folders say of them."""

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers import BUNDLES, FORMATS
from scapolicy.readers import attributes as attribute_table
from scapolicy.readers import study as study_file
from scapolicy.readers.attributes import join_attributes, read_attributes
from scapolicy.readers.journal import complete_withdrawal
from scapolicy.readers.place import Place, leads_out, read_place, unopened
from scapolicy.readers.statements import Statement
from scapolicy.readers.study import Study, read_study
from scapolicy.records import RESULT_TABLES, RUN_RECORD

# A run may have put its results among the transcripts; they are none.
_OWN_TABLES = frozenset([RUN_RECORD, *RESULT_TABLES])
_SETTINGS = {*attribute_table.FILE_NAMES, study_file.FILE_NAME}


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A file to read, its name as a source, and what its folder says of it.

    `tables` is what tables of attributes say, the nearest first. `member` is its name inside of
    `path`, where that is an archive.
    """

    path: Path
    name: str
    tables: tuple[Statement, ...] = ()
    study: Study = field(default_factory=Study)
    member: str = ""

    @property
    def printable(self) -> bool:
        """Whether its name is made of what can be printed; one that isn't is read by no one."""
        parts = Path(self.path, self.member).parts[-self.name.count("/") - 1 :]
        return all(map(str.isprintable, parts))

    @property
    def place(self) -> str:
        """Where it lies, for messages."""
        return str(Place(self.path, self.member))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a run, in the order of their names, and the hashes of the folders' settings.

    `interviewers` are the labels that were given beside the folders' own.
    """

    files: tuple[TranscriptFile, ...]
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    interviewers: tuple[str, ...] = ()

    @property
    def study(self) -> Study:
        """The settings of the first file's folder."""
        return self.files[0].study if self.files else Study()


def find_transcripts(paths: Iterable[str | Path], *, interviewers: Sequence[str] = ()) -> Corpus:
    """List the transcripts in folders (with their subfolders) and files.

    Hidden files, Word's lock files and the folders' own settings are not transcripts; every other
    file is listed, whether it can be read or not. `interviewers` are labels to add to each
    folder's own.

    Raises:
        ScapolicyError: a path that isn't there, no transcript at all, two of one name, or a fault
            in a table of attributes or `scapolicy.toml`.

    """
    faults: list[Problem] = []
    files: dict[str, TranscriptFile] = {}
    settings: dict[str, str] = {}
    given = list(dict.fromkeys(Path(path) for path in paths))
    seen: set[Place] = set()
    # Outer folders first, so that a file given twice has the longer of its names.
    roots = sorted(_by_folder(given, faults).items(), key=lambda item: len(item[0].parts))
    for root, chosen in roots:
        try:
            found = list(_folder(root, chosen, interviewers, settings))
        except ScapolicyError as error:
            faults.extend(error.problems)
            continue
        for file in found:
            place = Place(Path(os.path.abspath(file.path)), file.member)
            if place in seen:
                continue
            seen.add(place)
            if file.name in files:
                faults.append(problem("R13", at=file.place, name=file.name))
            files[file.name] = file
    if not faults and not files:
        searched = ", ".join(map(str, given))
        faults.append(problem("R02", at=searched, formats=FORMATS))
    if faults:
        raise ScapolicyError(faults)
    return Corpus(
        tuple(files[name] for name in sorted(files)),
        dict(sorted(settings.items())),
        tuple(interviewers),
    )


def _by_folder(paths: list[Path], faults: list[Problem]) -> dict[Path, list[Path] | None]:
    """Each folder to read, with the files chosen in it (None for all)."""
    folders: dict[Path, list[Path] | None] = {}
    for path in paths:
        if os.path.isdir(path):  # these two take any name; Path's own raise for a long one
            folders[path] = None
        elif not os.path.exists(path):
            faults.append(problem("R01", at=str(path)))
        elif path.name not in _SETTINGS:
            chosen = folders.setdefault(path.parent, [])
            if chosen is not None:
                chosen.append(path)
    return folders


def _folder(
    root: Path, chosen: list[Path] | None, interviewers: Sequence[str], settings: dict[str, str]
) -> Iterator[TranscriptFile]:
    complete_withdrawal(root, below=chosen is None)
    names = _names(root, _walk(root) if chosen is None else _beside(root, chosen))
    study = Study()
    if study_file.FILE_NAME in names:
        place = names[study_file.FILE_NAME]
        data = read_place(place)
        study = read_study(data, str(place))
        settings[study_file.FILE_NAME] = hashlib.sha256(data).hexdigest()
    tables = _tables(names, settings, complete=chosen is None)
    own = {name: root / name for name in study.codebooks if (root / name).is_file()}
    study = replace(
        study,
        interviewers=(*study.interviewers, *interviewers),
        codebooks=tuple(str(own.get(name, name)) for name in study.codebooks),
    )
    for name, (path, member) in names.items():
        if _base(name) not in _SETTINGS and path not in own.values():
            yield TranscriptFile(path, name, tuple(tables.get(name, ())), study, member)


def _tables(
    names: Mapping[str, Place], settings: dict[str, str], *, complete: bool
) -> dict[str, list[Statement]]:
    """What the tables of attributes say of each source, the tables nearest to it first."""
    sources = {name for name in names if _base(name) not in _SETTINGS}
    said: dict[str, list[Statement]] = {}
    tables = [name for name in names if _base(name) in attribute_table.FILE_NAMES]
    for name in sorted(tables, key=lambda name: (-name.count("/"), name)):
        place = names[name]
        data = read_place(place)
        below = name.removesuffix(_base(name))
        inside = {one.removeprefix(below) for one in sources if one.startswith(below)}
        rows, faults = read_attributes(data, str(place))
        joined, more = join_attributes(rows, inside, str(place), complete=complete)
        if faults or more:
            raise ScapolicyError(sorted((*faults, *more), key=lambda fault: fault.line or 0))
        for source, row in joined.items():
            said.setdefault(below + source, []).append(Statement(name, row.attributes))
        settings[name] = hashlib.sha256(data).hexdigest()
    return said


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _names(root: Path, paths: Iterable[Path]) -> dict[str, Place]:
    """Each path's name as a source: below the folder, with `/`, composed as Unicode's NFC.

    An archive stands for what it holds, and for itself only where it can't be read.
    """
    names: dict[str, Place] = {}
    for path in paths:
        name = _printable(unicodedata.normalize("NFC", path.relative_to(root).as_posix()))
        for member in _members(root, path) or [""]:
            full = f"{name}/{member}" if member else name
            if full in names:
                raise ScapolicyError([problem("R13", at=str(path), name=full)])
            names[full] = Place(path, member)
    return names


def _printable(name: str) -> str:
    r"""A name in which what can't be printed stands as Python writes it.

    >>> _printable("caf\u00e9\udce9.md")
    'café\\udce9.md'
    """
    if name.isprintable():
        return name
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in name)


def _members(root: Path, path: Path) -> list[str]:
    """What an archive holds; nothing where it can't be read, which is told once it is to be."""
    bundle = BUNDLES.get(path.suffix.lower())
    outside = path.is_symlink() and leads_out(path, root)
    if bundle is None or outside or not path.is_file():
        return []
    try:
        return bundle.members(path)
    except ScapolicyError:
        return []


def _beside(root: Path, chosen: list[Path]) -> list[Path]:
    return [*chosen, *(root / name for name in sorted(_SETTINGS) if (root / name).is_file())]


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # No link to a folder is followed; what one holds that lies elsewhere would be missed.
        for link in (path for name in folders if (path := Path(folder, name)).is_symlink()):
            if leads_out(link, root):
                yield link
        results = _OWN_TABLES if RUN_RECORD in files else frozenset[str]()
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name not in results:
                yield Path(folder, name)


def _refuse(error: OSError) -> None:
    raise ScapolicyError([unopened(Path(error.filename), error)])
