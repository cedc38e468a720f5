"""The matching semantics of docs/reference/matching.md once more, slowly and plainly.

No automaton, no anchors, no map of pieces: every character is folded by itself, every term is
tried at every word, every pair of hits is compared.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from scapolicy.matching.lemmas import inflections
from scapolicy.records import Codebook, Condition, Reach, Relation, Rule
from scapolicy.words import thai_words

_DROPPED = {
    *"\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\u0640\u0670",
    *map(chr, range(0x064B, 0x0653)),
}
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-"}
_QUOTES |= dict(zip("ＡａＢｂ１２", "AaBb12", strict=True))

Found = tuple[int, str, int, int]
"""Number of the code, id of the rule, start and end in the text."""

Folded = tuple[str, list[int], list[int]]
"""Folded text, and for each of its characters where its origin starts and ends."""


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


def script(letter: str) -> str:
    """Which script without spaces a letter is of, if any."""
    if "\u0e00" <= letter <= "\u0e7f":
        return "thai"
    ideographs = ("\u3040", "\u312f"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff")
    return "ideographs" if any(one <= letter <= two for one, two in ideographs) else ""


def is_unspaced(text: str) -> bool:
    return any(map(script, text))


def words_of(text: str) -> list[tuple[int, int]]:  # noqa: C901  plain, step by step
    """The spans of words: letters, digits and marks, with single - and ' between them.

    A run is parted where a script without spaces begins and ends; its Thai is cut by the segmenter,
    and each of its ideographs is a word.
    """

    def is_letter(at: int) -> bool:
        return 0 <= at < len(text) and (
            text[at].isalnum() or unicodedata.category(text[at])[0] == "M"
        )

    def runs(start: int, stop: int) -> Iterable[tuple[int, int]]:
        at = start
        while at < stop:
            if not is_letter(at):
                at += 1
                continue
            end = at
            while end < stop and (
                is_letter(end) or (text[end] in "-'" and end + 1 < stop and is_letter(end + 1))
            ):
                end += 1
            yield at, end
            at = end

    spans: list[tuple[int, int]] = []
    for start, end in runs(0, len(text)):
        if not is_unspaced(text[start:end]):
            spans.append((start, end))
            continue
        at = start
        while at < end:
            stop = at + 1
            while stop < end and script(text[stop]) == script(text[at]):
                stop += 1
            if script(text[at]) == "ideographs":
                for place in range(at, stop):
                    if text[place] in "\u3099\u309a" and place > at:  # marks of kana
                        spans[-1] = spans[-1][0], place + 1
                    else:
                        spans.append((place, place + 1))
            elif script(text[at]) == "thai":
                for word in thai_words(text[at:stop]):
                    spans.append((at, at + len(word)))
                    at += len(word)
            else:
                spans.extend(runs(at, stop))
            at = stop
    return spans


def term_hits(term: str, text: str, *, case: bool) -> Iterable[tuple[int, int]]:
    """Every run of words that a term of words and wildcards matches."""
    words = words_of(text)
    for wanted in _ways(fold_text(term)[0].split()):
        for first in range(len(words)):
            for last in _ends(wanted, text, words, first, case=case):
                yield words[first][0], words[last][1]


def _ways(parts: list[str]) -> Iterable[list[str]]:
    """A term's parts; those without wildcards that stand before or after Thai become one part."""
    for place, (one, two) in enumerate(pairwise(parts)):
        wild = set(one + two) & set("*?")
        if not wild and is_unspaced(one + two):
            gaps = ("", " ") if is_unspaced(one[-1]) and is_unspaced(two[0]) else (" ",)
            for gap in gaps:
                yield from _ways([*parts[:place], one + gap + two, *parts[place + 2 :]])
            return
    yield parts


def _ends(
    wanted: list[str], text: str, words: list[tuple[int, int]], first: int, *, case: bool
) -> Iterable[int]:
    """The last words of the matches of a term that begin with word `first`."""
    for last in range(first, len(words)):
        run = words[first : last + 1]
        gaps = [text[one[1] : two[0]] for one, two in pairwise(run)]
        if any(gap not in ("", " ") for gap in gaps):
            return
        wild = set(wanted[0]) & set("*?")
        if (last > first and wild) or not _fits(wanted[0], text[run[0][0] : run[-1][1]], case=case):
            continue
        if len(wanted) == 1:
            yield last
        elif last + 1 < len(words):
            left, right = run[-1][1], words[last + 1][0]
            joined = left == right and is_unspaced(text[left - 1]) and is_unspaced(text[right])
            if text[left:right] == " " or joined:
                yield from _ends(wanted[1:], text, words, last + 1, case=case)


