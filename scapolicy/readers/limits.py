"""How much a document may hold: far more than any talk, and what is read in bounded time."""

from scapolicy.errors import ScapolicyError, problem

MAX_LINES = 2
"""Millions of lines; of words on a line of their own, a talk of ten hours has a twentieth."""

MAX_MARKS = 5
"""Millions of elements, attributes or control words, each of which may take 100 bytes of memory."""

MAX_CHARACTERS = 10_000_000
"""Of one transcript: more than a hundred hours of talk."""

MAX_TURNS = 200_000
"""Of one transcript; its turns, coded, take a gigabyte."""

_MILLION = 10**6


def check_lines(data: bytes, file: str) -> None:
    """Refuse what has more lines than any transcript.

    Raises:
        ScapolicyError: it has.

    """
    if max(data.count(b"\n"), data.count(b"\r")) > MAX_LINES * _MILLION:
        raise ScapolicyError([problem("R67", at=file, limit=MAX_LINES)])


def check_talk(characters: int, turns: int, file: str) -> None:
    """Refuse a transcript that is longer than any talk, or has more turns.

    Raises:
        ScapolicyError: it is.

    """
    for found, limit, what in (
        (characters, MAX_CHARACTERS, "characters"),
        (turns, MAX_TURNS, "turns"),
    ):
        if found > limit:
            raise ScapolicyError([problem("R73", at=file, limit=f"{limit:,}", what=what)])


def check_marks(found: int, file: str) -> None:
    """Refuse what is marked up more than any transcript; `found` is the number of marks.

    Raises:
        ScapolicyError: there are too many.

    """
    if found > MAX_MARKS * _MILLION:
        raise ScapolicyError([problem("R65", at=file, limit=MAX_MARKS)])
