"""A document's text → turns: who speaks where, and who of them asks.

A turn opens with a label at the start of a line (`Interviewer:`, `**Q1:**`, `Vice Governor:`) and
runs to the next. A label counts as a speaker when it is a known role, is named in the settings,
occurs at least twice, or answers an interviewer; words such as `Note:` never do.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scapolicy.errors import Problem, problem
from scapolicy.readers.document import Document
from scapolicy.records import Turn
from scapolicy.words import count_words

INTERVIEWERS = frozenset(
    "interviewer|int|intv|iv|ivr|i|q|question|moderator|mod|researcher|facilitator"
    "|ผู้สัมภาษณ์|ผู้วิจัย|ถาม|采访者|访谈者|记者|问|聞き手|entrevistador|entrevistadora|moderador"
    "|moderadora|intervieweur|enquêteur|enquêtrice|befrager|المحاور|الباحث".split("|")
)
INFORMANTS = frozenset(
    "informant|interviewee|respondent|participant|answer|a|r|p|speaker"
    "|ผู้ให้สัมภาษณ์|ผู้ให้ข้อมูล|ตอบ|受访者|答|entrevistado|entrevistada".split("|")
)
_NEVER = frozenset(
    "note|notes|nb|ps|part|section|chapter|appendix|example|examples|topic|title|subject|date"
    "|place|time|location|duration|summary|recorded|however|first|second|third|finally".split("|")
)
_MARK = r"(?:\*\*|__|\*|_)?"
_LABEL = re.compile(
    rf"^[ \t]*{_MARK}(?P<label>[^\W\d_][^:：\n*_,;?!]{{0,48}}?)"
    rf"{_MARK}[ \t]*[:：]{_MARK}[ \t]*",
    re.MULTILINE,
)
_HEADING = re.compile(r"^#{1,6}[ \t].*$", re.MULTILINE)
_NUMBER = re.compile(r"[\s.#_-]*\d*[.)]?$")
_MAX_LABEL_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Label:
    speaker: str
    start: int
    end: int


def find_turns(
    document: Document, interviewers: Iterable[str] = (), informants: Iterable[str] = ()
) -> tuple[tuple[Turn, ...], tuple[Problem, ...]]:
    """Cut a document into turns.

    `interviewers` and `informants` are labels to recognise beside the known role words; a label
    named there overrides them. Returns the turns and what a reader should know of them.
    """
    asks = {_role(label) for label in interviewers}
    answers = {_role(label) for label in informants}
    labels = [] if document.spoken else _speakers(document, asks, answers)
    turns: list[Turn] = []
    for speaker, start, end, begin in _said(document, labels):
        asking = speaker != "" and _asks(speaker, asks, answers)
        text = document.text[start:end]
        turns.append(Turn(len(turns) + 1, speaker, text, start, end, asking, begin))
    return tuple(turns), (*document.notices, *_notices(document, labels, turns))


def _said(document: Document, labels: list[_Label]) -> Iterable[tuple[str, int, int, float | None]]:
    """(speaker, start, end, second at which it begins) of all that is said."""
    for one in document.spoken:
        yield one.speaker, one.start, one.end, one.begin
    if not document.spoken:
        for speaker, start, end in _stretches(document, labels):
            yield speaker, start, end, None


def _role(label: str) -> str:
    """A label without its number and case: `Interviewer 2` and `INTERVIEWER` are one role."""
    folded = unicodedata.normalize("NFC", label).strip().casefold()
    return _NUMBER.sub("", folded) or folded


def _asks(label: str, asks: set[str], answers: set[str]) -> bool:
    role = _role(label)
    return role in asks or (role in INTERVIEWERS and role not in answers)


def _known(role: str, asks: set[str], answers: set[str]) -> bool:
    return any(role in roles for roles in (asks, answers, INTERVIEWERS, INFORMANTS))


def _apart(match: re.Match[str]) -> bool:
    """Whether white space follows the colon, or the colon is one that brings its own."""
    return match[0][-1] in " \t：" or match.string[match.end() : match.end() + 1].strip() == ""


def _speakers(document: Document, asks: set[str], answers: set[str]) -> list[_Label]:
    found = [
        _Label(match["label"].strip(), match.start(), match.end())
        for match in _LABEL.finditer(document.text, document.body)
        if len(match["label"].split()) <= _MAX_LABEL_WORDS
        and (_apart(match) or _known(_role(match["label"]), asks, answers))
    ]
    times = Counter(_role(label.speaker) for label in found)
    kept: list[_Label] = []
    for label in found:
        role = _role(label.speaker)
        named = role not in _NEVER and not any(w[0].islower() for w in label.speaker.split())
        often = times[role] > 1 or bool(kept and _asks(kept[-1].speaker, asks, answers))
        if _known(role, asks, answers) or (named and often):
            kept.append(label)
    return kept


def _stretches(document: Document, labels: list[_Label]) -> Iterable[tuple[str, int, int]]:
    """(speaker, start, end) of all that is said, headings cut out, white space trimmed."""
    text = document.text
    cuts: list[tuple[int, int, str | None]]
    cuts = [(label.start, label.end, label.speaker) for label in labels]
    if not labels:
        cuts.append((document.body, document.body, ""))
    if document.headings:
        cuts += [(m.start(), m.end(), None) for m in _HEADING.finditer(text, document.body)]
    cuts.sort(key=lambda cut: cut[:2])
    speaker: str | None = None
    for index, (_, start, label) in enumerate(cuts):
        speaker = speaker if label is None else label
        end = cuts[index + 1][0] if index + 1 < len(cuts) else len(text)
        said = text[start:end]
        if speaker is not None and said.strip():
            yield (
                speaker,
                start + len(said) - len(said.lstrip()),
                start + len(said.rstrip()),
            )


def _notices(document: Document, labels: list[_Label], turns: list[Turn]) -> Iterable[Problem]:
    if not turns:
        yield problem("N10")
        return
    speakers = list(dict.fromkeys(turn.speaker for turn in turns))
    if speakers == [""]:
        yield problem("N03")
        return
    if len(speakers) > 1 and not any(turn.interviewer for turn in turns):
        yield problem("N09", speakers=", ".join(speakers))
    before = document.text[document.body : labels[0].start] if labels else ""
    words = count_words(_HEADING.sub("", before) if document.headings else before)
    if words:
        yield problem("N04", words=words)
