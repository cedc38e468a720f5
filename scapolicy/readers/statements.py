"""What several places say of one source, put together: the first holds, the rest is told.

Only a refusal of consent holds wherever it is stated: to leave out too much does no harm.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scapolicy.consent import ATTRIBUTE as CONSENT
from scapolicy.consent import is_refused
from scapolicy.errors import Problem, problem
from scapolicy.readers.language_names import language_code
from scapolicy.records import NO_CASE

_LANGUAGE = "language"


class Statement(NamedTuple):
    """What one place says of a source; `where` names it for a message."""

    where: str
    attributes: Mapping[str, str]


class Joined(NamedTuple):
    """The attributes that hold, where each is stated, and what was said otherwise."""

    attributes: dict[str, str]
    origins: dict[str, str]
    conflicts: tuple[Problem, ...]


def join_statements(statements: Iterable[Statement]) -> Joined:
    """Put statements together; an attribute left blank says nothing against another place.

    `(none)`, as tables call what is not stated, is blank too.

    >>> head, table = Statement("its head", {"rank": ""}), Statement("a.csv", {"rank": "clerk"})
    >>> join_statements([head, table]).attributes
    {'rank': 'clerk'}
    """
    attributes: dict[str, str] = {}
    origins: dict[str, str] = {}
    conflicts: list[Problem] = []
    for where, said in statements:
        for name, stated in said.items():
            value = "" if stated == NO_CASE else stated
            held = attributes.get(name)
            alike = held and (not value or _alike(name, held, value))
            if held and not alike:
                first, second = (held, origins[name]), (value, where)
                if _goes_before(name, value):
                    first, second = second, first
                conflicts.append(_conflict(name, first, second))
                attributes[name], origins[name] = first
            elif not held:
                attributes[name], origins[name] = value, where
    return Joined(attributes, origins, tuple(conflicts))


def _conflict(name: str, first: tuple[str, str], second: tuple[str, str]) -> Problem:
    """What to know of two values, each with the place that states it."""
    (value, where), (other, elsewhere) = first, second
    return problem(
        "N08", attribute=name, value=value, where=where, other=other, elsewhere=elsewhere
    )


def _goes_before(name: str, value: str) -> bool:
    """Whether a value holds against one from a nearer place."""
    return name == CONSENT and is_refused({name: value})


def _alike(name: str, held: str, value: str) -> bool:
    """Whether two values say the same; a language has several names, and consent is yes or no."""
    if name == CONSENT:
        return is_refused({name: held}) == is_refused({name: value})
    if name == _LANGUAGE and language_code(held):
        return language_code(held) == language_code(value)
    return held == value
