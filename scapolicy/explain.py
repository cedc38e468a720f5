"""Why one turn is coded as it is: what hit, what nearly did, and what turned it."""

from dataclasses import dataclass

from scapolicy.coding import to_codings, to_matches
from scapolicy.errors import ScapolicyError, problem
from scapolicy.matching.matcher import Miss
from scapolicy.records import Codebook, Coding, Match, Source, Speakers, Turn, Unit
from scapolicy.run import Coder
from scapolicy.segment import segment


@dataclass(frozen=True, slots=True)
class Explanation:
    """A turn, the matches in it with what acted on them, what was no match, and its codings."""

    source: Source
    turn: Turn
    matches: tuple[Match, ...]
    misses: tuple[Miss, ...]
    codings: tuple[Coding, ...]


def explain(
    source: Source, turn: int, codebook: Codebook, *, unit: str = Unit.SENTENCE
) -> Explanation:
    """Explain how a turn of a source is coded; an interviewer's too, as if it were evidence.

    Raises:
        ScapolicyError: the source has no such turn.

    """
    if not 1 <= turn <= len(source.turns):
        raise ScapolicyError([problem("R16", at=source.name, turn=turn, turns=len(source.turns))])
    coder = Coder(codebook, Unit(unit), Speakers.ALL)
    segments = segment(source, Unit(unit))
    stretches = [one for one in coder.stretches(source, segments) if one.turn == turn]
    misses: list[Miss] = []
    hits = coder.matcher(source).hits(source.text, stretches, source.attributes, misses.append)
    matches = to_matches(source, segments, hits, codebook)
    codings = to_codings(source, segments, matches, codebook, Unit(unit), [turn])
    return Explanation(
        source,
        source.turns[turn - 1],
        matches,
        tuple(sorted(misses, key=lambda miss: (miss.start, miss.end, miss.rule.id))),
        codings,
    )


_DID = {
    "negation": "turned by",
    "lack": "turned by",
    "wish": "only wished for by",
    "condition": "only supposed by",
    "complaint": "complained of by",
    "praise": "praised by",
    "hedge": "said with reserve by",
}


def explanation_text(explanation: Explanation) -> str:
    """The explanation to read, line by line."""
    source, turn = explanation.source, explanation.turn
    lines = [f"{source.name}, turn {turn.number}, {turn.speaker or 'no speaker'}", "", turn.text]
    if turn.interviewer:
        lines += ["", "The interviewer's turns are not evidence: without --speakers all, no code."]
    lines += ["", "What hit:"]
    lines += [f"  {_match(one)}" for one in explanation.matches] or ["  nothing"]
    lines += ["", "What nearly did:"]
    lines += [
        f"  {miss.rule.id}: {source.text[miss.start : miss.end]!r}, no: {miss.reason}"
        for miss in explanation.misses
    ] or ["  nothing"]
    lines += ["", "So it is coded:"]
    lines += [f"  {_coding(one)}" for one in explanation.codings] or ["  with nothing"]
    return "\n".join(lines) + "\n"


def _match(match: Match) -> str:
    parts = [f"{match.rule} ({match.category} > {match.code}): {match.text!r}"]
    if match.context:
        parts.append(f"with {', '.join(map(repr, match.context))}")
    if match.effect:
        parts.append(f"{_DID[match.effect]} {match.cue!r}")
    if match.conceded:
        parts.append("in a conceded clause")
    return f"{', '.join(parts)}: {match.valence}"


def _coding(coding: Coding) -> str:
    words = ", ".join(map(repr, coding.words))
    return f"segment {coding.segment}: {coding.category} > {coding.code}, {coding.valence} ({words})"
