"""Names in one spelling, whatever capitals made of their letters, with offsets kept true.

What is to go must be found as `GROSS` where the list has `Groß`, and as `ILGIN` where it has
`Ilgın`. So a letter that a capital makes several is these several, and an i is an i, with its dot
or without; and a dash of any length is a hyphen. The rules of a codebook are compared more finely,
see `matching/fold.py`.
"""

from dataclasses import dataclass

from scapolicy.matching.fold import Folded, fold

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
"""What may stand for a hyphen in a name."""

_DOTLESS, _DOT = "\u0131", "\u0307"
_ONE = str.maketrans({**dict.fromkeys(DASHES, "-"), _DOTLESS: "i"})


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as names are looked for in it.

    `places` leads from each character to where it stands in the folded text; empty where all
    stand where they stood.
    """

    text: str
    steps: tuple[Folded, ...]
    places: tuple[int, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Half-open offsets in this text as offsets in the source's text."""
        if self.places:
            start, end = self.places[start], self.places[end]
        for step in reversed(self.steps):
            start, end = step.to_source(start, end)
        return start, end


def spell(text: str) -> Spelled:
    """A text in the spelling that names are compared in.

    >>> spelled = spell("Frau GROẞ")
    >>> spelled.text, spelled.to_source(5, 10)
    ('frau gross', (5, 9))
    """
    first = fold(text)
    if first.lower.isascii():
        return Spelled(first.lower, (first,))
    again = fold(first.lower)  # which joins small letters and accents that no capital has as one
    plain = again.lower.translate(_ONE)
    if plain.casefold() == plain and f"i{_DOT}" not in plain:
        return Spelled(plain, (first, again))
    parts: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(plain):
        if sign == _DOT and plain[at - 1 : at] == "i":
            continue
        whole = sign.casefold()
        parts.append(sign if whole == sign else fold(whole).lower)
        places += [at] * len(parts[-1])
    return Spelled("".join(parts), (first, again), (*places, len(plain)))


def plain_name(name: str) -> str:
    """The spelling by which two names are the same."""
    return spell(name).text
