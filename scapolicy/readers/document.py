"""What every format reader returns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from scapolicy.errors import Problem


class Utterance(NamedTuple):
    """What one speaker says at a time, as a format states it; `begin` is in seconds."""

    speaker: str
    text: str
    begin: float | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance in a document's text: `text[start:end]`, without the speaker's label."""

    speaker: str
    start: int
    end: int
    begin: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and what its head says, before anyone has looked for speakers.

    `body` is the offset at which the head ends. `headings` is true where a line that begins with
    `#` is a heading and not speech. `spoken` holds who says what, where the format states it; no
    labels are looked for then, but above `head`, where that talk begins. `notices` is what a reader
    should know of how it was read.
    """

    text: str
    body: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    headings: bool = False
    spoken: tuple[Spoken, ...] = ()
    head: int = 0
    notices: tuple[Problem, ...] = ()


def spoken_document(
    utterances: Iterable[Utterance],
    *,
    attributes: Mapping[str, str] | None = None,
    notices: Iterable[Problem] = (),
) -> Document:
    r"""A document of utterances, written out as `Speaker: text` with blank lines between.

    Utterances without words are left out; one that follows another of the same speaker is joined
    to it. White space in a speaker's name becomes a space: a name stands on one line.

    >>> said = [Utterance("Q", "Why?"), Utterance("A", "So."), Utterance("A", "Yes.")]
    >>> spoken_document(said).text
    'Q: Why?\n\nA: So. Yes.\n'
    """
    joined: list[Utterance] = []
    pieces: list[list[str]] = []
    for uttered in utterances:
        said = uttered.text.strip()
        if not said:
            continue
        one = uttered._replace(speaker=" ".join(uttered.speaker.split()))
        if joined and joined[-1].speaker == one.speaker:
            pieces[-1].append(said)
        else:
            joined.append(one)
            pieces.append([said])
    parts: list[str] = []
    spoken: list[Spoken] = []
    at = 0
    for one, said in zip(joined, map(" ".join, pieces), strict=True):
        label = ("\n" if parts else "") + (f"{one.speaker}: " if one.speaker else "")
        at += len(label)
        spoken.append(Spoken(one.speaker, at, at + len(said), one.begin))
        parts += (label, said, "\n")
        at += len(said) + 1
    return Document(
        "".join(parts), attributes=attributes or {}, spoken=tuple(spoken), notices=tuple(notices)
    )
