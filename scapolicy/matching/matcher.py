"""A codebook compiled once, and the hits it finds in a text.

Literals (words, phrases, the fixed part of wildcards) go into one Aho-Corasick automaton that
reads the folded text once; a term's other demands are looked at only around a hit. Regexes and
token patterns are searched sentence by sentence.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from scapolicy.matching.fold import Folded, fold, fold_case
from scapolicy.matching.lemmas import inflections
from scapolicy.matching.negation import Cues, SentenceCues, load_cues
from scapolicy.matching.overlap import Taken
from scapolicy.matching.regexes import RegexSet, regex_set
from scapolicy.matching.terms import Term, parse_term, term_span_at
from scapolicy.matching.tokens import Pattern, TokenPatterns, load_pipeline
from scapolicy.records import Codebook, Rule
from scapolicy.words import ends_word, starts_word, word_end, word_pattern

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match in a text: offsets into the source, and the span of the cue that turned it."""

    code: int
    rule: Rule
    start: int
    end: int
    cue: Span | None


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a term stands in the codebook: a rule's own, or one of its exclusions."""

    rule: int
    excludes: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit before overlaps are settled, in the folded text."""

    start: int
    end: int
    use: _Use


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A term, found by a string that stands in all its matches.

    The string is the whole term (`literal`), the term up to its last star (`prefix`), or part of
    the element at `place`.
    """

    term: Term
    literal: str
    prefix: str
    place: int
    uses: tuple[_Use, ...]


class _Sentence:
    """A sentence in the folded text, with what is worked out for it only when asked."""

    def __init__(self, folded: Folded, start: int, end: int, cues: Cues) -> None:
        self.start, self.end = start, end
        self._folded = folded
        self._cue_list = cues
        self._words: list[Span] | None = None
        self._cues: SentenceCues | None = None

    @property
    def words(self) -> list[Span]:
        """The spans of its words."""
        if self._words is None:
            text = self._folded.lower
            found = word_pattern(text).finditer(text, self.start, self.end)
            self._words = [match.span() for match in found]
        return self._words

    def cue(self, start: int, end: int) -> Span | None:
        """The span of the negation that turns a match."""
        if self._cues is None:
            self._cues = SentenceCues(self._folded.lower, self.words, self._cue_list)
        return self._cues.negation(start, end)


