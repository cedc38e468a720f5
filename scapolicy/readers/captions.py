"""Captions with times: WebVTT (.vtt), SubRip (.srt) and YouTube's .sbv.

The three differ in how a time is written and in what stands around the captions; a reader of one
takes what writers of the others left in it. Who speaks is what a voice tag says (`<v Ada>`, as
Teams writes), or else a label at the start of a line (`Ada: …`, as Zoom writes). Times that can't
be read are faults, all of them at once: a caption that no player would show is still evidence.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.document import Document, Utterance, spoken_document
from scapolicy.readers.encoding import decode_transcript
from scapolicy.readers.labels import roles
from scapolicy.words import count_words

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?"
_ARROW = r"(?:[-–—]+[ \t]?>|→)"
_HOUR = 60  # minutes of it, and a minute's seconds


@dataclass(frozen=True, slots=True)
class _Format:
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
_VTT = _Format(*_ARROWS, "00:01:02.500 --> 00:01:04.000")
_SRT = _Format(*_ARROWS, "00:01:02,500 --> 00:01:04,000")
_SBV = _Format(
    re.compile(rf"\s*{_CLOCK}\s*,\s*{_CLOCK}\s*"),
    re.compile(r"\s*\d+:\d+:[\d:.]+\s*,\s*\d+:\d"),
    re.compile(r"\s*\d+:\d[\d:.]*\s*(?:,|$)"),
    "0:01:02.500,0:01:04.000",
)

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s([^<>]*))?>|</v\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\[br\]|\\[Nn]", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|</?>|<[\d:.]+>|\{\\[^{}]*\}|\\h", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w{1,32};")
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ASIDE = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE[ \t]*|REGION[ \t]*)")

_NAME = r"[^\W\d_][^:：\n<>\[\]{}?!;\"“”…]{0,59}?"
_LABEL = re.compile(
    rf"(?P<change>>>+|[-–—](?=\s))?\s*"
    rf"(?:\[(?P<bracketed>{_NAME})\](?P<colon>\s*[:：])?|(?P<label>{_NAME})\s*(?:：|:(?=\s|$)))\s*"
)
_CHANGE = re.compile(r"(?:>>+)\s*")
_DASH = re.compile(r"[-–—]\s*(?=\S)")
_NEVER = frozenset(
    "so note notes and but or if as because well now then also again okay ok yes no yeah right"
    " remember look listen see today here there this that it what why how who when where which"
    " first second third finally however example chapter part section title subject topic date"
    " time place location duration summary warning update result results answer meaning actually"
    " ps nb music song narration translation subtitles captions transcript".split()
)
_ROLES = roles((), ())
_MAX_WORDS = 6
_ASIDES = re.compile(r"\([^()]*\)")
_PARTICLES = frozenset("de da di du del der den van von el al la le bin ibn of the".split())

_SHOWN = 8  # lines on the screen, of which some may be shown again
_ROLLING = 0.4
_PAUSE, _LONG_PAUSE = 2.0, 5.0
_SENTENCE_ENDS = re.compile(r"[.!?…。！？؟۔।]['\"”’»)\]」』）]*$")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")


class Passage(NamedTuple):
    """What is said from one time to another.

    `speaker` is None where it goes on with the one before, and empty where it is another who isn't
    named.
    """

    speaker: str | None
    text: str
    begin: float | None = None
    end: float | None = None


class _Said(NamedTuple):
    """A part of a caption's line, by one voice."""

    voice: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Cue:
    begin: float
    end: float
    lines: list[str] = field(default_factory=list[str])


def read_vtt(data: bytes, file: str) -> Document:
    """Read WebVTT.

    Raises:
        ScapolicyError: it is no text, holds no captions, or times that can't be read.

    """
    return _read(data, file, _VTT)


def read_srt(data: bytes, file: str) -> Document:
    """Read SubRip.

    Raises:
        ScapolicyError: it is no text, holds no captions, or times that can't be read.

    """
    return _read(data, file, _SRT)


def read_sbv(data: bytes, file: str) -> Document:
    """Read YouTube's .sbv.

    Raises:
        ScapolicyError: it is no text, holds no captions, or times that can't be read.

    """
    return _read(data, file, _SBV)


