"""What is true of every document that is a ZIP file inside: how much of it we unpack."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from scapolicy.errors import ScapolicyError, problem, reason_of
from scapolicy.readers.markup import check_markup

MAX_MEGABYTES = 200
MAX_PARTS = 5_000
MAX_LISTED = 100_000
_LISTED = b"PK\x01\x02"  # before each entry of an archive's list
_MARKUP = (".xml", ".rels")
_HEAD = 4096  # bytes of a part; a declaration stands before its first element
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))
_PIECE = 1 << 20  # bytes
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What Python raises of an archive that is broken, locked, or packed as no other is."""


def lists_too_much(data: bytes) -> bool:
    """Whether an archive lists so many parts that the list alone would fill the memory."""
    return data.count(_LISTED) > MAX_LISTED


def check_size(data: bytes, file: str, fault: str, suffix: str = "") -> None:
    """Look at what an archive declares, before anything of it is unpacked.

    `fault` is the row of the table for a file that is no archive; its reason and its
    suffix are filled in.

    Raises:
        ScapolicyError: it is no archive, or unpacks to more than the limits.

    """
    too_large = problem("R07", at=file, limit=MAX_MEGABYTES, files=MAX_PARTS)
    if lists_too_much(data):
        raise ScapolicyError([too_large])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except FAULTS as error:
        found = problem(fault, at=file, suffix=suffix, reason=reason_of(error))
        raise ScapolicyError([found]) from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_MEGABYTES * 10**6:
        raise ScapolicyError([too_large])


def refuse_entities(data: bytes, file: str) -> None:
    """Refuse an archive of which a part declares a document type: words may stand for others.

    Raises:
        ScapolicyError: one does.

    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            with archive.open(part) as opened:
                head = opened.read(_HEAD)
            if any(sign in head for sign in _DOCTYPES):
                reason = "it declares entities of its own"
                raise ScapolicyError([problem("R78", at=file, reason=reason)])


def check_parts(data: bytes, file: str, fault: str, suffix: str = "") -> None:
    """As `check_size`, and unpack the markup once, to see whether its trees fit into memory.

    Raises:
        ScapolicyError: as there; or the trees would not fit, or a part can't be unpacked.

    """
    check_size(data, file, fault, suffix)
    try:
        check_markup(_markup(data), file)
    except FAULTS as error:
        found = problem(fault, at=file, suffix=suffix, reason=reason_of(error))
        raise ScapolicyError([found]) from None


def _markup(data: bytes) -> Iterator[bytes]:
    """The markup of all parts, a piece at a time."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.filename.lower().endswith(_MARKUP):
                with archive.open(part) as opened:
                    while piece := opened.read(_PIECE):
                        yield piece
