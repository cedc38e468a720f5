"""Lines → a paragraph: hyphens at the ends of lines, which may be part of a word or only part it.

What people write decides: the document itself, where it holds the word elsewhere, then the words
of its language. A capital letter after a hyphen leaves it where it is.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from scapolicy.readers.language import detect_language

PDF_HYPHENS = "\u0002\ufffe"
"""What a hyphen at the end of a line is read as, whether it belongs into the word or not."""

SOFT_HYPHENS = "\u00ad" + PDF_HYPHENS

_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_JOINS = re.compile(rf"[{_UNSPACED}\uff00-\uff65]\n[{_UNSPACED}\uff00-\uff65]")
_PARTED = re.compile(rf"([^\W_]+)([-‐{SOFT_HYPHENS}])$")
_BROKEN = re.compile(rf"([^\W\d_]+)([-‐{SOFT_HYPHENS}])$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_FIRST = re.compile(r"[^\W\d_]+")
# Here two words that make up one are written as one, so that halves which are words tell nothing.
_COMPOUNDING = frozenset("da de et fi hu is lb nb nl nn sv".split())


def is_parted(text: str) -> bool:
    """Whether a line ends with a hyphen inside of a word."""
    return _PARTED.search(text) is not None


class Vocabulary:
    """What a document tells of hyphens: its words, its pairs of words and its language."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)
        self._words: Counter[str] = Counter()
        self._pairs: set[tuple[str, str]] = set()
        for line in self._lines:
            found = [word.lower().replace("‐", "-") for word in _WORD.findall(line)]
            self._words.update(found)
            self._pairs.update(pairwise(found))

    @cached_property
    def _language(self) -> str:
        return detect_language("\n".join(self._lines))

    @cached_property
    def _known(self) -> Container[str]:
        """The words of its language; none where these are not known."""
        # 0.2 s, and only for documents that leave a hyphen open
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory
        from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

        if self._language not in SUPPORTED_LANGUAGES:
            return frozenset()
        words: Container[str] = DefaultDictionaryFactory().get_dictionary(self._language)
        return words

    def keeps(self, first: str, second: str) -> bool:
        """Whether a hyphen between two halves belongs into the word that they make up."""
        first, second = first.lower(), second.lower()
        whole, parted = first + second, f"{first}-{second}"
        if self._words[whole] or self._words[parted]:
            return not self._words[whole]
        if whole in self._known:
            return False
        if (first, second) in self._pairs:
            return True
        both = first in self._known and second in self._known
        return both and self._language not in _COMPOUNDING


def sewn(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """The lines of a paragraph as one."""
    pieces = [lines[0]]
    for line in lines[1:]:
        pieces[-1:] = _pair(pieces[-1], line, vocabulary)
    whole = "".join(pieces).rstrip(SOFT_HYPHENS[0])
    return re.sub(f"[{SOFT_HYPHENS}]", "-", whole)


def _pair(text: str, line: str, vocabulary: Vocabulary) -> Iterator[str]:
    parted = _PARTED.search(text)
    broken = _BROKEN.search(text)
    following = _FIRST.match(line)
    if broken and following:
        yield text[: broken.start(2)]
        soft = broken[2] == SOFT_HYPHENS[0]
        keeps = not line[0].islower() or (not soft and vocabulary.keeps(broken[1], following[0]))
        yield "-" if keeps else ""
    elif parted:
        yield text[: parted.start(2)] + "-"
    else:
        yield text
        if not text.endswith(("-", "‐")) and not _JOINS.search(f"{text[-1]}\n{line[0]}"):
            yield " "
    yield line
