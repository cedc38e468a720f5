"""Stores behind addresses, by fsspec: what lies in a folder there, and the bytes of a file.

Only what a person has named is contacted. What goes wrong is told by a row of the table of
messages, without the secrets that an address or an answer may hold.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, StoreError, problem, reason_of
from scapolicy.readers.address import Address

_SURE = ("ETag", "etag", "md5Hash", "md5", "crc32c", "generation", "checksum")
"""What stores call that which is another for other bytes."""

_TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created", "time")
_LONGEST_REASON = 300
_CREDENTIALS = ("credential", "authentication", "unauthorized", "forbidden", "tokenerror")
_DENIED = (401, 403)
_MISSING = (404, 410)


def look(address: Address) -> tuple[bool, Address]:
    """Whether an address is that of a folder, and what the store tells of it.

    Raises:
        ScapolicyError: there is nothing, or it can't be reached.

    """
    if not address.name:
        return True, address
    with _told(address):
        system, path = _system(address)
        system.invalidate_cache()  # of an earlier look; the store may have changed
        try:
            info = system.info(path)
        except FileNotFoundError:
            if not system.isdir(path):
                raise
            return True, address
    return info["type"] == "directory", _known(address, info)


def find(address: Address) -> Address | None:
    """A file, with what the store tells of it; None where there is none.

    Raises:
        ScapolicyError: the store can't be reached.

    """
    with _told(address):
        system, path = _system(address)
        try:
            info = system.info(path)
        except FileNotFoundError:
            return None
    return _known(address, info) if info["type"] != "directory" else None


def list_below(address: Address) -> list[Address]:
    """All files below a folder, in the order of their names, those of its subfolders too.

    Raises:
        ScapolicyError: the store can't be reached, or holds names that lead out of the folder.

    """
    with _told(address):
        system, path = _system(address)
        system.invalidate_cache()
        found: Mapping[str, Mapping[str, Any]] = system.find(path, detail=True)
    root = path.rstrip("/") + "/"
    files: list[Address] = []
    for name, info in sorted(found.items()):
        if info["type"] == "directory" or name.endswith("/") or name == path:
            continue  # stores have empty files that stand for folders
        below = name.removeprefix(root)
        parts = below.split("/")
        if (root != "/" and below == name) or {"", ".", ".."}.intersection(parts):
            raise ScapolicyError([problem("K12", at=str(address), name=name)])
        files.append(_known(address.child(below), info))
    return files


def _known(address: Address, info: Mapping[str, Any]) -> Address:
    size = info.get("size")
    sure = next((f"{name} {info[name]}" for name in _SURE if info.get(name)), "")
    if " W/" in sure:  # equal enough, says the store, and not the same bytes
        sure = ""
    times = [str(info[name]) for name in _TIMES if info.get(name)]
    return replace(
        address,
        size=size if isinstance(size, int) else None,
        stamp=" ".join([str(size), sure, *times]) if not sure else f"{size} {sure}",
        sure=bool(sure),
        link=bool(info.get("islink")) or info["type"] not in ("file", "directory"),
    )


def read(address: Address, most: int) -> bytes:
    """The bytes of a file; of one that is larger, `most` and one more.

    Raises:
        ScapolicyError: it is not there, may not be read, or is a link.
        StoreError: the store can't be reached.

    """
    if address.link:
        raise ScapolicyError([problem("R60", at=str(address), what="a link")])
    if address.fetched is not None:
        return address.fetched()
    with _told(address):
        system, path = _system(address)
        if address.size:
            # As many as there should be, and one more to see that these are all: some packages
            # ask for the size again where no range is wanted.
            data = bytes(system.cat_file(path, start=0, end=address.size + 1))
            if len(data) == address.size:
                return data
        with system.open(path, "rb") as file:
            return bytes(file.read(most + 1))


def _system(address: Address) -> tuple[Any, str]:
    """The file system behind an address, and the path there."""
    try:
        fsspec: Any = import_module("fsspec")
        core: Any = import_module("fsspec.core")
        caching: Any = import_module("fsspec.implementations.cached").CachingFileSystem
    except ImportError:
        raise StoreError([problem("K05", at=str(address))]) from None
    scheme = address.scheme
    try:
        kind = fsspec.get_filesystem_class(scheme)
    except ImportError as error:
        reason = _reason(error, address)
        raise StoreError([problem("K06", at=str(address), scheme=scheme, reason=reason)]) from None
    except ValueError:
        raise StoreError([problem("K07", at=str(address), scheme=scheme)]) from None
    if issubclass(kind, caching):
        raise StoreError([problem("K11", at=str(address), scheme=f"{scheme}://")])
    found: tuple[Any, str] = core.url_to_fs(address.url)
    return found


@contextmanager
def _told(address: Address) -> Iterator[None]:
    """Turn what goes wrong inside this into messages."""
    try:
        yield
    except ScapolicyError:
        raise
    except Exception as error:  # noqa: BLE001  each store's package has errors of its own
        fault, alone = _fault(address, error)
        raise (ScapolicyError if alone else StoreError)([fault]) from None


def _fault(address: Address, error: Exception) -> tuple[Problem, bool]:
    """What went wrong, and whether it may be a matter of this one file."""
    at, reason = str(address), _reason(error, address)
    status = getattr(error, "status", None)
    if isinstance(error, FileNotFoundError) or status in _MISSING:
        return problem("K08", at=at), True
    if isinstance(error, PermissionError) or status in _DENIED:
        return problem("K09", at=at, reason=reason), True
    if any(word in type(error).__name__.casefold() for word in _CREDENTIALS):
        return problem("K09", at=at, reason=reason), False
    return problem("K10", at=at, reason=reason), False


def _reason(error: Exception, address: Address) -> str:
    """What an error says, in a line and without what may be secret."""
    line = reason_of(error)
    for url in (address.url, address.base):
        line = line.replace(url, str(address))
    line = re.sub(r"//[^/@\s'\"]+@", "//", line)
    line = re.sub(r"\?[^\s'\"]+", "", line)
    return line[:_LONGEST_REASON]
