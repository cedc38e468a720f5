"""Negation: cues near a match, inside its clause, that turn which way it speaks.

The cues are data, one file a language in `cues/`. A cue reaches so many words forward (or back),
but not past the end of its clause: a break word, or one of `; : ( )` or a dash. A second cue close
before the first undoes it ("not without", "never lacked").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from scapolicy.matching.terms import Term, parse_term
from scapolicy.yaml_nodes import parse, plain_value

Span = tuple[int, int]

_CLAUSE_END = re.compile(r"[;:()\u2013\u2014]")
# A cue undoes another where no more than this many words stand between them.
_UNDOES_WITHIN = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that turns matches (`before`, `after` them), ends a clause (`breaks`) or does
    neither although it holds a cue's word (`never`). `within` counts the words between.
    """

    term: Term
    role: str
    within: int = 0


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a language: by their first word, and those that begin with a wildcard."""

    by_word: dict[str, tuple[Cue, ...]]
    wild: tuple[Cue, ...]

    @property
    def reach(self) -> int:
        """The most words that any cue reaches over."""
        everyone = (*self.wild, *(cue for cues in self.by_word.values() for cue in cues))
        return max((cue.within for cue in everyone), default=0)

    def at(self, words: Sequence[str], index: int) -> dict[str, Cue]:
        """The cues whose words begin at `index`, by role; the longest of each."""
        found: dict[str, Cue] = {}
        for cue in (*self.by_word.get(words[index], ()), *self.wild):
            length = len(cue.term.elements)
            longest = found.get(cue.role)
            if longest and len(longest.term.elements) >= length:
                continue
            here = words[index : index + length]
            if len(here) == length and all(
                element.matches(word) for element, word in zip(cue.term.elements, here, strict=True)
            ):
                found[cue.role] = cue
        return found


def has_cues(language: str) -> bool:
    """Whether negation is known in a language."""
    return bool(load_cues(language).by_word)


@cache
def load_cues(language: str) -> Cues:
    """The cues that come with scapolicy; none for a language without a file."""
    file = resources.files("scapolicy.matching").joinpath("cues", f"{language}.yaml")
    if not file.is_file():
        return Cues({}, ())
    root = parse(file.read_text(encoding="utf-8"), file.name)
    by_word: dict[str, list[Cue]] = {}
    wild: list[Cue] = []
    for cue in _cues(plain_value(root) if root else {}):
        first = cue.term.elements[0]
        for form in first.forms:
            by_word.setdefault(form, []).append(cue)
        if not first.forms:
            wild.append(cue)
    return Cues({word: tuple(cues) for word, cues in by_word.items()}, tuple(wild))


def _cues(tree: object) -> Iterator[Cue]:
    assert isinstance(tree, dict)
    for role in ("before", "after"):
        for group in tree[role]:
            for text in group["cues"]:
                yield Cue(parse_term(text), role, group["within"])
    for role in ("breaks", "breaks_after_comma", "stops", "joins", "never"):
        for text in tree[role]:
            yield Cue(parse_term(text), role)


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue in a sentence, by the places of its first and last word."""

    cue: Cue
    first: int
    last: int


class SentenceCues:
    """The cues of one sentence, and the clauses that bound their reach."""

    def __init__(self, text: str, words: Sequence[Span], cues: Cues) -> None:
        """`text` is folded and in lower case; `words` are the spans of the sentence's words."""
        self._words = words
        self._found: dict[str, list[_Found]] = {"before": [], "after": []}
        self._reach = cues.reach
        gaps = [text[one[1] : other[0]] for one, other in pairwise(words)]
        breaks = {index for index, gap in enumerate(gaps, 1) if _CLAUSE_END.search(gap)}
        commas = {index for index, gap in enumerate(gaps, 1) if "," in gap}
        self._stops, self._joins = set(commas), set(commas)
        forms = [text[start:end] for start, end in words]
        index = 0
        while index < len(words):
            here = cues.at(forms, index)
            if "never" in here:
                index += len(here["never"].term.elements)
                continue
            if "breaks" in here or ("breaks_after_comma" in here and index in commas):
                breaks.add(index)
            if "stops" in here:
                self._stops.add(index)
            if "joins" in here:
                self._joins.add(index)
            for role in ("before", "after"):
                if role in here:
                    last = index + len(here[role].term.elements) - 1
                    self._found[role].append(_Found(here[role], index, last))
            index += 1
        self._clauses: list[int] = []
        for index in range(len(words)):
            previous = self._clauses[-1] if self._clauses else 0
            self._clauses.append(previous + (index in breaks))

    def negation(self, start: int, end: int) -> Span | None:
        """The span of the cue that turns the match at these offsets; None if it stands."""
        first = bisect_right(self._words, start, key=lambda word: word[1])
        last = bisect_left(self._words, end, key=lambda word: word[0]) - 1
        if first > last:
            return None
        found = self._before(first, last) or self._after(last)
        if len(found) % 2 == 0:
            return None
        return self._words[found[0].first][0], self._words[found[0].last][1]

    def _before(self, first: int, last: int) -> list[_Found]:
        """The nearest cue before the words `first` to `last`, then those that undo each other.

        Where the words hold a cue themselves ("no staff"), one that is joined to them by a comma
        or `and` negates beside them and does not turn them.
        """
        cues = self._found["before"]
        nearest = bisect_left(cues, first, key=lambda found: found.first) - 1
        negative = nearest + 1 < len(cues) and cues[nearest + 1].first <= last
        chain: list[_Found] = []
        for found in (cues[index] for index in range(nearest, -1, -1)):
            near = chain[-1].first if chain else first
            if near - found.last - 1 > (_UNDOES_WITHIN if chain else self._reach):
                break
            if self._clauses[found.first] != self._clauses[first]:
                break
            between = range(found.last + 1, near + (not chain))
            if (chain or negative) and not self._joins.isdisjoint(between):
                break
            if found.last < first and (chain or first - found.last - 1 <= found.cue.within):
                chain.append(found)
        return chain

    def _after(self, word: int) -> list[_Found]:
        cues = self._found["after"]
        for index in range(bisect_right(cues, word, key=lambda one: one.first), len(cues)):
            found = cues[index]
            between = range(word + 1, found.first + 1)
            if len(between) > self._reach + 1:
                break
            if len(between) <= found.cue.within + 1:
                same = self._clauses[found.first] == self._clauses[word]
                return [found] if same and self._stops.isdisjoint(between) else []
        return []
