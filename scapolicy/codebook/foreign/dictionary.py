"""What a dictionary of another program holds, whatever its format: lists of words with a path."""

from dataclasses import dataclass, field

from scapolicy.errors import Problem, listed, problem

_MOST_TOLD = 100
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A word, a phrase or a pattern, as it was typed."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class WordList:
    """The entries that stand directly in one category; `path` names it, the outermost first."""

    path: tuple[str, ...]
    line: int
    entries: tuple[Entry, ...]
    label: str = ""


@dataclass(slots=True)
class Notes:
    """What is to be told of a file: its faults, and the entries that are left out.

    `comments` holds what was left out, to be kept in the codebook. Of each kind so many are told
    one by one, the rest by their number.
    """

    file: str
    told: list[Problem] = field(default_factory=list[Problem])
    comments: dict[str, None] = field(default_factory=dict[str, None])
    _counts: dict[str, int] = field(default_factory=dict[str, int])

    def fault(self, code: str, line: int | None, place: str = "", /, **values: object) -> None:
        """Note a fault, or something to know."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= _MOST_TOLD:
            self.told.append(problem(code, at=self.file, line=line, place=place, **values))

    def leave_out(self, entry: Entry, reason: str, remedy: str) -> None:
        """Note an entry that no rule can stand for; once, in however many categories it stands."""
        comment = f"line {entry.line}: {entry.text} ({reason})"
        if comment in self.comments:
            return
        self.comments[comment] = None
        self.fault("C34", entry.line, entry=shortened(entry.text), reason=reason, remedy=remedy)

    def all(self) -> list[Problem]:
        """All that was noted, in the order of its lines, and how much more there is."""
        more = {code: count - _MOST_TOLD for code, count in self._counts.items()}
        told = sorted(self.told, key=lambda fault: fault.line or 0)
        return told + [
            problem("C45", at=self.file, count=f"{count:,}", code=code)
            for code, count in more.items()
            if count > 0
        ]


def shortened(text: str) -> str:
    """A text as it is shown in a message."""
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def some(entries: list[Entry]) -> str:
    """The first few entries, each with its line."""
    return listed([f"{shortened(entry.text)!r} (line {entry.line})" for entry in entries])
