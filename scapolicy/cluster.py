"""Work on many files on a Dask cluster, the outcomes in the order of the files.

The workers read the files themselves, from a file system or store that they share, and send back
what each source gives; a batch whose worker dies is done again by another.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Any

from scapolicy.cache import code_hash
from scapolicy.errors import ScapolicyError, problem
from scapolicy.pool import Done, Work, batches
from scapolicy.readers.ahead import ahead
from scapolicy.readers.files import absolute
from scapolicy.readers.folder import TranscriptFile

_PATIENCE = 20  # seconds until a scheduler that does not answer is taken to be away
_AHEAD = 4  # batches for each of the cluster's threads


def work_on_cluster(
    files: Sequence[TranscriptFile], make: Callable[[], Work[Done]], address: str
) -> Iterator[Done]:
    """What some work gives for each file, in their order.

    Args:
        files: what to work on; every worker must find them under the same absolute paths or
            addresses.
        make: makes the work, once on every worker; it must be picklable.
        address: of the scheduler, as `tcp://10.0.0.1:8786`.

    Raises:
        ScapolicyError: there is no scheduler, its workers have another scapolicy, a batch was
            lost with every worker that tried it, or the scheduler was.

    """
    try:
        dask: Any = import_module("distributed")
        lost: Any = import_module("distributed.comm")
    except ImportError:
        raise ScapolicyError([problem("K02")]) from None
    try:
        asyncio.run(_reach(address))  # a client that can't complains long after
        client: Any = dask.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ScapolicyError([problem("K01", address=address, reason=error)]) from None
    with _quiet(), client:
        _check_workers(client, address)
        parts = batches([replace(file, path=absolute(file.path)) for file in files])
        try:
            yield from _in_order(client, list(parts), make)
        except dask.KilledWorker as error:
            raise ScapolicyError([problem("K04", reason=error)]) from None
        except (CancelledError, lost.CommClosedError):
            raise ScapolicyError([problem("K16", address=address)]) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask's client logs tracebacks of what is told in one line here."""
    logger = logging.getLogger("distributed.client")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


async def _reach(address: str) -> None:
    comm: Any = import_module("distributed.comm")
    line = await comm.connect(address, timeout=_PATIENCE)
    await line.close()


def _check_workers(client: Any, address: str) -> None:
    try:
        hashes = set(client.run(code_hash).values())
    except ImportError:
        hashes = {""}
    if not hashes:
        client.wait_for_workers(1, timeout=_PATIENCE)
        hashes = set(client.run(code_hash).values())
    if hashes != {code_hash()}:
        raise ScapolicyError([problem("K03", address=address)])


def _in_order(
    client: Any, parts: Sequence[Sequence[TranscriptFile]], make: Callable[[], Work[Done]]
) -> Iterator[Done]:
    shared = client.scatter(_Shared(make), broadcast=True, hash=False)
    threads = max(1, sum(client.nthreads().values()))
    waiting: deque[Any] = deque()
    for part in parts:
        waiting.append(client.submit(_work_on, shared, list(part), pure=False))
        if len(waiting) > threads * _AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


class _Shared:
    """What makes the work, sent to every worker once; the work is made there, once."""

    def __init__(self, make: Callable[[], Work[Any]]) -> None:
        self._make = make

    @lru_cache(maxsize=1)  # noqa: B019  lives as long as the worker keeps this
    def work(self) -> Work[Any]:
        """The work."""
        return self._make()


def _work_on(shared: _Shared, part: Sequence[TranscriptFile]) -> list[Any]:
    work = shared.work()
    return [work(file) for file in ahead(part)]
