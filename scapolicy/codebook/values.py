"""The values of a codebook's mappings, read by the shape that their keys demand.

Every fault in the shape of the file is noted on the way, with its line, and reading goes on with
the best guess at what was meant.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from scapolicy.codebook.keys import Key, Shape
from scapolicy.codebook.schema import ID_PATTERN
from scapolicy.errors import Problem, problem
from scapolicy.matching.fault import RuleFaultError
from scapolicy.records import Reach
from scapolicy.yaml_nodes import Items, Node, Pairs, Scalar, plain_value

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its `path` of keys and numbers, and the `names` to call it by."""

    path: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def down(self, step: object, name: str = "") -> "Place":
        """The place of something inside; without a name it is called as what holds it."""
        names = (*self.names, name) if name else self.names
        return Place((*self.path, str(step)), names)


@dataclass(slots=True)
class Reading:
    """What reading a codebook gave: its faults, and the line in which each thing stands.

    `sets_in_sets` are the sets that other sets hold.
    """

    file: str
    faults: list[Problem] = field(default_factory=list[Problem])
    lines: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])
    sets_in_sets: set[str] = field(default_factory=set[str])

    def fault(self, code: str, line: int, place: Place, **values: object) -> None:
        """Note a fault."""
        where = " > ".join(place.names)
        self.faults.append(problem(code, at=self.file, line=line, place=where, **values))

    def refuse(
        self, code: str, line: int, place: Place, why: RuleFaultError, **values: object
    ) -> None:
        """Note a part of a rule that can't be used."""
        self.fault(code, line, place, reason=why.reason, remedy=why.remedy, **values)

    def line(self, place: Place) -> int:
        """The line in which something stands."""
        return self.lines.get(place.path, 1)

    def mapping(self, node: Node, table: tuple[Key, ...], place: Place) -> dict[str, Node]:
        """The values of a mapping by key; unknown, repeated and missing keys are faults."""
        if not isinstance(node, Pairs):
            what = place.names[-1] if place.names else "the codebook"
            example = "Write `key: value` lines."
            self.fault("C04", node.line, place, key=what, expected="a mapping", example=example)
            return {}
        known = {key.name for key in table}
        seen: set[str] = set()
        values: dict[str, Node] = {}
        for entry, value in node.entries:
            if entry.text not in known:
                import difflib

                close = difflib.get_close_matches(entry.text, sorted(known), n=1)
                hint = f"; did you mean {close[0]!r}?" if close else ""
                listed = ", ".join(each.name for each in table)
                self.fault("C02", entry.line, place, key=entry.text, hint=hint, known=listed)
            elif entry.text in seen:
                self.fault("C05", entry.line, place, key=entry.text)
            empty = isinstance(value, Scalar) and value.tag.endswith(":null")
            if entry.text in known and not empty:
                values.setdefault(entry.text, value)
            seen.add(entry.text)
        for key in table:
            if key.required and key.name not in values:
                why = f"{key.about} For example `{key.example}`."
                self.fault("C03", node.line, place, key=key.name, why=why)
        return values

    def wrong(self, node: Node, key: Key, place: Place) -> None:
        """Note a value of the wrong shape."""
        example = f"For example `{key.example}`."
        self.fault("C04", node.line, place, key=key.name, expected=key.shape.value, example=example)

    def items(
        self, node: Node, key: Key, place: Place, read: Callable[[Node, Place, int], Record]
    ) -> tuple[Record, ...]:
        """The items of a list, each read with its place and number, counted from 1."""
        if isinstance(node, Items) and node.nodes:
            return tuple(read(item, place, number) for number, item in enumerate(node.nodes, 1))
        self.wrong(node, key, place)
        return ()


