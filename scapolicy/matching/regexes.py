"""Regexes of a codebook, on RE2, so that no pattern can hang a run.

One search takes time in proportion to the text. All matches together may take that for each of
them (`x.*y` where there are many x and no y): so what is searched at once is not long.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import re2

from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.fold import fold

LONGEST = 5_000
"""The most characters that are searched at once, and so the most that a match has."""

# One repeated thing, itself repeated: (a+)+, (\w*)*, ([a-z]+){2,}
_REPEATED_REPETITION = re.compile(
    r"\((?:\?:|\?P<\w+>)?(?:\\?[^()\\\[\]]|\[[^\]]*\]|\\.)[*+]\)(?:[*+]|\{\d+,\})"
)
# The combined automaton of a large codebook needs room; RE2 takes only what it uses of it.
_SET_BYTES = 256 << 20
_FAILING = 1  # instructions of RE2's program for what can't match: one, which fails
_EMPTY = re.compile(r"(?:\\[bBAzn]|\(\?[a-zA-Z-]*:?|[\^$()|?*+]|\{\d*,?\d*\})*")
_BACKTRACKING = re.compile(r"\(\?(?:[=!]|<[=!])|(?<!\\)(?:\\\\)*\\[1-9]|\(\?P=")


def _options(*, case_sensitive: bool, never_nl: bool = False) -> Any:
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.never_nl = never_nl
    options.log_errors = False
    return options


def compile_regex(pattern: str, *, case_sensitive: bool) -> Any:
    """Compile a pattern in RE2's syntax; its quotes and accents are folded as the text's are.

    Raises:
        RuleFaultError: RE2 refuses it.

    """
    try:
        return re2.compile(fold(pattern).cased, _options(case_sensitive=case_sensitive))
    except re2.error as error:
        if _BACKTRACKING.search(pattern):
            reason = "look-around and back-references can hang, and are not supported"
            raise RuleFaultError(reason, "Write two rules, or use `exclude`.") from None
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise RuleFaultError(reason, "Correct it (the syntax is RE2's).") from None


def can_hang_elsewhere(pattern: str) -> bool:
    """Whether a backtracking engine may need exponential time for a pattern.

    >>> can_hang_elsewhere("(a+)+$"), can_hang_elsewhere("(a+b)+$")
    (True, False)
    """
    return _REPEATED_REPETITION.search(pattern) is not None


def matches_nothing(pattern: str) -> bool:
    r"""Whether a sound pattern demands no character at all, or one that sentences never hold.

    Whether a line end is demanded, as in `a\nb`, or only spoken of, as in `a[^\n]*b`, is for RE2
    to say: with `never_nl` it takes a line end for what is never there.

    >>> matches_nothing(r"^(?:\b)?$"), matches_nothing("a*")
    (True, False)
    """
    if _EMPTY.fullmatch(pattern):
        return True
    without = re2.compile(fold(pattern).cased, _options(case_sensitive=True, never_nl=True))
    return bool(without.programsize == _FAILING)


@dataclass(frozen=True, slots=True)
class RegexSet:
    """Patterns searched together: one pass tells which of them occur at all."""

    patterns: tuple[Any, ...]
    sets: tuple[tuple[Any, tuple[int, ...]], ...]

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the pattern, start, end) of each match that is not empty.

        A text of more than `LONGEST` characters is searched in pieces.
        """
        found: list[tuple[int, int, int]] = []
        for begin, end in _pieces(text):
            around = slice(
                max(begin - 1, 0), end + 1
            )  # by which anchors and \b know where they are
            for number, start, stop in self._spans(text[around], begin - around.start, end - begin):
                found.append((number, around.start + start, around.start + stop))
        return found

    def _spans(self, text: str, begin: int, length: int) -> Iterator[tuple[int, int, int]]:
        for combined, numbers in self.sets:
            for index in sorted(combined.Match(text) or ()):
                number = numbers[index]
                for match in self.patterns[number].finditer(text, begin, begin + length):
                    if match.end() > match.start():
                        yield number, match.start(), match.end()


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The spans of pieces of a text that are not too long, parted between words."""
    begin = 0
    while len(text) - begin > LONGEST:
        end = text.rfind(" ", begin, begin + LONGEST) + 1 or begin + LONGEST
        yield begin, end
        begin = end
    yield begin, len(text)


def regex_set(patterns: list[tuple[str, bool]]) -> RegexSet:
    """Compile (pattern, case-sensitive) pairs; the number of a pattern is its place in the list."""
    sets: list[tuple[Any, tuple[int, ...]]] = []
    for sensitive in (False, True):
        numbers = tuple(i for i, (_, case) in enumerate(patterns) if case is sensitive)
        if not numbers:
            continue
        options = _options(case_sensitive=sensitive)
        options.max_mem = _SET_BYTES
        combined = re2.Set.SearchSet(options)
        for number in numbers:
            combined.Add(fold(patterns[number][0]).cased)
        combined.Compile()
        sets.append((combined, numbers))
    compiled = tuple(compile_regex(text, case_sensitive=case) for text, case in patterns)
    return RegexSet(compiled, tuple(sets))