def passages_document(passages: Iterable[Passage], notices: Iterable[Problem] = ()) -> Document:
    """A document of passages, in which one that names nobody goes on with the speaker before.

    Where nobody is named at all, the paragraphs part where there is a pause.
    """
    said = list(passages)
    if not any(one.speaker for one in said):
        said = [one for one in said if one.text]
        begin = said[0].begin if said else None
        return spoken_document([Utterance("", _paragraphs(said), begin)], notices=notices)
    speaker = ""
    turns: list[tuple[str, float | None, list[str]]] = []
    for one in said:
        speaker = speaker if one.speaker is None else one.speaker
        if not one.text:
            continue
        if turns and turns[-1][0] == speaker:
            turns[-1][2].append(one.text)
        else:
            turns.append((speaker, one.begin, [one.text]))
    utterances = (Utterance(who, joined(texts), begin) for who, begin, texts in turns)
    return spoken_document(utterances, notices=notices)


def joined(texts: Sequence[str]) -> str:
    """Texts one after the other, with spaces between them where their script has such.

    >>> joined(["So", "it", "is."]), joined(["我们", "今天"])
    ('So it is.', '我们今天')
    """
    pieces = list(texts[:1])
    for before, after in pairwise(texts):
        unspaced = _UNSPACED.match(before[-1:]) and _UNSPACED.match(after[:1])
        pieces += ("" if unspaced else " ", after)
    return "".join(pieces)


def _paragraphs(said: Sequence[Passage]) -> str:
    paragraphs: list[list[str]] = []
    before: Passage | None = None
    for one in said:
        if before is None or one.speaker is not None or _pauses(before, one):
            paragraphs.append([])
        paragraphs[-1].append(one.text)
        before = one
    return "\n\n".join(map(joined, paragraphs))


def _pauses(before: Passage, after: Passage) -> bool:
    if before.end is None or after.begin is None:
        return False
    least = _PAUSE if _SENTENCE_ENDS.search(before.text) else _LONG_PAUSE
    return after.begin - before.end >= least


def _read(data: bytes, file: str, form: _Format) -> Document:
    text, notices = decode_transcript(data, file)
    told = list(notices)
    lines = text.split("\n")
    headed = lines[0].startswith("WEBVTT")
    cues, before = _Parser(lines, file, form, headed=headed).parse()
    if not cues and not headed and text.strip():
        raise ScapolicyError([problem("R21", at=file, form=form.form)])
    if before:
        told.append(problem("R22", words=before))
    said = _without_repeats([(cue, _spoken(cue.lines)) for cue in cues])
    if any(one.voice for _, parts in said for one in parts):
        unnamed = sum(all(one.voice is None for one in parts) for _, parts in said if parts)
        if unnamed:
            told.append(problem("R23", count=unnamed))
        passages = [Passage(*one, cue.begin, cue.end) for cue, parts in said for one in parts]
    else:
        passages = list(_labelled([(cue, [one.text for one in parts]) for cue, parts in said]))
    return passages_document(passages, told)


class _Parser:
    """One pass over the lines: a caption's times, then what it says.

    A blank line ends a caption, but words that follow it and have no times of their own still
    belong to it: no line is dropped but asides, and what numbers or names a caption.
    """

    def __init__(self, lines: list[str], file: str, form: _Format, *, headed: bool) -> None:
        self._lines = lines
        self._file = file
        self._form = form
        self._headed = headed
        self._next = self._next_lines()

    def parse(self) -> tuple[list[_Cue], int]:
        """The captions, and the number of words before the first."""
        cues: list[_Cue] = []
        faults: list[Problem] = []
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
                if times is None:
                    found = " ".join(line.split())[:60]
                    fault = problem(
                        "R20", at=self._file, line=at + 1, found=found, form=self._form.form
                    )
                    faults.append(fault)
                cues.append(_Cue(*(times or (0.0, 0.0))))
                aside = False
            elif not line.strip():
                aside = False
            elif not aside and self._names_a_caption(at, number, opens=opens):
                number = _number(line) or number
            elif not aside:
                (cues[-1].lines if cues else before).append(line)
        if faults:
            raise ScapolicyError(faults)
        return cues, count_words("\n".join(before))

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


def _number(line: str) -> int | None:
    line = line.strip()
    return int(line) if line.isdecimal() and len(line) < 10 else None  # noqa: PLR2004  or a name


def _times(line: str, form: _Format) -> tuple[float, float] | None:
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


def _spoken(lines: Sequence[str]) -> list[_Said]:
    """What a caption's lines say and by which voice, without tags."""
    said: list[_Said] = []
    voice: str | None = None
    whole = _BREAK.sub("\n", "\n".join(lines))
    at = 0
    for tag in (*_VOICE.finditer(whole), None):
        piece = whole[at : tag.start() if tag else len(whole)]
        said.extend(_Said(voice, text) for line in piece.split("\n") if (text := _plain(line)))
        if tag:
            at = tag.end()
            voice = _plain(tag[1] or "").rstrip(" :：") or None
    return said


