"""`scapolicy.toml`: what holds for all transcripts of a folder."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.plain import decode
from scapolicy.records import Unit

FILE_NAME = "scapolicy.toml"
_LISTS = ("interviewers", "informants", "codebooks")
_KNOWN = "by, unit, codebooks, interviewers, informants, [aliases.ATTRIBUTE]"
_EXAMPLES = {
    "interviewers": 'interviewers = ["Ajarn", "PI"]',
    "informants": 'informants = ["I"]',
    "codebooks": 'codebooks = ["key-factors"]',
    "by": 'by = "province"',
    "unit": 'unit = "sentence"',
}
_SINGLE: dict[str, tuple[Callable[[object], bool], str]] = {
    "by": (lambda value: isinstance(value, str) and value != "", "a text"),
    "unit": (lambda value: value in tuple(Unit), f"one of {', '.join(Unit)}"),
}
_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Study:
    """Settings of a folder.

    `by`, `unit` and `codebooks` are what `scapolicy code` takes where its options are not given;
    empty where they are not set. `interviewers` and `informants` are speakers' labels. `aliases`
    leads from an attribute's name to a mapping from each other spelling, in lower case, to the
    one that results are reported under.
    """

    interviewers: tuple[str, ...] = ()
    informants: tuple[str, ...] = ()
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    by: str = ""
    unit: str = ""
    codebooks: tuple[str, ...] = ()

    def canonical(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """The attributes with each alias replaced by the spelling it stands for."""
        nothing: Mapping[str, str] = {}
        return {
            name: self.aliases.get(name, nothing).get(value.casefold(), value)
            for name, value in attributes.items()
        }


def read_study(data: bytes, file: str) -> Study:
    """Read the settings.

    Raises:
        ScapolicyError: with every fault of the file.

    """
    try:
        settings = tomllib.loads(decode(data, file))
    except (ValueError, RecursionError) as error:  # tomllib lets int's own error through
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else None
        reason = _PLACE.sub("", str(error)).strip()
        raise ScapolicyError([problem("S01", at=file, line=line, reason=reason)]) from None
    faults: list[Problem] = []
    lists: dict[str, tuple[str, ...]] = {}
    aliases: dict[str, dict[str, str]] = {}
    for key, value in settings.items():
        if key in _LISTS:
            lists[key] = _strings(value, key, file, faults)
        elif key in _SINGLE:
            fits, expected = _SINGLE[key]
            if not fits(value):
                example = _EXAMPLES[key]
                faults.append(problem("S03", at=file, key=key, expected=expected, example=example))
        elif key == "aliases":
            aliases = _aliases(value, file, faults)
        else:
            faults.append(problem("S02", at=file, key=key, hint="", known=_KNOWN))
    if faults:
        raise ScapolicyError(faults)
    return Study(
        interviewers=lists.get("interviewers", ()),
        informants=lists.get("informants", ()),
        aliases=aliases,
        by=settings.get("by", ""),
        unit=settings.get("unit", ""),
        codebooks=lists.get("codebooks", ()),
    )


def _strings(value: object, key: str, file: str, faults: list[Problem]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    example = _EXAMPLES.get(key, '"Khon Kaen" = ["Khonkean"]')
    faults.append(problem("S03", at=file, key=key, expected="a list of texts", example=example))
    return ()


def _aliases(value: object, file: str, faults: list[Problem]) -> dict[str, dict[str, str]]:
    example = '[aliases.province], then "Khon Kaen" = ["Khonkean"]'
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        fault = problem("S03", at=file, key="aliases", expected="tables", example=example)
        faults.append(fault)
        return {}
    aliases: dict[str, dict[str, str]] = {}
    for attribute, names in value.items():
        known: dict[str, str] = {}
        for name, others in names.items():
            for alias in (name, *_strings(others, f"aliases.{attribute}.{name}", file, faults)):
                first = known.setdefault(alias.casefold(), name)
                if first != name:
                    fault = problem("S04", at=file, alias=alias, first=first, second=name)
                    faults.append(fault)
        aliases[attribute] = known
    return aliases
