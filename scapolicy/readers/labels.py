"""Labels in a text: where a line says who speaks, and which of these are speakers.

A label is a name and a colon at the start of a line (`Interviewer:`, `**Q1:**`, `Vice Governor:`),
perhaps with a time before, after or below it, or a name with a number in brackets (`[id1]`). Where
there is none of these, it is a name and a time, or a role, on a line of its own, or a name and a
tab. It counts as a speaker when it is a known role, is named in the settings, occurs at least
twice, or answers an interviewer; words such as `Note:` never do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from scapolicy.errors import Problem, listed, problem
from scapolicy.readers.document import Document
from scapolicy.readers.lines import at_lines
from scapolicy.readers.roles import NOBODY, Roles, role_of

# Possessive where spaces meet spaces: a line of nothing else is then read once, not over and over.
_S = r"[ \t]*+"
_BELOW = rf"\n{{1,2}}+{_S}"
_MARK = r"(?:\*\*|__|\*|_)?"
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3}|-\d(?![\d:]))?"
_TIME = rf"[\[(<{{#]?{_S}{_CLOCK}(?:{_S}(?:[-–—]+>?|→){_S}{_CLOCK})?{_S}[\])>}}#]?"
_FULL_TIME = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?"
# What is no speech even on a line of its own; a bare 10:30 may be what is said.
_STAMP = rf"(?:[\[(<{{#]{_S}{_CLOCK}[^\])>}}#\n]{{0,20}}[\])>}}#]|{_FULL_TIME}(?={_S}$))"
_NAME = r"[^\W\d_][^:：\n*_,;?!\[\]<>\t]{0,48}?"
_FRONT = (
    rf"^{_S}(?:[-•–—*][ \t]++|>{{1,3}}{_S}|\d{{1,3}}[.)]?[ \t]++)?"
    rf"(?:(?P<above>{_STAMP}){_S}{_BELOW}|(?P<before>{_TIME}){_S}[-–—]?{_S})?{_MARK}"
)
_LABEL = re.compile(
    rf"{_FRONT}(?:(?P<bracket>[\[<])(?P<bracketed>[^\W\d_][\w .-]{{0,30}})[\]>]{_S}(?:[:：]{_S})?"
    rf"|(?P<label>{_NAME}){_S}(?P<inside>{_TIME})?{_MARK}{_S}"
    rf"(?P<colon>(?<!\d)[:：]|[:：](?!\d)|[-–](?=\t)){_MARK}{_S}"
    rf"(?:(?P<after>{_STAMP})|{_BELOW}(?P<below>{_STAMP})(?={_S}$))?{_S})",
    re.MULTILINE,
)
_LABEL_SIGNS = ":：[<\t"
_APART = re.compile(
    rf"{_FRONT}(?:(?P<alone>{_NAME}){_MARK}(?:[ \t]++|{_S}{_BELOW})(?P<clock>{_TIME}){_MARK}{_S}$"
    rf"|(?P<role>{_NAME}){_MARK}{_S}$|(?P<tabbed>{_NAME}){_MARK} *+\t{_S})",
    re.MULTILINE,
)
_LEGEND = re.compile(
    r"^[ \t]*(?P<short>[^\W_][\w .]{0,14}?)[ \t]*[=–—-][ \t]*(?P<long>\S.*)$", re.MULTILINE
)
_LINE = re.compile(r"^[ \t]*(?=\S)", re.MULTILINE)
_WIDE = re.compile(r"(?:\t|[ ]{2})[ \t]*\Z")
_MAX_LABEL_WORDS = 5
# A word that is this alike to another, in a label that stands once, is a slip of the hand.
_ALIKE, _SHORT = 0.75, 4
# In a talk of so many turns, of whose paragraphs nearly all have labels, a new name is a speaker;
# of fewer, where labels are set apart by white space.
_TALK, _WIDE_TALK, _NEARLY_ALL = 5, 3, 0.8
_MOST_LINES = 0.5  # begin with a name and a tab, where these are labels
_MOST_NAMES = 50  # no interview has so many speakers, and comparing them all would take long
_SECONDS = (1, 60, 3600)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a speaker: its span in the text, and the second that it states.

    `sure` is true of a name that its brackets or its place on a line of its own make one.
    """

    speaker: str
    start: int
    end: int
    begin: float | None = None
    sure: bool = False


