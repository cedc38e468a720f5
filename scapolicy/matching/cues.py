"""The cues of a language: words that act on matches near them, and words that bound their reach.

They are data, one file a language in `cues/`, which a codebook's own `cues` extend.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from scapolicy.matching.index import TermIndex
from scapolicy.matching.sentence import Sentence, Sentences
from scapolicy.matching.terms import Term, parse_term
from scapolicy.records import Cue, Effect, Side
from scapolicy.yaml_nodes import parse, plain_value


class Role(StrEnum):
    """What a cue's word does: acts on matches, or says how far others act."""

    ACTS = "acts"
    BREAKS = "breaks"
    BREAKS_AFTER_COMMA = "breaks_after_comma"
    STOPS = "stops"
    JOINS = "joins"
    NEVER = "never"
    CONCEDES = "concedes"
    CONTRASTS = "contrasts"


_BOUNDS = (Role.BREAKS, Role.BREAKS_AFTER_COMMA, Role.STOPS, Role.JOINS)


@dataclass(frozen=True, slots=True)
class CueUse:
    """What a term is among the cues; `cue` is there where its role is to act."""

    role: Role
    cue: Cue | None = None

    @property
    def kind(self) -> str:
        """What other cues it can hide: those of its side, all for `never`, none if empty."""
        if self.cue is not None:
            return self.cue.side.value
        return "never" if self.role is Role.NEVER else ""


FoundCue = tuple[int, int, CueUse]
"""The span of a cue in the folded text, and what it is."""


class PlacedCue(NamedTuple):
    """A cue in a sentence, by the places of its first and last word."""

    first: int
    last: int
    use: CueUse

    @property
    def cue(self) -> Cue:
        """What it does, where its role is to act."""
        assert self.use.cue is not None
        return self.use.cue


def placed(sentence: Sentence, found: Iterable[FoundCue]) -> list[PlacedCue]:
    """Cues by the places of their words, as `in_order` puts them."""
    starts, ends = sentence.bounds
    return in_order(
        PlacedCue(first, last, use)
        for start, end, use in found
        if (first := bisect_right(ends, start)) <= (last := bisect_left(starts, end) - 1)
    )


def in_order(cues: Iterable[PlacedCue]) -> list[PlacedCue]:
    """Cues by first word, the longest of those that begin together first."""
    return sorted(cues, key=_order)


def beginning(cues: Sequence[PlacedCue], places: range) -> Sequence[PlacedCue]:
    """Those of some cues in order that begin at some places of words."""
    low = bisect_left(cues, places.start, key=_FIRST)
    return cues[low : bisect_left(cues, places.stop, low, key=_FIRST)]


def longest(cues: Iterable[PlacedCue]) -> int:
    """How many words the longest of some cues has behind its first."""
    return max((one.last - one.first for one in cues), default=0)


_FIRST = itemgetter(0)


def _order(cue: PlacedCue) -> tuple[int, int]:
    return cue[0], -cue[1]


class Bounds:
    """Finds the words that only say how far cues act.

    They are frequent, and nearly all are words or phrases as they are written: these are looked
    up word by word, which takes less than an automaton does for a single sentence.
    """

    def __init__(self, terms: Sequence[tuple[Term, CueUse]]) -> None:
        self._index = TermIndex(terms)
        self._plain = all(term.text.isascii() and term.is_plain for term, _ in terms)
        self._phrases: dict[str, list[tuple[str, int, CueUse]]] = defaultdict(list)
        for term, use in terms if self._plain else ():
            (text,) = term.literals
            self._phrases[text.partition(" ")[0]].append((text, text.count(" "), use))

    def can_look_up(self, sentence: Sentence) -> bool:
        """Whether they can be looked up word by word in a sentence."""
        return self._plain and not sentence.unspaced

    def at(self, sentence: Sentence, places: range) -> list[PlacedCue]:
        """Those that begin at some places of words, looked up there."""
        starts, ends = sentence.bounds
        first, last = places[0], places[-1]
        words = sentence.folded.spaced_of(starts[first], ends[last]).split()
        return [
            PlacedCue(place, place + more, use)
            for place, word in enumerate(words, first)
            if word in self._phrases
            for text, more, use in self._phrases[word]
            if not more or _stands(text, sentence, place, more)
        ]

    def all_in(self, sentence: Sentence) -> list[PlacedCue]:
        """All of a sentence, as `in_order` puts them."""
        hits = self._index.find(Sentences.of(sentence))
        return placed(sentence, [(start, end, use) for _, start, end, uses in hits for use in uses])


def _stands(text: str, sentence: Sentence, place: int, more: int) -> bool:
    """Whether a phrase stands at a word of a sentence and at so many more."""
    starts, ends = sentence.bounds
    last = place + more
    return last < len(ends) and sentence.folded.lower[starts[place] : ends[last]] == text


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of one language.

    `terms` are those that act on matches by themselves; `bounds` finds those that only say how
    far others act, which are too frequent to look for where nothing acts. `reach` is the most
    words that any of them reaches over.
    """

    terms: tuple[tuple[Term, CueUse], ...]
    bounds: Bounds
    reach: int


@cache
def shipped_cues(language: str) -> tuple[tuple[Term, CueUse], ...]:
    """The cues that come with scapolicy; none for a language without a file."""
    file = Path(__file__).parent / "cues" / f"{language}.yaml"
    if not file.is_file():
        return ()
    root = parse(file.read_text(encoding="utf-8"), file.name)
    tree = plain_value(root) if root else {}
    assert isinstance(tree, dict)
    return tuple(_uses(tree))


def _uses(tree: dict[str, list[object]]) -> Iterator[tuple[Term, CueUse]]:
    for group in tree["acts"]:
        assert isinstance(group, dict)
        effect, side = Effect(group["effect"]), Side(group["side"])
        for text in group["terms"]:
            cue = Cue(effect, side, group["within"], text)
            yield parse_term(text), CueUse(Role.ACTS, cue)
    for role in Role:
        if role is not Role.ACTS:
            for text in tree[role]:
                yield parse_term(str(text)), CueUse(role)


def has_cues(language: str) -> bool:
    """Whether negation is known in a language."""
    return bool(shipped_cues(language))


def load_cues(language: str, more: Iterable[Cue] = ()) -> Cues:
    """The shipped cues of a language, and more of them that a codebook adds."""
    uses = list(shipped_cues(language))
    uses.extend((parse_term(cue.term), CueUse(Role.ACTS, cue)) for cue in more)
    reach = max((use.cue.within for _, use in uses if use.cue), default=0)
    acting = tuple((term, use) for term, use in uses if use.role not in _BOUNDS)
    return Cues(acting, Bounds([one for one in uses if one[1].role in _BOUNDS]), reach)
