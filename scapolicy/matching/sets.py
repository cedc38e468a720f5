"""Sets of terms: named once, written `$name` in any term, alone or inside a phrase."""

import re
from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

from scapolicy.matching.fault import RuleFaultError

Sets = Mapping[str, Sequence[str]]

MOST = 2000
"""The most terms that one term with sets may stand for, or one set hold."""

ALL = 500_000
"""The most terms that all sets of a codebook may hold, or all its rules with their sets.

The largest dictionaries have a fifth of that; more would fill the memory.
"""

_NAME = re.compile(r"\$([a-z][a-z0-9_]*)")


def names_in(text: str) -> list[str]:
    """The sets that a term asks for."""
    return _NAME.findall(text)


def stands_for(text: str, sets: Sets) -> int:
    """How many terms a term stands for, found without writing them out; it may count some twice.

    >>> stands_for("no $money for $money", {"money": ["budget*", "funds"]})
    4
    """
    return prod(len(sets[name]) for name in names_in(text) if name in sets)


def expand(text: str, sets: Sets) -> list[str]:
    """A term with each of its sets replaced by each of their members.

    >>> expand("no $money", {"money": ["budget*", "funds"]})
    ['no budget*', 'no funds']

    Raises:
        RuleFaultError: a set is unknown, or there are too many combinations.

    """
    names = names_in(text)
    if not names:
        return [text]
    unknown = [name for name in names if name not in sets]
    if unknown:
        known = ", ".join(sets) or "none"
        raise RuleFaultError(f"asks for the unknown set ${unknown[0]}", f"The sets are: {known}.")
    combinations = stands_for(text, sets)
    if combinations > MOST:
        reason = f"stands for {combinations:,} terms, more than {MOST:,}"
        raise RuleFaultError(reason, "Use fewer sets in one phrase, or a condition such as `near`.")
    template = _NAME.sub("{}", text.replace("{", "{{").replace("}", "}}"))
    found = product(*(sets[name] for name in names))
    return list(dict.fromkeys(template.format(*members) for members in found))


def expand_all(texts: Sequence[str], sets: Sets) -> list[str]:
    """All terms of a list, their sets replaced.

    Raises:
        RuleFaultError: as `expand`.

    """
    return list(dict.fromkeys(term for text in texts for term in expand(text, sets)))


def resolve(sets: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Sets with the sets inside them written out.

    Raises:
        RuleFaultError: a set holds itself, an unknown set, or too many terms, or all together do.

    """
    done: dict[str, tuple[str, ...]] = {}
    total = 0

    def visit(name: str, above: tuple[str, ...]) -> tuple[str, ...]:
        nonlocal total
        if name in above:
            raise RuleFaultError(f"the set ${name} holds itself", "Write its terms out.")
        if name not in done:
            for inner in dict.fromkeys(each for text in sets[name] for each in names_in(text)):
                if inner in sets:
                    visit(inner, (*above, name))
            terms: dict[str, None] = {}
            for text in sets[name]:
                terms.update(dict.fromkeys(expand(text, done)))
                if len(terms) > MOST:
                    reason = f"the set ${name} holds more than {MOST:,} terms"
                    raise RuleFaultError(reason, "Part it into several sets.")
            done[name] = tuple(terms)
            total += len(terms)
            if total > ALL:
                reason = f"they hold more than {ALL:,} terms together"
                raise RuleFaultError(reason, "Put fewer sets into other sets.")
        return done[name]

    for name in sets:
        visit(name, ())
    return {name: done[name] for name in sets}