class Values:
    """The values of one mapping, each read by its key's shape."""

    def __init__(self, reading: Reading, node: Node, table: tuple[Key, ...], place: Place) -> None:
        self.reading, self.node, self.place = reading, node, place
        self.nodes = reading.mapping(node, table, place)
        self._keys = {key.name: key for key in table}

    def text(self, name: str) -> str:
        """A text; empty where it is not given."""
        node = self.nodes.get(name)
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text.strip()
        self.reading.wrong(node, self._keys[name], self.place)
        return ""

    def line(self, name: str) -> str:
        """A text that stands on one line wherever it is shown."""
        return " ".join(self.text(name).split())

    def id(self, default: str) -> str:
        """An id, or what it is called without one."""
        node = self.nodes.get("id")
        if node is None:
            return default
        text = self.text("id")
        if isinstance(node, Scalar) and not re.fullmatch(ID_PATTERN, text):
            self.reading.fault("C07", node.line, self.place, id=text)
        return text or default

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text as a list."""
        node = self.nodes.get(name)
        if node is None:
            return ()
        nodes = node.nodes if isinstance(node, Items) else (node,)
        if not nodes:
            self.reading.wrong(node, self._keys[name], self.place)
        texts: list[str] = []
        path = self.place.down(name).path
        for item in nodes:
            if isinstance(item, Scalar):
                self.reading.lines[(*path, str(len(texts)))] = item.line
                texts.append(item.text)
            else:
                self.reading.wrong(item, self._keys[name], self.place)
        return tuple(texts)

    def choice(self, name: str, options: Mapping[str, Record], default: Record) -> Record:
        """One of some words."""
        node = self.nodes.get(name)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.text.strip().lower() in options:
            return options[node.text.strip().lower()]
        self.reading.wrong(node, self._keys[name], self.place)
        return default

    def share(self, name: str, default: float) -> float:
        """A number from 0 to 1."""
        node = self.nodes.get(name)
        if node is None:
            return default
        try:
            value = float(node.text) if isinstance(node, Scalar) else -1.0
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            self.reading.wrong(node, self._keys[name], self.place)
            return default
        return value

    def patterns(self, name: str) -> tuple[tuple[Mapping[str, object], ...], ...]:
        """Token patterns, as plain values."""
        node = self.nodes.get(name)
        if node is None:
            return ()
        patterns: list[tuple[Mapping[str, object], ...]] = []
        for item in node.nodes if isinstance(node, Items) else ():
            tokens = plain_value(item)
            if isinstance(tokens, list) and tokens and all(isinstance(t, dict) for t in tokens):
                self.reading.lines[self.place.down(name).down(len(patterns)).path] = item.line
                patterns.append(tuple(tokens))
            else:
                self.reading.wrong(item, self._keys[name], self.place)
        if not patterns:
            self.reading.wrong(node, self._keys[name], self.place)
        return tuple(patterns)

    def records(self, name: str, read: Callable[[Node, Place, int], Record]) -> tuple[Record, ...]:
        """The items of a list, each read into a record."""
        node = self.nodes.get(name)
        if node is None:
            return ()
        return self.reading.items(node, self._keys[name], self.place, read)

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        node = self.nodes.get(name)
        if node is None:
            return default
        if isinstance(node, Scalar) and re.fullmatch(r"\d{1,4}", node.text):
            return int(node.text)
        self.reading.wrong(node, self._keys[name], self.place)
        return default

    def within(self, default: int | Reach, reaches: bool) -> int | Reach:  # noqa: FBT001
        """A number of words or, where `reaches`, the name of a stretch of text."""
        node = self.nodes.get("within")
        if node is None:
            return default
        if isinstance(node, Scalar):
            if re.fullmatch(r"\d{1,4}", node.text):
                return int(node.text)
            if reaches and node.text in tuple(Reach):
                return Reach(node.text)
        self.reading.wrong(node, self._keys["within"], self.place)
        return default

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """A mapping from names to lists of texts."""
        node = self.nodes.get(name)
        if not isinstance(node, Pairs):
            if node is not None:
                self.reading.wrong(node, self._keys[name], self.place)
            return {}
        place = self.place.down(name, name)
        table = tuple(
            Key(key.text, Shape.TEXTS, "", f"{key.text}: [one, two]") for key, _ in node.entries
        )
        inner = Values(self.reading, node, table, place)
        for key, _ in node.entries:
            self.reading.lines[place.down(key.text).path] = key.line
        return {key: inner.texts(key) for key in inner.nodes}
