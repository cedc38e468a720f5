"""What the words around a match do to its valence: negation, lack, wishes, contrast, tone.

A cue acts on a match within so many words of it and inside its clause. A break word, one of
`; : ( )` and a dash end a clause. Negation and lack undo each other where they stand close
together ("not without", "never lacked"). A conceded clause is one that another outweighs.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from scapolicy.matching.cues import Cues, CueUse, Role
from scapolicy.matching.sentence import Sentence
from scapolicy.records import Cue, Effect, Rule, Side, Valence
from scapolicy.words import holds_thai

Span = tuple[int, int]

_CLAUSE_END = re.compile(r"[;:()\u2013\u2014]")
# A cue undoes another where no more than this many words stand between them.
_UNDOES_WITHIN = 3
# Nobody says more of them in a row than this and means it.
_MOST_IN_A_ROW = 4
# "We could not go for the ticket rules" takes nothing away from the rules; "not bound by" does.
_TAKES_AWAY_WITHIN = 2
TURNING = (Effect.NEGATION, Effect.LACK, Effect.WISH)
"""The effects that make a match speak the other way."""

_UNDONE = (Effect.NEGATION, Effect.LACK)
_ANY_PLACE = (Side.BEFORE, Side.EITHER)


@dataclass(frozen=True, slots=True)
class Turn:
    """What acts on a match: the effect and the span of the cue, and whether it is conceded."""

    effect: Effect | None = None
    cue: Span | None = None
    conceded: bool = False


_OPEN = (Valence.FACILITATOR, Valence.NEUTRAL)
# Only negation takes a barrier away; what is lacking, wished for or complained of is none.
_ACTS_ON: dict[Effect, tuple[Valence, ...]] = {
    Effect.NEGATION: tuple(Valence),
    Effect.LACK: (*_OPEN, Valence.MIXED),
    Effect.WISH: _OPEN,
    Effect.CONDITION: (Valence.FACILITATOR,),
    Effect.COMPLAINT: _OPEN,
    Effect.PRAISE: (Valence.NEUTRAL,),
}
_MAKES = {
    Effect.CONDITION: Valence.NEUTRAL,
    Effect.COMPLAINT: Valence.BARRIER,
    Effect.PRAISE: Valence.FACILITATOR,
}


def valence_of(rule: Rule, effect: Effect | None) -> Valence:
    """Which way a rule's hit speaks under an effect.

    A facilitator whose rule says that nothing turns it (`negated: facilitator`) stays one.
    """
    fixed = rule.valence is rule.negated is Valence.FACILITATOR
    if effect is None or fixed or rule.valence not in _ACTS_ON.get(effect, ()):
        return rule.valence
    return _MAKES.get(effect, rule.negated)


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue in a sentence, by the places of its first and last word."""

    first: int
    last: int
    use: CueUse

    @property
    def cue(self) -> Cue:
        assert self.use.cue is not None
        return self.use.cue