def legend(document: Document, known: Roles) -> Roles:
    """The roles, and beside them those of abbreviations explained above the talk.

    `KP = interviewer` makes of `KP:` a label that asks.
    """
    first = next(at_lines(_LABEL, document.text, document.body, _LABEL_SIGNS), None)
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

    Labels without a colon count only where none has one; before a tab, as in the row of a table,
    those names do that have one elsewhere.
    """
    kept, notices = _speakers(document, list(_with_colon(document, known)), known)
    if kept:
        names = {role_of(label.speaker) for label in kept}
        found = {label.start: label for label in kept}
        for label in _before_tabs(document):
            if role_of(label.speaker) in names:
                found.setdefault(label.start, label)
        return [found[start] for start in sorted(found)], notices
    apart, told = _speakers(document, list(_without(document, known)), known)
    return (apart, told) if apart else (kept, notices)


def _speakers(
    document: Document, found: list[Label], known: Roles
) -> tuple[list[Label], list[Problem]]:
    times = Counter(role_of(label.speaker) for label in found)
    repeated = {label.speaker: None for label in found if times[role_of(label.speaker)] > 1}
    often = list(repeated)[:_MOST_NAMES]
    kept: list[Label] = []
    doubtful: list[Label] = []
    notices: list[Problem] = []
    for label in found:
        named = _is_name(label)
        again = times[role_of(label.speaker)] > 1
        answers = bool(kept and known.is_interviewer(kept[-1].speaker))
        if known.knows(label.speaker) or (named and again):
            kept.append(label)
        elif named and (meant := _meant(label.speaker, often)):
            line = _line(document, label)
            notices.append(problem("N11", line=line, label=label.speaker, meant=meant))
            kept.append(replace(label, speaker=meant))
        elif named and answers:
            kept.append(label)
        elif named and label.speaker.split()[0].casefold() not in NOBODY:
            doubtful.append(label)
    new = _newcomers(document, kept, doubtful)
    notices += [problem("N13", line=_line(document, one), label=one.speaker) for one in new]
    notices += [problem("N16", label=one, other=other) for one, other in _twins(kept, known)]
    taken = {label.start for label in new}
    passed = [repr(label.speaker) for label in doubtful if label.start not in taken]
    if passed:
        notices.append(problem("N14", labels=listed(passed, 8)))
    return sorted([*kept, *new], key=lambda label: label.start), notices


def _newcomers(document: Document, kept: list[Label], doubtful: list[Label]) -> list[Label]:
    """Of labels that stand once, those that are set as all others are: somebody speaks up once."""
    if not doubtful:
        return []
    timed = len(kept) > 1 and all(label.begin is not None for label in kept)
    wide = len(kept) >= _WIDE_TALK and _nearly_all(_is_wide(document, label) for label in kept)
    paragraphs = _openings(document, len(kept))
    opened = sum(label.start in paragraphs for label in kept)
    talk = sum(start >= kept[0].start for start in paragraphs) if kept else 0
    labelled = len(kept) >= _TALK and opened >= _NEARLY_ALL * talk
    words = {word.casefold() for label in kept for word in label.speaker.split()}
    new: list[Label] = []
    for label in doubtful:
        own = label.speaker.split()
        shares = any(word.casefold() in words and len(word) >= _SHORT for word in own)
        inside = bool(kept) and label.start > kept[0].start
        alike = (timed and label.begin is not None) or (wide and _is_wide(document, label))
        opens = labelled and label.start in paragraphs
        if (inside and (alike or (opens and len(own) > 1))) or (opens and shares):
            new.append(label)
    return new


def _nearly_all(true: Iterable[bool]) -> bool:
    found = list(true)
    return sum(found) >= _NEARLY_ALL * len(found)


def _openings(document: Document, turns: int) -> set[int]:
    """Where paragraphs begin; lines, where no blank ones part so many turns."""
    lines: set[int] = set()
    paragraphs: set[int] = set()
    at, blank = document.body, True
    for line in document.text[document.body :].split("\n"):
        if line.strip():
            lines.add(at)
            if blank:
                paragraphs.add(at)
        blank = not line.strip()
        at += len(line) + 1
    return paragraphs if len(paragraphs) >= turns else lines


def _is_wide(document: Document, label: Label) -> bool:
    """Whether a label is set apart from what is said by a tab, or by several spaces."""
    return _WIDE.search(document.text, label.start, label.end) is not None


def _line(document: Document, label: Label) -> int:
    return document.text.count("\n", 0, label.start) + 1


def _is_name(label: Label) -> bool:
    """Whether a label looks like a name: capital letters, a number, or brackets around it."""
    lower = any(word[0].islower() for word in label.speaker.split())
    coded = any(letter.isdigit() for letter in label.speaker)
    return role_of(label.speaker) not in NOBODY and (label.sure or coded or not lower)


def _with_colon(document: Document, known: Roles) -> Iterator[Label]:
    """Whatever looks like a label with a colon, or in brackets."""
    for match in at_lines(_LABEL, document.text, document.body, _LABEL_SIGNS):
        speaker = (match["label"] or match["bracketed"]).strip()
        if len(speaker.split()) > _MAX_LABEL_WORDS:
            continue
        if match["bracket"]:
            coded = speaker[-1:].isdigit() and match["bracket"] == "["
            fits = coded or (known.knows(speaker) and speaker[0].isupper())
        else:
            fits = _spaced(match) or known.knows(speaker)
        if fits:
            begin = _begin(match, "above", "before", "inside", "after", "below")
            sure = bool(match["bracket"])
            yield Label(speaker, match.start(), match.end(), begin, sure)


def _without(document: Document, known: Roles) -> Iterator[Label]:
    """Whatever looks like a label without a colon: alone with a time, a role, or before a tab."""
    found = list(at_lines(_APART, document.text, document.body))
    tabs = sum(bool(match["tabbed"]) for match in found)
    tabbed = tabs > 0 and tabs > _MOST_LINES * len(_LINE.findall(document.text, document.body))
    for match in found:
        speaker = (match["alone"] or match["role"] or match["tabbed"]).strip()
        if len(speaker.split()) > _MAX_LABEL_WORDS:
            continue
        if (
            match["alone"]
            or (match["role"] and len(speaker) > 1 and known.knows(speaker))
            or (match["tabbed"] and tabbed)
        ):
            yield Label(
                speaker, match.start(), match.end(), _begin(match, "above", "before", "clock")
            )


def _before_tabs(document: Document) -> Iterator[Label]:
    """Whatever stands at the beginning of a line before a tab."""
    if "\t" in document.text:
        for match in at_lines(_APART, document.text, document.body, "\t"):
            if match["tabbed"]:
                begin = _begin(match, "above", "before")
                yield Label(match["tabbed"].strip(), match.start(), match.end(), begin)


def _spaced(match: re.Match[str]) -> bool:
    """Whether white space follows the colon, or the colon is one that brings its own."""
    end = match.end("colon")
    after = match.string[end : end + 3].lstrip("*_")[:1]
    return match["colon"] == "：" or after.strip() == ""


def _begin(match: re.Match[str], *groups: str) -> float | None:
    """The second that the first of the times states."""
    stated = next((match[group] for group in groups if match.groupdict().get(group)), None)
    clock = re.search(_CLOCK, stated) if stated else None
    if clock is None:
        return None
    parts = reversed(re.findall(r"\d+(?:[.,]\d+)?", clock[0].replace("-", ".")))
    return sum(float(part.replace(",", ".")) * unit for part, unit in zip(parts, _SECONDS))  # noqa: B905


def _meant(speaker: str, often: Iterable[str]) -> str:
    """The speaker whose label was mistyped, if one of those that occur often is that alike.

    Short words and numbers tell speakers apart: `Senator M` is not `Senator R`.
    """
    for other in often:
        pairs = list(zip(speaker.casefold().split(), other.casefold().split(), strict=False))
        if len(speaker.split()) == len(other.split()) and all(_slip(*pair) for pair in pairs):
            return other
    return ""


def _twins(kept: Sequence[Label], known: Roles) -> Iterator[tuple[str, str]]:
    """Labels that occur often, and may be two spellings of one name."""
    names = [
        name for name in dict.fromkeys(label.speaker for label in kept) if not known.knows(name)
    ]
    for one, other in combinations(names[:_MOST_NAMES], 2):
        if role_of(one) != role_of(other) and _meant(one, [other]):
            yield one, other


def _slip(word: str, other: str) -> bool:
    """Whether a word is another, or may be meant as it."""
    if word == other:
        return True
    if min(len(word), len(other)) < _SHORT or any(map(str.isdigit, word + other)):
        return False
    import difflib

    alike = difflib.SequenceMatcher(None, word, other)
    # The first two are never below the third, and tell most words apart in a fraction of its time.
    measures = (alike.real_quick_ratio, alike.quick_ratio, alike.ratio)
    return all(measure() >= _ALIKE for measure in measures)
