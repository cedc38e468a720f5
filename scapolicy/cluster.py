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
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from typing import Any, Generic
from uuid import uuid4

from scapolicy.errors import ScapolicyError, problem
from scapolicy.own_code import code_hash
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
        ScapolicyError: there is no scheduler or no worker, a worker has another scapolicy, a batch
            was lost with every worker that tried it, or the scheduler was.

    """
    try:
        dask: Any = import_module("distributed")
        lost: Any = import_module("distributed.comm")
    except ImportError:
        raise ScapolicyError([problem("K02")]) from None
    address = address.strip().rstrip("/")
    with _quiet(), _client(dask, address) as client:
        _check_workers(client, address)
        parts = batches([replace(file, path=absolute(file.path)) for file in files])
        shared = _Shared(uuid4().hex, code_hash(), address, make)
        try:
            yield from _in_order(client, list(parts), shared)
        except (ImportError, AttributeError):  # a worker that came later has no such function
            _check_workers(client, address)
            raise
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


def _client(dask: Any, address: str) -> Any:
    """A client of the scheduler at an address, which connects to it."""
    try:
        asyncio.run(asyncio.wait_for(_reach(address), _PATIENCE))
        return dask.Client(address, timeout=_PATIENCE, set_as_default=False)
    except Exception as error:  # noqa: BLE001  each kind of address fails in a way of its own
        reason = str(error) or "nothing answers as a scheduler does"
        raise ScapolicyError([problem("K01", address=address, reason=reason)]) from None


async def _reach(address: str) -> None:
    """See that somebody answers: a client that finds nobody complains long after."""
    comm: Any = import_module("distributed.comm")
    line = await comm.connect(address, timeout=_PATIENCE)
    await line.close()


def _check_workers(client: Any, address: str) -> None:
    """See that there are workers, and that all of them run the code that runs here."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise ScapolicyError([problem("K18", address=address, seconds=_PATIENCE)]) from None
    try:
        hashes = set(client.run(code_hash).values())
    except ImportError:
        hashes = {""}
    if hashes != {code_hash()}:
        raise ScapolicyError([problem("K03", address=address)])


def _in_order(
    client: Any, parts: Sequence[Sequence[TranscriptFile]], shared: "_Shared[Done]"
) -> Iterator[Done]:
    # It is a result as any other: should all workers that hold it be lost, it is made again.
    sent = client.submit(_itself, shared, pure=False)
    threads = max(1, sum(client.nthreads().values()))
    waiting: deque[Any] = deque()
    for part in parts:
        waiting.append(client.submit(_work_on, sent, list(part), pure=False))
        if len(waiting) > threads * _AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class _Shared(Generic[Done]):
    """What makes the work of a run, and the hash of the code that is to do it."""

    run: str
    code: str
    address: str
    make: Callable[[], Work[Done]] = field(compare=False)


def _itself(shared: _Shared[Done]) -> _Shared[Done]:
    return shared


@lru_cache(maxsize=1)
def _made(shared: _Shared[Done]) -> Work[Done]:
    """The work, made once on every worker, which may have come after the others were checked."""
    if code_hash() != shared.code:
        raise ScapolicyError([problem("K03", address=shared.address)])
    return shared.make()


def _work_on(shared: _Shared[Done], part: Sequence[TranscriptFile]) -> list[Done]:
    work = _made(shared)
    return [work(file) for file in ahead(part)]
