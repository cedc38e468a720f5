"""ZIP archives of transcripts: each file inside is a source of its own.

Nothing is unpacked to disk. An archive whose list of files is not to be trusted is refused as a
whole, before any of them is read.
"""

import io
import stat
import unicodedata
import zipfile
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from scapolicy.errors import ScapolicyError, problem, reason_of
from scapolicy.readers.archive import FAULTS, MAX_MEGABYTES, lists_too_much
from scapolicy.readers.files import Where, read_bytes, state_of

MAX_MEMBERS = 2_000
MAX_RATIO = 200
_SMALL = 10**6  # bytes; what unpacks to less does no harm, however small it was
_UTF8 = 0x800
_LOCKED = 0x1
_UNREAD = ("__MACOSX", "~$", ".")
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".qdpx")


class Opened(NamedTuple):
    """An archive in memory, and the files in it by their names."""

    archive: zipfile.ZipFile
    files: dict[str, zipfile.ZipInfo]


def members(path: Where) -> dict[str, int]:
    """The names of the files in an archive, with `/`, and their sizes; hidden ones are left out.

    Raises:
        ScapolicyError: it can't be opened, is too large, or holds names that lead out of it.

    """
    try:
        return {name: info.file_size for name, info in sorted(opened(path).files.items())}
    except FAULTS as error:
        raise _refused(str(path), reason_of(error)) from None


def opened(path: Where) -> Opened:
    """An archive, which stays open for the next of its files to be taken out.

    Raises:
        ScapolicyError: it is too large, or holds names that lead out of it.
        OSError: it can't be opened, or is no file; and the other `FAULTS` of an archive.

    """
    state = state_of(path)
    if not state.is_file:  # to read from a pipe would be to wait for ever
        raise OSError("it is not a file")
    if state.size > MAX_MEGABYTES * 10**6:
        raise too_large(str(path))
    return _opened(path, state.version)


@lru_cache(maxsize=1)  # its list is long where it holds many, and each is asked for by itself
def _opened(path: Where, _version: tuple[object, ...]) -> Opened:
    data = read_bytes(path, MAX_MEGABYTES * 10**6)
    if len(data) > MAX_MEGABYTES * 10**6:
        raise too_large(str(path))
    if lists_too_much(data):
        raise too_many(str(path))
    archive = zipfile.ZipFile(io.BytesIO(data))
    return Opened(archive, contents(archive, str(path)))


def too_large(file: str) -> ScapolicyError:
    """That an archive is, or unpacks to, more bytes than are read."""
    return _unread(file, f"it is larger than {MAX_MEGABYTES} MB, or unpacks to more")


def too_many(file: str) -> ScapolicyError:
    """That an archive holds more files than are read."""
    return _unread(file, f"it holds more than {MAX_MEMBERS:,} files")


def _unread(file: str, what: str) -> ScapolicyError:
    return ScapolicyError([problem("R58", at=file, what=what)])


def extract(path: Where, member: str) -> bytes:
    """The bytes of one of the `members` of an archive.

    Raises:
        ScapolicyError: the archive or this member can't be read.

    """
    file = f"{path}/{member}"
    try:
        archive, files = opened(path)
        info = files.get(member)
        if info is None:
            raise _refused(file, "the archive was changed meanwhile")
        return read_member(archive, info, file, member)
    except FAULTS as error:
        raise _refused(file, reason_of(error)) from None


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str, name: str) -> bytes:
    """The bytes of a file in an archive, if it is one that may be read.

    Raises:
        ScapolicyError: it is a link, an archive itself, or locked.

    """
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ScapolicyError([problem("R60", at=file, what="a link")])
    if name.lower().endswith(_ARCHIVES):
        raise ScapolicyError([problem("R60", at=file, what="an archive in an archive")])
    if info.flag_bits & _LOCKED:
        raise ScapolicyError([problem("R50", at=file)])
    with archive.open(info) as data:
        return data.read(info.file_size + 1)


def contents(archive: zipfile.ZipFile, file: str) -> dict[str, zipfile.ZipInfo]:
    """The files in an archive by their names; hidden ones are left out.

    Raises:
        ScapolicyError: it is too large, or holds names that lead out of it.

    """
    found: dict[str, zipfile.ZipInfo] = {}
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise too_many(file)
    if sum(info.file_size for info in infos) > MAX_MEGABYTES * 10**6:
        raise too_large(file)
    for info in infos:
        if info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
            what = f"{info.filename!r} in it unpacks to more than {MAX_RATIO} times its size"
            raise _unread(file, what)
    for info in infos:
        name = _name(info)
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or ":" in parts[0]:
            raise ScapolicyError([problem("R59", at=file, name=name)])
        shown = "/".join(parts)
        if info.is_dir() or any(part.startswith(_UNREAD) for part in parts):
            continue
        if not shown.isprintable():
            raise _refused(file, "a name in it holds characters that can't be printed")
        if shown in found:
            raise _refused(file, f"two files in it are called {shown}")
        found[shown] = info
    return found


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; some programs write UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _refused(file: str, reason: str) -> ScapolicyError:
    return ScapolicyError([problem("R57", at=file, reason=reason)])
