"""What a word is, everywhere in scapolicy.

A word is a run of letters, digits and combining marks that keeps the hyphens and apostrophes
inside it: `war-time` and `women's` are one word each, `public/private` is two. An underscore and
Markdown's asterisks are punctuation. Some scripts have no spaces between words: there a run of Thai
is cut into words by PyThaiNLP's dictionary, and of Chinese or Japanese each character is a word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec

from scapolicy.errors import ScapolicyError, problem
from scapolicy.marks import MARKS

Span = tuple[int, int]
"""Half-open code points."""

# Scripts with combining marks end in plane 1; only selectors without meaning for words lie above.
_LAST_MARK = 0x20000
_INNER = "-'\u2019"
DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\u0640\u0670" + "".join(
    map(chr, range(0x064B, 0x0653))
)
"""Soft hyphens, zero-width marks, and what Arabic may be written without: tatweel and harakat."""

ALIKE: Mapping[str, str] = (
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\uff07", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\uff02", '"')
    | dict.fromkeys("\u2010\u2011\u2043\ufe63\uff0d", "-")
)
"""Quotes and hyphens of other shapes, and the straight ones that they are taken for."""

_PLAIN = str.maketrans({**ALIKE, **dict.fromkeys(DROPPED, "")})
_THAI = re.compile(r"[\u0e00-\u0e7f]")
# Kana, Bopomofo and the ideographs of all planes.
_IDEOGRAPHS = (
    r"\u3005-\u3007\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uff66-\uff9f\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(rf"[\u0e00-\u0e7f{_IDEOGRAPHS}]")
# These are compiled when a text needs them: sets beyond the first plane take 3 ms each.
_IDEOGRAPH = f"[{_IDEOGRAPHS}]"
_PARTS = (
    rf"(?P<thai>[\u0e00-\u0e7f]+)"
    rf"|(?P<ideograph>[{_IDEOGRAPHS}][\u3099\u309a]*)"  # kana with a mark beside it
    rf"|[^\u0e00-\u0e7f{_IDEOGRAPHS}]+"
)
_ASCII_BYTES = bytes(range(128))
_ASCII = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


@cache
def marks() -> str:
    """Ranges of all combining marks, to stand inside a character class of a regex."""
    points = [c for c in range(0x300, _LAST_MARK) if _is_mark(chr(c))]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def word_pattern(text: str) -> re.Pattern[str]:
    """A regex that finds the words of `text` (a cheaper one where the text is ASCII)."""
    return _ASCII if text.isascii() else _any_word()


@cache
def _any_word() -> re.Pattern[str]:
    inner = f"(?:[^\\W_]|[{marks()}])+"
    return re.compile(f"{inner}(?:[{_INNER}]{inner})*")


def odd_characters(text: str) -> str:
    """The characters of a text that are not ASCII, in their order."""
    odd = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_BYTES)
    return odd.decode("utf-8", "surrogatepass")


def holds_thai(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a stretch holds a Thai character."""
    if text.isascii():
        return False
    return _THAI.search(odd_characters(text[start:end])) is not None


