"""A document's text → turns: who speaks where, and who of them asks.

A turn opens with a label at the start of a line and runs to the next. The interviewer is known by
the label, or by asking nearly all of the questions.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scapolicy.errors import Problem, listed, problem
from scapolicy.readers.document import Document, Spoken
from scapolicy.readers.labels import Label, find_labels, legend
from scapolicy.readers.roles import Roles, role_of, roles
from scapolicy.records import Turn
from scapolicy.words import count_words

_HEADING = re.compile(r"^#{1,6}[ \t].*$", re.MULTILINE)
_QUESTION = re.compile(
    r"[?？؟]|ไหม|มั้ย|หรือเปล่า|หรือไม่|อย่างไร|ยังไง|อะไร|ทำไม|คะ$|[吗嗎]|(?:です|ます|でしょう|ました)か[。\s]*$"
)
# Who asks in this share of the turns, while all others ask in less than that, is the interviewer.
_ASKS_FROM, _ASKS_BELOW, _ASKS_AT_LEAST = 0.6, 0.25, 2

# So many words, and so much of all, are more than a title and may be speech.
_MUCH, _MUCH_OF_ALL = 100, 0.1


def find_turns(
    document: Document, interviewers: Iterable[str] = (), informants: Iterable[str] = ()
) -> tuple[tuple[Turn, ...], tuple[Problem, ...]]:
    """Cut a document into turns.

    `interviewers` and `informants` are labels to recognise beside the known role words; a label
    named there overrides them. Returns the turns and what a reader should know of them.
    """
    known = legend(document, roles(interviewers, informants))
    labels, slips = _above(document, known) if document.spoken else find_labels(document, known)
    turns = [
        Turn(
            number,
            one.speaker,
            document.text[one.start : one.end],
            one.start,
            one.end,
            one.speaker != "" and known.is_interviewer(one.speaker),
            one.begin,
        )
        for number, one in enumerate(_all_spoken(document, labels), 1)
    ]
    asking = _who_asks(turns, known)
    if asking:
        turns = [replace(turn, interviewer=turn.speaker == asking) for turn in turns]
    notices = (*document.notices, *slips, *_notices(document, labels, turns, asking))
    return tuple(turns), notices


def _above(document: Document, known: Roles) -> tuple[list[Label], list[Problem]]:
    """The labels above the talk that the format states, if these make a talk: one stands twice."""
    named = frozenset(role_of(one.speaker) for one in document.spoken)
    known = replace(known, answers=known.answers | named)
    labels, notices = find_labels(replace(document, text=document.text[: document.head]), known)
    talk = max(Counter(label.speaker for label in labels).values(), default=0) > 1
    return (labels, notices) if talk else ([], [])


def _all_spoken(document: Document, labels: list[Label]) -> Iterator[Spoken]:
    """What the labels part, then what the format states."""
    if document.spoken and labels:
        yield from _stretches(replace(document, text=document.text[: document.head]), labels)
    yield from document.spoken or _stretches(document, labels)


def _stretches(document: Document, labels: list[Label]) -> Iterator[Spoken]:
    """All that is said, headings cut out, white space trimmed."""
    text = document.text
    cuts: list[tuple[int, int, Label | None]]
    cuts = [(label.start, label.end, label) for label in labels]
    if not labels:
        cuts.append((document.body, document.body, Label("", 0, 0)))
    if document.headings:
        cuts += [(m.start(), m.end(), None) for m in _HEADING.finditer(text, document.body)]
    cuts.sort(key=lambda cut: cut[:2])
    speaker: Label | None = None
    for index, (_, start, label) in enumerate(cuts):
        speaker = speaker if label is None else label
        end = cuts[index + 1][0] if index + 1 < len(cuts) else len(text)
        said = text[start:end]
        if speaker is not None and said.strip():
            begin = speaker.begin if label is not None else None
            first = start + len(said) - len(said.lstrip())
            yield Spoken(speaker.speaker, first, start + len(said.rstrip()), begin)


def _who_asks(turns: list[Turn], known: Roles) -> str:
    """The speaker who asks nearly all of the questions, where nobody is known to; else empty."""
    said = Counter(turn.speaker for turn in turns)
    if len(said) < 2 or any(map(known.is_interviewer, said)):  # noqa: PLR2004  nobody to ask
        return ""
    asked = Counter(turn.speaker for turn in turns if _QUESTION.search(turn.text))
    shares = {
        speaker: asked[speaker] / times if times >= _ASKS_AT_LEAST else 0.0
        for speaker, times in said.items()
    }
    asking = [
        speaker
        for speaker, share in shares.items()
        if share >= _ASKS_FROM and not known.is_informant(speaker)
    ]
    others = [share for speaker, share in shares.items() if speaker not in asking]
    return asking[0] if len(asking) == 1 and max(others) < _ASKS_BELOW else ""


def _notices(
    document: Document, labels: list[Label], turns: list[Turn], asking: str
) -> Iterable[Problem]:
    if not turns:
        yield problem("N10")
        return
    speakers = list(dict.fromkeys(turn.speaker for turn in turns))
    if speakers == [""]:
        yield problem("N03")
        return
    if asking:
        yield problem("N12", speaker=asking)
    elif len(speakers) > 1 and not any(turn.interviewer for turn in turns):
        yield problem("N09", speakers=listed([*filter(None, speakers)], 12))
    talk = labels[0].start if labels else document.head
    before = document.text[document.body : talk]
    words = count_words(_HEADING.sub("", before) if document.headings else before)
    if words:
        share = words / (words + sum(count_words(turn.text) for turn in turns))
        if words >= _MUCH and share >= _MUCH_OF_ALL:
            yield problem("N15", words=words, share=round(100 * share))
        else:
            yield problem("N04", words=words)
