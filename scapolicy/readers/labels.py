"""Labels in a text: where a line says who speaks, and which of these are speakers.

A label is a name and a colon at the start of a line (`Interviewer:`, `**Q1:**`, `Vice Governor:`),
perhaps with a time before or after it, or a name and a time on a line of their own, or a name
with a number in brackets (`[id1]`). It counts as a speaker when it is a known role, is named in
the settings, occurs at least twice, or answers an interviewer; words such as `Note:` never do.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scapolicy.errors import Problem, problem
from scapolicy.readers.document import Document

INTERVIEWERS = frozenset(
    "interviewer|int|intv|iv|ivr|i|q|question|moderator|mod|researcher|facilitator"
    "|ผู้สัมภาษณ์|ผู้วิจัย|ถาม|采访者|访谈者|记者|问|聞き手|entrevistador|entrevistadora|moderador"
    "|moderadora|pregunta|intervieweur|enquêteur|enquêtrice|befrager|المحاور|الباحث".split("|")
)
INFORMANTS = frozenset(
    "informant|interviewee|respondent|participant|answer|a|r|p|speaker"
    "|ผู้ให้สัมภาษณ์|ผู้ให้ข้อมูล|ตอบ|受访者|答|entrevistado|entrevistada|respuesta".split("|")
)
_NEVER = frozenset(
    "note|notes|nb|ps|part|section|chapter|appendix|example|examples|topic|title|subject|date"
    "|place|time|location|duration|summary|recorded|however|first|second|third|finally".split("|")
)
_MARK = r"(?:\*\*|__|\*|_)?"
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIME = rf"[\[(<]?[ \t]*{_CLOCK}[ \t]*[\])>]?"
_FULL_TIME = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?"  # a bare 10:30 may be what is said
_NAME = r"[^\W\d_][^:：\n*_,;?!\[\]<>]{0,48}?"
_LABEL = re.compile(
    rf"^[ \t]*(?:[-•–—*][ \t]+)?(?:(?P<before>{_TIME})[ \t]*[-–—]?[ \t]*)?{_MARK}"
    rf"(?:(?P<alone>{_NAME})[ \t]+(?P<clock>{_TIME}){_MARK}[ \t]*$"
    rf"|\[(?P<bracketed>[^\W\d_][\w .-]{{0,24}}\d)\][ \t]*"
    rf"|(?P<label>{_NAME})[ \t]*(?P<inside>{_TIME})?{_MARK}[ \t]*"
    rf"(?P<colon>[:：]|[-–](?=\t)){_MARK}[ \t]*(?P<after>{_FULL_TIME}(?=[ \t]*$))?[ \t]*)",
    re.MULTILINE,
)
_LEGEND = re.compile(
    r"^[ \t]*(?P<short>[^\W_][\w .]{0,14}?)[ \t]*[=–—-][ \t]*(?P<long>\S.*)$", re.MULTILINE
)
_NUMBER = re.compile(r"[\s.#_-]*\d*[.)]?$")
_MAX_LABEL_WORDS = 5
# A label that stands once and is this alike to one that stands often is a slip of the hand.
_ALIKE = 0.8
_SECONDS = (1, 60, 3600)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a speaker: its span in the text, and the second that it states."""

    speaker: str
    start: int
    end: int
    begin: float | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles that settings name beside the known ones: who asks, who answers."""

    asks: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()

    def is_interviewer(self, label: str) -> bool:
        """Whether a label is that of somebody who asks."""
        role = role_of(label)
        return role in self.asks or (role in INTERVIEWERS and role not in self.answers)

    def knows(self, label: str) -> bool:
        """Whether a label is that of a known role."""
        role = role_of(label)
        return any(role in roles for roles in (self.asks, self.answers, INTERVIEWERS, INFORMANTS))


def roles(interviewers: Iterable[str], informants: Iterable[str]) -> Roles:
    """The roles of labels that settings name."""
    return Roles(frozenset(map(role_of, interviewers)), frozenset(map(role_of, informants)))


def role_of(label: str) -> str:
    """A label without its number and case: `Interviewer 2` and `INTERVIEWER` are one role."""
    folded = unicodedata.normalize("NFC", label).strip().casefold()
    return _NUMBER.sub("", folded) or folded


def legend(document: Document, known: Roles) -> Roles:
    """The roles, and beside them those of abbreviations explained above the talk.

    `KP = interviewer` makes of `KP:` a label that asks.
    """
    first = _LABEL.search(document.text, document.body)
    head = document.text[document.body : first.start() if first else 0]
    asks, answers = set(known.asks), set(known.answers)
    for match in _LEGEND.finditer(head):
        long = match["long"].split(",")[0].split("(")[0]
        if known.is_interviewer(long):
            asks.add(role_of(match["short"]))
        elif known.knows(long):
            answers.add(role_of(match["short"]))
    return Roles(frozenset(asks), frozenset(answers))


def find_labels(document: Document, known: Roles) -> tuple[list[Label], list[Problem]]:
    """The labels of speakers, in the order of the text, and what to know of them.

    A name and a time on a line of their own are labels only where no label has a colon.
    """
    with_colon, alone = _candidates(document, known)
    kept, notices = _speakers(document, with_colon, known)
    return (kept, notices) if kept else _speakers(document, alone, known)


def _speakers(
    document: Document, found: list[Label], known: Roles
) -> tuple[list[Label], list[Problem]]:
    times = Counter(role_of(label.speaker) for label in found)
    often = {label.speaker: None for label in found if times[role_of(label.speaker)] > 1}
    kept: list[Label] = []
    notices: list[Problem] = []
    for label in found:
        named = _is_name(document, label)
        again = times[role_of(label.speaker)] > 1
        answers = bool(kept and known.is_interviewer(kept[-1].speaker))
        if known.knows(label.speaker) or (named and again):
            kept.append(label)
        elif named and (meant := _meant(label.speaker, often)):
            line = document.text.count("\n", 0, label.start) + 1
            notices.append(problem("N11", line=line, label=label.speaker, meant=meant))
            kept.append(replace(label, speaker=meant))
        elif named and answers:
            kept.append(label)
    return kept, notices


def _is_name(document: Document, label: Label) -> bool:
    """Whether a label looks like a name: capital letters, a number, or brackets around it."""
    lower = any(word[0].islower() for word in label.speaker.split())
    bracketed = document.text.startswith("[", label.start) and label.begin is None
    coded = any(letter.isdigit() for letter in label.speaker)
    return role_of(label.speaker) not in _NEVER and (bracketed or coded or not lower)


def _candidates(document: Document, known: Roles) -> tuple[list[Label], list[Label]]:
    """Whatever looks like a label: with a colon or brackets, and alone with a time."""
    with_colon: list[Label] = []
    alone: list[Label] = []
    for match in _LABEL.finditer(document.text, document.body):
        speaker = (match["label"] or match["alone"] or match["bracketed"]).strip()
        if len(speaker.split()) > _MAX_LABEL_WORDS:
            continue
        clocks = (match[name] for name in ("before", "inside", "after", "clock"))
        begin = next((_seconds(clock) for clock in clocks if clock), None)
        label = Label(speaker, match.start(), match.end(), begin)
        if match["alone"]:
            alone.append(label)
        elif match["bracketed"] or _apart(match) or known.knows(speaker):
            with_colon.append(label)
    return with_colon, alone


def _apart(match: re.Match[str]) -> bool:
    """Whether white space follows the colon, or the colon is one that brings its own."""
    after = match.string[match.end("colon") :][:3].lstrip("*_")[:1]
    return match["colon"] == "：" or after.strip() == ""


def _seconds(clock: str) -> float:
    parts = reversed(re.findall(r"\d+(?:[.,]\d+)?", clock))
    return sum(float(part.replace(",", ".")) * unit for part, unit in zip(parts, _SECONDS))  # noqa: B905


def _meant(speaker: str, often: Iterable[str]) -> str:
    """The speaker whose label was mistyped, if one of those that occur often is that alike."""
    close = difflib.get_close_matches(speaker, list(often), n=1, cutoff=_ALIKE)
    return close[0] if close else ""
