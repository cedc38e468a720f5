"""Hits → matches → codings: which code a segment carries, and which way it speaks."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from scapolicy.matching.matcher import Hit
from scapolicy.matching.valence import TURNING
from scapolicy.records import Codebook, Coding, Match, Segment, Source, Valence

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


def to_matches(source: Source, hits: Iterable[Hit], codebook: Codebook) -> tuple[Match, ...]:
    """Put each hit in words."""
    names = [(cat.id, code.id) for cat in codebook.categories for code in cat.codes]
    text = source.text
    matches: list[Match] = []
    for turn, segment, code, rule, start, end, valence, effect, cue, conceded, context in hits:
        matches.append(
            Match(
                turn,
                segment,
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
                "; ".join([text[slice(*span)] for span in context]),
            )
        )
    return tuple(matches)


def to_codings(
    source: Source,
    segments: Sequence[Segment],
    matches: Sequence[Match],
    codebook: Codebook,
    speaker_in: Callable[[Segment], str],
) -> tuple[Coding, ...]:
    """One coding for each segment and code, in the order of segments, then of the codebook.

    `matches` are in the order of the text; `speaker_in` tells who speaks in one.
    """
    order = {
        code.id: n for n, code in enumerate(c for cat in codebook.categories for c in cat.codes)
    }
    codings: list[Coding] = []
    for place, found in groupby(matches, attrgetter("segment")):
        here = segments[place - 1]
        number, turn, start, end = here
        speaker = speaker_in(here)
        text = source.text[start:end]
        codes: dict[str, list[Match]] = {}
        for match in found:
            codes.setdefault(match.code, []).append(match)
        for code in sorted(codes, key=order.__getitem__):
            first, *more = codes[code]
            codings.append(
                Coding(
                    turn,
                    number,
                    start,
                    end,
                    speaker,
                    first.category,
                    code,
                    _valence(codes[code]) if more else first.valence,
                    (first.text, *[match.text for match in more]),
                    text,
                    RULES,
                )
            )
    return tuple(codings)
