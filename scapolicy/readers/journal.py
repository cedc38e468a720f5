"""The journal of a withdrawal: what still has to be removed from a folder, and removing it.

A journal lies in every folder that a withdrawal reaches. Whatever reads one of these folders next
completes a withdrawal that was cut off. A journal acts on its own folder only, and on those that
hold another of the same withdrawal: one that came with somebody's files can do no more harm.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.removal import without_members, without_rows, without_words

FILE_NAME = ".scapolicy-withdrawal.json"
_Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Removal:
    """What is removed below one folder; all paths are below it.

    `files` are deleted, and so are `caches`, which are folders. `rows` leads from tables to the
    sources whose rows go, `keys` from the keys of pseudonyms to the names that go, `members` from
    archives to the files inside that go, and `settings` from settings to the words that go.
    `emptied` says whether subfolders go away that hold nothing any more.
    """

    files: tuple[str, ...] = ()
    caches: tuple[str, ...] = ()
    rows: _Words = field(default_factory=dict[str, tuple[str, ...]])
    keys: _Words = field(default_factory=dict[str, tuple[str, ...]])
    members: _Words = field(default_factory=dict[str, tuple[str, ...]])
    settings: _Words = field(default_factory=dict[str, tuple[str, ...]])
    emptied: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.files or self.caches or self.rows or self.keys or self.members or self.settings
        )


def note(removals: Mapping[Path, Removal], token: str) -> None:
    """Write down what is to be removed below each folder, before anything is.

    The first folder's journal comes last: with it the withdrawal has begun. `token` is the same
    in all journals of a withdrawal.

    Raises:
        OSError: a journal can't be written; then there is none.

    """
    folders = [Path(os.path.abspath(folder)) for folder in removals]
    written: list[Path] = []
    try:
        for folder in reversed(folders):
            others = [str(other) for other in folders if other != folder]
            begun = {"token": token, "first": str(folders[0]), "others": others}
            left = {**begun, **asdict(removals[folder])}
            data = json.dumps(left, ensure_ascii=False).encode()
            written.append(folder / FILE_NAME)
            write_whole(folder / FILE_NAME, data)
    except BaseException:  # also Ctrl-C: nothing was removed yet
        for path in written:
            _new(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        raise


def is_pending(folder: Path) -> bool:
    """Whether a withdrawal has still something to do in a folder."""
    try:
        return (folder / FILE_NAME).is_file()
    except OSError:  # a folder above, which we may not look into
        return False


def complete_withdrawal(folder: Path, *, below: bool = False) -> bool:
    """Do what withdrawals still have to do in a folder, the ones around it and, if asked, below.

    Returns whether there was anything to do.

    Raises:
        ScapolicyError: something can't be removed; all of it is told, and the journals stay.

    """
    found = list(_journals(folder, below=below))
    for journal in found:
        if journal.is_file():  # one of another folder may have done it already
            _complete(journal.parent)
    return bool(found)


def _journals(folder: Path, *, below: bool) -> Iterator[Path]:
    start = Path(os.path.abspath(folder))
    if is_pending(start):
        yield start / FILE_NAME
    for outer in start.parents:
        if is_pending(outer) and _is_own(outer / FILE_NAME):
            yield outer / FILE_NAME
    if below:
        for inner, folders, files in os.walk(start):
            folders[:] = [name for name in folders if not name.startswith(".")]
            if FILE_NAME in files and inner != str(start):
                yield Path(inner, FILE_NAME)


def _is_own(path: Path) -> bool:
    """Whether this user wrote a file; in a folder for all, such as /tmp, anybody may have."""
    return not hasattr(os, "geteuid") or path.stat().st_uid == os.geteuid()


def _complete(folder: Path) -> None:
    token, first, others, removal = _read(folder)
    if first != folder and first.is_dir() and not is_pending(first):
        (folder / FILE_NAME).unlink()  # the last journal was never written: it had not begun
        return
    parts = [(folder, removal)]
    for other in others:
        if is_pending(other):
            same, _, _, more = _read(other)
            if same == token:
                parts.append((other, more))
    faults = [fault for place, part in parts for fault in _carry_out(place, part)]
    if faults:
        raise ScapolicyError(faults)
    for place, _ in reversed(parts):
        try:
            (place / FILE_NAME).unlink(missing_ok=True)
        except OSError as error:
            raise ScapolicyError([_stuck(place / FILE_NAME, error)]) from None


def _read(folder: Path) -> tuple[str, Path, list[Path], Removal]:
    journal = folder / FILE_NAME
    try:
        left = json.loads(journal.read_bytes())
        token, first = str(left.pop("token")), Path(str(left.pop("first")))
        others = [Path(str(one)) for one in left.pop("others")]
        left["files"], left["caches"] = tuple(left["files"]), tuple(left["caches"])
        removal = Removal(**left)
        paths = [*removal.files, *removal.caches]
        for words in (removal.rows, removal.keys, removal.members, removal.settings):
            paths += words
        inside = all(_lies_in(folder, path) for path in paths)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ScapolicyError([problem("W02", at=str(journal))]) from None
    if not inside:
        raise ScapolicyError([problem("W02", at=str(journal))])
    return token, first, others, removal


def _lies_in(folder: Path, path: str) -> bool:
    """Whether a path leads to nothing outside of a folder, also by a link on its way."""
    place = Path(os.path.abspath(folder / path))
    return place != folder and place.parent.resolve().is_relative_to(folder.resolve())


def _carry_out(folder: Path, removal: Removal) -> Iterator[Problem]:
    for path in removal.caches:
        yield from _tried(folder / path, _delete_folder)
    for path, names in removal.rows.items():
        yield from _tried(folder / path, _rewrite_rows, names, "source")
    for path, names in removal.keys.items():
        yield from _tried(folder / path, _rewrite_rows, names, "name")
    for path, words in removal.settings.items():
        yield from _tried(folder / path, _rewrite_settings, words)
    for path, members in removal.members.items():
        yield from _tried(folder / path, _rewrite_archive, members)
    for path in removal.files:
        yield from _tried(folder / path, _delete)
        if removal.emptied:
            _remove_empty((folder / path).parent, folder)


def _tried(path: Path, do: Callable[..., None], *arguments: object) -> Iterator[Problem]:
    try:
        do(path, *arguments)
    except OSError as error:
        yield _stuck(path, error)
    except ScapolicyError as error:
        yield from error.problems


def _stuck(path: Path, error: OSError) -> Problem:
    return problem("W03", at=str(path), reason=error.strerror or type(error).__name__)


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)


def _delete_folder(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_relative_to(root):
        try:
            folder.rmdir()
        except OSError:  # it holds something, or must stay for another reason
            return
        folder = folder.parent


def _rewrite_rows(path: Path, names: Sequence[str], column: str) -> None:
    if path.exists():
        kept = without_rows(path.read_bytes(), str(path), names, column)
        if kept is not None:
            write_whole(path, kept)


def _rewrite_settings(path: Path, words: Sequence[str]) -> None:
    if path.exists():
        write_whole(path, without_words(path.read_bytes(), words))


def _rewrite_archive(path: Path, members: Sequence[str]) -> None:
    if path.exists():
        real = Path(os.path.realpath(path))
        try:
            without_members(real, _new(real), members)
            shutil.copymode(real, _new(real))
            _new(real).replace(real)
        finally:
            _new(real).unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place as a whole; a file that was there keeps who may read it."""
    real = Path(os.path.realpath(path))
    new = _new(real)
    try:
        with new.open("wb") as file:
            if real.exists():
                shutil.copymode(real, new)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(real)
    finally:
        new.unlink(missing_ok=True)


def _new(path: Path) -> Path:
    return path.with_name(f".scapolicy-new-{path.name}")
