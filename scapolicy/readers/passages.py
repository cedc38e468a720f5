"""Passages with times → a document: who speaks, and where paragraphs part."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from scapolicy.errors import Problem
from scapolicy.readers.document import Document, Utterance, spoken_document

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


def passages_document(
    passages: Iterable[Passage],
    notices: Iterable[Problem] = (),
    attributes: Mapping[str, str] | None = None,
) -> Document:
    """A document of passages, in which one that names nobody goes on with the speaker before.

    Where nobody is named at all, the paragraphs part where there is a pause.
    """
    said = list(passages)
    if not any(one.speaker for one in said):
        said = [one for one in said if one.text]
        begin = said[0].begin if said else None
        whole = [Utterance("", _paragraphs(said), begin)]
        return spoken_document(whole, attributes=attributes, notices=notices)
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
    return spoken_document(utterances, attributes=attributes, notices=notices)


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
