"""What was understood of each transcript, and what in it deserves a look before it is coded."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scapolicy.consent import ATTRIBUTE as CONSENT
from scapolicy.consent import is_refused, is_silent, is_unclear
from scapolicy.errors import Problem, problem
from scapolicy.readers.folder import Reading
from scapolicy.readers.language import is_mixed, language_in
from scapolicy.records import Language, Source
from scapolicy.words import count_words

# What is told of every transcript that opens with a title, and is no oddity.
_ORDINARY = frozenset(["N04", "R66", "R70"])


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker of a transcript: the label, and how much is said under it."""

    label: str
    interviewer: bool
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was read of one transcript.

    `encoding` is what its text is written in, empty where the format itself says so, and
    `encoding_guessed` tells whether that is a guess. `origins` leads from each attribute to the
    place that states it. `speaks` is the language stated, and the one detected. `left_out` tells of
    words that are in no turn, as those of a title; `oddities` are things to look at.
    """

    source: Source
    format: str
    encoding: str
    encoding_guessed: bool
    origins: Mapping[str, str]
    words: int
    speakers: tuple[Speaker, ...]
    speaks: Language
    left_out: tuple[Problem, ...]
    oddities: tuple[Problem, ...]

    @property
    def language(self) -> str:
        """The code of the language that counts."""
        return self.speaks.code

    @property
    def language_stated(self) -> bool:
        """Whether it is stated, and not detected."""
        return bool(self.speaks.stated)

    @property
    def consent(self) -> str:
        """`given`, `refused`, `unclear`, `not stated`, or `missing` where it is asked for."""
        attributes = self.source.attributes
        if is_silent(attributes):
            return "missing" if is_refused(attributes) else "not stated"
        if is_unclear(attributes):
            return "unclear"
        return "refused" if is_refused(attributes) else "given"


def inspect_readings(readings: Sequence[Reading], today: date) -> list[Inspection]:
    """What was read of each source, and what looks odd on a day like this."""
    texts: dict[str, list[str]] = {}
    for one in readings:
        texts.setdefault(_fingerprint(one.source), []).append(one.source.name)
    return [_inspect(one, texts[_fingerprint(one.source)], today) for one in readings]


def _fingerprint(source: Source) -> str:
    said = " ".join(" ".join(turn.text for turn in source.turns).casefold().split())
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()


def _inspect(reading: Reading, alike: Sequence[str], today: date) -> Inspection:
    source = reading.source
    speakers = tuple(_speakers(source))
    said = "\n".join(turn.text for turn in source.turns)
    language = language_in(source)
    oddities = (
        *(note for note in source.notices if note.code not in _ORDINARY),
        *_talk(source, speakers, said),
        *_twins(source, alike),
        *_attributes(source, language, today),
    )
    return Inspection(
        source=source,
        format=source.name.rpartition(".")[2].lower() if "." in source.name else "",
        encoding=reading.encoding,
        encoding_guessed=reading.guessed,
        origins=reading.origins,
        words=sum(speaker.words for speaker in speakers),
        speakers=speakers,
        speaks=language,
        left_out=tuple(note for note in source.notices if note.code in _ORDINARY),
        oddities=oddities,
    )


def _speakers(source: Source) -> Iterator[Speaker]:
    turns: Counter[tuple[str, bool]] = Counter()
    words: Counter[tuple[str, bool]] = Counter()
    for turn in source.turns:
        key = turn.speaker, turn.interviewer
        turns[key] += 1
        words[key] += count_words(turn.text)
    for (label, interviewer), times in turns.items():
        yield Speaker(label, interviewer, times, words[label, interviewer])


def _talk(source: Source, speakers: Sequence[Speaker], said: str) -> Iterator[Problem]:
    if len(source.turns) == 1 and source.turns[0].speaker:
        yield problem("T01", at=source.name)
    for speaker in speakers:
        if len(speakers) > 1 and speaker.words <= 1:
            yield problem("T02", at=source.name, speaker=speaker.label, words=speaker.words)
    if is_mixed(said):
        yield problem("T05", at=source.name)


def _twins(source: Source, alike: Sequence[str]) -> Iterator[Problem]:
    others = [name for name in alike if name != source.name]
    if others and source.turns:
        yield problem("T03", at=source.name, other=others[0])


def _attributes(source: Source, language: Language, today: date) -> Iterator[Problem]:
    attributes: Mapping[str, str] = source.attributes
    when = attributes.get("date", "").strip()
    try:
        if when and date.fromisoformat(when) > today:
            yield problem("T04", at=source.name, date=when)
    except ValueError:
        yield problem("T06", at=source.name, date=when)
    if language.contradicts:
        stated, detected = language.written, language.detected
        yield problem("T07", at=source.name, stated=stated, detected=detected)
    if language.written and not language.stated:
        yield problem("N20", at=source.name, languages=repr(language.written))
    if is_silent(attributes) and is_refused(attributes):
        yield problem("T09", at=source.name)
    elif is_silent(attributes):
        yield problem("T08", at=source.name)
    elif is_unclear(attributes):
        yield problem("T12", at=source.name, said=attributes[CONSENT])
