"""What has not changed since an earlier run is not coded again.

What a file gave is found by all that it depends on: its bytes, name and settings, the codebook,
the options, scapolicy's own code and the libraries that match. So nothing that is found can be
stale. The bytes of a file in a store are not fetched for that, where the store tells of another
hash of them.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from scapolicy.cache import Cache
from scapolicy.coder import Outcome
from scapolicy.contribution import Contribution
from scapolicy.errors import ScapolicyError, StoreError
from scapolicy.own_code import code_hash
from scapolicy.pool import Work
from scapolicy.readers.ahead import ahead
from scapolicy.readers.files import told_by_store
from scapolicy.readers.finding import TranscriptFile
from scapolicy.readers.place import Place, read_place

Engine = Callable[
    [Sequence[TranscriptFile], Callable[[], Work[Outcome[Contribution]]]],
    Iterator[Outcome[Contribution]],
]
"""What works through files: it takes them and what makes the work, and gives the outcomes."""


def cached(
    files: Sequence[TranscriptFile],
    make: Callable[[], Work[Outcome[Contribution]]],
    engine: Engine,
    cache: Cache,
    options: str,
) -> Iterator[Outcome[Contribution]]:
    """The outcomes of files in their order, those of unchanged ones from the cache.

    `options` is all that the outcomes depend on beside the files and scapolicy itself.
    """
    prints = [_print(file, options, cache) for file in ahead(files, _is_read)]
    known = [one.key != "" and cache.has(one.key) for one in prints]
    fresh = engine([file for file, here in zip(files, known, strict=True) if not here], make)
    again: Work[Outcome[Contribution]] | None = None
    for file, made_of, here in zip(files, prints, known, strict=True):
        outcome = cache.get(made_of.key) if here else None
        if outcome is not None:
            cache.reused += 1
        else:
            if here:  # it is damaged, or another run has removed it meanwhile
                again = again or make()
                outcome = again(file)
            else:
                outcome = next(fresh)
            if outcome.result:
                _keep(file, made_of, outcome, options, cache)
        yield outcome


class _Print(NamedTuple):
    """What a file gives is found by `key`, empty where it can't be told before it is read.

    `sha256` is the hash of its bytes; `told` stands for what its store tells of these, empty where
    that does not tell other bytes for sure.
    """

    sha256: str
    key: str
    told: str


def _told(file: TranscriptFile) -> str:
    told = told_by_store(file.path)
    return hashlib.sha256(f"{told} {file.member}".encode()).hexdigest() if told else ""


def _is_read(file: TranscriptFile) -> bool:
    """Whether the bytes of a file are needed to find what it gave."""
    return not _told(file)


def _print(file: TranscriptFile, options: str, cache: Cache) -> _Print:
    if told := _told(file):  # its bytes would have to be fetched
        sha256 = cache.recall(told)
        return _Print(sha256, _key(file, sha256, options) if sha256 else "", told)
    try:
        sha256 = hashlib.sha256(read_place(Place(file.path, file.member))).hexdigest()
    except StoreError:
        raise
    except ScapolicyError:
        return _Print("", "", "")
    return _Print(sha256, _key(file, sha256, options), "")


def _key(file: TranscriptFile, sha256: str, options: str) -> str:
    parts = (code_hash(), options, sha256, file.name, file.tables, file.study)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _keep(
    file: TranscriptFile,
    made_of: _Print,
    outcome: Outcome[Contribution],
    options: str,
    cache: Cache,
) -> None:
    """Keep what a file gave, if it was still the one that was looked at."""
    assert outcome.result is not None
    sha256 = outcome.result.source.sha256
    if made_of.sha256 in ("", sha256) and (made_of.sha256 or made_of.told):
        cache.put(made_of.key or _key(file, sha256, options), outcome)
        if made_of.told and not made_of.sha256:
            cache.remember(made_of.told, sha256)
