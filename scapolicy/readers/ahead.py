"""Files of stores, fetched while those before them are worked on.

A store answers after a while, and many files could be asked for meanwhile. Few are held at a time,
so that memory does not grow with the corpus; files of this machine are left as they are.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from scapolicy.readers import store
from scapolicy.readers.address import Address
from scapolicy.readers.finding import TranscriptFile
from scapolicy.readers.place import MAX_MEGABYTES

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_AT_ONCE = 16  # files
_HELD = 8_000_000  # bytes; a larger file is fetched by itself


def ahead(files: Iterable[TranscriptFile]) -> Iterator[TranscriptFile]:
    """The files in their order; those of stores with their bytes, or on their way."""
    waiting: deque[tuple[TranscriptFile, int, Future[bytes] | None]] = deque()
    held = 0
    coming = iter(files)
    after = next(coming, None)
    try:
        while waiting or after is not None:
            while after is not None and not (waiting and _is_full(len(waiting), held, after)):
                file, future = _begun(after)
                size = _size(after)
                waiting.append((file, size, future))
                held += size
                after = next(coming, None)
            file, size, _ = waiting.popleft()
            yield file
            held -= size
    finally:
        for _, _, future in waiting:
            if future is not None:
                future.cancel()


def _is_full(number: int, held: int, after: TranscriptFile) -> bool:
    return number >= _AT_ONCE or held + _size(after) > _HELD


def _size(file: TranscriptFile) -> int:
    """The bytes that will be held of a file; one whose size nobody knows may have any."""
    if not _is_fetched(file):
        return 0
    assert isinstance(file.path, Address)
    return _HELD if file.path.size is None else file.path.size


def _is_fetched(file: TranscriptFile) -> bool:
    """Whether a file is fetched ahead; an archive of many is not, once for each of them."""
    path = file.path
    if not isinstance(path, Address) or file.member or path.link:
        return False
    return (path.size or 0) <= MAX_MEGABYTES * 10**6


def _begun(file: TranscriptFile) -> "tuple[TranscriptFile, Future[bytes] | None]":
    if not _is_fetched(file) or not isinstance(file.path, Address):
        return file, None
    future = _threads().submit(store.read, file.path, MAX_MEGABYTES * 10**6)
    return replace(file, path=replace(file.path, fetched=future.result)), future


@cache  # a store's connections are kept by its threads
def _threads() -> "ThreadPoolExecutor":
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(_AT_ONCE, "scapolicy-fetch")
