"""Files that are put in place only when they are whole."""

import os
import shutil
from pathlib import Path

from scapolicy.readers.address import require_local


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place as a whole; a file that was there keeps who may read it.

    Raises:
        ScapolicyError: it is an address.
        OSError: it can't be written.

    """
    require_local(path, code="O05")
    real = Path(os.path.realpath(path))
    new = half_of(real)
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


def half_of(path: Path) -> Path:
    """Where a file stands until it is whole."""
    return path.with_name(f".scapolicy-new-{path.name}")
