"""The cues of a language: words that act on matches near them, and words that bound their reach.

They are data, one file a language in `cues/`, which a codebook's own `cues` extend.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources

from scapolicy.matching.index import TermIndex
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


_MATTERS = (Role.ACTS, Role.CONCEDES, Role.CONTRASTS)


@dataclass(frozen=True)
class CueUse:
    """What a term is among the cues; `cue` is there where its role is to act."""

    role: Role
    cue: Cue | None = None

    @cached_property
    def matters(self) -> bool:
        """Whether it does something to matches; others only say how far these do it."""
        return self.role in _MATTERS

    @cached_property
    def kind(self) -> str:
        """What other cues it can hide: those of its side, all for `never`, none if empty."""
        if self.cue is not None:
            return self.cue.side.value
        return "never" if self.role is Role.NEVER else ""


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of one language.

    `terms` are those that act on matches by themselves; `bounds` finds those that only say how
    far others act, which are too frequent to look for where nothing acts. `reach` is the most
    words that any of them reaches over.
    """

    terms: tuple[tuple[Term, CueUse], ...]
    bounds: TermIndex[CueUse]
    reach: int


@cache
def shipped_cues(language: str) -> tuple[tuple[Term, CueUse], ...]:
    """The cues that come with scapolicy; none for a language without a file."""
    file = resources.files("scapolicy.matching").joinpath("cues", f"{language}.yaml")
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
    return Cues(acting, TermIndex(one for one in uses if one[1].role in _BOUNDS), reach)
