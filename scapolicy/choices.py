"""What a caller may choose: a wrong word is told with the right ones, and one may stand alone."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.records import Codebook, Level, Options, Speakers, Unit

_Choice = TypeVar("_Choice", bound=StrEnum)
_Named = TypeVar("_Named", bound=str | Path)
_Kind = type | tuple[type, ...]


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
        ScapolicyError: with each that is none: such a unit, level, kind of speakers, or attribute.

    """
    faults: list[Problem] = []
    for kind, value, argument in (
        (Unit, unit, "unit"),
        (Speakers, speakers, "speakers"),
        (Level, level, "level"),
    ):
        try:
            chosen(kind, value, argument)
        except ScapolicyError as error:
            faults.extend(error.problems)
    faults.extend(not_of(str, by, "by", "the name of an attribute"))
    if faults:
        raise ScapolicyError(faults)
    return Options(by, Unit(unit), Speakers(speakers), Level(level))


def not_of(kind: _Kind, given: object, argument: str, wanted: str) -> Iterator[Problem]:
    """That a caller, whose types nobody checks, gave something else for an argument."""
    if not isinstance(given, kind):
        what = f"of type {type(given).__name__}"
        yield problem("X06", argument=argument, given=what, wanted=wanted)


def require(kind: _Kind, given: object, argument: str, wanted: str) -> None:
    """See that a caller gave what an argument is for.

    Raises:
        ScapolicyError: it is something else.

    """
    faults = list(not_of(kind, given, argument, wanted))
    if faults:
        raise ScapolicyError(faults)


def require_codebook(given: object) -> None:
    """See that a codebook is one, and not the name of one.

    Raises:
        ScapolicyError: it is something else.

    """
    require(Codebook, given, "codebook", "what load_codebook gave")


def require_jobs(jobs: object) -> None:
    """See that a number of processes is one, or None.

    Raises:
        ScapolicyError: it is something else.

    """
    if jobs is not None and not (isinstance(jobs, int) and jobs >= 1):
        wanted = "a number of processes from 1 on"
        raise ScapolicyError([problem("X06", argument="jobs", given=repr(jobs), wanted=wanted)])


def several(given: _Named | Iterable[_Named]) -> list[_Named]:
    """What a caller gave of which there may be several; one text or path is one of them.

    >>> several("level"), several(["level", "province"])
    (['level'], ['level', 'province'])
    """
    return [given] if isinstance(given, str | Path) else list(given)
