"""Files of stores, fetched while those before them are worked on.

A store answers after a while, and many files could be asked for meanwhile. Few are held at a time,
so that memory does not grow with the corpus; files of this machine are left as they are.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from scapolicy.readers import store
from scapolicy.readers.address import Address
from scapolicy.readers.finding import TranscriptFile
from scapolicy.readers.place import MAX_MEGABYTES

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_AT_ONCE = 16  # files
_HELD = 8_000_000  # bytes; a larger file is fetched by itself


def ahead(
    files: Iterable[TranscriptFile], wanted: Callable[[TranscriptFile], bool] | None = None
) -> Iterator[TranscriptFile]:
    """The files in their order; those of stores with their bytes, or with these on their way.

    `wanted` says of which files the bytes will be asked for, if not of all.
    """
    waiting: deque[_Fetch] = deque()
    held = 0
    try:
        for file in files:
            size = _size(file) if wanted is None or wanted(file) else None
            while waiting and (len(waiting) >= _AT_ONCE or held + (size or 0) > _HELD):
                held -= waiting[0].size
                yield waiting.popleft().file
            waiting.append(_Fetch(file, 0) if size is None else _begun(file, size))
            held += waiting[-1].size
        while waiting:
            yield waiting.popleft().file
    finally:
        for one in waiting:
            if one.future is not None:
                one.future.cancel()


class _Fetch(NamedTuple):
    """A file, and how many of its bytes are held, or on their way."""

    file: TranscriptFile
    size: int
    future: "Future[bytes] | None" = None


def _size(file: TranscriptFile) -> int | None:
    """The bytes that will be held of a file; None for one that is not fetched ahead.

    An archive of many is not: it would be, once for each of them. A file whose size nobody knows
    may have any.
    """
    path = file.path
    if not isinstance(path, Address) or file.member or path.link:
        return None
    size = _HELD if path.size is None else path.size
    return size if size <= MAX_MEGABYTES * 10**6 else None


def _begun(file: TranscriptFile, size: int) -> _Fetch:
    assert isinstance(file.path, Address)
    future = _threads().submit(store.read, file.path, MAX_MEGABYTES * 10**6)
    return _Fetch(replace(file, path=replace(file.path, fetched=future.result)), size, future)


@cache  # a store's connections are kept by its threads
def _threads() -> "ThreadPoolExecutor":
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(_AT_ONCE, "scapolicy-fetch")
