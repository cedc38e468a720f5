"""A codebook's tree → records; every fault in the shape of the file is noted on the way.

Reading goes on past a fault with the best guess at what was meant, so that what comes after it is
checked too. A codebook read with faults is for checking only, never for coding.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from scapolicy.codebook import keys
from scapolicy.codebook.keys import Key
from scapolicy.codebook.schema import ID_PATTERN
from scapolicy.errors import Problem, problem
from scapolicy.matching.fault import RuleFaultError
from scapolicy.records import Category, Code, Codebook, FindingRule, Guide, Rule, Valence
from scapolicy.yaml_nodes import Items, Node, Pairs, Scalar, plain_value

_Record = TypeVar("_Record")
_OPPOSITE = {Valence.FACILITATOR: Valence.BARRIER, Valence.BARRIER: Valence.FACILITATOR}


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
    """What reading a codebook gave: its faults, and the line in which each thing stands."""

    file: str
    faults: list[Problem] = field(default_factory=list[Problem])
    lines: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])

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
        values: dict[str, Node] = {}
        for entry, value in node.entries:
            if entry.text not in known:
                close = difflib.get_close_matches(entry.text, sorted(known), n=1)
                hint = f"; did you mean {close[0]!r}?" if close else ""
                listed = ", ".join(each.name for each in table)
                self.fault("C02", entry.line, place, key=entry.text, hint=hint, known=listed)
            elif entry.text in values:
                self.fault("C05", entry.line, place, key=entry.text)
            elif not (isinstance(value, Scalar) and value.tag.endswith(":null")):
                values[entry.text] = value
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
        self, node: Node, key: Key, place: Place, read: Callable[[Node, Place, int], _Record]
    ) -> tuple[_Record, ...]:
        """The items of a list, each read with its place and number, counted from 1."""
        if isinstance(node, Items) and node.nodes:
            return tuple(read(item, place, number) for number, item in enumerate(node.nodes, 1))
        self.wrong(node, key, place)
        return ()


class _Values:
    """The values of one mapping, each read by its key's shape."""

    def __init__(self, reading: Reading, node: Node, table: tuple[Key, ...], place: Place) -> None:
        self.reading, self.node, self.place = reading, node, place
        self.nodes = reading.mapping(node, table, place)
        self._keys = {key.name: key for key in table}

    def text(self, name: str) -> str:
        node = self.nodes.get(name)
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text.strip()
        self.reading.wrong(node, self._keys[name], self.place)
        return ""

    def id(self, default: str) -> str:
        node = self.nodes.get("id")
        if node is None:
            return default
        text = self.text("id")
        if isinstance(node, Scalar) and not re.fullmatch(ID_PATTERN, text):
            self.reading.fault("C07", node.line, self.place, id=text)
        return text or default

    def texts(self, name: str) -> tuple[str, ...]:
        node = self.nodes.get(name)
        if node is None:
            return ()
        nodes = node.nodes if isinstance(node, Items) else (node,)
        if not nodes:
            self.reading.wrong(node, self._keys[name], self.place)
        texts: list[str] = []
        for item in nodes:
            if isinstance(item, Scalar):
                self.reading.lines[self.place.down(name).down(len(texts)).path] = item.line
                texts.append(item.text)
            else:
                self.reading.wrong(item, self._keys[name], self.place)
        return tuple(texts)

    def choice(self, name: str, options: Mapping[str, _Record], default: _Record) -> _Record:
        node = self.nodes.get(name)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.text.strip().lower() in options:
            return options[node.text.strip().lower()]
        self.reading.wrong(node, self._keys[name], self.place)
        return default

    def share(self, name: str, default: float) -> float:
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

    def records(
        self, name: str, read: Callable[[Node, Place, int], _Record]
    ) -> tuple[_Record, ...]:
        node = self.nodes.get(name)
        if node is None:
            return ()
        return self.reading.items(node, self._keys[name], self.place, read)

    def guide(self) -> Guide:
        names = ("definition", "when_to_use", "when_not_to_use", "example", "source")
        return Guide(*map(self.text, names))


_VALENCES = {str(valence): valence for valence in Valence}
_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


