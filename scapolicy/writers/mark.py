"""How a file says that scapolicy made it, so that a later run may write over it."""

import io
import zipfile

_PROPERTIES = "docProps/core.xml"
_LONGEST = 100_000  # bytes
MARK = "Written by scapolicy"


def is_marked(data: bytes) -> bool:
    """Whether a file, as its bytes, carries the mark; Office documents do in their properties."""
    if MARK.encode() in data:
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PROPERTIES) as part:
            return MARK.encode() in part.read(_LONGEST)
    except (KeyError, ValueError, OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False
