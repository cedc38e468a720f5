"""Terms that a codebook may lack, and terms it may be better without, from a person's codings.

A term is *key* to a category where it occurs far more often in the passages that a person coded
with it than in the others: the log-likelihood ratio G² of its two frequencies (Dunning 1993,
*Computational Linguistics* 19, pp. 61-74; Rayson & Garside 2000, *Proceedings of the Workshop on
Comparing Corpora*, pp. 1-6).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scapolicy.matching.fold import fold
from scapolicy.records import Codebook, CodedSource, Source
from scapolicy.words import word_spans

Place = tuple[str, int]
"""A turn: the name of its source and its number."""

MIN_COUNT = 3
MIN_SOURCES = 2
LONGEST = 3
# G² of one degree of freedom that chance reaches once in a thousand times.
MIN_G2 = 10.83


@dataclass(frozen=True, slots=True)
class Key:
    """A term that is key to a category.

    `inside` and `outside` count it in the passages with the category and in the others,
    `sources` those in which it occurs inside. `known` where a term of the category's rules has
    it already.
    """

    category: str
    term: str
    inside: int
    outside: int
    sources: int
    g2: float
    known: bool


@dataclass(frozen=True, slots=True)
class Record:
    """How the matched words of a rule did: on how many turns they were right and wrong."""

    category: str
    rule: str
    words: str
    right: int
    wrong: int


def log_likelihood(inside: int, outside: int, words_inside: int, words_outside: int) -> float:
    """G² of a term's frequency inside and outside; 0 where it is not more frequent inside.

    >>> round(log_likelihood(10, 2, 1000, 1000), 2)
    5.82
    """
    total = inside + outside
    if not total or inside * words_outside <= outside * words_inside:
        return 0.0
    words = words_inside + words_outside
    expected = (words_inside * total / words, words_outside * total / words)
    pairs = zip((inside, outside), expected, strict=True)
    return 2 * sum(seen * math.log(seen / wanted) for seen, wanted in pairs if seen)


def key_terms(
    sources: Sequence[Source], coded: Mapping[Place, Iterable[str]], codebook: Codebook
) -> list[Key]:
    """The key terms of each category, the strongest first.

    Args:
        sources: the transcripts; only informants' turns are counted.
        coded: the categories that a person put on each turn.
        codebook: tells which terms are known already, and which language's small words to leave
            out.

    """
    stop = _small_words(codebook.languages[0])
    counts = {
        (source.name, turn.number): Counter(_terms(turn.text, stop))
        for source in sources
        for turn in source.turns
        if not turn.interviewer
    }
    everything = _sum(counts.values())
    known = _known(codebook)
    keys: list[Key] = []
    for category in sorted({name for names in coded.values() for name in names}):
        places = [place for place, names in coded.items() if category in names and place in counts]
        inside = _sum(counts[place] for place in places)
        spread = _spread(places, counts)
        words_inside, words = _words(inside), _words(everything)
        for term, times in inside.items():
            if times < MIN_COUNT or spread[term] < MIN_SOURCES:
                continue
            outside = everything[term] - times
            g2 = log_likelihood(times, outside, words_inside, words - words_inside)
            if g2 >= MIN_G2:
                has = term in known.get(category, "")
                keys.append(Key(category, term, times, outside, spread[term], round(g2, 2), has))
    return sorted(keys, key=lambda key: (key.category, -key.g2, key.term))


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return total


def _words(counts: Counter[str]) -> int:
    """How many words were counted, phrases left aside."""
    return sum(times for term, times in counts.items() if " " not in term)


def _spread(places: Iterable[Place], counts: Mapping[Place, Counter[str]]) -> Counter[str]:
    """In how many sources each term occurs."""
    pairs = {(place[0], term) for place in places for term in counts[place]}
    return Counter(term for _, term in pairs)


def _terms(text: str, stop: frozenset[str]) -> Iterator[str]:
    """Words and short phrases that neither begin nor end with a small word."""
    lower = fold(text).lower
    spans = word_spans(lower)
    words = [lower[start:end] for start, end in spans]
    for first in range(len(words)):
        if words[first] in stop:
            continue
        for last in range(first, min(first + LONGEST, len(words))):
            if last > first and lower[spans[last - 1][1] : spans[last][0]] != " ":
                break
            if words[last] not in stop:
                yield " ".join(words[first : last + 1])


@cache
def _small_words(language: str) -> frozenset[str]:
    """A language's function words, as spaCy lists them."""
    from spacy.util import get_lang_class

    try:
        return frozenset(get_lang_class(language).Defaults.stop_words)
    except ImportError:
        return frozenset()


def _known(codebook: Codebook) -> dict[str, str]:
    """All terms of each category's rules in one text, to look words up in."""
    return {
        category.id: " \n ".join(
            fold(text).lower
            for code in category.codes
            for rule in code.rules
            for text in (*rule.terms, *rule.lemmas)
        )
        for category in codebook.categories
    }


def records_of_rules(
    coded: Sequence[CodedSource], gold: Mapping[Place, Iterable[str]]
) -> list[Record]:
    """How each rule's words did on the turns that a person read, the most misleading first."""
    right: Counter[tuple[str, str, str]] = Counter()
    wrong: Counter[tuple[str, str, str]] = Counter()
    for source in coded:
        seen: set[tuple[int, str, str]] = set()
        for match in source.matches:
            words = fold(match.text).lower
            if (source.name, match.turn) not in gold or (match.turn, match.rule, words) in seen:
                continue
            seen.add((match.turn, match.rule, words))
            good = match.category in gold[source.name, match.turn]
            (right if good else wrong)[match.category, match.rule, words] += 1
    records = [Record(*key, right[key], wrong[key]) for key in {*right, *wrong}]
    return sorted(records, key=lambda one: (one.right - one.wrong, -one.wrong, one.rule, one.words))


def rules_tried(codebook: Codebook, languages: Iterable[str]) -> list[str]:
    """The rules that are for texts in one of these languages, in the order of the codebook."""
    rules = (rule for cat in codebook.categories for code in cat.codes for rule in code.rules)
    return [rule.id for rule in rules if rule.language in ("", *languages)]