class SentenceCues:
    """The cues of one sentence, and the clauses that bound their reach."""

    def __init__(self, sentence: Sentence, cues: Cues) -> None:
        self._words = sentence.words
        self._reach = cues.reach
        found = _unshadowed(_in_order(sentence, cues))
        text = sentence.folded.lower
        gaps = [text[one[1] : other[0]] for one, other in pairwise(self._words)]
        commas = {index for index, gap in enumerate(gaps, 1) if "," in gap}
        if sentence.thai:  # a space ends a phrase where words have none between them
            commas |= {
                index
                for index, gap in enumerate(gaps, 1)
                if gap and holds_thai(text[self._words[index][0]])
            }
        by_role: dict[Role, list[_Found]] = defaultdict(list)
        for one in found:
            by_role[one.use.role].append(one)
        breaks = {index for index, gap in enumerate(gaps, 1) if _CLAUSE_END.search(gap)}
        self._conceded = _conceded(by_role, sorted(commas), breaks, len(self._words))
        breaks = breaks | {one.first for one in by_role[Role.BREAKS]}
        breaks |= {one.first for one in by_role[Role.BREAKS_AFTER_COMMA]} & commas
        self._stops = commas | {one.first for one in by_role[Role.STOPS]}
        self._joins = commas | {one.first for one in by_role[Role.JOINS]}
        self._clauses: list[int] = []
        for index in range(len(self._words)):
            previous = self._clauses[-1] if self._clauses else 0
            self._clauses.append(previous + (index in breaks))
        acting = by_role[Role.ACTS]
        self._turning = [
            one for one in acting if one.cue.effect in _UNDONE and one.cue.side in _ANY_PLACE
        ]
        self._behind = [
            one for one in acting if one.cue.effect in _UNDONE and one.cue.side is Side.AFTER
        ]
        self._others = [one for one in acting if one.cue.effect not in _UNDONE]

    def act(self, rule: Rule, words: tuple[int, int], taken: Sequence[tuple[int, int]]) -> Turn:
        """What acts on a match of a rule.

        `words` are the places of its first and last word; `taken` those of the words that its
        conditions asked for, which as a part of the rule act on nothing.
        """
        first, last = words
        if first > last:
            return Turn()
        conceded = any(start <= first <= end for start, end in self._conceded)
        if rule.valence is Valence.BARRIER:
            chain = self._taking_away(words, taken)
        else:
            chain = self._turning_at(words, taken)
        if len(chain) % 2:
            return Turn(chain[0].cue.effect, self._span(chain[0]), conceded)
        if chain:
            return Turn(conceded=conceded)
        for one in sorted(self._near(first, last, taken), key=lambda one: _ORDER[one.cue.effect]):
            effect = self._tone(one)
            if effect is Effect.HEDGE or valence_of(rule, effect) is not rule.valence:
                return Turn(effect, self._span(one), conceded)
        return Turn(conceded=conceded)

    def _turning_at(self, words: tuple[int, int], taken: Sequence[tuple[int, int]]) -> list[_Found]:
        """The cues that turn a match, or else one of the words that its conditions asked for."""
        found = self._before(*words, taken) or self._after(words[1], taken)
        for other in taken:
            if not found:
                found = self._before(*other, [words, *(one for one in taken if one != other)])
        return found

    def _taking_away(
        self, words: tuple[int, int], taken: Sequence[tuple[int, int]]
    ) -> list[_Found]:
        """The cues close enough to say that a barrier is not there.

        What its conditions asked for before it is a part of saying it ("nobody is *short of* a
        budget"); what they asked for behind it is what is denied ("the budget was not *cut*").
        """
        first, last = words
        start = min([first, *(one for one, _ in taken if one < first)])
        behind = [one for one in taken if one[0] > last]
        chain = self._before(start, last, taken)
        if not (chain and self._takes_away(chain, start)):
            chain = [] if taken else self._after(last, taken)
            chain = chain if chain and self._takes_away(chain, start) else []
        for other in behind:
            if not chain:
                found = self._before(*other, [words])
                chain = found if found and self._takes_away(found, other[0]) else []
        return chain

    def _takes_away(self, chain: Sequence[_Found], first: int) -> bool:
        """Whether cues are close enough to say that a barrier is not there."""
        nearest = chain[0]
        gap = first - nearest.last - 1
        return nearest.cue.effect is Effect.NEGATION and gap <= _TAKES_AWAY_WITHIN

    def _span(self, found: _Found) -> Span:
        return self._words[found.first][0], self._words[found.last][1]

    def _before(self, first: int, last: int, taken: Sequence[tuple[int, int]]) -> list[_Found]:
        """The nearest turning cue before a match, then those before it that undo each other.

        Where the words hold a cue themselves ("no staff"), one that is joined to them by a comma
        or `and` negates beside them and does not turn them.
        """
        cues = self._turning
        nearest = bisect_left(cues, first, key=lambda found: found.first) - 1
        negative = nearest + 1 < len(cues) and cues[nearest + 1].first <= last
        chain: list[_Found] = []
        for found in (cues[index] for index in range(nearest, -1, -1)):
            near = chain[-1].first if chain else first
            if near - found.last - 1 > (_UNDOES_WITHIN if chain else self._reach):
                break
            if len(chain) == _MOST_IN_A_ROW:
                break
            if self._clauses[found.first] != self._clauses[first]:
                break
            between = range(found.last + 1, near + (not chain))
            if (chain or negative) and not self._joins.isdisjoint(between):
                break
            if _overlaps(found, taken):
                continue
            # A cue may share words with the match: "not enough" and "enough money".
            if chain or first - found.last - 1 <= found.cue.within:
                chain.append(found)
        return chain

    def _after(self, word: int, taken: Sequence[tuple[int, int]]) -> list[_Found]:
        cues = self._behind
        for index in range(bisect_right(cues, word, key=lambda one: one.first), len(cues)):
            found = cues[index]
            between = range(word + 1, found.first + 1)
            if len(between) > self._reach + 1:
                break
            if self._is_about_tone(found):
                continue
            if len(between) <= found.cue.within + 1 and not _overlaps(found, taken):
                same = self._clauses[found.first] == self._clauses[word]
                return [found] if same and self._stops.isdisjoint(between) else []
        return []

    def _is_about_tone(self, found: _Found) -> bool:
        """Whether a cue after a match speaks of praise or complaint ("is not a problem")."""
        nearest = bisect_left(self._others, found.first, key=lambda one: one.first)
        return any(
            one.first <= found.last + _UNDOES_WITHIN
            for one in self._others[nearest : nearest + 1]
            if one.cue.effect in _OPPOSITE
        )

    def _near(self, first: int, last: int, taken: Sequence[tuple[int, int]]) -> list[_Found]:
        """The cues of other effects that reach the match, the nearest first."""
        cues = self._others
        start = bisect_left(cues, first - self._reach - 8, key=lambda one: one.first)
        found: list[tuple[int, _Found]] = []
        for one in cues[start:]:
            if one.first > last + self._reach + 1:
                break
            between = max(first - one.last, one.first - last, 1) - 1
            side = Side.BEFORE if one.first < first else Side.AFTER
            inside = first <= one.first and one.last <= last
            if inside or between > one.cue.within or one.cue.side not in (side, Side.EITHER):
                continue
            if self._clauses[one.first] == self._clauses[first] and not _overlaps(one, taken):
                found.append((between, one))
        return [one for _, one in sorted(found, key=lambda item: (item[0], item[1].first))]

    def _tone(self, found: _Found) -> Effect:
        """The effect of a cue, praise and complaint changing places where they are negated."""
        effect = found.cue.effect
        if effect in _OPPOSITE and len(self._before(found.first, found.last, ())) % 2:
            return _OPPOSITE[effect]
        return effect


