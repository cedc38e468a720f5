"""Folders and files → sources: which files there are, what belongs to them, and reading one."""

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers import BUNDLES, FORMATS, READERS
from scapolicy.readers import attributes as attribute_table
from scapolicy.readers import study as study_file
from scapolicy.readers.attributes import join_attributes, read_attributes
from scapolicy.readers.journal import complete_withdrawal
from scapolicy.readers.study import Study, read_study
from scapolicy.readers.turns import find_turns
from scapolicy.records import RESULT_TABLES, RUN_RECORD, Source
from scapolicy.words import require_segmenter

_Place = tuple[Path, str]  # a file, and what is meant inside of it where that is an archive
MAX_MEGABYTES = 100
"""The largest file that is read; an interview of ten hours has half a megabyte of text."""

# A run may have put its results among the transcripts; they are none.
_OWN_TABLES = frozenset([RUN_RECORD, *RESULT_TABLES])
_SETTINGS = {attribute_table.FILE_NAME, study_file.FILE_NAME}


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A file to read, its name as a source, and what its folder says of it.

    `member` is its name inside of `path`, where that is an archive.
    """

    path: Path
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    study: Study = field(default_factory=Study)
    member: str = ""

    @property
    def place(self) -> str:
        """Where it lies, for messages."""
        return _shown((self.path, self.member))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a run, in the order of their names, and the hashes of the folders' settings."""

    files: tuple[TranscriptFile, ...]
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

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
            in `attributes.csv` or `scapolicy.toml`.

    """
    faults: list[Problem] = []
    files: dict[str, TranscriptFile] = {}
    settings: dict[str, str] = {}
    given = list(dict.fromkeys(Path(path) for path in paths))
    seen: set[_Place] = set()
    # Outer folders first, so that a file given twice has the longer of its names.
    roots = sorted(_by_folder(given, faults).items(), key=lambda item: len(item[0].parts))
    for root, chosen in roots:
        try:
            found = list(_folder(root, chosen, interviewers, settings))
        except ScapolicyError as error:
            faults.extend(error.problems)
            continue
        for file in found:
            place = (Path(os.path.abspath(file.path)), file.member)
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
    return Corpus(tuple(files[name] for name in sorted(files)), dict(sorted(settings.items())))


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
    complete_withdrawal(root)
    names = _names(root, _walk(root) if chosen is None else _beside(root, chosen))
    study = Study()
    tables: dict[str, Mapping[str, str]] = {}
    # Outer folders first, so that a table nearer to its sources has the last word.
    for name in sorted(names, key=lambda name: (name.count("/"), name)):
        place = names[name]
        if name == study_file.FILE_NAME:
            data = _bytes(place)
            study = read_study(data, _shown(place))
        elif _base(name) == attribute_table.FILE_NAME:
            data = _bytes(place)
            below = name.removesuffix(attribute_table.FILE_NAME)
            inside = {
                other.removeprefix(below)
                for other in names
                if other.startswith(below) and _base(other) not in _SETTINGS
            }
            rows, faults = read_attributes(data, _shown(place))
            joined, more = join_attributes(rows, inside, _shown(place), complete=chosen is None)
            if faults or more:
                raise ScapolicyError(sorted((*faults, *more), key=lambda fault: fault.line or 0))
            for source, row in joined.items():
                tables[below + source] = {**tables.get(below + source, {}), **row.attributes}
        else:
            continue
        settings[name] = hashlib.sha256(data).hexdigest()
    own = {name: root / name for name in study.codebooks if (root / name).is_file()}
    study = replace(
        study,
        interviewers=(*study.interviewers, *interviewers),
        codebooks=tuple(str(own.get(name, name)) for name in study.codebooks),
    )
    for name, (path, member) in names.items():
        if _base(name) not in _SETTINGS and path not in own.values():
            yield TranscriptFile(path, name, tables.get(name, {}), study, member)


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _shown(place: _Place) -> str:
    path, member = place
    return f"{path}/{member}" if member else str(path)


def _names(root: Path, paths: Iterable[Path]) -> dict[str, _Place]:
    """Each path's name as a source: below the folder, with `/`, composed as Unicode's NFC.

    An archive stands for what it holds, and for itself only where it can't be read.
    """
    names: dict[str, _Place] = {}
    for path in paths:
        name = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
        if not name.isprintable():
            reason = "its name holds characters that can't be printed"
            raise ScapolicyError([problem("R08", at=ascii(name), reason=reason)])
        for member in _members(root, path) or [""]:
            full = f"{name}/{member}" if member else name
            if full in names:
                raise ScapolicyError([problem("R13", at=str(path), name=full)])
            names[full] = (path, member)
    return names


def _members(root: Path, path: Path) -> list[str]:
    """What an archive holds; nothing where it can't be read, which is told once it is to be."""
    bundle = BUNDLES.get(path.suffix.lower())
    outside = path.is_symlink() and not path.resolve().is_relative_to(root.resolve())
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
        results = _OWN_TABLES if RUN_RECORD in files else frozenset[str]()
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name not in results:
                yield Path(folder, name)


