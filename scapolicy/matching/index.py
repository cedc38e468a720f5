"""Many terms found at once: one automaton over the text, a closer look only around a hit.

Literals (words, phrases, the fixed part of wildcards) go into an Aho-Corasick automaton that
reads folded text; a term's other demands are looked at only where its string occurs.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from scapolicy.matching.fold import Folded, fold_case
from scapolicy.matching.sentence import Sentence
from scapolicy.matching.terms import Term, term_span_at

Span = tuple[int, int]
Use = TypeVar("Use")


@dataclass(frozen=True, slots=True)
class _Anchored(Generic[Use]):
    """A term, found by a string that stands in all its matches.

    The string is the whole term (`literal`), the term up to its last star (`prefix`), or part of
    the element at `place`.
    """

    term: Term
    literal: str
    prefix: str
    place: int
    uses: tuple[Use, ...]


class TermIndex(Generic[Use]):
    """Terms compiled together, each with what it is used for."""

    def __init__(self, terms: Iterable[tuple[Term, Use]]) -> None:
        uses: dict[Term, list[Use]] = defaultdict(list)
        for term, use in terms:
            uses[term].append(use)
        anchors: dict[str, list[_Anchored[Use]]] = defaultdict(list)
        for term, used in uses.items():
            for anchor, anchored in _anchored(term, tuple(used)):
                anchors[fold_case(anchor)].append(anchored)
        self._anchored = list(anchors.values())
        self._automaton = AhoCorasick(list(anchors))

    def __bool__(self) -> bool:
        return bool(self._anchored)

    def find(
        self, folded: Folded, sentences: Sequence[Sentence]
    ) -> Iterator[tuple[int, Span, Use]]:
        """(number of the sentence, span in the folded text, use) of every match.

        The sentences are in the order of the text; only what lies between the first and the
        last of them is read.
        """
        if not self._anchored or not sentences:
            return
        base, end_of_all = sentences[0].start, sentences[-1].end
        text = folded.lower[base:end_of_all]
        starts = [sentence.start for sentence in sentences]
        tried: set[tuple[int, Term]] = set()
        for pattern, begin, stop in self._automaton.find_matches_as_indexes(text, overlapping=True):
            start, end = begin + base, stop + base
            number = bisect_right(starts, start) - 1
            sentence = sentences[number]
            if end > sentence.end:
                continue
            for one in self._anchored[pattern]:
                span = _confirm(one, sentence, start, end, tried)
                if span:
                    for use in one.uses:
                        yield number, span, use


def _anchored(term: Term, uses: tuple[Use, ...]) -> Iterator[tuple[str, _Anchored[Use]]]:
    """The strings by which a term is found."""
    literals, prefixes = term.literals, term.prefixes
    for literal in literals:
        yield literal, _Anchored(term, literal, "", 0, uses)
    for prefix in prefixes:
        yield prefix, _Anchored(term, "", prefix, 0, uses)
    if literals or prefixes:
        return
    place, strings = (0, term.elements[0].anchors) if term.thai else _longest_anchors(term)
    for string in strings:
        yield string, _Anchored(term, "", "", place, uses)


def _longest_anchors(term: Term) -> tuple[int, frozenset[str]]:
    """The element whose shortest string is longest, by its place, and its strings."""
    place, element = max(
        enumerate(term.elements),
        key=lambda item: (min(map(len, item[1].anchors)), sorted(item[1].anchors)),
    )
    return place, element.anchors


def _confirm(
    one: _Anchored[Use], sentence: Sentence, start: int, end: int, tried: set[tuple[int, Term]]
) -> Span | None:
    """The words of the term whose string was found, if all of them are there and whole."""
    folded = sentence.folded
    text = folded.cased if one.term.case_sensitive else folded.lower
    if one.literal or one.prefix:
        if text[start:end] != (one.literal or one.prefix) or not sentence.starts_word(start):
            return None
        if one.prefix:
            stem = end - len(one.term.elements[-1].glob) + 1
            same = not sentence.thai or sentence.words[sentence.word_at(end - 1)][0] == stem
            return (start, sentence.word_end(end)) if same else None
        return (start, end) if sentence.ends_word(end) else None
    word = sentence.word_at(start)
    first = word - one.place
    if first < 0 or (sentence.words[first][0], one.term) in tried:
        return None
    tried.add((sentence.words[first][0], one.term))
    return term_span_at(one.term, sentence, text, first)
