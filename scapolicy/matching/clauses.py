"""The clauses of a sentence: how far a cue in it reaches, and which clause another outweighs."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from scapolicy.matching.cues import Bounds, Cues, PlacedCue, Role, in_order
from scapolicy.matching.sentence import Sentence
from scapolicy.records import Side
from scapolicy.words import holds_thai

Span = tuple[int, int]
_CLAUSE_END = re.compile(r"[;:()؛；：（）\u2013\u2014]")
_COMMA = re.compile(",")
_ANY_MARK = re.compile(r"[,;:()؛；：（）\u2013\u2014]")
# Python 3.11 looks a member of an enumeration up slowly.
_BREAKS, _BREAKS_AFTER_COMMA = Role.BREAKS, Role.BREAKS_AFTER_COMMA
_STOPS, _JOINS = Role.STOPS, Role.JOINS
_CONCEDES, _CONTRASTS = Role.CONCEDES, Role.CONTRASTS


class _Ends(NamedTuple):
    """The places of the words at which something ends, in a sentence.

    `breaks` are those at which a clause begins, in order; `stops` those of words that a cue after
    a match does not stand behind, `joins` those of words that set side by side what is negated
    alike.
    """

    breaks: list[int]
    stops: set[int]
    joins: set[int]


class Clauses:
    """Where the clauses of a sentence end, and the words that a cue does not reach beyond.

    Between a cue and what it acts on there mostly is nothing of the kind: the whole sentence is
    looked through for the first words among which something may be.
    """

    def __init__(self, sentence: Sentence, acting: Sequence[PlacedCue], cues: Cues) -> None:
        """`acting` are the other cues of the sentence."""
        self._sentence, self._acting, self._bounds = sentence, acting, cues.bounds
        self._found: _Ends | None = None

    def same(self, one: int, other: int) -> bool:
        """Whether two words stand in one clause."""
        if self._is_clear(range(min(one, other) + 1, max(one, other) + 1)):
            return True
        breaks = self._ends.breaks
        return bisect_right(breaks, one) == bisect_right(breaks, other)

    def stops(self, places: range) -> bool:
        """Whether a word at one of some places keeps a cue after a match from acting on it."""
        return not (self._is_clear(places) or self._ends.stops.isdisjoint(places))

    def joins(self, places: range) -> bool:
        """Whether a word at one of some places sets side by side what is negated alike."""
        return not (self._is_clear(places) or self._ends.joins.isdisjoint(places))

    def _is_clear(self, places: range) -> bool:
        """Whether nothing at some places can end, stop or join anything."""
        if not places or self._sentence.unspaced:
            return not places
        starts, ends = self._sentence.bounds
        folded, last = self._sentence.folded, places[-1]
        if _ANY_MARK.search(folded.lower, starts[max(places[0] - 1, 0)], starts[last]):
            return False
        words = folded.spaced[starts[places[0]] + 1 : ends[last] + 1].split()
        return not self._bounds.may_begin(words)

    @property
    def _ends(self) -> _Ends:
        if self._found is None:
            self._found = _ends(self._sentence, self._acting, self._bounds)
        return self._found


def _ends(sentence: Sentence, acting: Sequence[PlacedCue], bounds: Bounds) -> _Ends:
    places: dict[Role, set[int]] = defaultdict(set)
    for one in unshadowed(in_order([*acting, *bounds.find(sentence)])):
        places[one.use.role].add(one.first)
    commas = after_commas(sentence)
    breaks = after_clause_marks(sentence) | places[_BREAKS]
    return _Ends(
        sorted(breaks | (places[_BREAKS_AFTER_COMMA] & commas)),
        commas | places[_STOPS],
        commas | places[_JOINS],
    )


def after_clause_marks(sentence: Sentence) -> set[int]:
    """The places of the words that a mark stands before which ends a clause."""
    return _after_marks(sentence, _CLAUSE_END)


def after_commas(sentence: Sentence) -> set[int]:
    """The places of the words that a comma stands before."""
    commas = _after_marks(sentence, _COMMA)
    if sentence.unspaced:  # a space ends a phrase where words have none between them
        text = sentence.folded.lower
        for place, (one, other) in enumerate(pairwise(sentence.words), 1):
            if one[1] < other[0] and holds_thai(text[other[0]]):
                commas.add(place)
    return commas


def _after_marks(sentence: Sentence, mark: re.Pattern[str]) -> set[int]:
    """The places of the words that a mark stands before, the sentence's first word aside."""
    starts = sentence.bounds[0]
    text = sentence.folded.lower
    found = mark.finditer(text, sentence.start, sentence.end)
    return {bisect_left(starts, match.start()) for match in found} - {0, len(starts)}


def unshadowed(found: Sequence[PlacedCue]) -> list[PlacedCue]:
    """Drop what is part of a longer cue; a cue that acts backwards hides none that acts forwards.

    What `never` holds does nothing at all.
    """
    furthest: dict[str, tuple[int, int]] = {}
    kept: list[PlacedCue] = []
    for one in found:
        first, last, use = one
        kind = use.kind
        if furthest and kind != "never" and _is_inside(one, furthest):
            continue
        if kind != "never":
            kept.append(one)
        if kind and last > first and last > furthest.get(kind, (0, -1))[1]:  # one word hides none
            furthest[kind] = first, last
    return kept


def _is_inside(one: PlacedCue, furthest: Mapping[str, Span]) -> bool:
    for other, (start, end) in furthest.items():
        if end > one.last or (end == one.last and start < one.first):
            opposite = {one.use.kind, other} == {Side.BEFORE, Side.AFTER}
            if other == "never" or not opposite:
                return True
    return False


def conceded_stretches(sentence: Sentence, found: Sequence[PlacedCue]) -> list[tuple[int, int]]:
    """The stretches that another clause outweighs, as places of first and last words.

    "Although A, B": A is conceded; "A, but B": A is. "A; however, B" says both.
    """
    conceding = [one for one in found if one.use.role is _CONCEDES]
    contrasting = [one for one in found if one.use.role is _CONTRASTS]
    if not conceding and not contrasting:
        return []
    commas, ends = sorted(after_commas(sentence)), after_clause_marks(sentence)
    stretches: list[tuple[int, int]] = []
    for one in conceding:
        after = bisect_right(commas, one.last)
        end = commas[after] - 1 if after < len(commas) else len(sentence.bounds[0]) - 1
        stretches.append((one.first, end))
    begin = 0
    for one in contrasting:
        if one.first > begin and one.first not in ends:
            stretches.append((begin, one.first - 1))
        begin = one.first
    return stretches