def _fits(pattern: str, word: str, *, case: bool) -> bool:
    regex = "".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern)
    return re.fullmatch(regex, word, 0 if case else re.IGNORECASE) is not None


Stretches = Sequence[tuple[int, int, int, int]]
"""Start, end, turn and segment of each sentence."""


def find(
    codebook: Codebook, text: str, stretches: Stretches, attributes: Mapping[str, str]
) -> set[Found]:
    """What the rules find, overlaps settled; what acts on valence is not looked at."""
    codes = [code for category in codebook.categories for code in category.codes]
    order = [rule.id for code in codes for rule in code.rules]
    sentences = [fold_text(text[start:end]) for start, end, _, _ in stretches]
    found: set[Found] = set()
    for place, (start, _, _, _) in enumerate(stretches):
        for number, code in enumerate(codes):
            hits = [
                hit
                for rule in code.rules
                if rule.language in ("", codebook.languages[0])
                and all(attributes.get(name) in values for name, values in rule.where.items())
                for hit in _rule_hits(rule, codebook, place, sentences, stretches)
            ]
            hits.sort(key=lambda hit: (hit[1] - hit[2], hit[1], order.index(hit[0])))
            kept: list[tuple[str, int, int]] = []
            for hit in hits:
                if all(hit[2] <= one[1] or one[2] <= hit[1] for one in kept):
                    kept.append(hit)
            _, starts, ends = sentences[place]
            for identity, a, b in kept:
                found.add((number, identity, start + starts[a], start + ends[b - 1]))
    return found


def _written_out(terms: Iterable[str], codebook: Codebook) -> list[str]:
    """Terms with every set replaced, one set at a time."""
    waiting, done = list(terms), []
    while waiting:
        term = waiting.pop()
        name = next((one for one in codebook.sets if f"${one}" in term), None)
        if name is None:
            done.append(term)
        else:
            waiting += [term.replace(f"${name}", member, 1) for member in codebook.sets[name]]
    return done


def _all_hits(
    terms: Iterable[str], text: str, codebook: Codebook, *, case: bool
) -> list[tuple[int, int]]:
    written = _written_out(terms, codebook)
    return [hit for term in written for hit in term_hits(term, text, case=case)]


def _rule_hits(
    rule: Rule, codebook: Codebook, place: int, sentences: list[Folded], stretches: Stretches
) -> Iterable[tuple[str, int, int]]:
    case = rule.case_sensitive
    text = sentences[place][0]
    excluded = _all_hits(rule.exclude, text, codebook, case=case)
    hits = _all_hits(rule.terms, text, codebook, case=case)
    for lemma in rule.lemmas:
        forms = inflections([lemma], codebook.languages[0])[lemma]
        hits += _all_hits([f + end for f in forms for end in ("", "'s")], text, codebook, case=case)
    for pattern in rule.regex:
        flags = 0 if case else re.IGNORECASE
        hits += [one.span() for one in re.finditer(pattern, text, flags) if one[0]]
    for start, end in hits:
        if all(end <= a or b <= start for a, b in excluded) and all(
            _holds(condition, rule, codebook, (start, end), place, sentences, stretches)
            for condition in rule.conditions
        ):
            yield rule.id, start, end


def _holds(  # noqa: C901  plain, step by step
    condition: Condition,
    rule: Rule,
    codebook: Codebook,
    hit: tuple[int, int],
    place: int,
    sentences: list[Folded],
    stretches: Stretches,
) -> bool:
    relation = condition.relation

    def met(terms: Iterable[str]) -> bool:
        for other, (text, _, _) in enumerate(sentences):
            if not _same_stretch(condition.within, stretches[place], stretches[other]):
                continue
            for span in _all_hits(terms, text, codebook, case=rule.case_sensitive):
                if other != place:
                    return True
                if span[0] < hit[1] and hit[0] < span[1]:
                    if relation is Relation.NONE_OF:
                        return True
                    continue
                if relation is Relation.BEFORE and span[0] < hit[1]:
                    continue
                if relation is Relation.AFTER and span[1] > hit[0]:
                    continue
                low, high = min(span[1], hit[1]), max(span[0], hit[0])
                between = [w for w in words_of(text) if low <= w[0] and w[1] <= high]
                if not isinstance(condition.within, int) or len(between) <= condition.within:
                    return True
        return False

    if relation is Relation.ALL_OF:
        return all(met([term]) for term in condition.terms)
    return met(condition.terms) is not (relation is Relation.NONE_OF)


def _same_stretch(
    within: int | Reach, one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> bool:
    if within is Reach.TURN:
        return one[2] == other[2]
    if within is Reach.SEGMENT:
        return one[3] == other[3]
    return one == other
