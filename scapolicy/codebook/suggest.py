"""Terms that a codebook may lack, and terms it may be better without, from a person's codings.

A term is *key* to a category where it occurs far more often in the passages that a person coded
with it than in the others: the log-likelihood ratio G² of its two frequencies (Rayson & Garside
2000, *Proceedings of the Workshop on Comparing Corpora*, pp. 1-6, after Dunning 1993,
*Computational Linguistics* 19, pp. 61-74).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scapolicy.matching.fold import fold
from scapolicy.matching.index import TermIndex
from scapolicy.matching.lemmas import inflections
from scapolicy.matching.matcher import folded
from scapolicy.matching.sentence import whole
from scapolicy.matching.sets import expand_all
from scapolicy.matching.terms import Term, parse_term
from scapolicy.records import Codebook, CodedSource, Source
from scapolicy.tables.table import significant
from scapolicy.words import count_words, word_spans

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
    `per_1000_inside` and `per_1000_outside` per 1,000 words of these; `sources` counts those in
    which it occurs inside. `known` where a term or lemma of the category's rules finds words in
    it already, whatever else the rule asks for.
    """

    category: str
    term: str
    inside: int
    outside: int
    sources: int
    per_1000_inside: float
    per_1000_outside: float
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
    stop = small_words(codebook.languages[0])
    texts = {
        (source.name, turn.number): turn.text
        for source in sources
        for turn in source.turns
        if not turn.interviewer
    }
    counts = {place: Counter(terms_of(text, stop)) for place, text in texts.items()}
    lengths = {place: count_words(text) for place, text in texts.items()}
    everything, words = _sum(counts.values()), sum(lengths.values())
    index = _index(codebook)
    keys: list[Key] = []
    for category in sorted({name for names in coded.values() for name in names}):
        places = [place for place, names in coded.items() if category in names and place in counts]
        inside = _sum(counts[place] for place in places)
        spread = _spread(places, counts)
        words_inside = sum(lengths[place] for place in places)
        words_outside = words - words_inside
        for term, times in inside.items():
            if times < MIN_COUNT or spread[term] < MIN_SOURCES:
                continue
            outside = everything[term] - times
            g2 = log_likelihood(times, outside, words_inside, words_outside)
            if g2 >= MIN_G2:
                keys.append(
                    Key(
                        category=category,
                        term=term,
                        inside=times,
                        outside=outside,
                        sources=spread[term],
                        per_1000_inside=_rate(times, words_inside),
                        per_1000_outside=_rate(outside, words_outside),
                        g2=significant(g2),
                        known=category in _found(index, term),
                    )
                )
    return sorted(keys, key=lambda key: (key.category, -key.g2, key.term))


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return total


def _rate(times: int, words: int) -> float:
    return significant(1000 * times / words) if words else 0.0


def _spread(places: Iterable[Place], counts: Mapping[Place, Counter[str]]) -> Counter[str]:
    """In how many sources each term occurs."""
    pairs = {(place[0], term) for place in places for term in counts[place]}
    return Counter(term for _, term in pairs)


def terms_of(text: str, stop: frozenset[str]) -> Iterator[str]:
    """Words and short phrases of speech that neither begin nor end with a small word."""
    lower = folded(text).lower
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
def small_words(language: str) -> frozenset[str]:
    """A language's function words, as spaCy lists them."""
    from spacy.util import get_lang_class

    try:
        return frozenset(get_lang_class(language).Defaults.stop_words)
    except ImportError:
        return frozenset()


def _index(codebook: Codebook) -> TermIndex[str]:
    """The terms and lemmas of all rules, sets replaced, each for the category that it speaks of.

    Case is left aside, as key terms have none.
    """
    return TermIndex(
        (term, category.id)
        for category in codebook.categories
        for code in category.codes
        for rule in code.rules
        for term in (
            *map(parse_term, expand_all(rule.terms, codebook.sets)),
            *_lemma_terms(expand_all(rule.lemmas, codebook.sets), codebook.languages[0]),
        )
    )


def _lemma_terms(texts: Sequence[str], language: str) -> Iterator[Term]:
    wanted = {word for text in texts for word in fold(text).lower.split()}
    forms = inflections(wanted, language) if wanted else {}
    for text in texts:
        yield parse_term(text, forms=lambda word: forms[word])


def _found(index: TermIndex[str], term: str) -> set[str]:
    """The categories whose rules have words of a term."""
    return {category for *_, found in index.find(whole(fold(term))) for category in found}


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
