"""Why one turn is coded as it is: what hit, what nearly did, and what turned it."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from scapolicy.choices import chosen, require, require_codebook
from scapolicy.coder import Coder
from scapolicy.coding import to_codings, to_matches
from scapolicy.errors import ScapolicyError, problem
from scapolicy.matching.matcher import Miss
from scapolicy.records import Codebook, Coding, Match, Source, Speakers, Turn, Unit
from scapolicy.segment import segment


@dataclass(frozen=True, slots=True)
class Explanation:
    """A turn, the matches in it with what acted on them, what was no match, and its codings.

    The codings are those that a match in it has a part in; the words of one on a segment that is
    larger than a turn may stand in other turns too.

    `flat` is true where the codebook has no categories.
    """

    source: Source
    turn: Turn
    matches: tuple[Match, ...]
    misses: tuple[Miss, ...]
    codings: tuple[Coding, ...]
    flat: bool = False


def explain(
    source: Source,
    turn: int,
    codebook: Codebook,
    *,
    unit: str = Unit.SENTENCE,
    speakers: str = Speakers.INFORMANTS,
) -> Explanation:
    """Explain how a turn of a source is coded, as a run with this unit and these speakers does it.

    An interviewer's turn is explained too, as in a run in which everyone's are evidence.

    Raises:
        ScapolicyError: the source has no such turn.

    """
    require_codebook(codebook)
    require(Source, source, "source", "one of what read_transcripts gave")
    require(int, turn, "turn", "the number of a turn")
    unit, who = chosen(Unit, unit, "unit"), chosen(Speakers, speakers, "speakers")
    if not 1 <= turn <= len(source.turns):
        raise ScapolicyError([problem("R16", at=source.name, turn=turn, turns=len(source.turns))])
    own = source.turns[turn - 1]
    coder = Coder(codebook, unit, Speakers.ALL if own.interviewer else who)
    segments = segment(source, unit)
    # A rule may ask for words elsewhere in the segment, so all that the run reads is read.
    stretches = coder.stretches(source, segments)
    misses: list[Miss] = []
    hits = coder.matcher(source).hits(source.text, stretches, source.attributes, misses.append)
    everywhere = to_matches(source, hits, codebook)
    matches = tuple(one for one in everywhere if one.turn == turn)
    carried = {(one.segment, one.code) for one in matches}
    codings = to_codings(source, segments, everywhere, codebook, coder.speaker_in(source))
    return Explanation(
        source,
        own,
        matches,
        tuple(
            sorted(
                (miss for miss in misses if own.start <= miss.start < own.end),
                key=lambda miss: (miss.start, miss.end, miss.rule.id),
            )
        ),
        tuple(one for one in codings if (one.segment, one.code) in carried),
        codebook.flat,
    )


_WIDTH = 80
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
    lines = textwrap.wrap(
        f"{source.name}, turn {turn.number}, {turn.speaker or 'no speaker'}", _WIDTH
    )
    lines += ["", *textwrap.wrap(turn.text, _WIDTH)]
    if turn.interviewer:
        lines += ["", "The interviewer's turns are not evidence: without --speakers all, no code."]
    lines += ["", "What hit:"]
    lines += [line for one in explanation.matches for line in _item(_match(one, explanation))] or [
        "  nothing"
    ]
    lines += ["", "What nearly did:"]
    lines += [*_misses(explanation)] or ["  nothing"]
    lines += ["", "So it is coded:"]
    lines += [line for one in explanation.codings for line in _item(_coding(one, explanation))] or [
        "  with nothing"
    ]
    return "\n".join(lines) + "\n"


def _item(text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )


def _misses(explanation: Explanation) -> Iterator[str]:
    """What was no hit, one item for each rule and reason."""
    text = explanation.source.text
    words: dict[tuple[str, str], dict[str, None]] = {}
    for miss in explanation.misses:
        found = words.setdefault((miss.rule.id, miss.reason), {})
        found[repr(text[miss.start : miss.end])] = None
    for (rule, reason), found in words.items():
        yield from _item(f"{rule}: {', '.join(found)}; no: {reason}")


def _code(one: Match | Coding, explanation: Explanation) -> str:
    return one.code if explanation.flat else f"{one.category} > {one.code}"


def _match(match: Match, explanation: Explanation) -> str:
    parts = [f"{match.rule} ({_code(match, explanation)}): {match.text!r}"]
    if match.context:
        parts.append(f"with {match.context!r}")
    if match.effect:
        parts.append(f"{_DID[match.effect]} {match.cue!r}")
    if match.conceded:
        parts.append("in a conceded clause")
    return f"{', '.join(parts)}: {match.valence}"


def _coding(coding: Coding, explanation: Explanation) -> str:
    words = ", ".join(map(repr, coding.words))
    code = _code(coding, explanation)
    return f"segment {coding.segment}: {code}, {coding.valence} ({words})"
