"""A sentence of a folded text, and where its words begin and end."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, compress, count
from operator import add, sub
from typing import NamedTuple

from scapolicy import words
from scapolicy.matching.fold import Folded

Span = tuple[int, int]

LONG = 2_000
"""Characters of a sentence from which on it is no saving to look through it for each hit."""


class Stretch(NamedTuple):
    """A sentence to search, in the source's offsets, and what turn and segment it belongs to."""

    start: int
    end: int
    turn: int = 1
    segment: int = 1


class Places(NamedTuple):
    """The places of the first and the last of some words in their sentence."""

    first: int
    last: int


class Sentence:
    """A stretch of folded text with what is worked out for it only when asked.

    `turn` and `segment` are the numbers of those that it lies in. `unspaced` is true where words
    stand without spaces in it: the words that are found there say where words begin and end;
    elsewhere the characters do.
    """

    def __init__(self, folded: Folded, start: int, end: int, turn: int, segment: int) -> None:
        self.folded = folded
        self.start, self.end = start, end
        self.turn, self.segment = turn, segment
        self.unspaced = folded.unspaced and words.holds_unspaced(folded.lower, start, end)
        self._bounds: tuple[list[int], list[int]] | None = None

    @cached_property
    def words(self) -> list[Span]:
        """The spans of its words."""
        return list(zip(*self.bounds, strict=True))

    @property
    def bounds(self) -> tuple[list[int], list[int]]:
        """Where its words begin, and where they end."""
        if self._bounds is None:  # cached_property takes a lock in Python 3.11
            self._bounds = self._found_bounds()
        return self._bounds

    def _found_bounds(self) -> tuple[list[int], list[int]]:
        if self.unspaced:
            spans = words.word_spans(self.folded.lower, self.start, self.end)
            return [start for start, _ in spans], [end for _, end in spans]
        pieces = self.folded.spaced_of(self.start, self.end).split(" ")
        lengths = list(map(len, pieces))
        ends = list(map(add, accumulate(lengths), count(self.start)))
        return list(compress(map(sub, ends, lengths), pieces)), list(compress(ends, pieces))

    def _is_inside(self, at: int) -> bool:
        """Whether an offset is between two characters of one word."""
        starts, ends = self.bounds
        place = bisect_left(starts, at) - 1
        return place >= 0 and at < ends[place]

    def starts_word(self, at: int) -> bool:
        """Whether a hit that begins at an offset begins with a word, or with none at all."""
        return (
            not self._is_inside(at) if self.unspaced else words.starts_word(self.folded.lower, at)
        )

    def ends_word(self, at: int) -> bool:
        """Whether a hit that ends before an offset ends with a word, or with none at all."""
        return not self._is_inside(at) if self.unspaced else words.ends_word(self.folded.lower, at)

    def word_end(self, at: int) -> int:
        """Where the word ends that has a character just before an offset."""
        if not self.unspaced:
            return words.word_end(self.folded.lower, at)
        index = bisect_left(self.bounds[1], at)
        return self.words[index][1] if index < len(self.words) else at

    def word_at(self, offset: int) -> int:
        """The place of the last word that begins at an offset or before it; -1 if none does."""
        return bisect_right(self.bounds[0], offset) - 1

    def words_of(self, span: Span) -> Places:
        """The words that a span has a part of (first > last: none)."""
        starts, ends = self.bounds
        return Places(bisect_right(ends, span[0]), bisect_left(starts, span[1]) - 1)


class Sentences:
    """The sentences of a folded text that are searched, in their order, made when asked for."""

    def __init__(self, folded: Folded, stretches: Sequence[Stretch]) -> None:
        self.folded = folded
        self._stretches = stretches
        self.starts = [folded.from_source(one.start) for one in stretches]
        self.ends = [folded.from_source(one.end) for one in stretches]
        self._made: dict[int, Sentence] = {}

    @classmethod
    def of(cls, sentence: Sentence) -> "Sentences":
        """One sentence alone."""
        alone = cls(sentence.folded, [])
        alone.starts, alone.ends = [sentence.start], [sentence.end]
        alone._made[0] = sentence
        return alone

    def __getitem__(self, number: int) -> Sentence:
        sentence = self._made.get(number)
        if sentence is None:
            _, _, turn, segment = self._stretches[number]
            span = self.starts[number], self.ends[number]
            sentence = self._made[number] = Sentence(self.folded, *span, turn, segment)
        return sentence


def whole(folded: Folded) -> Sentences:
    """A whole text as one sentence."""
    length = len(folded.lower)
    return Sentences(folded, [Stretch(*folded.to_source(0, length))] if length else [])
