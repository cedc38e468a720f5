"""Folders and paths → the transcripts to read, with what their folders say of them."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers import BUNDLES, FORMATS
from scapolicy.readers import attributes as attribute_table
from scapolicy.readers import study as study_file
from scapolicy.readers.address import is_address, located
from scapolicy.readers.attributes import join_attributes, read_attributes
from scapolicy.readers.files import Where, as_given, identity, is_link, leads_out, size_of, state_of
from scapolicy.readers.place import Place, read_place
from scapolicy.readers.statements import Statement
from scapolicy.readers.study import Study, read_study
from scapolicy.readers.tree import file_in, files_of, is_folder, name_below

_SETTINGS = {*attribute_table.FILE_NAMES, study_file.FILE_NAME}


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A file to read, its name as a source, and what its folder says of it.

    `tables` is what tables of attributes say, the nearest first. `member` is its name inside of
    `path`, where that is an archive, and `unpacked` its size there.
    """

    path: Where
    name: str
    tables: tuple[Statement, ...] = ()
    study: Study = field(default_factory=Study)
    member: str = ""
    unpacked: int = 0

    @property
    def size(self) -> int:
        """How many bytes will be read of it; 0 where that is not known."""
        return self.unpacked if self.member else size_of(self.path)

    @property
    def printable(self) -> bool:
        """Whether its name is made of what can be printed; one that isn't is read by no one."""
        parts = (*self.path.parts, *PurePosixPath(self.member).parts)
        return all(map(str.isprintable, parts[-self.name.count("/") - 1 :]))

    @property
    def local(self) -> Path:
        """Its path, where only files of this machine are asked for."""
        assert isinstance(self.path, Path)
        return self.path

    @property
    def place(self) -> str:
        """Where it lies, for messages."""
        return str(Place(self.path, self.member))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a run, in the order of their names, and the hashes of the folders' settings.

    `interviewers` are the labels that were given beside the folders' own, `notices` what to know of
    how tables of attributes were read.
    """

    files: tuple[TranscriptFile, ...]
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    interviewers: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()

    @property
    def study(self) -> Study:
        """The settings of the first file's folder."""
        return self.files[0].study if self.files else Study()


def find_transcripts(paths: Iterable[str | Path], *, interviewers: Sequence[str] = ()) -> Corpus:
    """List the transcripts in folders (with their subfolders) and files, or at addresses of them.

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
    notices: list[Problem] = []
    given = list(dict.fromkeys(map(located, paths)))
    seen: set[tuple[str, str]] = set()
    # Outer folders first, so that a file given twice has the longer of its names.
    roots = sorted(_by_folder(given, faults).items(), key=lambda item: len(item[0].parts))
    for root, chosen in roots:
        try:
            found = list(_folder(root, chosen, interviewers, settings, notices))
        except ScapolicyError as error:
            faults.extend(error.problems)
            continue
        for file in found:
            place = identity(file.path), file.member
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
        tuple(notices),
    )


def _by_folder(paths: Iterable[Where], faults: list[Problem]) -> dict[Where, list[Where] | None]:
    """Each folder to read, with the files chosen in it (None for all)."""
    folders: dict[Where, list[Where] | None] = {}
    for given in paths:
        try:
            whole, path = is_folder(given)
        except ScapolicyError as error:
            faults.extend(error.problems)
            continue
        if whole:
            folders[path] = None
        elif path.name not in _SETTINGS:
            chosen = folders.setdefault(path.parent, [])
            if chosen is not None:
                chosen.append(path)
    return folders


def _folder(
    root: Where,
    chosen: list[Where] | None,
    interviewers: Sequence[str],
    settings: dict[str, str],
    notices: list[Problem],
) -> Iterator[TranscriptFile]:
    names = _names(root, files_of(root, chosen, _SETTINGS))
    study = Study()
    if study_file.FILE_NAME in names:
        place = names[study_file.FILE_NAME]
        data = read_place(place)
        study = read_study(data, str(place))
        settings[study_file.FILE_NAME] = hashlib.sha256(data).hexdigest()
    tables = _tables(names, study, settings, notices, complete=chosen is None)
    own = dict(_own_codebooks(root, study))
    study = replace(
        study,
        interviewers=(*study.interviewers, *interviewers),
        codebooks=tuple(as_given(own[name]) if name in own else name for name in study.codebooks),
    )
    for name, (path, member, size) in names.items():
        if _base(name) not in _SETTINGS and path not in own.values():
            yield TranscriptFile(path, name, tuple(tables.get(name, ())), study, member, size)


def _own_codebooks(root: Where, study: Study) -> Iterator[tuple[str, Where]]:
    """The codebooks of a folder's settings that are files of it, and where they lie."""
    for name in study.codebooks:
        if is_address(name):  # nobody but the one who runs this says what is contacted
            fault = problem("K15", at=f"{root}/{study_file.FILE_NAME}", name=located(name))
            raise ScapolicyError([fault])
        found = file_in(root, name)
        if found is not None:
            yield name, found


def _tables(
    names: Mapping[str, Place],
    study: Study,
    settings: dict[str, str],
    notices: list[Problem],
    *,
    complete: bool,
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
        rows, faults, doubts = read_attributes(data, str(place), study.encoding_of(name))
        joined, more = join_attributes(rows, inside, str(place), complete=complete)
        if faults or more:
            raise ScapolicyError(sorted((*faults, *more), key=lambda fault: fault.line or 0))
        for source, row in joined.items():
            said.setdefault(below + source, []).append(Statement(name, row.attributes))
        settings[name] = hashlib.sha256(data).hexdigest()
        notices.extend(replace(doubt, file=name) for doubt in doubts)
    return said


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _names(root: Where, paths: Iterable[Where]) -> dict[str, Place]:
    """Each path's name as a source: below the folder, with `/`, composed as Unicode's NFC.

    An archive stands for what it holds, and for itself only where it can't be read.
    """
    names: dict[str, Place] = {}
    for path in paths:
        name = _printable(unicodedata.normalize("NFC", name_below(path, root)))
        for member, size in (_members(root, path) or {"": 0}).items():
            full = f"{name}/{member}" if member else name
            if full in names:
                raise ScapolicyError([problem("R13", at=str(path), name=full)])
            names[full] = Place(path, member, size)
    return names


def _printable(name: str) -> str:
    r"""A name in which what can't be printed stands as Python writes it.

    >>> _printable("caf\u00e9\udce9.md")
    'café\\udce9.md'
    """
    if name.isprintable():
        return name
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in name)


def _members(root: Where, path: Where) -> Mapping[str, int]:
    """What an archive holds; nothing where it can't be read, which is told once it is to be."""
    bundle = BUNDLES.get(path.suffix.lower())
    if bundle is None or (is_link(path) and leads_out(path, root)):
        return {}
    try:
        return bundle.members(path) if state_of(path).is_file else {}
    except (ScapolicyError, OSError):
        return {}
