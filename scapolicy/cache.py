"""What sources gave to earlier runs, kept beside the results so that it is not worked out again.

An entry is found by all that it depends on: the file's bytes, name and settings, the codebook,
the options, scapolicy's own code and the libraries that match. So nothing in it can be stale,
and deleting the folder loses nothing but time. It holds passages, as the results do.
"""

import hashlib
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from functools import cache
from importlib import metadata, resources
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scapolicy.coder import Outcome
from scapolicy.contribution import Contribution
from scapolicy.errors import Problem, ScapolicyError, Severity
from scapolicy.pool import Work
from scapolicy.readers.finding import TranscriptFile
from scapolicy.readers.place import Place, read_place
from scapolicy.records import CACHE_FOLDER, Analysed, Language, Level, Valence
from scapolicy.tables.tally import SourceCount

MAX_BYTES = 2_000_000_000
"""The most that a cache holds; what was used longest ago goes first."""

_FILE = "sources.sqlite"
_COMMIT_EVERY = 2.0  # seconds: what a run that is cut off may lose
# What reads and what matches; others do not touch what a source gives.
_LIBRARIES = (
    "ahocorasick-rs",
    "charset-normalizer",
    "google-re2",
    "lxml",
    "openpyxl",
    "py3langid",
    "pypdfium2",
    "python-crfsuite",
    "python-docx",
    "pythainlp",
    "PyYAML",
    "simplemma",
    "spacy",
)
_SCHEMA = """
create table if not exists outcomes (
    key text primary key, used integer not null, size integer not null,
    head text not null, rows blob not null
)
"""


Engine = Callable[
    [Sequence[TranscriptFile], Callable[[], Work[Outcome[Contribution]]]],
    Iterator[Outcome[Contribution]],
]
"""What works through files: it takes them and what makes the work, and gives the outcomes."""


def cached(
    files: Sequence[TranscriptFile],
    make: Callable[[], Work[Outcome[Contribution]]],
    engine: Engine,
    cache: "Cache",
    options: str,
) -> Iterator[Outcome[Contribution]]:
    """The outcomes of files in their order, those of unchanged ones from the cache.

    `options` is all that the outcomes depend on beside the files and scapolicy itself.
    """
    prints = [_fingerprint(file, options) for file in files]
    known = [key is not None and cache.has(key) for _, key in prints]
    fresh = engine([file for file, here in zip(files, known, strict=True) if not here], make)
    again: Work[Outcome[Contribution]] | None = None
    for file, (sha256, key), here in zip(files, prints, known, strict=True):
        outcome = cache.get(key) if here and key else None
        if outcome is None and here:  # another run has removed it meanwhile
            again = again or make()
            outcome = again(file)
        elif outcome is None:
            outcome = next(fresh)
            if key and outcome.result and outcome.result.source.sha256 == sha256:
                cache.put(key, outcome)
        else:
            cache.reused += 1
        yield outcome


def _fingerprint(file: TranscriptFile, options: str) -> tuple[str, str | None]:
    """The hash of a file's bytes, and the key of what it gives; None where it can't be read."""
    try:
        sha256 = hashlib.sha256(read_place(Place(file.path, file.member))).hexdigest()
    except ScapolicyError:
        return "", None
    parts = (code_hash(), options, sha256, file.name, file.tables, file.study)
    return sha256, hashlib.sha256(repr(parts).encode()).hexdigest()


