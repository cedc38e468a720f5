"""A value in JSON and its place, so that what is not as it should be is told with it."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_HALVES = re.compile(r"[\ud800-\udfff]")
_DURATION = re.compile(r"(-?\d{1,12}(?:\.\d{1,30})?(?:[eE]-\d{1,2})?)s?")
_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2}):(\d{1,2})[.,](\d{1,9})")


class OddError(Exception):
    """A value that isn't what it should be, with its place."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value in the JSON and where it stands; one that is absent is None."""

    value: Any
    place: str = ""

    def __getitem__(self, key: str) -> "Node":
        if self.value is None:
            return Node(None, self.place)
        if not isinstance(self.value, dict):
            raise OddError(self.place or "its outermost value")
        return Node(self.value.get(key), f"{self.place}.{key}" if self.place else key)

    def __iter__(self) -> Iterator["Node"]:
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise OddError(self.place)
        for at, value in enumerate(self.value):
            yield Node(value, f"{self.place}[{at}]")

    def has(self, *keys: str) -> bool:
        """Whether it holds all of the keys."""
        return isinstance(self.value, dict) and all(key in self.value for key in keys)

    def must(self, key: str) -> "Node":
        """What stands under a key without which the rest means nothing."""
        found = self[key]
        if found.value is None:
            raise OddError(found.place)
        return found

    def first(self) -> "Node":
        """The first of a list; absent where the list is."""
        return next(iter(self), Node(None, self.place))

    def either(self, *keys: str) -> "Node":
        """The first of these that is there."""
        found = (self[key] for key in keys)
        return next((one for one in found if one.value is not None), Node(None, self.place))

    def text(self) -> str:
        """A text without what isn't printed."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise OddError(self.place)
        return " ".join(self._printed(value).split())

    def raw(self) -> str:
        """A text with the spaces around it."""
        return self._printed(self.value) if isinstance(self.value, str) else self.text()

    @staticmethod
    def _printed(value: str) -> str:
        return _HALVES.sub("\ufffd", _UNPRINTED.sub(" ", value))

    def seconds(self) -> float | None:
        """A time: a number, perhaps as a text, or seconds and nanoseconds."""
        value = self.value
        if value is None:
            return None
        if isinstance(value, dict):
            nanos = self["nanos"].seconds() or 0.0
            return (self["seconds"].seconds() or 0.0) + nanos / 1e9
        if isinstance(value, str) and (found := _DURATION.fullmatch(value.strip())):
            return float(found[1])
        if isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
            hours, minutes, seconds = (int(part) for part in clock.groups()[:3])
            return 3600 * hours + 60 * minutes + float(f"{seconds}.{clock[4]}")
        # An int too large for a float is no time either.
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not abs(value) < 1e12 or math.isnan(value):  # noqa: PLR2004
            raise OddError(self.place)
        return float(value)
