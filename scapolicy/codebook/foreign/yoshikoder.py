"""Yoshikoder's dictionaries (`.ykd`): XML, a `cnode` for a category, a `pnode` for an entry."""

import re
from collections.abc import Iterator
from typing import Any

from scapolicy.codebook.foreign.dictionary import Entry, Notes, WordList, shortened
from scapolicy.readers.markup import parse_markup

# What it says of the encoding holds no longer once the text is decoded.
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def read_ykd(text: str, notes: Notes) -> list[WordList]:
    """Read a `.ykd`; a category around all others, without entries, is the dictionary's title.

    Raises:
        ScapolicyError: it is not XML, or declares entities.

    """
    declared = _DECLARATION.match(text)
    # Its lines are left, so that all others keep their numbers.
    lines = "\n" * declared[0].count("\n") if declared else ""
    rest = text[declared.end() :] if declared else text
    root = parse_markup((lines + rest).encode(), notes.file, ".ykd")
    if root.tag != "dictionary":
        notes.fault("C55", root.sourceline, found=shortened(str(root.tag)))
        return []
    categories = root.findall("cnode")
    if len(categories) == 1 and not categories[0].findall("pnode") and len(categories[0]):
        root = categories[0]
    for stray in root.findall("pnode"):
        notes.fault("C49", stray.sourceline, entry=shortened(stray.get("name", "")))
    return list(_lists(root, (), notes))


def _lists(node: Any, path: tuple[str, ...], notes: Notes) -> Iterator[WordList]:
    for inner in node.findall("cnode"):
        name = inner.get("name", "").strip()
        if not name:
            notes.fault("C48", inner.sourceline)
            continue
        here = (*path, name)
        patterns = inner.findall("pnode")
        entries = [Entry(each.get("name", "").strip(), each.sourceline) for each in patterns]
        words = tuple(entry for entry in entries if entry.text)
        yield WordList(here, inner.sourceline, words)
        yield from _lists(inner, here, notes)
