"""Work on many files: in this process or in several, the outcomes in the order of the files.

Files are handed out in batches of about the same number of bytes, and only so many at a time
that what is done waits for nobody: so memory does not grow with the corpus.
"""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.ahead import ahead
from scapolicy.readers.folder import TranscriptFile
from scapolicy.stopping import FROM_TERMINAL

if TYPE_CHECKING:
    from concurrent.futures import Future

Done = TypeVar("Done")
Work = Callable[[TranscriptFile], Done]

# Below this many bytes, starting a second process costs more than it saves (docs/decisions/0006).
PAYS_FROM = 1_000_000
_BATCH_BYTES = 250_000
_AHEAD = 3  # batches for each process
_LOST = "a process of this machine was killed, or ran out of memory"


def work_through(
    files: Sequence[TranscriptFile], make: Callable[[], Work[Done]], jobs: int | None = None
) -> Iterator[Done]:
    """What some work gives for each file, in their order.

    Args:
        files: what to work on.
        make: makes the work, once in every process; it must be picklable.
        jobs: how many processes; None for as many as pay for these files.

    Raises:
        ScapolicyError: one of several processes was lost, with what it was working on.

    """
    jobs = jobs or paying_jobs(files)
    if jobs == 1:
        yield from map(make(), ahead(files))
    else:
        yield from _pooled(list(batches(files)), make, jobs)


def paying_jobs(files: Sequence[TranscriptFile]) -> int:
    """How many processes pay for some files on this machine."""
    if sum(file.size for file in files) < PAYS_FROM:
        return 1
    return min(os.cpu_count() or 1, len(files))


def batches(files: Iterable[TranscriptFile]) -> Iterator[list[TranscriptFile]]:
    """Neighbouring files together, up to a number of bytes; a larger file stands alone."""
    batch: list[TranscriptFile] = []
    room = _BATCH_BYTES
    for file in files:
        size = file.size
        if batch and size > room:
            yield batch
            batch, room = [], _BATCH_BYTES
        batch.append(file)
        room -= size
    if batch:
        yield batch


_make: Callable[[], Work[Any]] | None = None


def _start_worker(make: Callable[[], Work[Any]]) -> None:
    global _make  # noqa: PLW0603  a worker is told once what it is to do
    for sign in FROM_TERMINAL:
        signal.signal(sign, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _make = make


@cache
def _made() -> Work[Any]:
    """The work, made with the first batch, so that what goes wrong with it is told as any fault."""
    assert _make is not None
    work = _make()
    gc.freeze()  # what the codebook was compiled to is no garbage, and need not be looked through
    return work


def _end_with_parent() -> None:
    """A run that is killed can't end its workers: they see to it themselves."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_on(batch: Sequence[TranscriptFile]) -> list[Any]:
    work = _made()
    return [work(file) for file in ahead(batch)]


@contextmanager
def _unheard() -> Iterator[None]:
    """Let what a terminal sends wait while a process is started, which takes over that it waits.

    A terminal sends it to all processes, also to one that has not got so far as to ignore it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, FROM_TERMINAL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pooled(
    parts: Sequence[Sequence[TranscriptFile]], make: Callable[[], Work[Done]], jobs: int
) -> Iterator[Done]:
    import multiprocessing  # these take longer to import than a small study to code
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    others = set(multiprocessing.active_children())
    with _unheard():  # a process that keeps account of semaphores is started with it
        pool = ProcessPoolExecutor(
            min(jobs, len(parts)),
            multiprocessing.get_context("spawn"),
            _start_worker,
            initargs=(make,),
        )
    waiting: deque[Future[list[Any]]] = deque()
    try:
        for part in parts:
            with _unheard():
                waiting.append(pool.submit(_work_on, part))
            if len(waiting) > jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BaseException as error:
        # Nobody wants to wait for a worker in the middle of a long file.
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        if isinstance(error, BrokenProcessPool):
            raise ScapolicyError([problem("K04", reason=_LOST)]) from None
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
