"""What an effect does to the valence of a rule's match (docs/reference/matching.md)."""

from typing import NamedTuple

from scapolicy.records import Effect, Rule, Valence

Span = tuple[int, int]

TURNING = (Effect.NEGATION, Effect.LACK, Effect.WISH)
"""The effects that make a match speak the other way."""


class Turn(NamedTuple):
    """What acts on a match: the effect and the span of the cue, and whether it is conceded."""

    effect: Effect | None = None
    cue: Span | None = None
    conceded: bool = False


NOTHING = Turn()
"""Nothing acts on a match."""

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
    """Which way a rule's hit speaks under an effect."""
    if effect is None or rule.fixed or rule.valence not in _ACTS_ON.get(effect, ()):
        return rule.valence
    return _MAKES.get(effect, rule.negated)
