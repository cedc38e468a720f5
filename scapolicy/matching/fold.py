"""Text as rules see it: one spelling for what a reader takes for the same, offsets kept true.

Folding composes letters with their accents (NFC), makes quotes and hyphens straight, drops soft
hyphens, zero-width marks and the vowel marks of Arabic, turns white space inside a paragraph into
one space, and lower-cases a second copy. Most texts keep their length in this; where a stretch
changes its length, the piece and its place are remembered, so that every hit leads back to the
source's own characters.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from scapolicy.words import (
    ALIKE,
    DROPPED,
    holds_unspaced,
    marks,
    odd_characters,
    spaced,
    translated,
)

_DROP = dict.fromkeys(map(ord, DROPPED))
_SAME_LENGTH = str.maketrans(
    dict(ALIKE)
    | dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
    | dict.fromkeys(range(8192, 8203), " ")
    # Letters and digits as wide as an ideograph.
    | {wide: chr(wide - 0xFEE0) for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}
)
_DROPPED_ANY = re.compile(f"[{DROPPED}]")
_UNEVEN = re.compile(rf"[ {DROPPED}]{{2,}}|[{DROPPED}]")
_SPACES = re.compile("  +")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch whose folded form has another length; `text` stands for `[start, end)`."""

    at: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A folded text: `cased` as written, `lower` without case, of equal length."""

    cased: str
    lower: str
    pieces: tuple[_Piece, ...] = ()

    @cached_property
    def spaced(self) -> str:
        """The text in lower case as `spaced` gives it: `spaced_of` knows its offsets."""
        return spaced(self.lower)

    def spaced_of(self, start: int, end: int) -> str:
        """What stands in the spaced text for a stretch of this one.

        The spaced text begins with a space more, and so may the stretch: at -1.
        """
        return self.spaced[start + 1 : end + 1]

    @cached_property
    def unspaced(self) -> bool:
        """Whether words stand without spaces anywhere in it."""
        return holds_unspaced(self.lower)

    def count_words(self, start: int, end: int) -> int:
        """How many words stand between two offsets in the source's text, in scripts with spaces.

        As many as `scapolicy.words.count_words` counts, with less to do.
        """
        begin, stop = self.from_source(start), self.from_source(end)
        return len(self.spaced_of(begin, stop).split())

    @cached_property
    def _places(self) -> list[int]:
        return [piece.at for piece in self.pieces]

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Half-open offsets in the folded text as offsets in the source's text."""
        if not self.pieces:
            return start, end
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, at: int) -> tuple[int, int]:
        index = bisect_right(self._places, at) - 1
        if index < 0:
            return at, at + 1
        piece = self.pieces[index]
        beyond = at - piece.at - len(piece.text)
        if beyond < 0:
            return piece.start, piece.end
        return piece.end + beyond, piece.end + beyond + 1

    def from_source(self, offset: int) -> int:
        """The first folded offset that is not before an offset in the source's text."""
        if not self.pieces:
            return offset
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        piece = self.pieces[index]
        if offset <= piece.start:
            return piece.at
        return piece.at + len(piece.text) + max(0, offset - piece.end)


def fold_case(text: str) -> str:
    """Lower case, character by character, so that the length stays."""
    if text.isascii():
        return text.lower()
    return translated(text, _CASELESS)


class _Caseless(dict[int, int]):
    """From each character to what it is without case, as one character."""

    def __missing__(self, point: int) -> int:
        folded, lower = chr(point).casefold(), chr(point).lower()
        # Turkish İ is an i with a mark of its own, which stands in no other word.
        self[point] = ord(next((form for form in (folded, lower) if len(form) == 1), lower[0]))
        return self[point]


_CASELESS = _Caseless()


def fold(text: str) -> Folded:
    r"""Fold a text.

    >>> folded = fold("The gov\u00aderning   Body\u2019s rule")
    >>> folded.lower
    "the governing body's rule"
    >>> folded.to_source(4, 13)
    (4, 14)
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return Folded(text, text.lower())
    even = translated(text, _SAME_LENGTH)
    pieces: list[_Piece] = []
    parts: list[str] = []
    length = done = 0
    for start, end, replacement in _uneven(text, even):
        length += start - done
        pieces.append(_Piece(length, replacement, start, end))
        parts += (even[done:start], replacement)
        length += len(replacement)
        done = end
    parts.append(even[done:])
    cased = "".join(parts)
    return Folded(cased, fold_case(cased), tuple(pieces))


def _uneven(text: str, even: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, replacement) of each stretch whose folded form has another length.

    `even` is the text with all that keeps its length replaced already.
    """
    runs = _SPACES
    if not text.isascii():
        dropped = _DROPPED_ANY.search(odd_characters(text)) is not None
        if not unicodedata.is_normalized("NFC", text.translate(_DROP) if dropped else text):
            yield from _uneven_composed(text)
            return
        runs = _UNEVEN if dropped else _SPACES
    for match in runs.finditer(even):
        replacement = _white_space(text[match.start() : match.end()])
        if replacement != match[0]:
            yield match.start(), match.end(), replacement


def _uneven_composed(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _clusters().finditer(text):
        if match["gap"]:
            replacement = _white_space(match[0])
        else:
            dropped = re.sub(f"[{DROPPED}]", "", match[0])
            replacement = unicodedata.normalize("NFC", dropped).translate(_SAME_LENGTH)
        if replacement != match[0].translate(_SAME_LENGTH):
            yield match.start(), match.end(), replacement


def _white_space(run: str) -> str:
    """A run of white space and dropped characters: nothing, one space, or a paragraph's end."""
    if run.count("\n") > 1:
        return " " * len(run)
    return " " if run.strip(DROPPED) else ""


@cache
def _clusters() -> re.Pattern[str]:
    """White space, or one character or syllable of Hangul with its combining marks.

    A syllable may be written as its jamo, or as one character and the jamo that ends it.
    """
    drop = f"[{DROPPED}]*"
    final = rf"{drop}[\u11a8-\u11c2]"
    hangul = rf"[\u1100-\u1112]{drop}[\u1161-\u1175](?:{final})?|[\uac00-\ud7a3]{final}"
    return re.compile(
        rf"(?P<gap>[\s{DROPPED}]{{2,}}|[{DROPPED}])"
        rf"|(?:{hangul}|[^\s{DROPPED}])(?:{drop}[{marks()}])*",
        re.DOTALL,
    )
