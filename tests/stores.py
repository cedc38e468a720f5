"""Stores that tests read from, without a network: fsspec's memory, and one that can fail."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem


class Shop(MemoryFileSystem):
    """Files in memory under `shop://`; what is told of them, and what fails, a test sets."""

    protocol = "shop"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    fetched: ClassVar[Counter[str]] = Counter()
    fails: ClassVar[dict[str, Exception]] = {}
    tells: ClassVar[dict[str, dict[str, Any]]] = {}
    etags: ClassVar[str] = "{}"

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        stripped = "/" + path.removeprefix("shop://").strip("/")
        return "" if stripped == "/" else stripped

    def info(self, path: str, **options: Any) -> dict[str, Any]:
        path = self._strip_protocol(path)
        if path in self.fails and path not in self.store:
            raise self.fails[path]
        return self._told(super().info(path, **options))

    def find(self, path: str, **options: Any) -> dict[str, Any]:
        found = super().find(path, **options)
        return {name: self._told(info) for name, info in found.items()} | self.tells.get(path, {})

    def _told(self, info: dict[str, Any]) -> dict[str, Any]:
        name = info["name"]
        told = {key: value for key, value in info.items() if key != "created"}
        if self.etags and info["type"] == "file":
            data = self.store[name].getvalue()
            told["ETag"] = self.etags.format(hashlib.md5(data).hexdigest())
        return {**told, **self.tells.get(name, {})}

    def cat_file(
        self, path: str, start: int | None = None, end: int | None = None, **_: Any
    ) -> Any:
        path = self._strip_protocol(path)
        self.fetched[path] += 1
        if path in self.fails:
            raise self.fails[path]
        return super().cat_file(path, start=start, end=end)

    def put_folder(self, folder: Path, root: str) -> str:
        """Copy a folder of this machine under an address, which is returned."""
        for path in folder.rglob("*"):
            if path.is_file():
                self.pipe_file(f"{root}/{path.relative_to(folder).as_posix()}", path.read_bytes())
        return f"shop://{root}"


@pytest.fixture
def shop() -> Iterator[Shop]:
    """An empty shop."""
    fsspec.register_implementation("shop", Shop, clobber=True)
    for held in (Shop.store, Shop.fetched, Shop.fails, Shop.tells):
        held.clear()
    Shop.etags = '"{}"'
    yield Shop()
    Shop.clear_instance_cache()


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    """What lies under `memory://`: nothing."""
    system = MemoryFileSystem()
    system.store.clear()
    yield system
    system.store.clear()
