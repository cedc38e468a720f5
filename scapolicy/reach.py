"""What a withdrawal reaches: gathered place by place, and all of it below some folder."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.informants import Known
from scapolicy.key_file import read_key
from scapolicy.readers.attributes import FILE_NAMES as ATTRIBUTE_TABLES
from scapolicy.readers.erasure import Removal
from scapolicy.readers.place import unopened
from scapolicy.readers.removal import (
    forms_of,
    refuse_locked,
    rows_by_hand,
    rows_by_hand_in,
    without_rows,
    without_words,
)
from scapolicy.readers.roles import roles
from scapolicy.readers.study import FILE_NAME as SETTINGS
from scapolicy.readers.study import encoding_set
from scapolicy.remnants import (
    MOST_AROUND,
    Around,
    Results,
    Words,
    files_below,
    left_behind,
    made_in,
    results_below,
    results_in,
)
from scapolicy.spelling import plain_name

_UNREWRITTEN = ".qdpx"


class Reach:
    """Gathers what goes, each below the folder that will hold the journal of it."""

    def __init__(self, folders: list[Path], results: list[Path], tables: list[Path]) -> None:
        missing = [
            problem("R01", at=str(path))
            for path in (*folders, *results, *tables)
            if not os.path.exists(path)
        ]
        files = [path for path in (*folders, *results) if os.path.exists(path) and path.is_file()]
        if missing or files:
            raise ScapolicyError([*missing, *(problem("W07", at=str(path)) for path in files)])
        self.folders = _once(folders)
        self._given = _once(results)
        outer = dict.fromkeys((*(path.parent for path in self.folders), Path.cwd()))
        around = Around(outer)
        near = [one for folder in outer for one in (folder, *_folders_in(folder))]
        self._beside = dict.fromkeys(map(_absolute, (*near, *around.written())))
        self._unseen = dict.fromkeys(around.unseen)
        self._files: dict[Path, None] = {}
        self._results: dict[Path, None] = {}
        self._caches: dict[Path, None] = {}
        self._rows: dict[Path, tuple[str, ...]] = {}
        self._keys: dict[Path, tuple[str, ...]] = {}
        self._settings: dict[Path, tuple[str, ...]] = {}
        self._members: dict[Path, dict[str, None]] = defaultdict(dict)
        self._coded: dict[str, None] = {}
        self._doubts: list[Problem] = []

    def add_sources(self, gone: Sequence[Known], known: Sequence[Known]) -> None:
        """The transcripts, and the files that links among them lead to."""
        for one in gone:
            path = _absolute(one.file.local)
            if one.file.member:
                self._members[path][one.file.member] = None
                continue
            self._files[path] = None
            target = Path(os.path.realpath(path))
            if path.is_symlink() and target.is_relative_to(os.path.realpath(one.folder)):
                self._files[target] = None
            elif path.is_symlink():
                self._doubts.append(problem("W10", at=str(path), target=target))
        stay = {one.file.local for one in known if one not in gone}
        for path in [path for path in self._members if path not in set(map(_absolute, stay))]:
            del self._members[path]
            self._files[path] = None
        projects = [path for path in self._members if path.suffix.lower() == _UNREWRITTEN]
        if projects:
            raise ScapolicyError([problem("R61", at=str(path)) for path in projects])
        for path, members in self._members.items():
            refuse_locked(path)
            self._doubts += rows_by_hand_in(path, list(members))

    def add_tables(self, codings: Iterable[Path], gone: Sequence[Known]) -> None:
        """The rows in tables of attributes and of codings."""
        for folder in self.folders:
            names = [one.name for one in gone if one.folder == folder]
            for path in files_below(folder):
                if path.name in ATTRIBUTE_TABLES:
                    below = path.relative_to(folder).as_posix().removesuffix(path.name)
                    inside = [name for name in names if name.startswith(below)]
                    forms = [form for one in inside for form in forms_of(one, below)]
                    self._add_rows(path, forms, encoding_set(folder, f"{below}{path.name}"))
        forms = [form for one in gone for form in forms_of(one.name)]
        for path in codings:
            self._add_rows(_absolute(path), forms, encoding_set(path.parent, path.name))

    def _add_rows(self, path: Path, forms: Sequence[str], encoding: str) -> None:
        if not forms:
            return
        data = _read(path)
        by_hand = rows_by_hand(data, str(path), forms)
        if by_hand:
            self._doubts.append(by_hand)
        elif without_rows(data, str(path), forms, "source", encoding) is not None:
            self._rows[path] = tuple(dict.fromkeys(forms))

    def add_settings(self, gone: Sequence[Known], known: Sequence[Known]) -> None:
        """What settings say of them and of nobody else: other spellings, labels, encodings."""
        stay = {word for one in known if one not in gone for word in one.named}
        for folder in self.folders:
            path = folder / SETTINGS
            words = {word for one in gone if one.folder == folder for word in one.named} - stay
            if words and path.is_file():
                data = _read(path)
                named = tuple(sorted(one for one in words if without_words(data, [one]) != data))
                if named:
                    self._settings[path] = named

    def add_keys(self, keys: Iterable[Path], gone: Sequence[Known], known: Sequence[Known]) -> None:
        """The lines of keys whose name or code is theirs, or stands with nobody else.

        A line stays that somebody needs who stays: one of the same name, or of the same code.
        """
        theirs = {word for one in gone for word in one.called}
        others = {word for one in known if one not in gone for word in one.called}
        stay = [one.everything for one in known if one not in gone]
        for path in keys:
            names = read_key(path)
            spelled = {name: {plain_name(name), plain_name(names[name])} for name in names}
            coded = {names[name] for name, forms in spelled.items() if forms & theirs}
            lines = [
                name
                for name, code in names.items()
                if code in coded
                or (
                    any(Words([name, code]).first_in(one.everything) for one in gone)
                    and not any(Words([name, code]).first_in(text) for text in stay)
                )
            ]
            needed = [name for name in lines if spelled[name] & others]
            if needed:
                self._doubts.append(problem("W30", at=str(path), names=listed(needed)))
            if len(needed) < len(lines):
                self._keys[_absolute(path)] = tuple(one for one in lines if one not in needed)
            self._coded |= dict.fromkeys(
                word
                for name, code in names.items()
                if code in coded and name not in needed
                for word in (name, code)
            )

    def add_results(self, gone: Sequence[Known], known: Sequence[Known]) -> None:
        """The results that speak of them, and every cache, which may."""
        names, hashes = {one.name for one in gone}, {one.sha256 for one in gone} - {""}
        words = Words(_called(gone))
        ours = {(one.name, one.sha256) for one in known}
        for found in self._found():
            if found.folder in self._results or not found.speaks_of(names, hashes, words):
                continue
            sure = any(found.folder.is_relative_to(path) for path in (*self.folders, *self._given))
            if not sure and not ours & set(found.inputs.items()):
                self._doubts.append(problem("W11", at=str(found.folder)))
                continue
            self._results[found.folder] = None
            self._files |= dict.fromkeys(found.files)
        self._add_made(hashes, words)
        roots = [*self.folders, *self._given]
        for root in roots:
            self._caches |= dict.fromkeys(left_behind(root))
        for root in dict.fromkeys((*self._beside, *self._results)):
            self._caches |= dict.fromkeys(left_behind(root, deep=False))

    def _add_made(self, hashes: Iterable[str], words: Words) -> None:
        """Reports and tables made of results that go; those that may be are told.

        Beside the folders given only what has a hash of theirs is surely of these transcripts.
        """
        printed = Words(hashes)
        roots = (*self.folders, *self._given)
        inner = dict.fromkeys(path.parent for root in roots for path in files_below(root))
        handled = {*self._files, *self._rows, *self._keys}
        for folder in dict.fromkeys((*inner, *self._beside)):
            for path, marked in made_in(folder):
                if path in handled:
                    continue
                word = words.first_in_file(path)
                ours = folder in self._results or (word and folder in inner)
                if marked and (ours or printed.first_in_file(path)):
                    self._files[path] = None
                    continue
                word = word or words.first_cell_in_file(path)
                if word and not (folder in inner or folder in self._results):
                    self._doubts.append(problem("W13", at=str(path), word=word))
                elif not word and (folder in self._results or (marked and not _results(folder))):
                    self._doubts.append(problem("W22", at=str(path)))

    def _found(self) -> Iterator[Results]:
        try:
            for root in (*self.folders, *self._given):
                yield from results_below(root)
        except ValueError as error:
            raise ScapolicyError([problem("W02", at=str(error))]) from None
        for root in self._beside:
            try:
                found = results_in(root)
            except ValueError:  # not given, so perhaps not scapolicy's
                continue
            if found:
                yield found

    def removals(self) -> dict[Path, Removal]:
        """What goes below each folder, the first folder of transcripts first."""
        paths = [*self._files, *self._caches, *self._rows, *self._keys, *self._settings]
        roots = list(dict.fromkeys((*self.folders, *self._given, *self._results)))
        for path in (*paths, *self._members):
            if not any(path != root and path.is_relative_to(root) for root in roots):
                roots.append(path.parent)
        members = {path: tuple(inner) for path, inner in self._members.items()}
        made: dict[Path, Removal] = {}
        for root in roots:
            part = Removal(
                files=tuple(self._below(root, self._files, made)),
                caches=tuple(self._below(root, self._caches, made)),
                rows=dict(self._pairs(root, self._rows, made)),
                keys=dict(self._pairs(root, self._keys, made)),
                members=dict(self._pairs(root, members, made)),
                settings=dict(self._pairs(root, self._settings, made)),
                emptied=root in self.folders,
            )
            if part or not made:
                made[root] = part
        return made

    def _below(self, root: Path, paths: Iterable[Path], made: Mapping[Path, Removal]) -> list[str]:
        """The paths whose folder this is, and none of those that come before it."""
        return [
            str(path.relative_to(root))
            for path in paths
            if path.is_relative_to(root) and not any(path.is_relative_to(one) for one in made)
        ]

    def _pairs(
        self, root: Path, paths: Mapping[Path, Sequence[str]], made: Mapping[Path, Removal]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        for path in self._below(root, paths, made):
            yield path, tuple(paths[root / path])

    def check_rights(self) -> None:
        """See, before anything is removed, that all of it can be.

        Raises:
            ScapolicyError: with every folder that can't be written.

        """
        removals = self.removals()
        paths = [
            *self._files, *self._caches, *self._rows, *self._keys, *self._settings, *self._members,
        ]  # fmt: skip
        folders = dict.fromkeys((*removals, *(path.parent for path in paths), *self._caches))
        stuck = [path for path in folders if not os.access(path, os.W_OK | os.X_OK)]
        if stuck:
            raise ScapolicyError([problem("W08", at=str(path)) for path in sorted(stuck)])

    def told(self, gone: Sequence[Known], known: Sequence[Known]) -> Iterator[Problem]:
        """What the person should know: what could not be read, and what else speaks of them."""
        yield from self._doubts
        silent = sorted(one.name for one in gone if not one.organization)
        if silent:
            yield problem("W12", sources=listed(silent))
        for one in known:
            if not one.source and one not in gone:
                yield problem("W09", at=one.file.place)
        ordinary = _ordinary(gone, known)
        if ordinary:
            yield problem("W33", labels=listed([*map(repr, ordinary)]))
        yield from self._elsewhere(Words(self._names(gone, known, ordinary)))

    def _elsewhere(self, words: Words) -> Iterator[Problem]:
        """Files that hold one of the words and stay, and what of others could not be searched."""
        handled = {*self._files, *self._rows, *self._keys, *self._settings, *self._members}
        handled |= {Path(doubt.file) for doubt in self._doubts}
        roots = dict.fromkeys((*self.folders, *self._given, *self._results))
        inner = dict.fromkeys(path for root in roots for path in files_below(root))
        around = Around([folder.parent for folder in self.folders])
        formats: Counter[str] = Counter()
        for path in dict.fromkeys((*inner, *around.files())):
            if path in handled or path.parent in handled or self._is_cached(path):
                continue
            found = words.look_into(path)
            word = found.word or words.first_cell_in_file(path)
            if word:
                yield problem("W13", at=str(path), word=word)
                continue
            if found.reason:
                yield problem("W32", at=str(path), reason=found.reason)
            formats.update(found.formats)
        if formats:
            counted = (f"{one} ({formats[one]})" for one in sorted(formats))
            yield problem("W31", formats=", ".join(counted))
        if words.short:
            yield problem("W26", words=listed([*map(repr, words.short)]))
        for folder in self._unseen | dict.fromkeys(around.unseen):
            yield problem("W25", at=str(folder), limit=MOST_AROUND)

    def _names(
        self, gone: Sequence[Known], known: Sequence[Known], ordinary: Sequence[str]
    ) -> Iterator[str]:
        """What sources and their informants are called, also by keys and where they speak.

        Labels that are `ordinary` words are no names.
        """
        others = {word for one in known if one not in gone for word in one.called}
        yield from _called(gone)
        yield from self._coded
        for label in dict.fromkeys(label for one in gone for label in one.labels):
            no_name = roles((), ()).knows(label) or label in ordinary
            if plain_name(label) not in others and not no_name:
                yield label

    def _is_cached(self, path: Path) -> bool:
        return any(path.is_relative_to(cache) for cache in self._caches)


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if os.path.isdir(one))
    except OSError:  # what we may not look into, we have not written
        return []


def _results(folder: Path) -> bool:
    """Whether a folder holds results."""
    try:
        return results_in(folder) is not None
    except ValueError:
        return False


def _once(paths: Iterable[Path]) -> list[Path]:
    """Folders as they are first named, each once, however it is named."""
    real: dict[str, Path] = {}
    for path in paths:
        real.setdefault(os.path.realpath(path), _absolute(path))
    return list(real.values())


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _called(gone: Iterable[Known]) -> Iterator[str]:
    """What sources and their informants are called by what is stated."""
    return (word for one in gone for word in (*forms_of(one.name), one.informant))


def _ordinary(gone: Sequence[Known], known: Sequence[Known]) -> list[str]:
    """Labels that others say in small letters, as `Officer`: no names, but what somebody is."""
    stay = [one.source.text for one in known if one.source and one not in gone]
    return [
        label
        for label in sorted({label for one in gone for label in one.labels})
        if label != label.lower()
        and not roles((), ()).knows(label)
        and any(re.search(rf"(?<!\w){re.escape(label.lower())}(?!\w)", text) for text in stay)
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None
