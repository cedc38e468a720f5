"""How a file says that scapolicy made it, so that a later run may write over it.

A workbook or SPSS file that another program saved since keeps the mark, but not the time that
scapolicy states in place of the true one: it holds someone's work, and is not written over. A file
of text says with its mark what the rest of it was, in a few digits of a hash.
"""

import hashlib
import io
import re
import zipfile
import zlib
from datetime import datetime

MARK = "Written by scapolicy"
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  (never the true time, so that the bytes are the same)
"""When a file says it was made."""

SPSS_TIME = slice(92, 109)
"""The bytes of an SPSS file that hold the day and the time."""

SPSS_MADE = MADE.strftime("%d Jan %y%H:%M:%S").encode()

_PROPERTIES = "docProps/core.xml"
_LONGEST = 100_000  # bytes
_MODIFIED = MADE.strftime("%Y-%m-%dT%H:%M:%SZ</dcterms:modified>").encode()
_SPSS, _ZIP = b"$FL", b"PK"
_BINARY = (b"PAR1", b"%PDF", b"\x89PNG")
_SEAL = re.compile(rf"{MARK} \[([0-9a-f]{{16}})\]".encode())


def is_marked(data: bytes) -> bool:
    """Whether a file, as its bytes, carries the mark; workbooks do in their properties."""
    return MARK.encode() in (_properties(data) if data.startswith(_ZIP) else data)


def sealed(text: str) -> bytes:
    """A text that carries the mark as the bytes of a file, the mark with the hash of the rest."""
    data = text.encode()
    return data.replace(MARK.encode(), f"{MARK} [{_hash(data)}]".encode(), 1)


def _hash(data: bytes) -> str:
    """A hash of a text; how its lines end is nobody's work."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:16]


def is_untouched(data: bytes) -> bool:
    """Whether a file that carries the mark was, as far as it tells, saved by nobody else since."""
    if data.startswith(_ZIP):
        return is_marked(data) and _MODIFIED in _properties(data)
    if data.startswith(_SPSS):
        return is_marked(data) and data[SPSS_TIME] == SPSS_MADE
    if data.startswith(_BINARY):
        return is_marked(data)
    seal = _SEAL.search(data)
    return seal is not None and seal[1].decode() == _hash(_SEAL.sub(MARK.encode(), data, count=1))


def _properties(data: bytes) -> bytes:
    """The part of a workbook that says who made it and when, as far as it can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PROPERTIES) as part:
            return part.read(_LONGEST)
    except (KeyError, ValueError, OSError, RuntimeError, EOFError, zlib.error):
        return b""
    except (NotImplementedError, zipfile.BadZipFile):
        return b""
