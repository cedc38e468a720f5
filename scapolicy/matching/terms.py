"""Terms: words, phrases, wildcards and lemmas, parsed into elements that each match one word.

`*` stands for any characters of a word (also none), `?` for exactly one; a `*` on its own is any
one word. In a lemma term every word without a wildcard stands for all its inflected forms, and
for those forms with a possessive ending. In Thai an element without a wildcard may be several
words, and the space between two elements may be there or not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from math import prod

from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.fold import fold, fold_case
from scapolicy.matching.sentence import Sentence
from scapolicy.words import holds_ideographs, holds_unspaced, is_word_character

Span = tuple[int, int]

Forms = Callable[[str], frozenset[str]]
"""From a word, in lower case, to all its inflected forms, itself included."""

_WILDCARD = re.compile(r"[*?]")


@dataclass(frozen=True, slots=True)
class Element:
    """What a word of a term (in Thai: some words) must be: one of some forms, or a glob.

    `glob` is empty where `forms` holds the words; its pieces between the stars are never empty
    all together, except for the bare `*`.
    """

    forms: frozenset[str] = frozenset()
    glob: str = ""

    def matches(self, word: str) -> bool:
        """Whether a word, already folded, is one of the forms or fits the glob."""
        return word in self.forms if self.forms else glob_matches(self.glob, word)

    @property
    def anchors(self) -> frozenset[str]:
        """Strings of which at least one stands in every word that matches."""
        return self.forms or frozenset([max(_WILDCARD.split(self.glob), key=len)])


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A term of the codebook: `text` as written there, and its elements."""

    text: str
    elements: tuple[Element, ...]
    case_sensitive: bool = False

    @property
    def unspaced(self) -> bool:
        """Whether its script has no spaces, so that they need not stand in a text."""
        return holds_unspaced(self.text)

    @property
    def is_plain(self) -> bool:
        """Whether it is words as they are written, with no wildcard or other form."""
        return all(len(element.forms) == 1 for element in self.elements)

    @property
    def literals(self) -> tuple[str, ...]:
        """The whole term as strings, where these are few; else nothing."""
        return _strings([element.forms for element in self.elements])

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The term up to a star that ends its last word, where all else is literal."""
        *words, last = self.elements
        stem = last.glob.removesuffix("*")
        if not stem or _WILDCARD.search(stem) or stem == last.glob:
            return ()
        return _strings([*(element.forms for element in words), frozenset([stem])])


# A term of more strings than this is found by one of its words.
_FEW = 8


def _strings(words: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Every way to write words that have several forms."""
    if all(len(forms) == 1 for forms in words):
        return _spellings([form for forms in words for form in forms])
    if not 0 < prod(map(len, words)) <= _FEW:
        return ()
    return tuple(string for forms in product(*map(sorted, words)) for string in _spellings(forms))


def _spellings(words: Sequence[str]) -> tuple[str, ...]:
    """Words as one string, and without the spaces that Thai may leave out."""
    spelled = " ".join(words)
    if spelled.isascii():
        return (spelled,)
    gaps = [
        ("", " ") if holds_unspaced(one[-1]) and holds_unspaced(other[0]) else (" ",)
        for one, other in pairwise(words)
    ]
    return tuple(
        words[0] + "".join(gap + word for gap, word in zip(chosen, words[1:], strict=True))
        for chosen in product(*gaps)
    )


def parse_term(text: str, *, forms: Forms | None = None, case_sensitive: bool = False) -> Term:
    """Parse a term; with `forms` as a lemma term.

    Raises:
        RuleFaultError: the term could never match.

    """
    if forms is None:
        return _parse_plain(text, case_sensitive=case_sensitive)
    return _parse(text, forms, case_sensitive=case_sensitive)


# Every word begins with a letter or digit, which folding does not drop, and none has a wildcard.
_PLAIN = re.compile(r"\s*+(?:[^\W_\u0640][^\s*?]*+\s*+)++")
# Words of the Latin alphabet, of which any may end in a star: nearly all terms are such.
_STEMS = re.compile(r"\s*+(?:[A-Za-z0-9][A-Za-z0-9'-]*+\*?+(?:\s++|$))++")


def check_term(text: str) -> None:
    """See that a term, not a lemma, can match, without the work of parsing one that plainly can.

    Raises:
        RuleFaultError: the term could never match.

    """
    if not (_PLAIN.fullmatch(text) or _STEMS.fullmatch(text)):
        parse_term(text)


@lru_cache(maxsize=100_000)
def _parse_plain(text: str, *, case_sensitive: bool) -> Term:
    """A term without lemmas; a codebook is parsed when it is checked and when it is compiled."""
    return _parse(text, None, case_sensitive=case_sensitive)


def _parse(text: str, forms: Forms | None, *, case_sensitive: bool) -> Term:
    folded = fold(text.strip())
    written = folded.cased if case_sensitive else folded.lower
    words = written.split()
    if forms is None and _STEMS.fullmatch(written):
        return Term(text, tuple([_literal_or_stem(word) for word in words]), case_sensitive)
    if not words:
        raise RuleFaultError("is empty", "Remove it.")
    elements = _joined([_element(word, len(words), forms) for word in words])
    if not any(_anchored(element) for element in elements):
        raise RuleFaultError("has nothing but wildcards", "Write at least one letter.")
    for end in (elements[0], elements[-1]):
        if not _anchored(end):
            remedy = "Remove the * that stands alone at its beginning or end."
            raise RuleFaultError("begins or ends with any word at all", remedy)
    return Term(text, elements, case_sensitive)


