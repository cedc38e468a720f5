"""Dictionaries whose categories stand in one another: quanteda's YAML and WordStat's `.cat`.

Lexicoder's `.lc3`, one list after another, is read here too.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from scapolicy.codebook.foreign.dictionary import Entry, Notes, WordList, shortened
from scapolicy.yaml_nodes import Items, Node, Pairs, Scalar, parse

_OWN = ("", "__")
"""The keys under which a category with categories inside holds words of its own."""

_WEIGHT = re.compile(r" \([0-9]\)$")
_LONG_WEIGHT = re.compile(r" \(-?[0-9]+(?:[.,][0-9]+)?\)$")
_COLOUR = re.compile(r"(?<=.)#[0-9A-Fa-f]{6}$")


def read_yaml(text: str, notes: Notes) -> list[WordList]:
    """Read quanteda's YAML: categories in categories, the innermost with words.

    Raises:
        ScapolicyError: it is not YAML.

    """
    root = parse(text, notes.file)
    if isinstance(root, Pairs):
        return list(_lists(root, (), notes))
    notes.fault("C41", root.line if root else 1, key="the dictionary")
    return []


def _lists(pairs: Pairs, path: tuple[str, ...], notes: Notes) -> Iterator[WordList]:
    seen: set[str] = set()
    for key, value in pairs.entries:
        name = key.text.strip()
        own = name in _OWN and bool(path)
        here = path if own else (*path, name)
        if name in seen:
            notes.fault("C05", key.line, key=shortened(name))
        elif not (name or own):
            notes.fault("C48", key.line)
        elif isinstance(value, Pairs) and not own:
            yield from _lists(value, here, notes)
        else:
            entries = tuple(_entries(value, " > ".join(here), notes))
            yield WordList(here, key.line, entries)
        seen.add(name)


def _entries(value: Node, name: str, notes: Notes) -> Iterator[Entry]:
    nodes = value.nodes if isinstance(value, Items) else (value,)
    for node in nodes:
        if not isinstance(node, Scalar):
            notes.fault("C41", node.line, key=shortened(name))
        elif not node.tag.endswith(":null"):
            yield Entry(node.text, node.line)


def read_cat(text: str, notes: Notes) -> list[WordList]:
    """Read WordStat's `.cat`: tabs before a line say how deep it is, a weight makes it a word.

    One of several digits may also be part of a category's name: it is, where words stand below.
    What begins with an `@` and has nothing below is no word but a rule.
    """
    above: list[tuple[int, int]] = []
    found: list[tuple[tuple[str, ...], int, list[Entry]]] = []
    weighted = 0
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    depths = [*(line[: len(line) - len(line.lstrip())].count("\t") for _, line in lines), 0]
    for (number, line), (depth, next_depth) in zip(lines, pairwise(depths), strict=True):
        name = line.strip()
        weight = _WEIGHT.search(name) or (next_depth <= depth and _LONG_WEIGHT.search(name))
        above = [each for each in above if each[0] < depth]
        if name.startswith("@") and next_depth <= depth:
            remedy = "Write a rule with `before`, `after` or `none_of` for it."
            reason = "it begins with an @, as rules of WordStat do"
            notes.leave_out(Entry(name, number), reason, remedy)
        elif not weight:
            parent = found[above[-1][1]][0] if above else ()
            above.append((depth, len(found)))
            found.append(((*parent, name), number, []))
        elif above:
            words = name[: weight.start()].replace("_", " ").strip()
            found[above[-1][1]][2].append(Entry(words, number))
            weighted += weight[0] != " (1)"
        else:
            notes.fault("C49", number, entry=shortened(name))
    if weighted:
        notes.fault("C47", None, count=f"{weighted:,}")
    return [WordList(path, line, tuple(entries)) for path, line, entries in found]


def read_lc3(text: str, notes: Notes) -> list[WordList]:
    """Read Lexicoder's `.lc3`: a category after a `+`, its words below, one a line."""
    found: list[tuple[str, int, list[Entry]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        name = line.strip()
        if name.startswith("+") and name.strip("+ "):
            found.append((_COLOUR.sub("", name[1:].strip()), number, []))
        elif name and found:
            found[-1][2].append(Entry(name, number))
        elif name:
            notes.fault("C49", number, entry=shortened(name))
    return [WordList((name,), line, tuple(entries)) for name, line, entries in found]
