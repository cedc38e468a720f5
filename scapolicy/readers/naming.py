"""What the names of files and folders tell: patterns such as `{province}-{number}_{date}`.

An attribute in braces stands for one or more characters. Where a name can be parted in two ways it
does not fit, and nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import Any

_SIGNS = "-_ ."
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}|(?:19|20)\d{6}")
_PARTS = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|[-_ .]+|[^-_ .]+")
# From how many names, and what share of all, they are taken to follow a pattern.
_FEWEST, _REGULAR = 3, 0.75
_FIELD = re.compile(r"\{([^{}]*)\}")
_LONGEST = 255  # as of a file's name
_DATE = "date"
_DATE_FORM = r"\d{4}-\d{2}-\d{2}|\d{8}"


class PatternError(ValueError):
    """A pattern that can't be used, and why."""


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern of one name: as written, and the attributes and literals that it is made of.

    There is one literal more than attributes: they take turns, and either end may be empty.
    """

    written: str
    attributes: tuple[str, ...]
    literals: tuple[str, ...]

    def match(self, name: str) -> dict[str, str] | None:
        """The attributes that a name tells; None where it does not fit.

        >>> parse_name("{informant}_{date}").match("CM-02_2020-06-14")
        {'informant': 'CM-02', 'date': '2020-06-14'}
        """
        # Where the shortest values from the left on are the longest too, there are no others.
        shortest, longest = (_regex(self, ends).fullmatch(name) for ends in ("?", ""))
        if shortest is None or shortest.groups() != longest.groups():
            return None
        found = map(str.strip, shortest.groups())
        values = dict(zip(self.attributes, found, strict=True))
        try:
            if _DATE in values:
                values[_DATE] = date.fromisoformat(values[_DATE]).isoformat()
        except ValueError:
            return None
        return values if all(values.values()) else None


@dataclass(frozen=True, slots=True)
class FolderPattern:
    """A pattern of folders inside each other, the outermost first."""

    written: str
    parts: tuple[NamePattern, ...]

    def match(self, folders: Sequence[str]) -> dict[str, str] | None:
        """The attributes that a file's folders tell; None where they don't fit, or are too few."""
        if len(folders) < len(self.parts):
            return None
        told: dict[str, str] = {}
        for part, folder in zip(self.parts, folders, strict=False):
            found = part.match(folder)
            if found is None:
                return None
            told |= found
        return told


def parse_name(written: str) -> NamePattern:
    """A pattern of files' names, without their suffix.

    Raises:
        PatternError: it can't be used.

    """
    if "/" in written:
        raise PatternError("it is for the name of a file, without folders")
    pattern = _parse(written)
    _check((pattern,))
    return pattern


def parse_folders(written: str) -> FolderPattern:
    """A pattern of folders, parted by `/`.

    Raises:
        PatternError: it can't be used.

    """
    names = written.split("/")
    if len(names) > 1 and not all(map(str.strip, names)):
        raise PatternError("a folder in it has no name")
    parts = tuple(map(_parse, names))
    _check(parts)
    return FolderPattern(written, parts)


def propose_pattern(sources: Mapping[str, Mapping[str, str]]) -> str:
    """The pattern that the names of sources follow, from their attributes; empty where none does.

    A part that is the same in all names stands as it is, one that an attribute holds is called
    after that.

    >>> propose_pattern({"CM-1.md": {}, "CM-2.md": {}, "KK-1.md": {}})
    '{part1}-{number}'
    """
    stems = {name: PurePosixPath(name).stem for name in sources}
    parted = {name: _PARTS.findall(stem) for name, stem in stems.items()}
    shapes = Counter(_shape(parts) for parts in parted.values())
    shape, times = shapes.most_common(1)[0] if shapes else ((), 0)
    alike = {name: parts for name, parts in parted.items() if _shape(parts) == shape}
    if times < max(_FEWEST, _REGULAR * len(sources)) or len(shape) == 1:
        return ""
    pieces: list[str] = []
    for at, parts in enumerate(zip(*alike.values(), strict=True)):
        if len(set(parts)) == 1 and shape[at] != f"{{{_DATE}}}":
            pieces.append(parts[0])
            continue
        told = [(part, sources[name]) for name, part in zip(alike, parts, strict=True)]
        pieces.append(_field(shape[at], told, pieces))
    written = "".join(pieces)
    try:
        pattern = parse_name(written)
    except PatternError:
        return ""
    return written if all(pattern.match(stems[name]) for name in alike) else ""


def _shape(parts: Sequence[str]) -> tuple[str, ...]:
    """What the parts of a name are: dates, words, or signs between them, which stay."""
    return tuple(
        f"{{{_DATE}}}" if _DATED.fullmatch(part) else "{}" if part.strip(_SIGNS) else part
        for part in parts
    )


def _field(kind: str, told: Sequence[tuple[str, Mapping[str, str]]], taken: Sequence[str]) -> str:
    """A name for a part that differs from file to file, not taken yet."""
    if kind != "{}":
        return kind
    known = [name for name in told[0][1] if all(said.get(name) == part for part, said in told)]
    number = all(part.isdigit() for part, _ in told)
    name = known[0] if known else "number" if number else "part1"
    count = 1
    while f"{{{name}}}" in taken:
        count += 1
        name = f"{name.rstrip('0123456789')}{count}"
    return f"{{{name}}}"


def _check(parts: Sequence[NamePattern]) -> None:
    names = [name for part in parts for name in part.attributes]
    if not names:
        raise PatternError("it names no attribute")
    twice = [name for index, name in enumerate(names) if name in names[:index]]
    if twice:
        raise PatternError(f"{{{twice[0]}}} stands in it twice")


def _parse(written: str) -> NamePattern:
    pieces = _FIELD.split(written)  # literal, attribute, literal, …, literal
    literals, names = pieces[::2], tuple(name.strip() for name in pieces[1::2])
    if len(written) > _LONGEST:
        raise PatternError("it is longer than any name")
    if any(set(literal) & set("{}") for literal in literals):
        raise PatternError("a brace is without its other")
    if not all(names):
        raise PatternError("an attribute has no name")
    for left, right, between in zip(names, names[1:], literals[1:-1], strict=False):
        if not between:
            raise PatternError(f"nothing parts {{{left}}} from {{{right}}}")
    return NamePattern(written, names, tuple(literals))


@cache
def _regex(pattern: NamePattern, ends: str) -> Any:
    """What a pattern matches; with `?` each attribute ends as soon as it can, else as late."""
    import re2  # its time grows with the length of a name only, whatever the pattern

    form = re2.escape(pattern.literals[0])
    for name, literal in zip(pattern.attributes, pattern.literals[1:], strict=True):
        form += f"({_DATE_FORM if name == _DATE else f'.+{ends}'}){re2.escape(literal)}"
    return re2.compile(f"(?s){form}")
