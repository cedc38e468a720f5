"""What a caller may choose: a wrong word is told with the right ones, and one may stand alone."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from scapolicy.errors import ScapolicyError, problem
from scapolicy.records import Level, Options, Speakers, Unit

_Choice = TypeVar("_Choice", bound=StrEnum)


def chosen(kind: type[_Choice], value: str, argument: str) -> _Choice:
    """What a caller chose for an argument, of what there is to choose from.

    Raises:
        ScapolicyError: there is no such choice.

    """
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(kind)
        raise ScapolicyError(
            [problem("X05", argument=argument, value=value, known=known)]
        ) from None


def options_of(by: str, unit: str, speakers: str, level: str) -> Options:
    """The options of a run, as a caller chose them.

    Raises:
        ScapolicyError: there is no such unit, level, or kind of speakers.

    """
    return Options(
        by,
        chosen(Unit, unit, "unit"),
        chosen(Speakers, speakers, "speakers"),
        chosen(Level, level, "level"),
    )


def several(given: str | Iterable[str]) -> list[str]:
    """What a caller gave of which there may be several; one text is one of them, not its letters.

    >>> several("level"), several(["level", "province"])
    (['level'], ['level', 'province'])
    """
    return [given] if isinstance(given, str) else list(given)
