"""The journal of a withdrawal: what still has to be removed from a folder, and removing it.

A journal lies in every folder that a withdrawal reaches. Whatever reads one of these folders next
completes a withdrawal that was cut off. A journal acts on its own folder only, and on those that
hold another of the same withdrawal: one that came with somebody's files can do no more harm.

The first folder's journal is written twice: before the others, to say where these are being
written, and after them, when the withdrawal has begun. So what was cut off in between is found from
any of the folders, and undone.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.erasure import Removal, erase, stuck
from scapolicy.whole_file import half_of, write_whole

FILE_NAME = ".scapolicy-withdrawal.json"


@dataclass(frozen=True, slots=True)
class _Journal:
    """What a journal says: of which withdrawal it is, and what it removes from its folder.

    `token` is the same in all journals of a withdrawal, `first` is the folder whose journal is
    written last, and `ready` says of that one whether it was.
    """

    folder: Path
    token: str
    first: Path
    others: tuple[Path, ...]
    removal: Removal
    ready: bool = True


def note(removals: Mapping[Path, Removal], token: str) -> None:
    """Write down what is to be removed below each folder, before anything is.

    `token` is the same in all journals of a withdrawal.

    Raises:
        OSError: a journal can't be written; then there is none.

    """
    folders = [Path(os.path.abspath(folder)) for folder in removals]
    first = folders[0]
    written: list[Path] = []
    try:
        for folder, ready in ((first, False), *((one, True) for one in reversed(folders))):
            others = [str(other) for other in folders if other != folder]
            begun = {"token": token, "first": str(first), "others": others, "ready": ready}
            left = {**begun, **asdict(removals[folder] if ready else Removal())}
            data = json.dumps(left, ensure_ascii=False).encode()
            written.append(folder / FILE_NAME)
            write_whole(folder / FILE_NAME, data)
    except BaseException:  # also Ctrl-C: nothing was removed yet
        for path in written:
            half_of(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        raise


def is_pending(folder: Path) -> bool:
    """Whether a withdrawal has still something to do in a folder."""
    try:
        return (folder / FILE_NAME).is_file()
    except OSError:  # a folder above, which we may not look into
        return False


def complete_withdrawal(folder: Path, *, below: bool = False) -> None:
    """Do what withdrawals still have to do in a folder, the ones around it and, if asked, below.

    What is done is told by a warning of the logger `scapolicy`, which goes to standard error
    unless a program has set up its own.

    Raises:
        ScapolicyError: something can't be removed; all of it is told, and the journals stay.

    """
    for journal in list(_journals(folder, below=below)):
        if journal.is_file():  # one of another folder may have done it already
            steps = carry_out(journal.parent)
            code = "W23" if steps else "W24"
            _tell(problem(code, at=str(journal.parent)), *steps)


def _tell(what: Problem, *steps: str) -> None:
    import logging  # 5 ms, and hardly any command has to tell of this

    lines = [str(what), *(f"  {step}" for step in steps)]
    said = "\n".join(lines)
    # A log goes to the terminal too, and names of files are not to steer it.
    said = "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in said)
    logging.getLogger("scapolicy").warning("%s", said)


def _journals(folder: Path, *, below: bool) -> Iterator[Path]:
    start = Path(os.path.abspath(folder))
    _forget_half(start)
    if is_pending(start):
        yield start / FILE_NAME
    for outer in start.parents:
        if is_pending(outer) and _is_own(outer / FILE_NAME):
            yield outer / FILE_NAME
    if below:
        for inner, folders, files in os.walk(start):
            folders[:] = [name for name in folders if not name.startswith(".")]
            _forget_half(Path(inner))
            if FILE_NAME in files and inner != str(start):
                yield Path(inner, FILE_NAME)


def _forget_half(folder: Path) -> None:
    """Remove the half of a journal, left by a process that was killed while it wrote it."""
    with suppress(OSError):
        half_of(folder / FILE_NAME).unlink(missing_ok=True)


def _is_own(path: Path) -> bool:
    """Whether this user wrote a file; in a folder for all, such as /tmp, anybody may have."""
    return not hasattr(os, "geteuid") or path.stat().st_uid == os.geteuid()


def carry_out(folder: Path) -> list[str]:
    """Carry out the withdrawal of which a journal lies in a folder, in all of its folders.

    Returns what was done, a line a step; nothing where it was cut off before it had begun, whose
    journals are removed.

    Raises:
        ScapolicyError: something can't be removed; all of it is told, and the journals stay.

    """
    own = _read(folder)
    head = own if own.first == folder or not is_pending(own.first) else _read(own.first)
    begun = own.first == folder or not own.first.is_dir() or is_pending(own.first)
    if head.token == own.token and not (begun and head.ready):
        _remove_journals(head)
        (folder / FILE_NAME).unlink(missing_ok=True)
        return []
    parts = [own, *_same(own)]
    faults = [fault for part in parts for fault in erase(part.folder, part.removal)]
    if faults:
        raise ScapolicyError(faults)
    for part in reversed(parts):
        try:
            (part.folder / FILE_NAME).unlink(missing_ok=True)
        except OSError as error:
            raise ScapolicyError([stuck(part.folder / FILE_NAME, error)]) from None
    return [step for part in parts for step in part.removal.steps(part.folder)]


def _same(journal: _Journal) -> Iterator[_Journal]:
    """The other journals of the same withdrawal."""
    for other in journal.others:
        if is_pending(other):
            found = _read(other)
            if found.token == journal.token:
                yield found


def _remove_journals(head: _Journal) -> None:
    """Undo what was written of a withdrawal that had not begun."""
    for other in _same(head):
        (other.folder / FILE_NAME).unlink(missing_ok=True)
    for folder in head.others:
        _forget_half(folder)
    (head.folder / FILE_NAME).unlink(missing_ok=True)


def _read(folder: Path) -> _Journal:
    journal = folder / FILE_NAME
    try:
        left = json.loads(journal.read_bytes())
        token, first = str(left.pop("token")), Path(str(left.pop("first")))
        others = tuple(Path(str(one)) for one in left.pop("others"))
        ready = bool(left.pop("ready", True))
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
    return _Journal(folder, token, first, others, removal, ready)


def _lies_in(folder: Path, path: str) -> bool:
    """Whether a path leads to nothing outside of a folder, also by a link on its way."""
    place = Path(os.path.abspath(folder / path))
    return place != folder and place.parent.resolve().is_relative_to(folder.resolve())
