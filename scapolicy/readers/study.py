"""`scapolicy.toml`: what holds for all transcripts of a folder."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.encoding import decode, is_encoding
from scapolicy.readers.naming import (
    FolderPattern,
    NamePattern,
    PatternError,
    parse_folders,
    parse_name,
)
from scapolicy.records import Unit

FILE_NAME = "scapolicy.toml"
_LISTS = ("interviewers", "informants", "codebooks")
_TEXTS = ("by", "unit", "consent", "encoding", "names", "folders")
_KNOWN = (
    "by, unit, codebooks, interviewers, informants, consent, encoding, names, folders,"
    " [encodings], [aliases.ATTRIBUTE]"
)
_EXAMPLES = {
    "interviewers": 'interviewers = ["Ajarn", "PI"]',
    "informants": 'informants = ["I"]',
    "codebooks": 'codebooks = ["key-factors"]',
    "by": 'by = "province"',
    "unit": 'unit = "sentence"',
    "consent": 'consent = "required"',
    "encoding": 'encoding = "cp874"',
    "names": 'names = "{province}-{number}_{date}"',
    "folders": 'folders = "{province}/{level}"',
}
_Allowed = tuple[Callable[[str], bool], str]
_ANY: _Allowed = (lambda _: True, "a text")
_ALLOWED: dict[str, _Allowed] = {
    "by": (bool, "a text"),
    "unit": (lambda value: value in tuple(Unit), f"one of {', '.join(Unit)}"),
    "consent": (lambda value: value == "required", "'required', or not set"),
}
_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Study:
    """Settings of a folder.

    `by`, `unit` and `codebooks` are what commands take where an option is not given;
    empty where they are not set. `interviewers` and `informants` are speakers' labels. `aliases`
    leads from an attribute's name to a mapping from each other spelling, in lower case, to the
    one that results are reported under. `encodings` are pairs of a pattern of names and what the
    files that fit it are written in; the first that fits counts. `names` and `folders` tell
    attributes. `consent_required` is true where silence is no consent.
    """

    interviewers: tuple[str, ...] = ()
    informants: tuple[str, ...] = ()
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    by: str = ""
    unit: str = ""
    codebooks: tuple[str, ...] = ()
    encodings: tuple[tuple[str, str], ...] = ()
    names: NamePattern | None = None
    folders: FolderPattern | None = None
    consent_required: bool = False

    def encoding_of(self, name: str) -> str:
        """The encoding that is set for a source; empty where none is.

        A pattern without `/` is one of files' names in any folder.
        """
        path = name.casefold()
        base = path.rpartition("/")[2]
        for pattern, encoding in self.encodings:
            if fnmatchcase(path if "/" in pattern else base, pattern.casefold()):
                return encoding
        return ""

    def canonical(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """The attributes with each alias replaced by the spelling it stands for."""
        nothing: Mapping[str, str] = {}
        return {
            name: self.aliases.get(name, nothing).get(value.casefold(), value)
            for name, value in attributes.items()
        }


class _Faults:
    """The faults of a file of settings, each with the line of the word that it is about."""

    def __init__(self, text: str, file: str) -> None:
        self.found: list[Problem] = []
        self._lines = text.split("\n")
        self._file = file

    def add(self, code: str, word: str, **values: Any) -> None:
        """Note a fault in the last line that begins with the word as a key, or else holds it."""
        key = re.compile(rf"""[ \t\["']*{re.escape(word)}["'\]]*[ \t]*(?:=|\.|$)""")
        lines = list(enumerate(self._lines, 1))
        places = [at for at, line in lines if key.match(line)]
        places = places or [at for at, line in lines if word in line]
        line = places[-1] if places else None
        self.found.append(problem(code, at=self._file, line=line, **values))


def read_study(data: bytes, file: str) -> Study:
    """Read the settings.

    Raises:
        ScapolicyError: with every fault of the file.

    """
    text = decode(data, file)
    try:
        settings = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib lets int's own error through
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else None
        reason = _PLACE.sub("", str(error)).strip()
        raise ScapolicyError([problem("S01", at=file, line=line, reason=reason)]) from None
    faults = _Faults(text, file)
    lists: dict[str, tuple[str, ...]] = {}
    texts: dict[str, str] = {}
    for key, value in settings.items():
        if key in _LISTS:
            lists[key] = _strings(value, key, faults)
        elif key in _TEXTS:
            if isinstance(value, str) and _ALLOWED.get(key, _ANY)[0](value):
                texts[key] = value
            else:
                expected, example = _ALLOWED.get(key, _ANY)[1], _EXAMPLES[key]
                faults.add("S03", key, key=key, expected=expected, example=example)
        elif key not in ("aliases", "encodings"):
            faults.add("S02", key, key=key, hint="", known=_KNOWN)
    study = Study(
        **lists,
        by=texts.get("by", ""),
        unit=texts.get("unit", ""),
        aliases=_aliases(settings.get("aliases", {}), faults),
        encodings=_encodings(settings.get("encodings", {}), texts, faults),
        names=_pattern(parse_name, "names", texts, faults),
        folders=_pattern(parse_folders, "folders", texts, faults),
        consent_required="consent" in texts,
    )
    if faults.found:
        raise ScapolicyError(faults.found)
    return study


def encoding_set(folder: Path, name: str) -> str:
    """What the settings of a folder of this machine name for a file of it; empty for nothing.

    Raises:
        ScapolicyError: with every fault of the settings.
        OSError: they can't be opened.

    """
    path = folder / FILE_NAME
    return read_study(path.read_bytes(), str(path)).encoding_of(name) if path.is_file() else ""


def _encodings(
    table: object, texts: Mapping[str, str], faults: _Faults
) -> tuple[tuple[str, str], ...]:
    """The patterns with their encodings, that of all other files last."""
    if not isinstance(table, dict) or not all(isinstance(one, str) for one in table.values()):
        expected, example = "a table of texts", '[encodings], then "old/*.txt" = "cp874"'
        faults.add("S03", "encodings", key="encodings", expected=expected, example=example)
        table = {}
    pairs = list(table.items())
    if "encoding" in texts:
        pairs.append(("*", texts["encoding"]))
    for index, (pattern, encoding) in enumerate(pairs):
        if not is_encoding(encoding):
            place = pattern if index < len(table) else "encoding"
            faults.add("R32", encoding, place=place, encoding=encoding)
    return tuple(pairs)


Pattern = TypeVar("Pattern")


def _pattern(
    parse: Callable[[str], Pattern],
    key: str,
    texts: Mapping[str, str],
    faults: _Faults,
) -> Pattern | None:
    written = texts.get(key)
    if written is None:
        return None
    try:
        return parse(written)
    except PatternError as error:
        example = _EXAMPLES[key]
        faults.add("S06", written, pattern=written, reason=error, example=example)
        return None


def _strings(value: object, key: str, faults: _Faults) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    example = _EXAMPLES.get(key, '"Khon Kaen" = ["Khonkean"]')
    name = key.rpartition(".")[2]
    faults.add("S03", name, key=key, expected="a list of texts", example=example)
    return ()


def _aliases(value: object, faults: _Faults) -> dict[str, dict[str, str]]:
    example = '[aliases.province], then "Khon Kaen" = ["Khonkean"]'
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        faults.add("S03", "aliases", key="aliases", expected="tables", example=example)
        return {}
    aliases: dict[str, dict[str, str]] = {}
    for attribute, names in value.items():
        known: dict[str, str] = {}
        for name, others in names.items():
            for alias in (name, *_strings(others, f"aliases.{attribute}.{name}", faults)):
                first = known.setdefault(alias.casefold(), name)
                if first != name:
                    faults.add("S04", alias, alias=alias, first=first, second=name)
        aliases[attribute] = known
    return aliases
