"""What a word is, everywhere in scapolicy.

A word is a run of letters, digits and combining marks that keeps the hyphens and apostrophes
inside it: `war-time` and `women's` are one word each, `public/private` is two. An underscore and
Markdown's asterisks are punctuation.
"""

import re
import unicodedata
from functools import cache

# Scripts with combining marks end in plane 1; only selectors without meaning for words lie above.
_LAST_MARK = 0x20000
_INNER = "-'\u2019"
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


def count_words(text: str) -> int:
    """How many words a text has.

    >>> count_words("The province's war-time files, e.g. 3 of them")
    9
    """
    return len(word_pattern(text).findall(text))


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
