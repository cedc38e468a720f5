"""Small codebooks and sources for tests, built in a line."""

from scapolicy.readers.document import Document
from scapolicy.readers.turns import find_turns
from scapolicy.records import Category, Code, Codebook, Rule, Source, Valence

OPPOSITE = {Valence.FACILITATOR: Valence.BARRIER, Valence.BARRIER: Valence.FACILITATOR}


def rule(identity: str = "r", valence: str = "facilitator", **parts: object) -> Rule:
    """A rule; `negated` is the opposite unless given."""
    way = Valence(valence)
    negated = Valence(str(parts.pop("negated", OPPOSITE.get(way, way))))
    return Rule(identity, way, negated, **parts)  # type: ignore[arg-type]


def codebook(*codes: tuple[str, list[Rule]], **parts: object) -> Codebook:
    """A codebook of one category `factor` with the codes given."""
    listed = tuple(Code(identity, identity.title(), tuple(rules)) for identity, rules in codes)
    category = Category("factor", "Factor", listed)
    languages = parts.pop("languages", ("en",))
    return Codebook("test", "Test", "1", languages, (category,), **parts)  # type: ignore[arg-type]


def source(text: str, name: str = "a.md", **attributes: str) -> Source:
    """A source whose turns are found as in a file."""
    document = Document(text)
    turns, notices = find_turns(document)
    return Source(name, text, turns, attributes, "0" * 64, notices)