_OPPOSITE = {Effect.PRAISE: Effect.COMPLAINT, Effect.COMPLAINT: Effect.PRAISE}
_ORDER = {
    Effect.WISH: 0,
    Effect.CONDITION: 1,
    Effect.COMPLAINT: 2,
    Effect.PRAISE: 2,
    Effect.HEDGE: 3,
}


def _overlaps(found: _Found, taken: Sequence[tuple[int, int]]) -> bool:
    return any(found.first <= last and first <= found.last for first, last in taken)


def _in_order(sentence: Sentence, cues: Cues) -> list[_Found]:
    """Every cue of the sentence, by first word, the longest of those that begin together first."""
    found: list[_Found] = []
    for _, span, use in cues.index.find(sentence.folded, [sentence]):
        first, last = sentence.words_of(span)
        if first <= last:
            found.append(_Found(first, last, use))
    return sorted(found, key=lambda one: (one.first, -one.last))


def _unshadowed(found: Sequence[_Found]) -> list[_Found]:
    """Drop what is part of a longer cue; a cue that acts backwards hides none that acts forwards.

    What `never` holds does nothing at all.
    """
    furthest: dict[str, tuple[int, int]] = {}
    kept: list[_Found] = []
    for one in found:
        kind = _kind(one.use)
        inside = any(
            end > one.last or (end == one.last and start < one.first)
            for other, (start, end) in furthest.items()
            if other == "never" or {kind, other} != {Side.BEFORE, Side.AFTER}
        )
        if inside and kind != "never":
            continue
        kept.append(one)
        if kind and one.last > furthest.get(kind, (0, -1))[1]:
            furthest[kind] = one.first, one.last
    return [one for one in kept if one.use.role is not Role.NEVER]


def _kind(use: CueUse) -> str:
    if use.cue is not None:
        return str(use.cue.side)
    return "never" if use.role is Role.NEVER else ""


def _conceded(
    by_role: dict[Role, list[_Found]], commas: Sequence[int], ends: AbstractSet[int], words: int
) -> list[tuple[int, int]]:
    """The stretches that another clause outweighs, as places of first and last words.

    "Although A, B": A is conceded; "A, but B": A is. "A; however, B" says both: `ends` are the
    places after a mark that ends a clause.
    """
    stretches: list[tuple[int, int]] = []
    for one in by_role[Role.CONCEDES]:
        after = bisect_right(commas, one.last)
        end = commas[after] - 1 if after < len(commas) else words - 1
        stretches.append((one.first, end))
    begin = 0
    for one in by_role[Role.CONTRASTS]:
        if one.first > begin and one.first not in ends:
            stretches.append((begin, one.first - 1))
        begin = one.first
    return stretches
