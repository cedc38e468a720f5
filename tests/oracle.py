"""The matching semantics of docs/reference/matching.md once more, slowly and plainly.

No automaton, no anchors, no map of pieces: every character is folded by itself, every term is
tried at every word, every pair of hits is compared.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from scapolicy.records import Codebook, Rule

_DROPPED = set("\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e")
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-"}

Found = tuple[int, str, int, int]
"""Number of the code, id of the rule, start and end in the text."""


def fold_text(text: str) -> tuple[str, list[int], list[int]]:
    """Cased folded text, and for each of its characters where its origin starts and ends."""
    clusters: list[tuple[str, int, int]] = []
    for at, character in enumerate(text):
        if character in _DROPPED:
            clusters.append(("", at, at + 1))
        elif unicodedata.category(character)[0] == "M" and _base(clusters) is not None:
            place = _base(clusters)
            assert place is not None
            letter, start, _ = clusters[place]
            clusters[place] = (letter + character, start, at + 1)
        else:
            clusters.append((character, at, at + 1))
    return _spaced(clusters)


def _base(clusters: list[tuple[str, int, int]]) -> int | None:
    for place in range(len(clusters) - 1, -1, -1):
        if clusters[place][0]:
            return None if clusters[place][0].isspace() else place
    return None


def _spaced(clusters: list[tuple[str, int, int]]) -> tuple[str, list[int], list[int]]:
    folded: list[tuple[str, int, int]] = []
    at = 0
    while at < len(clusters):
        letter, start, end = clusters[at]
        run = at
        while run < len(clusters) and (not clusters[run][0] or clusters[run][0].isspace()):
            run += 1
        if run > at:
            white = "".join(piece for piece, _, _ in clusters[at:run])
            begin, stop = clusters[at][1], clusters[run - 1][2]
            if white.count("\n") > 1:
                folded.extend(("\n", place, place + 1) for place in range(begin, stop))
            elif white:
                folded.append((" ", begin, stop))
            at = run
            continue
        composed = unicodedata.normalize("NFC", letter)
        folded.extend((_QUOTES.get(one, one), start, end) for one in composed)
        at += 1
    return (
        "".join(one for one, _, _ in folded),
        [start for _, start, _ in folded],
        [end for _, _, end in folded],
    )


def words_of(text: str) -> list[tuple[int, int]]:
    """The spans of words: letters, digits and marks, with single - and ' between them."""

    def is_letter(at: int) -> bool:
        return 0 <= at < len(text) and (
            text[at].isalnum() or unicodedata.category(text[at])[0] == "M"
        )

    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        if not is_letter(at):
            at += 1
            continue
        end = at
        while is_letter(end) or (end < len(text) and text[end] in "-'" and is_letter(end + 1)):
            end += 1
        spans.append((at, end))
        at = end
    return spans


def term_hits(term: str, text: str, *, case: bool) -> Iterable[tuple[int, int]]:
    """Every run of words that a term of words and wildcards matches."""
    wanted = term.split()
    words = words_of(text)
    for first in range(len(words) - len(wanted) + 1):
        run = words[first : first + len(wanted)]
        gaps = [text[one[1] : two[0]] for one, two in pairwise(run)]
        if all(gap == " " for gap in gaps) and all(
            _fits(pattern, text[start:end], case=case)
            for pattern, (start, end) in zip(wanted, run, strict=True)
        ):
            yield run[0][0], run[-1][1]


def _fits(pattern: str, word: str, *, case: bool) -> bool:
    regex = "".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern)
    return re.fullmatch(regex, word, 0 if case else re.IGNORECASE) is not None


def find(codebook: Codebook, text: str, sentences: Iterable[tuple[int, int]]) -> set[Found]:
    """What the rules find, overlaps settled; negation is not looked at."""
    codes = [code for category in codebook.categories for code in category.codes]
    order = [rule.id for code in codes for rule in code.rules]
    found: set[Found] = set()
    for start, end in sentences:
        folded, starts, ends = fold_text(text[start:end])
        for number, code in enumerate(codes):
            hits = [hit for rule in code.rules for hit in _rule_hits(rule, folded)]
            hits.sort(key=lambda hit: (hit[1] - hit[2], hit[1], order.index(hit[0])))
            kept: list[tuple[str, int, int]] = []
            for hit in hits:
                if all(hit[2] <= one[1] or one[2] <= hit[1] for one in kept):
                    kept.append(hit)
            for identity, a, b in kept:
                found.add((number, identity, start + starts[a], start + ends[b - 1]))
    return found


def _rule_hits(rule: Rule, folded: str) -> Iterable[tuple[str, int, int]]:
    case = rule.case_sensitive
    excluded = [hit for term in rule.exclude for hit in term_hits(term, folded, case=case)]
    hits = [hit for term in rule.terms for hit in term_hits(term, folded, case=case)]
    for pattern in rule.regex:
        flags = 0 if case else re.IGNORECASE
        hits += [one.span() for one in re.finditer(pattern, folded, flags) if one[0]]
    for start, end in hits:
        if all(end <= a or b <= start for a, b in excluded):
            yield rule.id, start, end
