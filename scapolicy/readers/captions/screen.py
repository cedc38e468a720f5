"""What captions say, by which voice, and said once: tags and repeated lines taken out."""

import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from scapolicy.readers.captions.cues import Cue

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s([^<>]*))?>|</v\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\[br\]|\\[Nn]", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|</?>|<[\d:.]+>|\{\\[^{}]*\}|\\h", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w{1,32};")
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SHOWN = 8  # lines on the screen, of which some may be shown again
_ROLLING = 0.4


class Said(NamedTuple):
    """A part of a caption's line, by one voice."""

    voice: str | None
    text: str


def said_in(lines: Sequence[str]) -> list[Said]:
    """What a caption's lines say and by which voice, without tags."""
    said: list[Said] = []
    voice: str | None = None
    whole = _BREAK.sub("\n", "\n".join(lines))
    at = 0
    for tag in (*_VOICE.finditer(whole), None):
        piece = whole[at : tag.start() if tag else len(whole)]
        said.extend(Said(voice, text) for line in piece.split("\n") if (text := _plain(line)))
        if tag:
            at = tag.end()
            voice = _plain(tag[1] or "").rstrip(" :：") or None
    return said


def _plain(line: str) -> str:
    line = _ENTITY.sub(lambda entity: html.unescape(entity[0]), _TAG.sub("", line))
    return " ".join(_DIRECTION.sub("", line).split())


def without_repeats(cues: list[tuple[Cue, list[Said]]]) -> list[tuple[Cue, list[Said]]]:
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
    empty: list[Said] = []
    before = [empty, *(parts for _, parts in cues)]
    return [
        (cue, _repeated(shown, parts)) for shown, (cue, parts) in zip(before, cues, strict=False)
    ]


def _shown(cue: tuple[Cue, list[Said]]) -> tuple[float | None, float | None, list[Said]]:
    return cue[0].begin, cue[0].end, cue[1]


def _repeated(before: list[Said], after: list[Said]) -> list[Said]:
    """`after` without the lines that `before` ended with."""
    for count in range(min(len(before), len(after), _SHOWN), 0, -1):
        if before[-count:] == after[:count]:
            return after[count:]
    if 0 < len(before) == len(after) <= _SHOWN and before[:-1] == after[:-1]:
        (voice, old), (speaker, new) = before[-1:] + after[-1:]
        if voice == speaker and new.startswith(old + " "):
            return [Said(voice, new[len(old) + 1 :])]
    return after
