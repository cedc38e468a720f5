"""A folder for a while, in the place that the system has for such; it may hold what people said."""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from scapolicy.locks import locked, remove_abandoned

_PREFIX = ".scapolicy-at-work-"
_OURS = re.compile(rf"{re.escape(_PREFIX)}[a-z0-9_]{{8}}")  # as `mkdtemp` calls them
_ATTEMPTS = 100


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that only this user may look into, and that is gone afterwards.

    What an earlier run left that was killed goes first.
    """
    clear_abandoned()
    with ExitStack() as held:
        new = _made(held)
        held.callback(shutil.rmtree, new, ignore_errors=True)
        inner = new / "files"  # which whoever writes in it may lock
        inner.mkdir()
        yield inner


def clear_abandoned() -> None:
    """Remove the folders that runs of this user left there when they were killed."""
    with suppress(OSError):  # what can't be listed can't be cleared
        for path in filter(_is_ours, Path(tempfile.gettempdir()).iterdir()):
            remove_abandoned(path)


def _is_ours(path: Path) -> bool:
    """Whether a run of this user made a folder; others may put there what they like."""
    if not _OURS.fullmatch(path.name):
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and mine


def _made(held: ExitStack) -> Path:
    for _ in range(_ATTEMPTS):
        new = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with suppress(FileNotFoundError), ExitStack() as lock:
            lock.enter_context(locked(new))
            new.stat()  # another run may have taken it for abandoned before it was locked
            held.enter_context(lock.pop_all())
            return new
    raise FileNotFoundError(2, "removed as soon as it was made", tempfile.gettempdir())
