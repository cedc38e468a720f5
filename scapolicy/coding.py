"""Hits → matches → codings: which code a segment carries, and which way it speaks."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from scapolicy.matching.matcher import Hit
from scapolicy.matching.valence import TURNING
from scapolicy.records import Codebook, Coding, Match, Segment, Source, Unit, Valence

RULES = "rules"
"""The coder's name in codings that the codebook's rules made."""


def combine(valences: Iterable[Valence]) -> Valence:
    """The valence of what speaks in several ways at once.

    Facilitators and barriers together are mixed; neutral words change nothing.

    >>> str(combine([Valence.NEUTRAL, Valence.BARRIER]))
    'barrier'
    """
    ways = set(valences) - {Valence.NEUTRAL}
    if not ways:
        return Valence.NEUTRAL
    return ways.pop() if len(ways) == 1 else Valence.MIXED


def _valence(matches: Sequence[Match]) -> Valence:
    """The valence of a coding; conceded matches count only where nothing else says anything."""
    weighty = [match.valence for match in matches if not match.conceded]
    ways = set(weighty) - {Valence.NEUTRAL}
    return combine(weighty if ways else (match.valence for match in matches))


def to_matches(
    source: Source, segments: Sequence[Segment], hits: Sequence[Hit], codebook: Codebook
) -> tuple[Match, ...]:
    """Put each hit into its segment and turn."""
    names = [(cat.id, code.id) for cat in codebook.categories for code in cat.codes]
    starts = [segment.start for segment in segments]
    turn_starts = [turn.start for turn in source.turns]
    text = source.text
    matches: list[Match] = []
    for code, rule, start, end, valence, effect, cue, conceded, context in hits:
        matches.append(
            Match(
                source.turns[bisect_right(turn_starts, start) - 1].number,
                segments[bisect_right(starts, start) - 1].number,
                *names[code],
                rule.id,
                start,
                end,
                text[start:end],
                valence,
                effect in TURNING,
                text[cue[0] : cue[1]] if cue else "",
                effect.value if effect else "",
                conceded,
                tuple([text[slice(*span)] for span in context]) if context else (),
            )
        )
    return tuple(matches)


def to_codings(
    source: Source,
    segments: Sequence[Segment],
    matches: Sequence[Match],
    codebook: Codebook,
    unit: Unit,
    analysed: Iterable[int],
) -> tuple[Coding, ...]:
    """One coding for each segment and code, in the order of segments, then of the codebook.

    `analysed` are the numbers of the turns that are evidence; a document's speakers are theirs.
    """
    order = {
        code.id: n for n, code in enumerate(c for cat in codebook.categories for c in cat.codes)
    }
    grouped: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        grouped.setdefault((match.segment, order[match.code]), []).append(match)
    everyone = "; ".join(dict.fromkeys(source.turns[number - 1].speaker for number in analysed))
    codings: list[Coding] = []
    for key in sorted(grouped):
        first, *more = found = grouped[key]
        number, turn, start, end = segments[key[0] - 1]
        codings.append(
            Coding(
                turn,
                number,
                start,
                end,
                everyone if unit is Unit.DOCUMENT else source.turns[turn - 1].speaker,
                first.category,
                first.code,
                _valence(found) if more else first.valence,
                tuple([match.text for match in found]) if more else (first.text,),
                source.text[start:end],
                RULES,
            )
        )
    return tuple(codings)