def _literal_or_stem(word: str) -> Element:
    return Element(glob=word) if word.endswith("*") else Element(frozenset([word]))


def _joined(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Thai words that stand together as one element, as the segmenter may take them for one."""
    joined: list[Element] = []
    for element in elements:
        before = joined[-1].forms if joined else frozenset()
        if before and element.forms and holds_unspaced("".join((*before, *element.forms))):
            joined[-1] = Element(_together(before, element.forms))
        else:
            joined.append(element)
    return tuple(joined)


def _together(before: frozenset[str], after: frozenset[str]) -> frozenset[str]:
    return frozenset(text for pair in product(before, after) for text in _spellings(pair))


def _anchored(element: Element) -> bool:
    return bool(element.forms) or bool(element.glob.strip("*?"))


def _element(word: str, words: int, forms: Forms | None) -> Element:
    if _WILDCARD.search(word):
        rest = _WILDCARD.sub("", word)
        if holds_ideographs(rest):
            raise RuleFaultError(
                "joins a wildcard to Chinese or Japanese, where each character is a word",
                "Leave the wildcard out: the term is found wherever its characters stand together."
                " A * between spaces is any one character.",
            )
        if not all(is_word_character(letter) or letter in "-'" for letter in rest):
            raise RuleFaultError(
                "joins a wildcard to punctuation, which is never part of a word",
                "Write the words without the punctuation, or use a regex.",
            )
        return Element(glob=re.sub(r"\*+", "*", word))
    if not any(map(is_word_character, word)):
        remedy = "Write the words without it, or use a regex." if words > 1 else "Use a regex."
        raise RuleFaultError("holds punctuation where a word must be", remedy)
    if forms is None:
        return Element(forms=frozenset([word]))
    inflected = forms(fold_case(word))
    return Element(forms=inflected | {_possessive(form) for form in inflected})


def _possessive(form: str) -> str:
    return form + "'s"


def glob_matches(glob: str, word: str) -> bool:
    """Whether a word fits a glob, in time proportional to their lengths multiplied.

    >>> glob_matches("colo*r?", "colours")
    True
    """
    head, star_sign, tail = glob.partition("*")
    if star_sign and "*" not in tail and "?" not in glob:
        return len(word) >= len(glob) - 1 and word.startswith(head) and word.endswith(tail)
    star = retry = -1
    at = index = 0
    while at < len(word):
        if index < len(glob) and glob[index] == "*":
            star, retry = index, at
            index += 1
        elif index < len(glob) and glob[index] in ("?", word[at]):
            at += 1
            index += 1
        elif star >= 0:
            retry += 1
            at, index = retry, star + 1
        else:
            return False
    return glob[index:].strip("*") == ""


def term_span_at(term: Term, sentence: Sentence, text: str, first: int) -> Span | None:
    """The run of words that begins with word `first` of a sentence, if a term matches it.

    One space, and nothing else, stands between the words of a match; in Thai perhaps none. `text`
    is the folded text of the sentence, with capitals or without.
    """
    words = sentence.words
    if sentence.unspaced:
        return _unspaced_span_at(term, sentence, text, words[first][0]) if first >= 0 else None
    run = words[max(first, 0) : first + len(term.elements)]
    if first < 0 or len(run) < len(term.elements):
        return None
    for element, (start, end) in zip(term.elements, run, strict=True):
        if not element.matches(text[start:end]):
            return None
    if any(text[one[1] : other[0]] != " " for one, other in pairwise(run)):
        return None
    return run[0][0], run[-1][1]


def _unspaced_span_at(term: Term, sentence: Sentence, text: str, start: int) -> Span | None:
    """As `term_span_at`: an element with forms may take several words, others take one."""
    at = start
    for number, element in enumerate(term.elements):
        if number and text[at : at + 1] == " ":
            at += 1
        elif number and not (holds_unspaced(text[at - 1]) and holds_unspaced(text[at : at + 1])):
            return None
        end = _element_end(element, sentence, text, at)
        if end is None:
            return None
        at = end
    return start, at


def _element_end(element: Element, sentence: Sentence, text: str, at: int) -> int | None:
    index = sentence.word_at(at)
    if index < 0 or sentence.words[index][0] != at:
        return None
    if not element.forms:
        end = sentence.words[index][1]
        return end if element.matches(text[at:end]) else None
    ends = (at + len(form) for form in element.forms if text.startswith(form, at))
    return max(
        (end for end in ends if end <= sentence.end and sentence.ends_word(end)), default=None
    )


def term_spans(term: Term, sentence: Sentence, text: str) -> list[Span]:
    """Each run of a sentence's words that the elements of a term match."""
    found = (term_span_at(term, sentence, text, first) for first in range(len(sentence.words)))
    return [span for span in found if span is not None]