class Cache:
    """Outcomes of sources by key, in a file that two runs may use at once.

    Where the file can't be used, nothing is found and nothing is kept; `fault` says why. `reused`
    is the number of outcomes that were found.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is the results folder."""
        self._folder = folder / CACHE_FOLDER
        self._base: sqlite3.Connection | None = None
        self._committed = time.monotonic()
        self.fault = ""
        self.reused = 0

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._base = self._open()
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)
        return self

    def _open(self) -> sqlite3.Connection:
        path = self._folder / _FILE
        try:
            return self._connected(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            path.unlink()  # it is damaged, and nothing in it is needed
            return self._connected(path)

    def _connected(self, path: Path) -> sqlite3.Connection:
        base = sqlite3.connect(path, timeout=10)
        base.execute(
            "pragma page_size = 32768"
        )  # an entry is as large as its transcript, or larger
        base.execute("pragma auto_vacuum = full")
        base.execute(_SCHEMA)
        base.commit()
        return base

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._forget_oldest()
                self._base.commit()
            self._base.close()

    def has(self, key: str) -> bool:
        """Whether something is kept under a key."""
        if self._base is None:
            return False
        try:
            found = self._base.execute("select 1 from outcomes where key = ?", [key]).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return False
        return found is not None

    def get(self, key: str) -> Outcome[Contribution] | None:
        """What is kept under a key; None where there is nothing, or nothing that can be read."""
        if self._base is None:
            return None
        try:
            found = "select head, rows from outcomes where key = ?"
            row = self._base.execute(found, [key]).fetchone()
            if row is None:
                return None
            outcome = unpacked(*row)
            self._base.execute("update outcomes set used = ? where key = ?", [_now(), key])
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            if isinstance(error, sqlite3.Error):
                self._give_up(error)
            return None
        return outcome

    def put(self, key: str, outcome: Outcome[Contribution]) -> None:
        """Keep an outcome."""
        if self._base is None:
            return
        head, rows = packed(outcome)
        row = [key, _now(), len(head) + len(rows), head, rows]
        try:
            self._base.execute("insert or replace into outcomes values (?, ?, ?, ?, ?)", row)
            if time.monotonic() - self._committed > _COMMIT_EVERY:
                self._base.commit()
                self._committed = time.monotonic()
        except sqlite3.Error as error:
            self._give_up(error)

    def _forget_oldest(self) -> None:
        assert self._base is not None
        held = self._base.execute("select coalesce(sum(size), 0) from outcomes").fetchone()[0]
        rows = self._base.execute("select key, size from outcomes order by used, key").fetchall()
        for key, size in rows:
            if held <= MAX_BYTES:
                break
            self._base.execute("delete from outcomes where key = ?", [key])
            held -= size

    def _give_up(self, error: Exception) -> None:
        self.fault = str(error)
        if self._base is not None:
            self._base.close()
            self._base = None


def _now() -> int:
    return int(time.time())


@cache
def code_hash() -> str:
    """The hash of scapolicy's own code and data, and of the versions of what it matches with."""
    found = hashlib.sha256()
    root = resources.files("scapolicy")
    assert isinstance(root, Path)
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".yaml") and "codebooks" not in path.parts:
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            found.update(f"{name} {metadata.version(name)}\n".encode())
    return found.hexdigest()


def packed(outcome: Outcome[Contribution]) -> tuple[str, bytes]:
    """An outcome as JSON, and apart from it the lines of CSV, of which it says how long each is."""
    given = outcome.result
    lines: list[bytes] = []
    tree: dict[str, Any] = {
        "notices": [asdict(one) for one in outcome.notices],
        "left_out": [asdict(one) for one in outcome.left_out],
    }
    if given is not None:
        count = given.count
        tree["source"] = {one.name: getattr(given.source, one.name) for one in fields(Analysed)}
        tree["source"]["attributes"] = dict(given.source.attributes)
        tree["source"]["language"] = asdict(given.source.language)
        tree["count"] = {
            "words": count.words,
            "segments": count.segments,
            "codings": count.codings,
            "matches": dict(count.matches),
            "tallies": {
                level.value: {
                    key: {way.value: n for way, n in ways.items()} for key, ways in tallies.items()
                }
                for level, tallies in count.tallies.items()
            },
        }
        tree["passages"] = [key for key, _ in given.passages]
        lines = [given.codings, given.matches, *(rows for _, rows in given.passages)]
        tree["lengths"] = list(map(len, lines))
    head = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return head, b"".join(lines)


def unpacked(head: str, rows: bytes) -> Outcome[Contribution]:
    """The outcome that was packed.

    Raises:
        KeyError, TypeError, ValueError: it is something else.

    """
    tree = json.loads(head)
    notices = tuple(_problem(one) for one in tree["notices"])
    left_out = tuple(_problem(one) for one in tree["left_out"])
    if "source" not in tree:
        return Outcome(None, notices, left_out)
    about = tree["source"]
    source = Analysed(
        **{
            **about,
            "asked": tuple(about["asked"]),
            "language": Language(**about["language"]),
        }
    )
    ends = list(accumulate(tree["lengths"]))
    codings, matches, *passages = [
        rows[end - length : end] for length, end in zip(tree["lengths"], ends, strict=True)
    ]
    if ends[-1] != len(rows):
        raise ValueError("lines are missing")
    keys = map(str, tree["passages"])
    given = Contribution(
        source, _count(tree["count"]), codings, matches, tuple(zip(keys, passages, strict=True))
    )
    return Outcome(given, notices, left_out)


def _count(tree: Mapping[str, Any]) -> SourceCount:
    tallies = {
        Level(level): {
            key: Counter({Valence(way): int(n) for way, n in ways.items()})
            for key, ways in keys.items()
        }
        for level, keys in tree["tallies"].items()
    }
    return SourceCount(
        tree["words"], tree["segments"], tree["codings"], tallies, Counter(tree["matches"])
    )


def _problem(tree: Mapping[str, Any]) -> Problem:
    return Problem(**{**tree, "severity": Severity(tree["severity"])})
