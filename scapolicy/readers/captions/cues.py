"""Captions as they stand in a file: what times they have, and which lines are theirs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.words import count_words

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?"
_ARROW = r"(?:[-–—]+[ \t]?>|→)"
_HOUR = 60  # minutes of it, and a minute's seconds


@dataclass(frozen=True, slots=True)
class Format:
    """How a caption's times are written."""

    times: re.Pattern[str]
    # What is meant as times, wherever it stands, and what must be times where it opens a block.
    meant: re.Pattern[str]
    opening: re.Pattern[str]
    form: str


_ARROWS = (
    re.compile(rf"\s*{_CLOCK}\s*{_ARROW}\s*{_CLOCK}(?:\s.*)?"),
    re.compile(rf"\s*\d+:\d[\d:.,]*\s*{_ARROW}"),
    re.compile(rf"\s*\d+:\d[\d:.,]*(?:\s*(?:{_ARROW}|$)|\s+\d+:\d)|.*-->"),
)
VTT = Format(*_ARROWS, "00:01:02.500 --> 00:01:04.000")
SRT = Format(*_ARROWS, "00:01:02,500 --> 00:01:04,000")
SBV = Format(
    re.compile(rf"\s*{_CLOCK}\s*,\s*{_CLOCK}\s*"),
    re.compile(r"\s*\d+:\d+:[\d:.]+\s*,\s*\d+:\d"),
    re.compile(r"\s*\d+:\d[\d:.]*\s*(?:,|$)"),
    "0:01:02.500,0:01:04.000",
)

_ASIDE = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE[ \t]*|REGION[ \t]*)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: its times in seconds, None where they can't be read, and its lines."""

    begin: float | None
    end: float | None
    lines: list[str] = field(default_factory=list[str])


class Parser:
    """One pass over the lines: a caption's times, then what it says.

    A blank line ends a caption, but words that follow it and have no times of their own still
    belong to it: no line is dropped but asides, and what numbers or names a caption.
    """

    def __init__(self, lines: list[str], file: str, form: Format, *, headed: bool) -> None:
        self._lines = lines
        self._file = file
        self._form = form
        self._headed = headed
        self._next = self._next_lines()

    def parse(self) -> tuple[list[Cue], list[Problem]]:
        """The captions, and what to know of them.

        Raises:
            ScapolicyError: of half of the captions or more the times can't be read.

        """
        cues: list[Cue] = []
        faulty: dict[int, str] = {}
        before: list[str] = []
        number = 0
        aside = self._headed
        for at, line in enumerate(self._lines):
            opens = at == 0 or not self._lines[at - 1].strip()
            if opens and self._headed and _ASIDE.fullmatch(line):
                aside = True
            elif self._is_time(at, opens=opens, aside=aside) or (
                not aside and self._lacks_times(at, number)
            ):
                times = _times(line, self._form)
                cue = Cue(*(times or (None, None)))
                if times is None:
                    faulty[at + 1] = " ".join(line.split())[:60]
                    if not self._is_time(at, opens=opens, aside=aside):
                        (cues[-1].lines if cues else before).pop()  # the caption's number
                        number += 1
                        cue.lines.append(line)
                cues.append(cue)
                aside = False
            elif not line.strip():
                aside = False
            elif not aside and self._names_a_caption(at, number, opens=opens):
                number = _number(line) or number
            elif not aside:
                (cues[-1].lines if cues else before).append(line)
        return cues, [*self._told(faulty, len(cues)), *_above(before)]

    def _told(self, faulty: Mapping[int, str], captions: int) -> Iterator[Problem]:
        """Times that can't be read, by their lines; faults where half of them are like that."""
        if 2 * len(faulty) >= max(captions, 1):
            raise ScapolicyError(
                problem("R20", at=self._file, line=line, found=found, form=self._form.form)
                for line, found in faulty.items()
            )
        for line, found in faulty.items():
            yield problem("R69", line=line, found=found)

    def _is_time(self, at: int, *, opens: bool, aside: bool = False) -> bool:
        line = self._lines[at]
        if self._times(line) or self._form.meant.match(line):
            return True
        above = opens or (not aside and self._is_second(at))
        return above and bool(self._form.opening.match(line))

    def _lacks_times(self, at: int, number: int) -> bool:
        """Whether words stand right below the next caption's number, where its times belong."""
        numbered = at > 0 and _number(self._lines[at - 1]) == number + 1
        return (
            numbered
            and bool(self._lines[at].strip())
            and (at == 1 or not self._lines[at - 2].strip())
        )

    def _is_second(self, at: int) -> bool:
        """Whether a line stands below what may number or name a caption."""
        above = self._lines[at - 1]
        opens = at == 1 or not self._lines[at - 2].strip()
        return opens and (_number(above) is not None or (self._headed and not self._times(above)))

    def _times(self, line: str) -> bool:
        return self._form.times.fullmatch(line) is not None

    def _names_a_caption(self, at: int, number: int, *, opens: bool) -> bool:
        """Whether a line is a caption's number, or its name right above its times."""
        found = _number(self._lines[at])
        following = self._next[at]
        last = following == len(self._lines)
        timed = not last and self._is_time(following, opens=following > at + 1)
        if found is not None:
            follows = found == number + 1
            return (timed and (opens or follows)) or (last and opens and follows)
        return self._headed and opens and timed and following == at + 1

    def _next_lines(self) -> list[int]:
        """For every line the next that isn't blank."""
        following = [len(self._lines)] * len(self._lines)
        for at in range(len(self._lines) - 2, -1, -1):
            following[at] = at + 1 if self._lines[at + 1].strip() else following[at + 1]
        return following


def _above(lines: Sequence[str]) -> Iterator[Problem]:
    """That words stand above the first caption."""
    if words := count_words("\n".join(lines)):
        yield problem("R22", words=words)


def _number(line: str) -> int | None:
    line = line.strip()
    return int(line) if line.isdecimal() and len(line) < 10 else None  # noqa: PLR2004  or a name


def _times(line: str, form: Format) -> tuple[float, float] | None:
    found = form.times.fullmatch(line)
    if found is None:
        return None
    begin, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    return None if begin is None or end is None else (begin, end)


def _seconds(clock: Sequence[str | None]) -> float | None:
    hours, minutes, seconds = (int(part or 0) for part in clock[:3])
    if minutes >= _HOUR or seconds >= _HOUR:
        return None
    return 3600 * hours + 60 * minutes + float(f"{seconds}.{clock[3] or 0}")
