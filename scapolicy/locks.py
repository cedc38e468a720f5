"""Locks on folders, by which a run knows that the one which made a folder is no more."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path

_ABANDONED_AFTER = 3600  # seconds


def remove_abandoned(new: Path) -> None:
    """Remove a folder of new files whose run is no more.

    Where there are no locks, what was just written may be of a run at work.
    """
    with suppress(FileNotFoundError), locked(new, wait=False) as lock:  # or its run has just ended
        if lock is Lock.HELD or (lock is Lock.UNKNOWN and _is_old(new)):
            shutil.rmtree(new, ignore_errors=True)


def _is_old(new: Path) -> bool:
    written = max(one.stat().st_mtime for one in (new, *new.rglob("*")))
    return time.time() - written > _ABANDONED_AFTER


class Lock(Enum):
    """What came of asking for a lock."""

    HELD = auto()
    OF_ANOTHER = auto()
    UNKNOWN = auto()  # the system or the file system has none


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[Lock]:
    """A lock on a folder, which the system takes back when its holder ends, however it does."""
    try:
        import fcntl
    except ImportError:
        yield Lock.UNKNOWN
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock = Lock.HELD
        except BlockingIOError:
            lock = Lock.OF_ANOTHER
        except OSError:
            lock = Lock.UNKNOWN
        yield lock
    finally:
        os.close(opened)