def _refuse(error: OSError) -> None:
    raise ScapolicyError([_unopened(Path(error.filename), error)])


def _unopened(path: Path, error: OSError) -> Problem:
    return problem("R08", at=str(path), reason=error.strerror or type(error).__name__)


def _bytes(place: _Place) -> bytes:
    path, member = place
    bundle = BUNDLES.get(path.suffix.lower())
    if member and bundle is not None:
        return bundle.extract(path, member)
    if path.exists() and not path.is_file():
        raise ScapolicyError([problem("R08", at=str(path), reason="it is not a file")])
    try:
        if path.stat().st_size > MAX_MEGABYTES * 10**6:
            raise ScapolicyError([problem("R17", at=str(path), limit=MAX_MEGABYTES)])
        return path.read_bytes()
    except OSError as error:
        raise ScapolicyError([_unopened(path, error)]) from None


def read_source(file: TranscriptFile) -> Source:
    """Read one transcript.

    Raises:
        ScapolicyError: it can't be read, with every reason.

    """
    place = file.place
    if file.path.is_symlink() and not _inside(file):
        raise ScapolicyError([problem("R14", at=place)])
    suffix = Path(file.member or file.path).suffix.lower()
    if suffix in BUNDLES:
        _refuse_bundle(file, suffix)
    reader = READERS.get(suffix)
    if reader is None:
        shown = suffix or "no suffix"
        raise ScapolicyError([problem("R03", at=place, suffix=shown, formats=FORMATS)])
    data = _bytes((file.path, file.member))
    document = reader(data, place)
    require_segmenter(document.text, place)
    study = file.study
    head = study.canonical(document.attributes)
    table = study.canonical(file.attributes)
    # An attribute left blank says nothing against the other place.
    attributes = head | {key: value for key, value in table.items() if not head.get(key)}
    asking = [*study.interviewers, *_listed(attributes, "interviewer")]
    answering = [*study.informants, *_listed(attributes, "speakers")]
    turns, notices = find_turns(document, asking, answering)
    conflicts = (
        problem("N08", attribute=key, head=head[key], table=value)
        for key, value in table.items()
        if value and attributes[key] != value
    )
    return Source(
        name=file.name,
        text=document.text,
        turns=turns,
        attributes=attributes,
        sha256=hashlib.sha256(data).hexdigest(),
        notices=tuple(replace(note, file=file.name) for note in (*notices, *conflicts)),
    )


def _refuse_bundle(file: TranscriptFile, suffix: str) -> None:
    """Say why an archive is not read: only such a one is listed under its own name."""
    if file.member:
        _bytes((file.path, file.member))
    elif not BUNDLES[suffix].members(file.path):
        raise ScapolicyError([problem("R57", at=file.place, reason="there is nothing in it")])


def _listed(attributes: Mapping[str, str], name: str) -> list[str]:
    """The labels that an attribute lists, parted by semicolons."""
    return [label for label in map(str.strip, attributes.get(name, "").split(";")) if label]


def _inside(file: TranscriptFile) -> bool:
    depth = file.name.removesuffix(f"/{file.member}").count("/") + 1
    root = file.path.absolute().parents[depth - 1]
    return file.path.resolve().is_relative_to(root.resolve())


def read_transcripts(
    paths: str | Path | Iterable[str | Path],
    *,
    interviewers: Sequence[str] = (),
    on_unreadable: Callable[[Problem], None] | None = None,
) -> list[Source]:
    """Read folders and files of transcripts, in the order of their names.

    Args:
        paths: a folder or file, or several.
        interviewers: labels of interviewers beside the ones that are known (`Interviewer`, `Q` …).
        on_unreadable: called with each problem of a file that can't be read, which then is left
            out; without it such a file is an error.

    Raises:
        ScapolicyError: with every problem of every file.

    """
    several = [paths] if isinstance(paths, str | Path) else paths
    sources: list[Source] = []
    faults: list[Problem] = []
    for file in find_transcripts(several, interviewers=interviewers).files:
        try:
            sources.append(read_source(file))
        except ScapolicyError as error:
            faults.extend(error.problems)
    if faults and on_unreadable is None:
        raise ScapolicyError(faults)
    if on_unreadable is not None:
        for fault in faults:
            on_unreadable(fault)
    return sources
