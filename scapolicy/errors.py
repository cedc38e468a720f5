"""What is wrong with an input, and the one exception that carries it.

A step that finds a fault makes a `Problem` of one of the messages and goes on looking; whoever
finishes the file raises one `ScapolicyError` with all of them.
"""

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scapolicy.messages.kind import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place.

    `file` is the name as the user would recognise it, `line` counts from 1 (None where a line
    makes no sense), `key` is the place inside the file (`effective_management > budget`).
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str = ""
    line: int | None = None
    key: str = ""

    @property
    def where(self) -> str:
        """The place, as `file:line: key`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key) if part)

    def __str__(self) -> str:
        said = f"{self.where}: {self.message}" if self.where else self.message
        lines = (f"{said} [{self.code}]", f"  {self.remedy}" if self.remedy else "")
        # A name with a line's end in it begins no line.
        return "\n".join(" ".join(line.splitlines()) for line in lines if line)


class ScapolicyError(Exception):
    """Bad input, with every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ScapolicyError"], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class StoreError(ScapolicyError):
    """What is no fault of one file: it stops a run, even one that may leave files out.

    What is left out must not be decided by a network.
    """


class _Wording(string.Formatter):
    """Fills in a message, in which `{n:word|words}` is a number and what goes with it."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, parted, many = format_spec.partition("|")
        if not parted:
            return format(value, format_spec)
        return f"{value} {one if str(value) == '1' else many}"


_WORDING = _Wording()


def problem(
    code: str, /, *, at: str = "", line: int | None = None, place: str = "", **values: object
) -> Problem:
    """Fill in a message.

    >>> print(problem("R01", at="interviews"))
    interviews: there is no such file or folder [R01]
      Check the path.
    """
    from scapolicy.messages.every import MESSAGES  # many, of which most starts need none

    kind = MESSAGES[code]
    return Problem(
        code,
        kind.severity,
        _WORDING.vformat(kind.message, (), values),
        _WORDING.vformat(kind.remedy, (), values),
        at,
        line,
        place,
    )


def together(problems: Iterable[Problem], *, weighed: bool = False) -> list[str]:
    r"""Problems to be told, those of a kind as one: what is to do stands once, after all places.

    With `weighed` each begins with how much it weighs.

    >>> print(*together([problem("R01", at="a.md"), problem("R01", at="b.md")]), sep="\n")
    there is no such file or folder [R01]
      a.md
      b.md
      Check the path.
    """
    kinds: dict[tuple[str, str], dict[str, list[Problem]]] = {}
    for one in problems:
        kinds.setdefault((one.code, one.remedy), {}).setdefault(one.message, []).append(one)
    return [
        "\n".join(
            [
                *(_at_once(alike, weighed=weighed) for alike in messages.values()),
                *([f"  {remedy}"] if remedy else []),
            ]
        )
        for (_, remedy), messages in kinds.items()
    ]


def _at_once(alike: Sequence[Problem], *, weighed: bool) -> str:
    """Problems that say the same, without what is to do."""
    first, *more = alike
    said = replace(first, remedy="")
    places = [f"  {' '.join(one.where.splitlines())}" for one in alike]
    if more:
        said = replace(said, file="", line=None, key="")
    weight = f"{first.severity}: " if weighed else ""
    return "\n".join([f"{weight}{said}", *(places if more else [])])


def listed(names: Sequence[str], most: int = 3) -> str:
    """A few names and how many more there are.

    >>> listed(["a.md", "b.md", "c.md", "d.md", "e.md"])
    'a.md, b.md, c.md and 2 more'
    """
    more = len(names) - most
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:most])} and {more} more"


def reason_of(error: Exception) -> str:
    """What an error of the system or of a library says, in a line and without the file's name.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "a.md")), reason_of(OSError())
    ('No such file or directory', 'OSError')
    """
    said = str((isinstance(error, OSError) and error.strerror) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def counted(number: int, word: str, words: str = "") -> str:
    """A number and what it counts; `words` is the plural, where it is not made with an s.

    >>> counted(1, "word"), counted(1815, "segment"), counted(0, "entry", "entries")
    ('1 word', '1,815 segments', '0 entries')
    """
    return f"{number:,} {word if number == 1 else words or f'{word}s'}"
