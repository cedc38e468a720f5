"""Many terms found at once: one automaton over the text, a closer look only where it stops.

Every term stands for some strings that it is found by (words, phrases, the fixed part of a
wildcard). The strings carry the spaces that bound words, and are searched in a text that has
spaces for all that is no part of a word: so nearly all that is found is a match already. Terms
with punctuation or in a script without spaces are searched in the folded text itself.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from scapolicy.matching.fold import Folded, fold_case
from scapolicy.matching.sentence import LONG, Sentence, Sentences
from scapolicy.matching.terms import Term, term_span_at
from scapolicy.words import spaced

Span = tuple[int, int]
_WILDCARD = re.compile("[*?]")
Use = TypeVar("Use")


class _Part(Enum):
    """What of a term a string is."""

    WHOLE = auto()
    STEM = auto()  # up to the star that ends its last word
    ELEMENT = auto()  # something that stands in one of its words


# Python 3.11 looks a member of an enumeration up slowly.
_WHOLE, _STEM, _ELEMENT = _Part


class _Anchored(NamedTuple, Generic[Use]):
    """A term, found by a string.

    `written` is what the text must say at that place, empty where the string alone decides;
    `place` is that of the element that the string is a part of, `others` what must stand in the
    same sentence, in lower case.
    """

    part: _Part
    term: Term
    written: str
    place: int
    uses: tuple[Use, ...]
    others: tuple[str, ...] = ()


class TermIndex(Generic[Use]):
    """Terms compiled together, each with what it is used for."""

    def __init__(self, terms: Iterable[tuple[Term, Use]]) -> None:
        uses: dict[Term, list[Use]] = defaultdict(list)
        for term, use in terms:
            uses[term].append(use)
        bounded: dict[str, list[_Anchored[Use]]] = defaultdict(list)
        free: dict[str, list[_Anchored[Use]]] = defaultdict(list)
        for term, used in uses.items():
            for string, one in _anchored(term, tuple(used)):
                text = fold_case(string)
                if _is_spaced(text.strip(" ")):
                    bounded[text].append(one)
                else:
                    free[text.strip(" ")].append(one)
        self._bounded, self._free = list(bounded.values()), list(free.values())
        self._spaced = AhoCorasick(list(bounded))
        self._folded = AhoCorasick(list(free))

    def __bool__(self) -> bool:
        return bool(self._bounded or self._free)

    def find(self, sentences: Sentences) -> Iterator[tuple[int, int, int, tuple[Use, ...]]]:
        """(number of the sentence, start, end in the folded text, uses) of every match.

        Only what lies between the first and the last of the sentences is read.
        """
        if not sentences.starts:
            return
        tried: set[tuple[int, int]] = set()
        if self._bounded:
            yield from self._find_spaced(sentences, tried)
        if self._free:
            yield from self._find_folded(sentences, tried)

    def _find_spaced(
        self, sentences: Sentences, tried: set[tuple[int, int]]
    ) -> Iterator[tuple[int, int, int, tuple[Use, ...]]]:
        folded, starts, ends = sentences.folded, sentences.starts, sentences.ends
        lower, cased, anchored = folded.lower, folded.cased, self._bounded
        # The window reaches from the space before the first sentence to the one behind the last,
        # and ends with a space wherever it is cut. Its place 0 is `base` in the folded text.
        base = starts[0] - 1
        window = folded.spaced_of(base, ends[-1] + 1) + " "
        for pattern, begin, stop in self._spaced.find_matches_as_indexes(window, overlapping=True):
            start = base + begin + 1  # behind the space that bounds it
            number = bisect_right(starts, start) - 1
            for one in anchored[pattern]:
                part, term, written, _, uses, _ = one
                if part is _ELEMENT:
                    at = start if window[begin] == " " else base + begin
                    around = bisect_right(starts, at) - 1
                    span = _around(one, sentences[around], at, tried)
                    if span:
                        yield around, *span, uses
                    continue
                end = base + (stop - 1 if part is _WHOLE else stop)  # before the space, if any
                if written:
                    said = cased if term.case_sensitive else lower
                    if said[start:end] != written:
                        continue
                if part is _STEM:
                    end = base + window.index(" ", stop)
                if end <= ends[number]:
                    yield number, start, end, uses

    def _find_folded(
        self, sentences: Sentences, tried: set[tuple[int, int]]
    ) -> Iterator[tuple[int, int, int, tuple[Use, ...]]]:
        starts, base = sentences.starts, sentences.starts[0]
        window = sentences.folded.lower[base : sentences.ends[-1]]
        for pattern, begin, stop in self._folded.find_matches_as_indexes(window, overlapping=True):
            start, end = begin + base, stop + base
            number = bisect_right(starts, start) - 1
            sentence = sentences[number]
            if end > sentence.end:
                continue
            for one in self._free[pattern]:
                span = _confirm(one, sentence, start, end, tried)
                if span:
                    yield number, *span, one.uses


def _is_spaced(string: str) -> bool:
    """Whether a string stands in the spaced text wherever it stands in the folded one."""
    if string.isascii() and string.replace(" ", "").isalnum():
        return True
    return spaced(string) == f" {string} "


def _anchored(term: Term, uses: tuple[Use, ...]) -> Iterator[tuple[str, _Anchored[Use]]]:
    """The strings by which a term is found, with the spaces that bound them."""
    literals, prefixes = term.literals, term.prefixes
    plain = len(term.elements) == 1 and not term.case_sensitive
    for part, whole in ((_WHOLE, literals), (_STEM, prefixes)):
        for string in whole:
            written = "" if plain and _is_spaced(string) else string
            after = " " if part is _WHOLE else ""
            yield f" {string}{after}", _Anchored(part, term, written, 0, uses)
    if literals or prefixes:
        return
    runs = [_Run(0, term.elements[0].anchors, "", "")] if term.unspaced else list(_runs(term))
    place, strings, before, after = max(runs, key=lambda run: (run.length, -run.place))
    beside = [element.anchors for n, element in enumerate(term.elements) if n != place]
    others = tuple(fold_case(one) for forms in beside if len(forms) == 1 for one in forms)
    for string in strings:
        anchored = _Anchored(_ELEMENT, term, "", place, uses, others)
        yield f"{before}{string}{after}", anchored


class _Run(NamedTuple):
    """Strings of which one stands in every match of a term, from some place of its elements on.

    `before` and `after` are the spaces that bound them there.
    """

    place: int
    strings: frozenset[str]
    before: str
    after: str

    @property
    def length(self) -> int:
        return min(map(len, self.strings))


def _runs(term: Term) -> Iterator[_Run]:
    """What stands between the wildcards of a term, over several words where these are literal."""
    begun: tuple[int, str, str] | None = None  # place, text so far, the space before it
    for place, element in enumerate(term.elements):
        if len(element.forms) > 1:
            if begun:
                yield _Run(begun[0], frozenset([begun[1]]), begun[2], " ")
            yield _Run(place, element.forms, " ", " ")
            begun = None
            continue
        head, *pieces = _WILDCARD.split(element.glob or next(iter(element.forms)))
        if begun:
            head = f"{begun[1]} {head}" if head else begun[1]
            first, space = begun[0], begun[2]
        else:
            first, space = place, " "
        if not pieces:
            begun = (first, head, space)
            continue
        if head:
            yield _Run(first, frozenset([head]), space, "")
        for piece in pieces[:-1]:
            if piece:
                yield _Run(place, frozenset([piece]), "", "")
        begun = (place, pieces[-1], "") if pieces[-1] else None
    if begun:
        yield _Run(begun[0], frozenset([begun[1]]), begun[2], " ")


def _confirm(
    one: _Anchored[Use], sentence: Sentence, start: int, end: int, tried: set[tuple[int, int]]
) -> Span | None:
    """The words of the term whose string was found, if all of them are there and whole."""
    if one.part is _ELEMENT:
        return _around(one, sentence, start, tried)
    text = _written(one.term, sentence.folded)
    if text[start:end] != one.written or not sentence.starts_word(start):
        return None
    if one.part is _WHOLE:
        return (start, end) if sentence.ends_word(end) else None
    stem = end - len(one.term.elements[-1].glob) + 1
    same = not sentence.unspaced or sentence.words[sentence.word_at(end - 1)][0] == stem
    return (start, sentence.word_end(end)) if same else None


def _around(
    one: _Anchored[Use], sentence: Sentence, at: int, tried: set[tuple[int, int]]
) -> Span | None:
    """The words of a term that has its element `place` where a string was found."""
    if not sentence.start <= at < sentence.end:
        return None
    term, lower = one.term, sentence.folded.lower
    if sentence.end - sentence.start < LONG:
        for other in one.others:
            if lower.find(other, sentence.start, sentence.end) < 0:
                return None
    first = sentence.word_at(at) - one.place
    if first < 0:
        return None
    trial = (sentence.words[first][0], id(term))  # the index keeps its terms: none shares an id
    if trial in tried:
        return None
    tried.add(trial)
    return term_span_at(term, sentence, _written(term, sentence.folded), first)


def _written(term: Term, folded: Folded) -> str:
    """The text as a term wants it, with capitals or without."""
    return folded.cased if term.case_sensitive else folded.lower
