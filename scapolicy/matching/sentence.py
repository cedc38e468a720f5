"""A sentence of a folded text, and where its words begin and end."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from scapolicy import words
from scapolicy.matching.fold import Folded

Span = tuple[int, int]


class Sentence:
    """A stretch of folded text with what is worked out for it only when asked.

    `turn` and `segment` are the numbers of those that it lies in. Where the text is Thai, the
    words that a segmenter finds say where words begin and end; elsewhere the characters do.
    """

    def __init__(self, folded: Folded, start: int, end: int, turn: int, segment: int) -> None:
        self.folded = folded
        self.start, self.end = start, end
        self.turn, self.segment = turn, segment

    @cached_property
    def words(self) -> list[Span]:
        """The spans of its words."""
        return words.word_spans(self.folded.lower, self.start, self.end)

    @cached_property
    def thai(self) -> bool:
        """Whether words stand without spaces in it."""
        return words.holds_thai(self.folded.lower, self.start, self.end)

    @cached_property
    def _inside(self) -> set[int]:
        """The offsets between two characters of one word."""
        return {at for start, end in self.words for at in range(start + 1, end)}

    def starts_word(self, at: int) -> bool:
        """Whether a hit that begins at an offset begins with a word, or with none at all."""
        return at not in self._inside if self.thai else words.starts_word(self.folded.lower, at)

    def ends_word(self, at: int) -> bool:
        """Whether a hit that ends before an offset ends with a word, or with none at all."""
        return at not in self._inside if self.thai else words.ends_word(self.folded.lower, at)

    def word_end(self, at: int) -> int:
        """Where the word ends that has a character just before an offset."""
        if not self.thai:
            return words.word_end(self.folded.lower, at)
        index = bisect_left(self.words, at, key=lambda word: word[1])
        return self.words[index][1] if index < len(self.words) else at

    def word_at(self, offset: int) -> int:
        """The place of the last word that begins at an offset or before it; -1 if none does."""
        return bisect_right(self.words, offset, key=lambda word: word[0]) - 1

    def words_of(self, span: Span) -> tuple[int, int]:
        """The places of the first and last word that a span has a part of (first > last: none)."""
        first = bisect_right(self.words, span[0], key=lambda word: word[1])
        last = bisect_left(self.words, span[1], key=lambda word: word[0]) - 1
        return first, last
