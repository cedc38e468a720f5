"""Files that are put in place only when they are whole."""

import os
import shutil
from pathlib import Path

from scapolicy.readers.address import require_local
from scapolicy.records import UNFINISHED


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put a file in place as a whole; a file that was there keeps who may read it.

    A `private` one is read by its owner alone, whatever was there before.

    Raises:
        ScapolicyError: it is an address.
        OSError: it can't be written.

    """
    require_local(path, code="O05")
    real = Path(os.path.realpath(path))
    new = half_of(real)
    try:
        if private:
            new.unlink(missing_ok=True)  # others might have it open
        with open(new, "wb", opener=_for_owner if private else None) as file:
            if real.exists() and not private:
                shutil.copymode(real, new)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(real)
    finally:
        new.unlink(missing_ok=True)


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)


def half_of(path: Path) -> Path:
    """Where a file stands until it is whole."""
    return path.with_name(f"{UNFINISHED}{path.name}")
