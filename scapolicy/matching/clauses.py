"""The clauses of a sentence: how far a cue in it reaches, and which clause another outweighs."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scapolicy.matching.cues import Cues, PlacedCue, Role, beginning, in_order, longest
from scapolicy.matching.sentence import Sentence
from scapolicy.records import Side
from scapolicy.words import holds_thai

Span = tuple[int, int]
_CLAUSE_END = re.compile(r"[;:()؛；：（）\u2013\u2014]")
_COMMA = re.compile(",")
# Python 3.11 looks a member of an enumeration up slowly.
_BREAKS, _BREAKS_AFTER_COMMA = Role.BREAKS, Role.BREAKS_AFTER_COMMA
_STOPS, _JOINS = Role.STOPS, Role.JOINS
_CONCEDES, _CONTRASTS = Role.CONCEDES, Role.CONTRASTS


class _Between(NamedTuple):
    """What there is among some words: an end of a clause; what stops a cue; what joins."""

    breaks: bool = False
    stops: bool = False
    joins: bool = False


_NOTHING = _Between()


class Clauses:
    """Where the clauses of a sentence end, and the words that a cue does not reach beyond.

    Only the words between a cue and what it may act on are looked at.
    """

    def __init__(self, sentence: Sentence, acting: Sequence[PlacedCue], cues: Cues) -> None:
        """`acting` are the other cues of the sentence, in order."""
        self._sentence, self._acting, self._bounds = sentence, acting, cues.bounds
        self._longest = longest(acting)
        self._all: list[PlacedCue] | None = None

    def same(self, one: int, other: int) -> bool:
        """Whether two words stand in one clause."""
        return not self._at(range(min(one, other) + 1, max(one, other) + 1)).breaks

    def stops(self, places: range) -> bool:
        """Whether a word at one of some places keeps a cue after a match from acting on it."""
        return self._at(places).stops

    def joins(self, places: range) -> bool:
        """Whether a word at one of some places sets side by side what is negated alike."""
        return self._at(places).joins

    def _at(self, places: range) -> _Between:
        if not places:
            return _NOTHING
        found = self._found(places)
        commas = after_commas(self._sentence, places)
        roles: dict[Role, set[int]] = defaultdict(set)
        for one in unshadowed(in_order([*self._around(places), *found])) if found else ():
            roles[one.use.role].add(one.first)
        return _Between(
            not roles[_BREAKS].isdisjoint(places)
            or not roles[_BREAKS_AFTER_COMMA].isdisjoint(commas)
            or bool(after_clause_marks(self._sentence, places)),
            bool(commas) or not roles[_STOPS].isdisjoint(places),
            bool(commas) or not roles[_JOINS].isdisjoint(places),
        )

    def _found(self, places: range) -> Sequence[PlacedCue]:
        """The bounds that begin at some places."""
        if self._bounds.can_look_up(self._sentence):
            return self._bounds.at(self._sentence, places)
        if self._all is None:
            self._all = self._bounds.all_in(self._sentence)
        return beginning(self._all, places)

    def _around(self, places: range) -> Sequence[PlacedCue]:
        """The acting cues that may hide what begins at some places."""
        return beginning(self._acting, range(places.start - self._longest, places.stop))


def after_clause_marks(sentence: Sentence, places: range) -> set[int]:
    """Those of some places of words that a mark stands before which ends a clause."""
    return _after_marks(sentence, _CLAUSE_END, places)


def after_commas(sentence: Sentence, places: range) -> set[int]:
    """Those of some places of words that a comma stands before."""
    commas = _after_marks(sentence, _COMMA, places)
    if sentence.unspaced:  # a space ends a phrase where words have none between them
        text, words = sentence.folded.lower, sentence.words
        for place in places:
            if words[place - 1][1] < words[place][0] and holds_thai(text[words[place][0]]):
                commas.add(place)
    return commas


def _after_marks(sentence: Sentence, mark: re.Pattern[str], places: range) -> set[int]:
    """Those of some places of words, which do not begin the sentence, that a mark stands before."""
    if not places:
        return set()
    starts, ends = sentence.bounds
    text = sentence.folded.lower
    found = mark.finditer(text, ends[places[0] - 1], starts[places[-1]])
    return {bisect_left(starts, match.start()) for match in found}


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
    words = len(sentence.bounds[0])
    within = range(1, words)
    commas, ends = sorted(after_commas(sentence, within)), after_clause_marks(sentence, within)
    stretches: list[tuple[int, int]] = []
    for one in conceding:
        after = bisect_right(commas, one.last)
        end = commas[after] - 1 if after < len(commas) else words - 1
        stretches.append((one.first, end))
    begin = 0
    for one in contrasting:
        if one.first > begin and one.first not in ends:
            stretches.append((begin, one.first - 1))
        begin = one.first
    return stretches
