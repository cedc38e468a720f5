"""What acts on a match: the cues near it, their chains, and the clauses that bound their reach.

A cue acts on a match within so many words of it and inside its clause. A break word, one of
`; : ( )` and a dash end a clause. Negation and lack undo each other where they stand close
together ("not without", "never lacked"). A conceded clause is one that another outweighs.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from scapolicy.matching.clauses import Clauses, conceded_stretches, unshadowed
from scapolicy.matching.cues import Cues, FoundCue, PlacedCue, Role, beginning, longest, placed
from scapolicy.matching.overlap import Taken
from scapolicy.matching.sentence import LONG, Places, Sentence
from scapolicy.matching.valence import NOTHING, Turn, valence_of
from scapolicy.records import Cue, Effect, Rule, Side, Valence

Span = tuple[int, int]

# A cue undoes another where no more than this many words stand between them.
_UNDOES_WITHIN = 3
# Nobody says more of them in a row than this and means it.
_MOST_IN_A_ROW = 4
# "We could not go for the ticket rules" takes nothing away from the rules; "not bound by" does.
_TAKES_AWAY_WITHIN = 2

# Python 3.11 looks a member of an enumeration up slowly.
_ACTS, _HEDGE, _BARRIER = Role.ACTS, Effect.HEDGE, Valence.BARRIER
_BEFORE, _AFTER = Side.BEFORE, Side.AFTER
_WEIGHS = (Role.CONCEDES, Role.CONTRASTS)
_CONCEDED = Turn(conceded=True)
_UNDONE = (Effect.NEGATION, Effect.LACK)


class SentenceCues:
    """The cues of one sentence, and what they do to the matches in it.

    Most matches have no cue near enough to act on them: words and clauses are worked out for
    the first that has one.
    """

    def __init__(self, sentence: Sentence, found: Sequence[FoundCue], cues: Cues) -> None:
        """`found` are those of the acting cues that stand in the sentence."""
        self._sentence = sentence
        self._found, self._cues = found, cues
        self._acting = [one for one in found if one[2].role is _ACTS]
        self._weighing = len(self._acting) < len(found) and any(
            use.role in _WEIGHS for _, _, use in found
        )
        self._placed: _PlacedCues | None = None

    def act(self, rule: Rule, hit: Span, context: Sequence[Span]) -> Turn:
        """What acts on a match of a rule.

        `hit` is its span in the folded text; `context` those of the words that its conditions
        asked for, which as a part of the rule act on nothing.
        """
        near = bool(context) or self._is_near(hit)
        if not (near or self._weighing):
            return NOTHING
        if self._placed is None:
            self._placed = _PlacedCues(self._sentence, self._found, self._cues)
        if near:
            return self._placed.act(rule, hit, context)
        return _CONCEDED if self._placed.concedes(hit) else NOTHING

    def _is_near(self, hit: Span) -> bool:
        """Whether a cue may stand near enough to a match, and on the side from which it acts."""
        sentence = self._sentence
        if sentence.unspaced or sentence.end - sentence.start > LONG:
            return bool(self._acting)
        # As `spaced_of` does, which to call for each cue of each match takes time.
        spaced, (start, end) = sentence.folded.spaced, hit
        for begin, stop, use in self._acting:
            cue = use.cue
            assert cue is not None
            if stop <= start:
                if cue.side is _AFTER:
                    continue
                between = spaced[stop + 1 : start + 1]
            elif begin >= end:
                if cue.side is _BEFORE:
                    continue
                between = spaced[end + 1 : begin + 1]
            else:
                return True
            most = cue.within + 1  # a match may begin or end inside a word
            if len(between.split(None, most)) <= most:
                return True
        return False


class _PlacedCues:
    """The cues of a sentence by the places of their words, and the chains that they make."""

    def __init__(self, sentence: Sentence, found: Sequence[FoundCue], cues: Cues) -> None:
        self._sentence, self._cues = sentence, cues
        together = placed(sentence, found)
        kept = unshadowed(together)
        stretches = conceded_stretches(sentence, kept)
        self._conceded = Taken.covering((first, last + 1) for first, last in stretches)
        self._longest = longest(together)
        self._turning: list[PlacedCue] = []
        self._behind: list[PlacedCue] = []
        self._others: list[PlacedCue] = []
        for one in kept:
            if one.use.role is _ACTS:
                self._list_for(one.cue).append(one)
        self._clauses = Clauses(sentence, together, cues)

    def _list_for(self, cue: Cue) -> list[PlacedCue]:
        """Those that a cue belongs to, by what it does and where."""
        if cue.effect not in _UNDONE:
            return self._others
        return self._behind if cue.side is _AFTER else self._turning

    def concedes(self, hit: Span) -> bool:
        """Whether a match stands in a clause that another outweighs."""
        first, last = self._sentence.words_of(hit)
        return first <= last and self._is_conceded(first)

    def _is_conceded(self, word: int) -> bool:
        return self._conceded.overlaps(word, word + 1)

    def act(self, rule: Rule, hit: Span, context: Sequence[Span]) -> Turn:
        """As `SentenceCues.act`."""
        sentence = self._sentence
        words = first, last = sentence.words_of(hit)
        if first > last:
            return NOTHING
        taken = [
            sentence.words_of(span) for span in context if sentence.start <= span[0] < sentence.end
        ]
        conceded = self._is_conceded(first)
        if rule.valence is _BARRIER:
            chain = self._taking_away(words, taken)
        else:
            chain = self._turning_at(words, taken)
        if len(chain) % 2:
            return Turn(chain[0].cue.effect, self._span(chain[0]), conceded)
        if chain:
            return Turn(conceded=conceded)
        for one in sorted(self._near(words, taken), key=lambda one: _ORDER[one.cue.effect]):
            effect = self._tone(one)
            if effect is _HEDGE or valence_of(rule, effect) is not rule.valence:
                return Turn(effect, self._span(one), conceded)
        return Turn(conceded=conceded)

    def _turning_at(self, match: Places, context: Sequence[Places]) -> list[PlacedCue]:
        """The cues that turn a match, or else one of the words that its conditions asked for."""
        found = self._before(match, context) or self._after(match, context)
        for other in context:
            if not found:
                rest = [one for one in context if one != other]
                found = self._before(other, [match, *rest])
        return found

    def _taking_away(self, match: Places, context: Sequence[Places]) -> list[PlacedCue]:
        """The cues close enough to say that a barrier is not there.

        What its conditions asked for before it is a part of saying it ("nobody is *short of* a
        budget"); what they asked for behind it is what is denied ("the budget was not *cut*").
        """
        said = match._replace(first=min([match.first, *(one.first for one in context)]))
        denied = [one for one in context if one.first > match.last]
        chain = self._before(said, context)
        if self._takes_away(chain, said):
            return chain
        chain = [] if context else self._after(match, context)
        if self._takes_away(chain, said):
            return chain
        for other in denied:
            chain = self._before(other, [match])
            if self._takes_away(chain, other):
                return chain
        return []

    def _takes_away(self, chain: Sequence[PlacedCue], words: Places) -> bool:
        """Whether there are cues, close enough to the words of a barrier to say it is not there."""
        if not chain:
            return False
        nearest = chain[0]
        between = words.first - nearest.last - 1
        return nearest.cue.effect is Effect.NEGATION and between <= _TAKES_AWAY_WITHIN

    def _span(self, found: PlacedCue) -> Span:
        starts, ends = self._sentence.bounds
        return starts[found.first], ends[found.last]

    def _before(self, words: Places, taken: Sequence[Places]) -> list[PlacedCue]:
        """The nearest turning cue before some words, then those before it that undo each other.

        Cues that share a word with `taken` are part of what was asked for. Where the words hold a
        cue themselves ("no staff"), one that is joined to them by a comma or `and` negates beside
        them and does not turn them.
        """
        cues = self._turning
        if not cues:
            return []
        first, last = words
        nearest = bisect_left(cues, first, key=lambda found: found.first) - 1
        hold_a_cue = nearest + 1 < len(cues) and cues[nearest + 1].first <= last
        chain: list[PlacedCue] = []
        for found in (cues[index] for index in range(nearest, -1, -1)):
            next_word = chain[-1].first if chain else first
            between = next_word - found.last - 1
            if between > (_UNDOES_WITHIN if chain else self._cues.reach):
                break
            if len(chain) == _MOST_IN_A_ROW:
                break
            too_far = not chain and between > found.cue.within
            if too_far or _overlaps(found, taken):
                continue
            if not self._clauses.same(found.first, first):
                break
            # A comma before the words parts a cue from them, one before a cue does not.
            joining = range(found.last + 1, next_word if chain else first + 1)
            if (chain or hold_a_cue) and self._clauses.joins(joining):
                break
            chain.append(found)
        return chain

    def _after(self, words: Places, taken: Sequence[Places]) -> list[PlacedCue]:
        """The nearest cue behind some words that turns what stands before it, if it reaches."""
        cues, last = self._behind, words.last
        if not cues:
            return []
        for index in range(bisect_right(cues, last, key=lambda one: one.first), len(cues)):
            found = cues[index]
            up_to_cue = range(last + 1, found.first + 1)
            between = found.first - last - 1
            if between > self._cues.reach:
                break
            if self._is_about_tone(found):
                continue
            if between <= found.cue.within and not _overlaps(found, taken):
                same = self._clauses.same(found.first, last)
                return [found] if same and not self._clauses.stops(up_to_cue) else []
        return []

    def _is_about_tone(self, found: PlacedCue) -> bool:
        """Whether a cue after a match speaks of praise or complaint ("is not a problem")."""
        nearest = bisect_left(self._others, found.first, key=lambda one: one.first)
        return any(
            one.first <= found.last + _UNDOES_WITHIN
            for one in self._others[nearest : nearest + 1]
            if one.cue.effect in _OPPOSITE
        )

    def _near(self, words: Places, taken: Sequence[Places]) -> list[PlacedCue]:
        """The cues of other effects that reach some words, the nearest first."""
        cues = self._others
        if not cues:
            return []
        first, last = words
        reach = self._cues.reach + 1
        found: list[tuple[int, PlacedCue]] = []
        for one in beginning(cues, range(first - reach - self._longest, last + reach + 1)):
            between = max(first - one.last, one.first - last, 1) - 1
            side = Side.BEFORE if one.first < first else Side.AFTER
            inside = first <= one.first and one.last <= last
            if inside or between > one.cue.within or one.cue.side not in (side, Side.EITHER):
                continue
            if not _overlaps(one, taken) and self._clauses.same(one.first, first):
                found.append((between, one))
        return [one for _, one in sorted(found, key=lambda item: (item[0], item[1].first))]

    def _tone(self, found: PlacedCue) -> Effect:
        """The effect of a cue, praise and complaint changing places where they are negated."""
        effect = found.cue.effect
        if effect in _OPPOSITE and len(self._before(Places(found.first, found.last), ())) % 2:
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


def _overlaps(found: PlacedCue, taken: Sequence[Places]) -> bool:
    return any(found.first <= last and first <= found.last for first, last in taken)
