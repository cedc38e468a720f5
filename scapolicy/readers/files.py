"""Files of this machine and of stores, asked the same questions."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from scapolicy.readers import store
from scapolicy.readers.address import Address

Where = Path | Address
"""Where a file lies."""


class State(NamedTuple):
    """The size of a file in bytes, whether it is one, and what differs once it was changed."""

    size: int
    is_file: bool
    version: tuple[object, ...]


def state_of(where: Where) -> State:
    """How a file stands now, or stood when its store was asked.

    Raises:
        OSError: there is none.

    """
    if isinstance(where, Address):
        return State(where.size or 0, is_file=True, version=(where.stamp,))
    found = where.stat()
    version = (found.st_mtime_ns, found.st_size, found.st_ino)
    return State(found.st_size, stat.S_ISREG(found.st_mode), version)


def size_of(where: Where) -> int:
    """The size of a file in bytes; 0 where it is not known, which reading it will tell."""
    try:
        return state_of(where).size
    except OSError:
        return 0


def read_bytes(where: Where, most: int) -> bytes:
    """The bytes of a file that should have no more than `most`: who asks sees to what is more.

    Raises:
        OSError: it can't be opened.
        ScapolicyError: it lies in a store that does not give it.

    """
    return store.read(where, most) if isinstance(where, Address) else where.read_bytes()


def told_by_store(where: Where) -> str:
    """What the store of a file tells that is another for other bytes; empty where nothing is."""
    return f"{where} {where.stamp}" if isinstance(where, Address) and where.sure else ""


def absolute(where: Where) -> Where:
    """The same file for whoever works in another folder."""
    return where if isinstance(where, Address) else where.absolute()


def identity(where: Where) -> str:
    """What is the same for two ways to write where a file lies."""
    return where.url if isinstance(where, Address) else os.path.abspath(where)


def leads_out(where: Where, root: Where) -> bool:
    """Whether a path, all links followed, lies outside of a folder."""
    if isinstance(where, Address) or isinstance(root, Address):
        return False  # no link of a store is followed
    real = os.path.realpath  # which a link that leads to itself does no harm
    return not Path(real(where)).is_relative_to(real(root))


def is_link(where: Where) -> bool:
    """Whether a link stands there."""
    return where.link if isinstance(where, Address) else where.is_symlink()


def as_given(where: Where) -> str:
    """The path or address that leads to a file, as a person could give it."""
    return where.url if isinstance(where, Address) else str(where)
