"""Words with a speaker each → passages of one speaker."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from scapolicy.readers.passages import Passage, joined

_UNKNOWN_SPEAKERS = frozenset({"", "UU", "unknown"})


class Word(NamedTuple):
    """A word, or a mark that stands at the word before it."""

    speaker: str | None
    text: str
    begin: float | None = None
    attached: bool = False
    end: float | None = None


def spoken(words: Iterable[Word]) -> Iterator[Passage]:
    """Words → passages of one speaker each, with marks at the words that they belong to."""
    heads: list[Word] = []
    pieces: list[list[str]] = []
    for word in words:
        if word.attached and heads:
            pieces[-1].append(word.text)
        elif word.text:
            heads.append(word)
            pieces.append([word.text])
    whole = (head._replace(text="".join(some)) for head, some in zip(heads, pieces, strict=True))
    for speaker, group in groupby(whole, key=lambda word: word.speaker):
        said: list[Word] = []
        for word in group:
            said.append(word)
            if speaker is None and _ends(word.text):  # pauses are looked for between sentences
                yield _passage(speaker, said)
                said = []
        if said:
            yield _passage(speaker, said)


def _ends(text: str) -> bool:
    return text[-1:] in {".", "?", "!", "。", "？", "！"}


def _passage(speaker: str | None, said: list[Word]) -> Passage:
    begin = next((word.begin for word in said if word.begin is not None), None)
    ends = (word.end if word.end is not None else word.begin for word in reversed(said))
    end = next((end for end in ends if end is not None), None)
    return Passage(speaker, joined([word.text for word in said]), begin, end)


def speaker_of(label: str) -> str | None:
    """A speaker's name; a bare number becomes `Speaker 1`, and none is None."""
    if label in _UNKNOWN_SPEAKERS:
        return None
    return f"Speaker {label}" if label.isdecimal() else label
