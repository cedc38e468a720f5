"""Addresses of files that lie in a store, as `s3://bucket/talks`, and how they are shown.

Nothing here contacts a store.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from scapolicy.errors import ScapolicyError, problem

# Two letters at least: one is a drive of Windows. A path has lost one of the two slashes.
_BEGIN = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+):(?:(:)|(/+))")
_QUERY = re.compile(r"\?([^?/]*=.*)", re.DOTALL)
_ROOTED = ("file", "local")  # what follows these is a path that begins with a slash
_WEB = ("http", "https")


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A file or folder in a store.

    `base` is the address that was given, or the folder of it, secrets and all, without `query`,
    which is what follows its `?`. `below` is the path of what was found below it, with `/`.

    The rest was told by the store: the size in bytes (None where it tells none), a `stamp` that
    is another where the bytes are others, at least if they were written at another time; `sure`
    is true where it is another in any case. `link` is true of what is no file itself. `fetched`
    gives the bytes, where they are being fetched already.
    """

    base: str
    below: str = ""
    query: str = ""
    size: int | None = field(default=None, compare=False)
    stamp: str = field(default="", compare=False)
    sure: bool = field(default=False, compare=False)
    link: bool = field(default=False, compare=False)
    fetched: Callable[[], bytes] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """The address without its secrets: passwords, and what follows its `?`."""
        scheme, rest = self.base.split("://", 1)
        host, slash, path = rest.partition("/")
        user, at, own = host.rpartition("@")
        if at and (":" in user or self.is_web):  # abfs:// has a container's name there
            host = own
        return _joined(f"{scheme}://{host}{slash}{path}", self.below)

    __repr__ = __str__

    @property
    def url(self) -> str:
        """The whole address, secrets and all."""
        return _joined(self.base, self.below) + (f"?{self.query}" if self.query else "")

    @property
    def scheme(self) -> str:
        """What stands before `://`."""
        return self.base.partition("://")[0]

    @property
    def is_web(self) -> bool:
        """Whether it is one of the web, which has files but no folders."""
        return self.scheme in _WEB

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the folders and of the file that lead to it."""
        path = _joined(self.base, self.below).partition("://")[2]
        return tuple(part for part in path.split("/") if part)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.parts[-1] if self.parts else ""

    @property
    def suffix(self) -> str:
        """The suffix of the file's name."""
        return PurePosixPath(self.name).suffix

    @property
    def parent(self) -> "Address":
        """The folder that it lies in."""
        scheme, path = _joined(self.base, self.below).split("://", 1)
        folder, slash, _ = path.rpartition("/")
        return Address(f"{scheme}://{folder or slash}")

    def child(self, below: str) -> "Address":
        """What lies below it."""
        return Address(_joined(self.base, self.below), below)


def _joined(base: str, below: str) -> str:
    if not below:
        return base
    return base + below if base.endswith("/") else f"{base}/{below}"


def is_address(path: str | Path | Address) -> bool:
    """Whether a path is an address, and not one of a file that lies here under such a name.

    >>> is_address("s3://bucket/talks"), is_address("C:/talks"), is_address("talks/a.md")
    (True, False, False)
    """
    if isinstance(path, Address):
        return True
    text = str(path)
    begin = _BEGIN.match(text)
    return begin is not None and not os.path.lexists(text) and not os.path.lexists(f"{begin[1]}:")


def parse_address(text: str) -> Address:
    """An address as it was given.

    >>> parse_address("https://user:word@example.org/talks/?key=secret")
    https://example.org/talks

    Raises:
        ScapolicyError: it leads through another, or nowhere.

    """
    begin = _BEGIN.match(text)
    assert begin is not None
    scheme = begin[1].lower()
    if "::" in text:
        raise ScapolicyError([problem("K11", at=_without_secrets(text), scheme=f"{begin[1]}::")])
    slashes, rest = begin[3], text[begin.end() :]
    rest = slashes[2:] + rest
    if scheme in _ROOTED and not rest.startswith("/"):
        if not rest:
            raise ScapolicyError([problem("K19", at=text)])
        rest = f"/{rest}"
    path, query = rest, ""
    if found := _QUERY.search(rest):
        path, query = rest[: found.start()], found[1]
    return Address(f"{scheme}://{path.rstrip('/') or path[:1]}", query=query)


def _without_secrets(text: str) -> str:
    """An address of which nothing else is known, for messages.

    >>> _without_secrets("simplecache::sftp://me:word@host/a?b=c")
    'simplecache::sftp://host/a'
    """
    return _QUERY.sub("", re.sub(r"//[^/@]*@", "//", text))


def located(path: str | Path | Address) -> Path | Address:
    """Where something lies that was given as a path or an address.

    Raises:
        ScapolicyError: it is an address that leads through another, or nowhere.

    """
    if isinstance(path, Address):
        return path
    return parse_address(str(path)) if is_address(path) else Path(path)


def require_local(*paths: str | Path, code: str = "K13") -> None:
    """Refuse addresses, where only files of this machine will do.

    Raises:
        ScapolicyError: with every address among the paths.

    """
    faults = [problem(code, at=str(located(path))) for path in paths if is_address(path)]
    if faults:
        raise ScapolicyError(faults)
