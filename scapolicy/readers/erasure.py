"""What a withdrawal removes below one folder, and removing it."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, listed, problem, reason_of
from scapolicy.whole_file import half_of, write_whole

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

    def steps(self, folder: Path) -> Iterator[str]:
        """What is done below the folder, a line a step."""
        yield from (f"file {folder / path}" for path in self.files)
        yield from (f"folder {folder / path}" for path in self.caches)
        for path, members in self.members.items():
            yield from (f"file {folder / path}/{member}" for member in members)
        yield from (f"rows of these transcripts in {folder / path}" for path in self.rows)
        for path, names in self.keys.items():
            yield f"the lines of {listed(names)} in {folder / path}"
        for path, words in self.settings.items():
            yield f"{listed(words)} in {folder / path}"


def erase(folder: Path, removal: Removal) -> Iterator[Problem]:
    """Remove it all, and give a problem for each thing that can't be removed."""
    for path in removal.caches:
        yield from _tried(folder / path, _delete_folder)
    for path, names in removal.rows.items():
        yield from _tried(folder / path, _rewrite_rows, names, "source", folder)
    for path, names in removal.keys.items():
        yield from _tried(folder / path, _rewrite_rows, names, "name", folder)
    for path, words in removal.settings.items():
        yield from _tried(folder / path, _rewrite_settings, words)
    for path, members in removal.members.items():
        yield from _tried(folder / path, _rewrite_archive, members, folder)
    for path in removal.files:
        yield from _tried(folder / path, _delete)
        if removal.emptied:
            _remove_empty((folder / path).parent, folder)


def _tried(path: Path, do: Callable[..., None], *arguments: object) -> Iterator[Problem]:
    try:
        do(path, *arguments)
    except OSError as error:
        yield stuck(path, error)
    except ScapolicyError as error:
        yield from error.problems


def stuck(path: Path, error: OSError) -> Problem:
    """Why something can't be removed."""
    return problem("W03", at=str(path), reason=reason_of(error))


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


def _rewrite_rows(path: Path, names: Sequence[str], column: str, folder: Path) -> None:
    from scapolicy.readers.removal import without_rows
    from scapolicy.readers.study import encoding_set

    if path.exists():
        named = encoding_set(folder, path.relative_to(folder).as_posix())
        kept = without_rows(path.read_bytes(), str(path), names, column, named)
        if kept is not None:
            write_whole(path, kept)


def _rewrite_settings(path: Path, words: Sequence[str]) -> None:
    from scapolicy.readers.removal import without_words

    if path.exists():
        write_whole(path, without_words(path.read_bytes(), words))


def _rewrite_archive(path: Path, members: Sequence[str], folder: Path) -> None:
    from scapolicy.readers.removal import without_members
    from scapolicy.readers.study import encoding_set

    if path.exists():
        below = path.relative_to(folder).as_posix()
        real = Path(os.path.realpath(path))
        try:
            without_members(
                real, half_of(real), members, lambda name: encoding_set(folder, f"{below}/{name}")
            )
            shutil.copymode(real, half_of(real))
            half_of(real).replace(real)
        finally:
            half_of(real).unlink(missing_ok=True)