def read_codebook(root: Node, name: str, sha256: str, reading: Reading) -> Codebook:
    """Read the tree of a codebook file; faults and lines go into `reading`."""
    place = Place()
    values = _Values(reading, root, keys.CODEBOOK, place)
    flat = "codes" in values.nodes
    if flat and "categories" in values.nodes:
        both = "Codes stand in categories, or all of them without."
        expected = "left out beside `categories`"
        line = values.nodes["codes"].line
        reading.fault("C04", line, place, key="codes", expected=expected, example=both)
    if not flat and "categories" not in values.nodes:
        why = "List the factors under `categories`, or codes without factors under `codes`."
        reading.fault("C03", root.line, place, key="categories", why=why)
    if flat:
        codes = values.records("codes", partial(_code, reading))
        categories = tuple(Category(code.id, code.label, (code,), code.guide) for code in codes)
    else:
        categories = values.records("categories", partial(_category, reading))
    return Codebook(
        name=name,
        title=values.text("title"),
        version=values.text("version"),
        languages=values.texts("languages") or ("en",),
        categories=categories,
        description=values.text("description"),
        source=values.text("source"),
        findings=_findings(reading, values.nodes.get("findings")),
        pipeline=values.text("pipeline"),
        flat=flat,
        sha256=sha256,
    )


def _findings(reading: Reading, node: Node | None) -> FindingRule:
    if node is None:
        return FindingRule()
    place = Place().down("findings", "findings")
    values = _Values(reading, node, keys.FINDINGS, place)
    default = FindingRule()
    rule = FindingRule(
        values.share("present", default.present), values.share("absent", default.absent)
    )
    if rule.present <= rule.absent:
        reading.fault("C21", node.line, place)
    return rule


def _category(reading: Reading, node: Node, parent: Place, number: int) -> Category:
    own = _name(node, f"category {number}")
    place = parent.down(number, own)
    values = _Values(reading, node, keys.CATEGORY, place)
    reading.lines[place.path] = node.line
    codes = values.records("codes", partial(_code, reading))
    identity = values.id(own)
    return Category(identity, values.text("label") or _label(identity), codes, values.guide())


def _code(reading: Reading, node: Node, parent: Place, number: int) -> Code:
    own = _name(node, f"code {number}")
    place = parent.down(number, own)
    values = _Values(reading, node, keys.CODE, place)
    reading.lines[place.path] = node.line
    identity = values.id(own)
    rule = partial(_rule, reading, identity, values.texts("exclude"))
    rules = values.records("rules", rule)
    return Code(identity, values.text("label") or _label(identity), rules, values.guide())


def _rule(
    reading: Reading, code: str, exclude: tuple[str, ...], node: Node, parent: Place, number: int
) -> Rule:
    own = _name(node, f"{code}.{number}")
    place = parent.down(number, own)
    values = _Values(reading, node, keys.RULE, place)
    reading.lines[place.path] = node.line
    valence = values.choice("valence", _VALENCES, Valence.NEUTRAL)
    return Rule(
        id=values.id(own),
        valence=valence,
        negated=values.choice("negated", _VALENCES, _OPPOSITE.get(valence, valence)),
        terms=values.texts("terms"),
        lemmas=values.texts("lemmas"),
        regex=values.texts("regex"),
        tokens=values.patterns("tokens"),
        exclude=(*values.texts("exclude"), *exclude),
        case_sensitive=values.choice("case_sensitive", _FLAGS, default=False),
    )


def places(codebook: Codebook) -> Iterator[tuple[Category | Code | Rule, Place]]:
    """Every category, code and rule with its place, in the order of the file."""
    for n, category in enumerate(codebook.categories, 1):
        parent = Place() if codebook.flat else Place().down(n, category.id)
        if not codebook.flat:
            yield category, parent
        for m, code in enumerate(category.codes, n if codebook.flat else 1):
            place = parent.down(m, code.id)
            yield code, place
            for k, rule in enumerate(code.rules, 1):
                yield rule, place.down(k, rule.id)


def _name(node: Node, default: str) -> str:
    """What a category, code or rule is called in messages: its id, where it has one."""
    if isinstance(node, Pairs):
        for key, value in node.entries:
            if key.text == "id" and isinstance(value, Scalar) and value.text.strip():
                return value.text.strip()
    return default


def _label(identity: str) -> str:
    return identity.replace("_", " ").capitalize()
