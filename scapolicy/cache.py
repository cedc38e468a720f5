"""What sources gave to earlier runs, kept in a file beside the results.

Deleting it loses nothing but time. It holds passages, as the results do.
"""

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from scapolicy.coder import Outcome
from scapolicy.contribution import Contribution
from scapolicy.packed import packed, unpacked
from scapolicy.records import CACHE_FOLDER

MAX_BYTES = 2_000_000_000
"""The most that a cache holds; what was used longest ago goes first."""
LARGEST = 100_000_000
"""The most bytes that one source's entry has: to keep and read more is no saving."""

_FILE = "sources.sqlite"
_WRITE_EVERY = 2.0  # seconds: what a run that is cut off may lose
_WRITE_FROM = 8_000_000  # bytes
_SEAL = 32  # bytes of a hash
_SCHEMA = """
create table if not exists outcomes (
    key text primary key, used integer not null, size integer not null,
    head blob not null, rows blob not null
)
"""


class Cache:
    """Outcomes of sources by key, in a file that two runs may use at once.

    Where the file can't be used, nothing is found and nothing is kept; `fault` says why. `reused`
    is the number of outcomes that were found.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is the results folder."""
        self._folder = folder / CACHE_FOLDER
        self._base: sqlite3.Connection | None = None
        self._written = time.monotonic()
        self._waiting: list[tuple[str, int, int, bytes, bytes]] = []
        self._used: list[tuple[int, str]] = []
        self._is_new = False
        self.fault = ""
        self.reused = 0

    def __enter__(self) -> Self:
        self._is_new = not self._folder.exists()
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
        # An entry is as large as its transcript, or larger.
        base.execute("pragma page_size = 32768")
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
                self._write()
            keeps = self._keeps_anything()
            self._base.close()
            if self._is_new and not keeps:
                with suppress(OSError):
                    (self._folder / _FILE).unlink()
                    self._folder.rmdir()

    def _keeps_anything(self) -> bool:
        assert self._base is not None
        try:
            return self._base.execute("select 1 from outcomes limit 1").fetchone() is not None
        except sqlite3.Error:
            return True

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
        kept = self._kept(key)
        try:
            return unpacked(*kept) if kept else None
        except (ValueError, TypeError, KeyError):
            return None

    def recall(self, told: str) -> str:
        """The hash that is remembered of a file's bytes; empty where none is."""
        kept = self._kept(told)
        return kept[0] if kept else ""

    def _kept(self, key: str) -> tuple[str, bytes] | None:
        """Head and rows as they were put under a key; None where a byte of them is another now."""
        if self._base is None:
            return None
        try:
            found = "select head, rows from outcomes where key = ?"
            row = self._base.execute(found, [key]).fetchone()
            self._used.append((_now(), key))
            self._write_now_and_then()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        if row is None or not all(isinstance(part, bytes) for part in row):
            return None
        sealed, rows = row
        seal, head = sealed[:_SEAL], sealed[_SEAL:]
        return (head.decode(), rows) if seal == _seal(key, head, rows) else None

    def remember(self, told: str, sha256: str) -> None:
        """Remember the hash of the bytes of which a store told something."""
        self._put(told, sha256, [])

    def put(self, key: str, outcome: Outcome[Contribution]) -> None:
        """Keep an outcome, unless it is too large."""
        self._put(key, *packed(outcome))

    def _put(self, key: str, head: str, lines: Sequence[bytes]) -> None:
        data = head.encode()
        if self._base is None or len(data) + sum(map(len, lines)) > LARGEST:
            return
        rows = b"".join(lines)
        sealed = _seal(key, data, rows) + data
        self._waiting.append((key, _now(), len(data) + len(rows), sealed, rows))
        try:
            self._write_now_and_then()
        except sqlite3.Error as error:
            self._give_up(error)

    def _write_now_and_then(self) -> None:
        full = sum(size for _, _, size, _, _ in self._waiting) > _WRITE_FROM
        if full or time.monotonic() - self._written > _WRITE_EVERY:
            self._write()

    def _write(self) -> None:
        """Write at once what was gathered: who writes keeps others out, but for a moment only."""
        assert self._base is not None
        self._base.executemany("update outcomes set used = ? where key = ?", self._used)
        entries = "insert or replace into outcomes values (?, ?, ?, ?, ?)"
        self._base.executemany(entries, self._waiting)
        self._forget_oldest()
        self._base.commit()
        self._used.clear()
        self._waiting.clear()
        self._written = time.monotonic()

    def _forget_oldest(self) -> None:
        assert self._base is not None
        held = self._base.execute("select coalesce(sum(size), 0) from outcomes").fetchone()[0]
        if held <= MAX_BYTES:
            return
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


def _seal(key: str, head: bytes, rows: bytes) -> bytes:
    """What stands before an entry's head, as SQLite does not see whether a byte was changed."""
    found = hashlib.sha256(f"{key} {len(head)} ".encode())
    found.update(head)
    found.update(rows)
    return found.digest()


def _now() -> int:
    return int(time.time())
