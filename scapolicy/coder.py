"""One source coded: its segments, the rules' hits in them, and the codings that these make."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from scapolicy.coding import to_codings, to_matches
from scapolicy.consent import is_refused, why_left_out
from scapolicy.errors import Problem, ScapolicyError, StoreError
from scapolicy.matching.fold import Folded
from scapolicy.matching.matcher import Matcher, folded
from scapolicy.matching.sentence import Stretch
from scapolicy.notices import long_sentence
from scapolicy.readers.folder import TranscriptFile, read_source
from scapolicy.readers.language import language_in
from scapolicy.records import (
    Codebook,
    CodedSource,
    Language,
    Segment,
    Source,
    Span,
    Speakers,
    Turn,
    Unit,
)
from scapolicy.segment import segment, sentences
from scapolicy.words import count_words, holds_thai

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of one source: its result and what to know of it, or why it has none.

    `left_out` calls the source by its name; `unreadable` by the path that the user gave.
    """

    result: Result | None = None
    notices: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    unreadable: tuple[Problem, ...] = ()


class Coder:
    """A codebook, compiled, and how it is to be applied; codes one source at a time."""

    def __init__(self, codebook: Codebook, unit: Unit, speakers: Speakers) -> None:
        self._codebook = codebook
        self._unit = unit
        self._speakers = speakers
        self._matchers: dict[str, Matcher] = {}

    def matcher(self, source: Source) -> Matcher:
        """The codebook, compiled for the language of a source."""
        return self._matcher_for(language_in(source))

    def _matcher_for(self, found: Language) -> Matcher:
        language = found.code or self._codebook.languages[0]
        if language not in self._matchers:
            self._matchers[language] = Matcher(self._codebook, language)
        return self._matchers[language]

    def stretches(self, source: Source, segments: Sequence[Segment]) -> list[Stretch]:
        """The sentences of a source that are evidence, with their turns and segments."""
        if self._unit is Unit.SENTENCE:
            return [
                Stretch(one.start, one.end, one.turn, one.number)
                for one in self.analysed(source, segments)
            ]
        starts = [one.start for one in segments]
        return [
            Stretch(start, end, turn.number, segments[bisect_right(starts, start) - 1].number)
            for turn in self.evidence(source)
            for start, end in sentences(source.text, turn.start, turn.end)
        ]

    def evidence(self, source: Source) -> list[Turn]:
        """The turns of a source that may be coded."""
        everyone = self._speakers is Speakers.ALL
        return [turn for turn in source.turns if everyone or not turn.interviewer]

    def analysed(self, source: Source, segments: Sequence[Segment]) -> list[Segment]:
        """The segments of a source in which there is evidence."""
        numbers = {turn.number for turn in self.evidence(source)}
        if self._unit is Unit.DOCUMENT:
            return list(segments) if numbers else []
        return [one for one in segments if one.turn in numbers]

    def parts(self, source: Source) -> tuple[Span, ...]:
        """Where the evidence is in a document that is one segment; nothing for other units."""
        if self._unit is not Unit.DOCUMENT:
            return ()
        return tuple((turn.start, turn.end) for turn in self.evidence(source))

    def speaker_in(self, source: Source) -> Callable[[Segment], str]:
        """Who speaks in a segment of a source: in a document, everyone whose turns are evidence."""
        if self._unit is not Unit.DOCUMENT:
            return lambda one: source.turns[one.turn - 1].speaker
        everyone = "; ".join(dict.fromkeys(turn.speaker for turn in self.evidence(source)))
        return lambda _: everyone

    def code(self, source: Source) -> Outcome[CodedSource]:
        """Code a source, unless its informant gave no consent."""
        if is_refused(source.attributes):
            return Outcome(left_out=(why_left_out(source),))
        evidence = self.evidence(source)
        segments = segment(source, self._unit)
        stretches = self.stretches(source, segments)
        language = language_in(source)
        text = folded(source.text)
        matcher = self._matcher_for(language)
        hits = matcher.hits(text, stretches, source.attributes)
        matches = to_matches(source, hits, self._codebook)
        coded = CodedSource(
            name=source.name,
            attributes=source.attributes,
            sha256=source.sha256,
            words=_words(text, evidence),
            segments=len(self.analysed(source, segments)),
            characters=len(source.text),
            asked=self._asked(source, text, matcher),
            matches=matches,
            evidence=self.parts(source),
            codings=to_codings(source, segments, matches, self._codebook, self.speaker_in(source)),
            thai=holds_thai(source.text),
            language=language,
        )
        long = long_sentence(source.name, stretches) if self._unit is Unit.SENTENCE else ()
        return Outcome(coded, (*source.notices, *long))

    def _asked(self, source: Source, text: Folded, matcher: Matcher) -> tuple[str, ...]:
        """The codes of which the interviewer's words speak, in the codebook's order."""
        questions = [
            Stretch(start, end, turn.number, 0)
            for turn in source.turns
            if turn.interviewer
            for start, end in sentences(source.text, turn.start, turn.end)
        ]
        hits = matcher.hits(text, questions, source.attributes)
        names = [code.id for category in self._codebook.categories for code in category.codes]
        return tuple(names[number] for number in sorted({hit.code for hit in hits}))

    def code_file(self, file: TranscriptFile) -> Outcome[CodedSource]:
        """Read a file and code it; a file that can't be read is part of the outcome.

        Raises:
            StoreError: the store that it lies in can't be reached.

        """
        try:
            source = read_source(file)
        except StoreError:
            raise
        except ScapolicyError as error:
            left_out = tuple(replace(fault, file=file.name) for fault in error.problems)
            return Outcome(left_out=left_out, unreadable=error.problems)
        return self.code(source)


def _words(text: Folded, turns: Iterable[Turn]) -> int:
    if text.unspaced:
        return sum(count_words(turn.text) for turn in turns)
    return sum(text.count_words(turn.start, turn.end) for turn in turns)


def language_of(source: Source, codebook: Codebook) -> str:
    """The code of the language a source is in: stated, else detected, else the codebook's first."""
    return language_in(source).code or codebook.languages[0]