def holds_unspaced(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a stretch holds a character of a script without spaces between words."""
    if text.isascii():
        return False
    return _UNSPACED.search(odd_characters(text[start:end])) is not None


def holds_ideographs(text: str) -> bool:
    """Whether a text holds a character that is a word of its own."""
    return not text.isascii() and re.search(_IDEOGRAPH, text) is not None


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans of the words in a stretch of text.

    >>> word_spans("a war-time file")
    [(0, 1), (2, 10), (11, 15)]

    Raises:
        ScapolicyError: the stretch is Thai, and PyThaiNLP is not installed.

    """
    end = len(text) if end is None else end
    found = (match.span() for match in word_pattern(text).finditer(text, start, end))
    if not holds_unspaced(text, start, end):
        return list(found)
    return [piece for span in found for piece in _pieces(text, span)]


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """One run of letters cut into words, if its script has no spaces."""
    start, end = span
    if not holds_unspaced(text, start, end):
        yield span
        return
    for part in re.compile(_PARTS).finditer(text, start, end):
        at = part.start()
        if part["ideograph"]:
            yield part.span()
        elif part["thai"]:
            for length in _CUT[part[0]]:
                yield at, at + length
                at += length
        else:
            yield from (match.span() for match in _any_word().finditer(text, *part.span()))


class _Cut(dict[str, tuple[int, ...]]):
    """From each run of Thai letters to the lengths of its words.

    The words of a text are asked for when it is searched and again when they are counted. What is
    remembered is bounded by its characters, as a run may be as long as a text.
    """

    _held = 0

    def __missing__(self, run: str) -> tuple[int, ...]:
        if self._held > _REMEMBERED:
            self.clear()
            self._held = 0
        self._held += len(run)
        self[run] = lengths = tuple(map(len, thai_words(run)))
        return lengths


_CUT = _Cut()
_REMEMBERED = 1_000_000


def thai_words(run: str) -> tuple[str, ...]:
    """A run of Thai letters cut into words, which joined are the run again.

    Raises:
        ScapolicyError: PyThaiNLP is not installed.

    """
    require_segmenter(run, "")
    from pythainlp.tokenize import word_tokenize

    return tuple(word_tokenize(run, engine="newmm"))


def require_segmenter(text: str, file: str) -> None:
    """See that the words of a text can be found.

    Raises:
        ScapolicyError: it is Thai, and PyThaiNLP is not installed.

    """
    if holds_thai(text) and find_spec("pythainlp") is None:
        raise ScapolicyError([problem("R15", at=file)])


def count_words(text: str) -> int:
    r"""How many words a text has; marks of what is no speech, as `[laughter]`, are none.

    >>> count_words("The province's war-time files, e.g. 3 of them")
    9
    >>> count_words("Yes. [laughs] No (inaudible 00:12).")
    2
    >>> count_words("co\u2010opera\u00adtion")
    1
    """
    text = translated(MARKS.sub(" ", text), _PLAIN)
    return len(word_spans(text) if holds_unspaced(text) else spaced(text).split())


# A hyphen or apostrophe that is not between two letters, in a text that is spaced otherwise.
_OUTER = re.compile(r"[-'](?:(?<=[ '-].)|(?=[ '-]))")


def spaced(lower: str) -> str:
    """A text with a space for all that is no part of a word, and one more at either end.

    Scripts that have no spaces between words become spaces too.

    >>> spaced("the gov't's (war-time) aims - no?")
    " the gov't's  war-time  aims   no  "
    """
    return _OUTER.sub(" ", f" {translated(lower, _SPACED)} ")


class _Spaced(dict[int, int]):
    """From each character to itself where it may stand in a word, else to a space."""

    def __missing__(self, point: int) -> int:
        character = chr(point)
        whole = is_word_character(character) or character in "-'"
        self[point] = point if whole and not holds_unspaced(character) else ord(" ")
        return self[point]


_SPACED = _Spaced()
_LONG, _MANY = 500, 40


def translated(text: str, table: Mapping[int, int | str]) -> str:
    """As `text.translate(table)`, which is slow on a text that is not ASCII.

    Most of these have a few curly quotes and dashes, which are quickly replaced one by one. For a
    character of ASCII the table must have another, and what it puts in place it must leave alone.
    """
    if text.isascii() or len(text) < _LONG:
        return text.translate(table)
    odd = set(odd_characters(text))
    if len(odd) > _MANY:
        return text.translate(table)
    for character in odd:
        text = text.replace(character, character.translate(table))
    others = bytes.maketrans(_ASCII_BYTES, _ASCII_BYTES.decode().translate(table).encode())
    data = text.encode("utf-8", "surrogatepass").translate(others)
    return data.decode("utf-8", "surrogatepass")


def is_word_character(character: str) -> bool:
    """Whether a character is a letter, a digit or a combining mark."""
    return character.isalnum() or (character > "\u02ff" and _is_mark(character))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def starts_word(text: str, at: int) -> bool:
    """Whether a hit that begins at `at` begins a word, or begins with no word character at all."""
    if at == 0 or not is_word_character(text[at]):
        return True
    before = text[at - 1]
    if is_word_character(before):
        return False
    return not (before in _INNER and at > 1 and is_word_character(text[at - 2]))


def ends_word(text: str, at: int) -> bool:
    """Whether a hit that ends before `at` ends a word, or ends with no word character at all."""
    if at == len(text) or not is_word_character(text[at - 1]):
        return True
    after = text[at]
    if is_word_character(after):
        return False
    return not (after in _INNER and at + 1 < len(text) and is_word_character(text[at + 1]))


def word_end(text: str, at: int) -> int:
    """Where the word ends that has a character just before `at`."""
    end = at
    while end < len(text):
        if is_word_character(text[end]):
            end += 1
        elif text[end] in _INNER and end + 1 < len(text) and is_word_character(text[end + 1]):
            end += 2
        else:
            break
    return end
