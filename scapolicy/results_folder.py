"""The results folder: replaced as a whole or not at all, and never over a person's work."""

import hashlib
import json
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem, reason_of
from scapolicy.locks import locked, remove_abandoned
from scapolicy.own_hash import is_as_written
from scapolicy.readers.address import require_local
from scapolicy.readers.journal import complete_withdrawal
from scapolicy.records import RESULT_TABLES, RUN_RECORD, TABLES_RECORD, UNFINISHED
from scapolicy.stopping import STOPPING

_READY = ".scapolicy-ready"
_ATTEMPTS = 100


def check_results_folder(folder: str | Path) -> None:
    """See that a folder can be written, and that nothing in it would be lost.

    An earlier run that was cut off while its results were put in place is completed first. A
    folder that is not there is not there afterwards.

    Raises:
        ScapolicyError: with every file that a person has changed or made; or it is an address.

    """
    require_local(folder, code="O05")
    folder = Path(folder)
    missing = missing_folders(folder)
    try:
        with new_files(folder):  # in a folder that is not empty, which no other run removes
            complete_withdrawal(folder)
            faults = settle(folder, RUN_RECORD, RESULT_TABLES)
    except OSError as error:
        raise ScapolicyError([unwritable(folder, error)]) from None
    finally:
        remove_empty(missing)
    if faults:
        raise ScapolicyError(faults)


def missing_folders(folder: Path) -> list[Path]:
    """A folder and those around it that are not there, the innermost first."""
    # os.path takes any name, where Path's own raise for one that is too long.
    return [one for one in (folder, *folder.parents) if not os.path.exists(one)]


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that hold nothing, the innermost first."""
    for folder in folders:
        with suppress(OSError):  # it holds something, or was never made
            folder.rmdir()


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unwritable(folder: Path, error: OSError) -> Problem:
    """That a folder can't be written."""
    return problem("O01", at=str(folder), reason=reason_of(error))


def recorded(folder: Path, record_name: str) -> dict[str, str] | None:
    """The hashes of the files that a record names; None where it is none, or was changed."""
    try:
        record = json.loads((folder / record_name).read_bytes())
        return dict(record["outputs"]) if is_as_written(record) else None
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def is_own(path: Path) -> bool:
    """Whether a file is one that the records in its folder name as their own, or such a record.

    What else is written under its name would make the folder one that nothing reads any more, nor
    writes into. Names count as one that differ in capitals: so do they for many systems.
    """
    real = Path(os.path.realpath(path))
    own = {RUN_RECORD, TABLES_RECORD}
    for record in (RUN_RECORD, TABLES_RECORD):
        own.update(recorded(real.parent, record) or ())
    if (real.parent / RUN_RECORD).exists():
        own.update(RESULT_TABLES)
    return real.name.casefold() in {str(one).casefold() for one in own}


def settle(folder: Path, record_name: str, names: Iterable[str]) -> list[Problem]:
    """Complete and clear what runs left that were killed; what a person has changed is returned."""
    with _alone(folder):
        _complete(folder)
        _clear(folder)
        return list(_changed(folder, record_name, names))


def tidy(folder: Path) -> None:
    """Complete and clear what runs left that were killed."""
    with _alone(folder):
        _complete(folder)
        _clear(folder)


def _changed(folder: Path, record_name: str, names: Iterable[str]) -> Iterator[Problem]:
    """Files of these names that are not as scapolicy wrote them, by its record."""
    hashes = recorded(folder, record_name)
    if hashes is None:
        yield problem("O02", at=str(folder / record_name))
        return
    for name in names:
        path = folder / name
        if not path.exists():
            continue
        if name not in hashes:
            yield problem("O03", at=str(path))
        elif hash_of(path) != hashes[name]:
            yield problem("O02", at=str(path))


def put_in_place(news: Mapping[Path, Path], record_name: str, names: Collection[str]) -> None:
    """Replace the files of each folder by those in another inside of it, all of them or none.

    A run may take hours, in which a person may have changed what was checked as it began.

    Raises:
        ScapolicyError: with every file of these names that a person has changed or made.
        OSError: a folder can't be written any more.

    """
    with uninterrupted(), ExitStack() as others:
        faults: list[Problem] = []
        for folder in sorted(news):  # as every run takes them, so that no two wait for each other
            others.enter_context(_alone(folder))
            _complete(folder)
            faults.extend(_changed(folder, record_name, names))
        if faults:
            raise ScapolicyError(faults)
        ready: list[tuple[Path, Path]] = []
        try:
            for folder, new in news.items():
                ready.append((new.rename(folder / _READY), new))
        except OSError:
            for path, new in ready:
                path.rename(new)
            raise
        for folder in news:
            _complete(folder)


@contextmanager
def new_files(folder: Path) -> Iterator[Path]:
    """A folder inside another one for files that are not whole yet; it is gone afterwards.

    The other one is made if need be. A lock on the new one tells other runs that this one is at
    work, and goes with it however it ends.
    """
    with ExitStack() as held:
        new = _unfinished(folder, held)
        held.callback(shutil.rmtree, new, ignore_errors=True)
        yield new


def _unfinished(folder: Path, held: ExitStack) -> Path:
    for _ in range(_ATTEMPTS):
        with suppress(FileNotFoundError):  # a run that made it only to look has removed it again
            return _made(folder, held)
    return _made(folder, held)


def _made(folder: Path, held: ExitStack) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):  # so that no other run finds it before it is locked
        new = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
        held.enter_context(locked(new))
        return new


def complete(folder: Path) -> None:
    """Put whole results in place that a run left which was killed while it did so."""
    if (folder / _READY).is_dir():
        with _alone(folder):
            _complete(folder)


def _complete(folder: Path) -> None:
    """Put whole results in place; tables of an earlier run that this one did not make go away."""
    ready = folder / _READY
    if not ready.is_dir():
        return
    names = sorted(path.name for path in ready.iterdir())
    for name in names:
        (ready / name).replace(folder / name)
    if (folder / RUN_RECORD).exists():
        made = recorded(folder, RUN_RECORD)
        for name in RESULT_TABLES:
            if made and name not in made:
                (folder / name).unlink(missing_ok=True)
    ready.rmdir()


def _clear(folder: Path) -> None:
    """Remove what a killed run left unfinished.

    A run leaves a folder; a file of such a name is a table's, whose next writer replaces it.
    """
    for path in filter(Path.is_dir, folder.glob(f"{UNFINISHED}*")):
        remove_abandoned(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let other runs wait that look at a folder's results, or put theirs in place.

    They wait for a moment only. Where a system or a file system has no such locks, none waits.
    """
    with locked(folder):
        yield


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let neither Ctrl-C nor the end of a session stop what is a matter of a moment."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [(one, signal.signal(one, signal.SIG_IGN)) for one in STOPPING]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)
