"""How a file says that scapolicy made it, so that a later run may write over it.

The mark has a seal behind it: some digits of a hash of the whole file, taken while zeros stood in
their place. A file that was changed since in any way, or saved again by another program, does not
fit its seal: it may hold someone's work, and is not written over. In each format the seal stands
where nothing is compressed and where other programs look past it:

- in texts (JSON, Markdown, HTML, LaTeX, SVG) in the first mark;
- in packed ones (workbooks, Word) in the comment at the end of the archive;
- in Parquet in the metadata, in SPSS in the label of the file, in PDF and PNG in what names the
  program. PNG sums up each of its parts; that sum changes with the seal, and is no part of the
  hash.
"""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from datetime import datetime

MARK = "Written by scapolicy"
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  (never the true time, so that the bytes are the same)
"""When a file says it was made."""

_DIGITS = 16
_TRIED = 20  # seals from the beginning, and as many from the end: each takes a look at all bytes
_ZIP, _PNG = b"PK", b"\x89PNG"
_PNG_PART = b"tEXtSoftware\0"
_LENGTH = struct.Struct("<H")  # of an archive's comment, which ends it
_SUM = struct.Struct(">I")
_PROPERTIES = "docProps/core.xml"
_LONGEST = 100_000  # bytes


def to_seal(mark: str = MARK) -> str:
    """A mark with room for its seal."""
    return f"{mark} [{'0' * _DIGITS}]"


def sealed(text: str) -> bytes:
    """A text that carries the mark as the bytes of a file, its first mark with a seal."""
    data = text.encode()
    place = data.index(MARK.encode())
    return _seal(data.replace(MARK.encode(), to_seal().encode(), 1), place, MARK)


def sealed_behind(data: bytes, before: bytes) -> bytes:
    """A file of bytes with its seal; `before` is what stands right before the room for it."""
    return _seal(data, data.rindex(before + to_seal().encode()) + len(before), MARK)


def sealed_archive(data: bytes, mark: str = MARK) -> bytes:
    """A packed file, which has no comment yet, with mark and seal as its comment."""
    comment = to_seal(mark).encode()
    data = data[: -_LENGTH.size] + _LENGTH.pack(len(comment)) + comment
    return _seal(data, len(data) - len(comment), mark)


def is_marked(data: bytes) -> bool:
    """Whether a file, as its bytes, carries the mark; those saved again may in their properties."""
    return MARK.encode() in data or (data.startswith(_ZIP) and MARK.encode() in _properties(data))


def is_untouched(data: bytes, mark: str = MARK) -> bool:
    """Whether a file is as scapolicy wrote it; how the lines of a text end is nobody's work."""
    if _fits(data, mark):
        return True
    ends = data.count(b"\r\n")
    return 0 < ends == data.count(b"\n") and _fits(data.replace(b"\r\n", b"\n"), mark)


def _fits(data: bytes, mark: str) -> bool:
    """Whether a seal is that of the file; what is told in a table may look like one, too."""
    seals = re.finditer(rf"{re.escape(mark)} \[[0-9a-f]{{{_DIGITS}}}\]".encode(), data)
    places = [seal.start() for seal in seals]
    likely = places if len(places) <= 2 * _TRIED else [*places[:_TRIED], *places[-_TRIED:]]
    return any(_seal(data, place, mark) == data for place in likely)


def _seal(data: bytes, place: int, mark: str) -> bytes:
    """The file with the seal that belongs behind the mark at a place."""
    new = bytearray(data)
    digits = place + len(f"{mark} [".encode())
    end = digits + _DIGITS + len("]")
    new[digits : end - 1] = b"0" * _DIGITS
    part = place - len(_PNG_PART)
    summed = data.startswith(_PNG) and data[max(part, 0) : place] == _PNG_PART
    if summed:
        new[end : end + _SUM.size] = bytes(_SUM.size)
    new[digits : end - 1] = hashlib.sha256(new).hexdigest()[:_DIGITS].encode()
    if summed:
        new[end : end + _SUM.size] = _SUM.pack(zlib.crc32(new[part:end]))
    return bytes(new)


def _properties(data: bytes) -> bytes:
    """The part of a packed file that says who made it, as far as it can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PROPERTIES) as part:
            return part.read(_LONGEST)
    except (KeyError, ValueError, OSError, RuntimeError, EOFError, zlib.error):
        return b""
    except (NotImplementedError, zipfile.BadZipFile):
        return b""