def _plain(line: str) -> str:
    line = _ENTITY.sub(lambda entity: html.unescape(entity[0]), _TAG.sub("", line))
    return " ".join(_DIRECTION.sub("", line).split())


def _without_repeats(cues: list[tuple[_Cue, list[_Said]]]) -> list[tuple[_Cue, list[_Said]]]:
    """The captions, each with what was not yet on the screen.

    Automatic captions roll: what was said last is shown again above what is new, or grows word by
    word. That is so of a file where many captions begin with what ended the one before and go on
    from there; in any other what is said twice was said twice.
    """
    cues = [
        cue for n, cue in enumerate(cues) if n == 0 or _shown(cue) != _shown(cues[n - 1])
    ]  # the same caption at the same time
    pairs = [(before[1], after[1]) for before, after in pairwise(cues) if before[1] and after[1]]
    repeats = [_repeated(*pair) for pair in pairs]
    further = any(new and new != after for (_, after), new in zip(pairs, repeats, strict=True))
    again = sum(new != after for (_, after), new in zip(pairs, repeats, strict=True))
    if not further or again < _ROLLING * len(pairs):
        return cues
    empty: list[_Said] = []
    before = [empty, *(parts for _, parts in cues)]
    return [
        (cue, _repeated(shown, parts)) for shown, (cue, parts) in zip(before, cues, strict=False)
    ]


def _shown(cue: tuple[_Cue, list[_Said]]) -> tuple[float, float, list[_Said]]:
    return cue[0].begin, cue[0].end, cue[1]


def _repeated(before: list[_Said], after: list[_Said]) -> list[_Said]:
    """`after` without the lines that `before` ended with."""
    for count in range(min(len(before), len(after), _SHOWN), 0, -1):
        if before[-count:] == after[:count]:
            return after[count:]
    if 0 < len(before) == len(after) <= _SHOWN and before[:-1] == after[:-1]:
        (voice, old), (speaker, new) = before[-1:] + after[-1:]
        if voice == speaker and new.startswith(old + " "):
            return [_Said(voice, new[len(old) + 1 :])]
    return after


def _labelled(cues: list[tuple[_Cue, list[str]]]) -> Iterator[Passage]:
    """What is said, with labels at the starts of lines taken for who says it."""
    names = _names([lines for _, lines in cues if lines])
    dashed = not names and any(sum(map(_is_dashed, lines)) > 1 for _, lines in cues)
    for cue, lines in cues:
        for line in lines:
            label = _LABEL.match(line)
            change = _CHANGE.match(line)
            one = Passage(None, line, cue.begin, cue.end)
            if label and (name := _name(label)) in names:
                yield one._replace(speaker=name, text=line[label.end() :])
            elif change:
                yield one._replace(speaker="", text=line[change.end() :])
            else:
                yield one._replace(speaker="" if dashed and _is_dashed(line) else None)


def _is_dashed(line: str) -> bool:
    return _DASH.match(line) is not None


def _name(label: re.Match[str]) -> str:
    return (label["label"] or label["bracketed"]).strip()


def _names(cues: list[list[str]]) -> set[str]:
    """The labels that name speakers.

    A label does that if it is a known role, or looks like a name and either stands more than
    once, or in the first caption, or in a file where most captions have one.
    """
    times: Counter[str] = Counter()
    openings: list[str] = []
    for lines in cues:
        found = [_candidate(line) for line in lines]
        times.update(filter(None, found))
        openings.append(found[0])
    labelled = sum(map(bool, openings)) > 0.5 * len(openings)
    first = openings[0] if openings else ""
    return {
        name
        for name, often in times.items()
        if _ROLES.knows(name)
        or (_is_proper(name) and (often > 1 or name == first or labelled))
        or (labelled and often > 1)
    }


def _candidate(line: str) -> str:
    label = _LABEL.match(line)
    if label is None:
        return ""
    name = _name(label)
    words = name.split()
    digits = any(letter.isdigit() for letter in name)
    if label["bracketed"] and not label["colon"] and not digits:
        return ""  # [laughs]
    never = words[0].casefold().strip(",.") in _NEVER and not _ROLES.knows(name)
    return "" if never or len(words) > _MAX_WORDS else name


def _is_proper(name: str) -> bool:
    words = _ASIDES.sub(" ", name).split()
    return bool(words) and not any(
        word[0].islower() and word not in _PARTICLES and "_" not in word for word in words
    )
