"""What a message is: a row of the tables beside this."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs: an error stops the work, a warning is told, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: what is said, and what to do about it, with `{values}` to fill in.

    `{n:word|words}` stands for a number and the word that goes with it.
    """

    severity: Severity
    message: str
    remedy: str


def error(message: str, remedy: str) -> Kind:
    """A message that stops the work."""
    return Kind(Severity.ERROR, message, remedy)


def warning(message: str, remedy: str) -> Kind:
    """A message of what may be wrong."""
    return Kind(Severity.WARNING, message, remedy)


def note(message: str, remedy: str = "") -> Kind:
    """A message of what is good to know."""
    return Kind(Severity.NOTE, message, remedy)
