"""YAML as a tree that remembers its lines, safe to read from strangers.

PyYAML composes the tree; nothing is constructed from it, so no tag can run anything. Aliases
are followed, but only so many nodes, so many letters and only so deep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from scapolicy.errors import Problem, ScapolicyError, problem

MAX_NODES = 200_000
_LETTERS_A_NODE = 100
MAX_DEPTH = 40
_NESTED = "maximum nesting depth"  # what PyYAML from 6.0.4 on says of a text far deeper than this


class _TooMuchError(Exception):
    """With its aliases followed, there are too many nodes, or they never end."""


class _TooDeepError(Exception):
    """It is nested too deep as it is written."""


_Usual: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Usual):  # type: ignore[misc]
    """PyYAML's composer, stopped where it goes too deep: its recursion could end the process.

    It asks its resolver to come along into every node, which else is of no use here.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:  # noqa: ARG002
        self._depth += 1
        if self._depth > MAX_DEPTH + 1:
            raise _TooDeepError

    def ascend_resolver(self) -> None:
        self._depth -= 1

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: object) -> Any:
        if self._depth > MAX_DEPTH and kind is not yaml.ScalarNode:
            raise _TooDeepError
        return _Usual.resolve(self, kind, value, implicit)


class Scalar(NamedTuple):
    """A single value, as it was typed."""

    text: str
    line: int
    tag: str


class Items(NamedTuple):
    """A list."""

    nodes: tuple["Node", ...]
    line: int


class Pairs(NamedTuple):
    """A mapping; keys as typed, in order, repeated ones included."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int


Node = Scalar | Items | Pairs


def parse(text: str, file: str, *, fault: str = "C01", first_line: int = 1) -> Node | None:
    """Read one YAML document; None where it is empty.

    `first_line` is the line of the file in which `text` begins, `fault` the code of the problem
    raised for text that is not YAML.

    Raises:
        ScapolicyError: it is not YAML, too large, too deep, or repeats itself too often.

    """
    loader = root = None
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            return None
        return _convert(root, _Budget(MAX_NODES, first_line, text.count("\n")), 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = text.count("\n")
        line = first_line + (min(mark.line, last) if mark else 0)
        reason = error.problem or error.context or "it cannot be parsed"
        if _NESTED in reason:
            raise ScapolicyError([problem("C52", at=file, limit=MAX_DEPTH)]) from None
        raise ScapolicyError([problem(fault, at=file, line=line, reason=reason)]) from None
    except yaml.reader.ReaderError as error:
        # The position counts bytes where PyYAML's C reader counts them.
        before = text.encode()[: error.position].decode(errors="ignore")
        line = first_line + before.count("\n")
        reason = f"the character U+{_point(error.character):04X} is not allowed"
        raise ScapolicyError([problem(fault, at=file, line=line, reason=reason)]) from None
    except (_TooDeepError, RecursionError):
        raise ScapolicyError([problem("C52", at=file, limit=MAX_DEPTH)]) from None
    except _TooMuchError:
        raise ScapolicyError([_too_much(root, file)]) from None
    finally:
        if loader is not None:
            loader.dispose()


def _point(character: object) -> int:
    return ord(character) if isinstance(character, str) else int(str(character))


def _too_much(root: yaml.Node | None, file: str) -> Problem:
    """Why a tree has too many nodes: because it is large as it is written, or by its aliases."""
    left = MAX_NODES
    nodes = [root] if root else []
    seen: set[int] = set()
    while nodes and left >= 0:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        left -= _weight(node)
        if isinstance(node, yaml.MappingNode):
            nodes += (value for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
    if left >= 0:
        return problem("C18", at=file)
    return problem("C53", at=file, values=MAX_NODES, letters=MAX_NODES * _LETTERS_A_NODE)


def _weight(node: yaml.Node) -> int:
    """For how many nodes one counts; a long text for more than one."""
    return 1 + (len(node.value) // _LETTERS_A_NODE if isinstance(node, yaml.ScalarNode) else 0)


@dataclass(slots=True)
class _Budget:
    """How many nodes may still come, and the lines of the file that they may stand in."""

    left: int
    first_line: int
    last: int

    def line(self, mark: yaml.Mark) -> int:
        """The line of a mark; what PyYAML sees after the end stands in the last."""
        return self.first_line + min(mark.line, self.last)


def _convert(node: yaml.Node, budget: _Budget, depth: int) -> Node:
    budget.left -= _weight(node)
    if budget.left < 0 or depth > MAX_DEPTH:
        raise _TooMuchError
    line = budget.line(node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, line)
    if isinstance(node, yaml.SequenceNode):
        items = (_convert(item, budget, depth + 1) for item in node.value)
        return Items(tuple(items), line)
    entries: list[tuple[Scalar, Node]] = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key must be a word", problem_mark=key.start_mark)
        name = _scalar(key, budget.line(key.start_mark))
        entries.append((name, _convert(value, budget, depth + 1)))
    return Pairs(tuple(entries), line)


def _scalar(node: yaml.ScalarNode, line: int) -> Scalar:
    return Scalar(str(node.value), line, str(node.tag))


def plain_value(node: Node) -> object:
    """The tree as Python values, numbers and booleans recognised where they stand unquoted.

    What only YAML 1.1 calls a number (`010`, `1:30`, `.inf`) stays as typed.
    """
    if isinstance(node, Items):
        return [plain_value(item) for item in node.nodes]
    if isinstance(node, Pairs):
        return {key.text: plain_value(value) for key, value in node.entries}
    try:
        return _typed_scalar(node)
    except ValueError:
        return node.text


def _typed_scalar(node: Scalar) -> object:
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return node.text.lower() in ("true", "yes", "on")
    digits = node.text.replace("_", "")
    return int(digits, 0) if kind == "int" else float(digits) if kind == "float" else node.text


def flatten(pairs: Pairs, prefix: str = "") -> Iterator[tuple[str, Scalar, str]]:
    """Each leaf as (dotted key, the key's node, value as typed); lists joined by `; `."""
    for key, value in pairs.entries:
        name = prefix + key.text
        if isinstance(value, Pairs):
            yield from flatten(value, name + ".")
        else:
            yield name, key, _typed(value)


def _typed(node: Node) -> str:
    if isinstance(node, Scalar):
        return "" if node.tag.endswith(":null") else node.text
    if isinstance(node, Items):
        return "; ".join(_typed(item) for item in node.nodes)
    return ", ".join(f"{key.text}: {_typed(value)}" for key, value in node.entries)