class Matcher:
    """A compiled codebook; it holds no state of the texts it has read."""

    def __init__(self, codebook: Codebook) -> None:
        """Compile a codebook that `load_codebook` found no fault in."""
        language = codebook.languages[0]
        self._cues = load_cues(language)
        self._rules: list[Rule] = []
        self._code_of: list[int] = []
        for number, code in enumerate(c for cat in codebook.categories for c in cat.codes):
            self._rules.extend(code.rules)
            self._code_of.extend([number] * len(code.rules))
        self._compile_terms(language)
        regexes = [(n, text) for n, rule in enumerate(self._rules) for text in rule.regex]
        self._regex_rules = [number for number, _ in regexes]
        self._regexes = self._regex_set(regexes)
        tokens = [(n, pattern) for n, rule in enumerate(self._rules) for pattern in rule.tokens]
        self._token_rules = [number for number, _ in tokens]
        self._tokens = _token_patterns([pattern for _, pattern in tokens], codebook)

    def _regex_set(self, regexes: list[tuple[int, str]]) -> RegexSet | None:
        pairs = [(text, self._rules[number].case_sensitive) for number, text in regexes]
        return regex_set(pairs) if pairs else None

    def _compile_terms(self, language: str) -> None:
        uses: dict[Term, list[_Use]] = defaultdict(list)
        for term, use in _terms(self._rules, language):
            uses[term].append(use)
        anchors: dict[str, list[_Anchored]] = defaultdict(list)
        for term, used in uses.items():
            literal, prefix = term.literal, term.prefix
            if literal or prefix:
                whole = _Anchored(term, literal, prefix, 0, tuple(used))
                anchors[fold_case(literal or prefix)].append(whole)
                continue
            place, strings = _anchors(term)
            for string in strings:
                anchors[fold_case(string)].append(_Anchored(term, "", "", place, tuple(used)))
        self._anchored = list(anchors.values())
        self._automaton = AhoCorasick(list(anchors))

    def hits(self, text: str, sentences: Sequence[Span]) -> list[Hit]:
        """Find every hit inside the sentences given, in the order of the text.

        Within one code, overlapping hits count once, the longest first (of equals the one that
        begins first, then the one whose rule stands first).
        """
        folded = fold(text)
        spans = [_Sentence(folded, *_folded_span(folded, span), self._cues) for span in sentences]
        starts = [sentence.start for sentence in spans]
        per_sentence: dict[int, list[_Found]] = defaultdict(list)
        for number, found in self._literal_hits(folded, spans, starts):
            per_sentence[number].append(found)
        for number, sentence in enumerate(spans):
            if self._regexes is not None or self._tokens is not None:
                per_sentence[number].extend(self._pattern_hits(folded, sentence))
        hits: list[Hit] = []
        for number, together in per_sentence.items():
            for one in self._settle(together):
                cue = spans[number].cue(one.start, one.end)
                hits.append(self._hit(folded, one, cue))
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.code))

    def _hit(self, folded: Folded, found: _Found, cue: Span | None) -> Hit:
        start, end = folded.to_source(found.start, found.end)
        where = folded.to_source(*cue) if cue else None
        return Hit(self._code_of[found.use.rule], self._rules[found.use.rule], start, end, where)

    def _literal_hits(
        self, folded: Folded, sentences: list[_Sentence], starts: list[int]
    ) -> Iterator[tuple[int, _Found]]:
        tried: set[tuple[int, Term]] = set()
        found = self._automaton.find_matches_as_indexes(folded.lower, overlapping=True)
        for pattern, start, end in found:
            number = bisect_right(starts, start) - 1
            if number < 0 or end > sentences[number].end:
                continue
            for one in self._anchored[pattern]:
                if one.literal or one.prefix:
                    span = _whole(one, folded, start, end)
                else:
                    words = sentences[number].words
                    first = bisect_right(words, (start, len(folded.lower))) - 1 - one.place
                    if first < 0 or (words[first][0], one.term) in tried:
                        continue
                    tried.add((words[first][0], one.term))
                    span = term_span_at(one.term, _text(one, folded), words, first)
                if span:
                    for use in one.uses:
                        yield number, _Found(*span, use)

    def _pattern_hits(self, folded: Folded, sentence: _Sentence) -> Iterator[_Found]:
        text = folded.cased[sentence.start : sentence.end]
        for patterns, rules in (
            (self._regexes, self._regex_rules),
            (self._tokens, self._token_rules),
        ):
            if patterns is not None:
                for number, start, end in patterns.spans(text):
                    use = _Use(rules[number], excludes=False)
                    yield _Found(sentence.start + start, sentence.start + end, use)

    def _settle(self, found: list[_Found]) -> Iterator[_Found]:
        """Drop what is excluded; of overlapping hits of one code keep the longest."""
        exclusions: dict[int, list[Span]] = defaultdict(list)
        for one in found:
            if one.use.excludes:
                exclusions[one.use.rule].append((one.start, one.end))
        excluded = {rule: Taken.covering(spans) for rule, spans in exclusions.items()}
        kept: dict[int, Taken] = defaultdict(Taken)
        order = sorted(found, key=lambda one: (one.start - one.end, one.start, one.use.rule))
        for one in order:
            if one.use.excludes:
                continue
            if one.use.rule in excluded and excluded[one.use.rule].overlaps(one.start, one.end):
                continue
            if kept[self._code_of[one.use.rule]].add(one.start, one.end):
                yield one


def _terms(rules: Iterable[Rule], language: str) -> Iterator[tuple[Term, _Use]]:
    """Every term of the rules, with its uses."""
    rules = list(rules)
    words = {word for rule in rules for lemma in rule.lemmas for word in fold(lemma).lower.split()}
    forms = inflections(words, language) if words else {}
    for number, rule in enumerate(rules):
        case = rule.case_sensitive
        for text in rule.terms:
            yield parse_term(text, case_sensitive=case), _Use(number, excludes=False)
        for text in rule.lemmas:
            term = parse_term(text, forms=lambda word: forms[word], case_sensitive=case)
            yield term, _Use(number, excludes=False)
        for text in rule.exclude:
            yield parse_term(text, case_sensitive=case), _Use(number, excludes=True)


def _text(one: _Anchored, folded: Folded) -> str:
    return folded.cased if one.term.case_sensitive else folded.lower


def _whole(one: _Anchored, folded: Folded, start: int, end: int) -> Span | None:
    """The words of a literal or prefix term found at `start`, if they are whole words."""
    if _text(one, folded)[start:end] != (one.literal or one.prefix):
        return None
    if not starts_word(folded.lower, start):
        return None
    if one.prefix:
        return start, word_end(folded.lower, end)
    return (start, end) if ends_word(folded.lower, end) else None


def _anchors(term: Term) -> tuple[int, frozenset[str]]:
    """The element whose shortest string is longest, by its place, and its strings."""
    place, element = max(
        enumerate(term.elements),
        key=lambda item: (min(map(len, item[1].anchors)), sorted(item[1].anchors)),
    )
    return place, element.anchors


def _folded_span(folded: Folded, span: Span) -> Span:
    return folded.from_source(span[0]), folded.from_source(span[1])


def _token_patterns(patterns: list[Pattern], codebook: Codebook) -> TokenPatterns | None:
    if not patterns:
        return None
    return TokenPatterns(patterns, load_pipeline(codebook.pipeline, codebook.languages[0]))
