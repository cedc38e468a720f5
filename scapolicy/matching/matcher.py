"""A codebook compiled once for one language, and the hits it finds in a text.

All words that rules ask for, their exclusions and their conditions are found in one pass; regexes
and token patterns are searched sentence by sentence. Then, around each hit: exclusions,
conditions, overlaps, and what acts on its valence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from scapolicy.errors import listed
from scapolicy.matching.conditions import Conditions, ContextWords, Group, in_scope
from scapolicy.matching.cues import load_cues
from scapolicy.matching.fold import fold
from scapolicy.matching.index import TermIndex
from scapolicy.matching.lemmas import inflections
from scapolicy.matching.overlap import Taken
from scapolicy.matching.regexes import RegexSet, regex_set
from scapolicy.matching.sentence import Sentence
from scapolicy.matching.sets import expand_all
from scapolicy.matching.terms import Term, parse_term
from scapolicy.matching.tokens import Pattern, TokenPatterns, load_pipeline
from scapolicy.matching.valence import SentenceCues, valence_of
from scapolicy.records import Codebook, Condition, Effect, Reach, Rule, Valence

Span = tuple[int, int]


class Stretch(NamedTuple):
    """A sentence to search, in the source's offsets, and what turn and segment it belongs to."""

    start: int
    end: int
    turn: int = 1
    segment: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match in a text, in offsets into the source.

    `cue` is the span of the words that acted on it, with their `effect`; `context` the spans of
    the words that its conditions asked for.
    """

    code: int
    rule: Rule
    start: int
    end: int
    valence: Valence
    effect: Effect | None
    cue: Span | None
    conceded: bool
    context: tuple[Span, ...]


class Why(StrEnum):
    """Why words that a rule asks for were no hit."""

    EXCLUDED = "excluded"
    CONDITION = "condition"
    OVERLAP = "overlap"


_REASONS = {
    Why.EXCLUDED: "excluded by the rule's `exclude`",
    Why.OVERLAP: "inside a longer hit of the same code",
}


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that a rule asks for and that were no hit; `reason` says why in a few words."""

    rule: Rule
    start: int
    end: int
    why: Why
    reason: str


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
    rule: int


@dataclass(slots=True)
class _Place:
    """A sentence, what was found in it, and whom to tell of what was no hit."""

    sentence: Sentence
    words: ContextWords
    on_miss: Callable[[Miss], None] | None
    found: list[_Found] = field(default_factory=list[_Found])
    excluded: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))


class Matcher:
    """A compiled codebook; it holds no state of the texts it has read."""

    def __init__(self, codebook: Codebook, language: str = "") -> None:
        """Compile a codebook that `load_codebook` found no fault in.

        `language` is that of the texts, the codebook's first unless given. Rules for other
        languages are left out.
        """
        first = codebook.languages[0]
        language = language or first
        own = [group for group in codebook.cues if (group.language or first) == language]
        self._cues = load_cues(language, [cue for group in own for cue in group.cues])
        self._rules: list[Rule] = []
        self._code_of: list[int] = []
        for number, code in enumerate(c for cat in codebook.categories for c in cat.codes):
            rules = [rule for rule in code.rules if rule.language in ("", language)]
            self._rules.extend(rules)
            self._code_of.extend([number] * len(rules))
        self._conditions = Conditions(self._rules, codebook.sets)
        self._index: TermIndex[_Use | Group] = TermIndex(
            [*_terms(self._rules, codebook, first), *self._conditions.terms()]
        )
        regexes = [(n, text) for n, rule in enumerate(self._rules) for text in rule.regex]
        self._regex_rules = [number for number, _ in regexes]
        self._regexes = self._regex_set(regexes)
        tokens = [(n, pattern) for n, rule in enumerate(self._rules) for pattern in rule.tokens]
        self._token_rules = [number for number, _ in tokens]
        self._tokens = _token_patterns([pattern for _, pattern in tokens], codebook)

    def _regex_set(self, regexes: list[tuple[int, str]]) -> RegexSet | None:
        pairs = [(text, self._rules[number].case_sensitive) for number, text in regexes]
        return regex_set(pairs) if pairs else None

    def hits(
        self,
        text: str,
        stretches: Sequence[Stretch],
        attributes: Mapping[str, str] | None = None,
        on_miss: Callable[[Miss], None] | None = None,
    ) -> list[Hit]:
        """Find every hit inside the stretches given, in the order of the text.

        Within one code, overlapping hits count once, the longest first (of equals the one that
        begins first, then the one whose rule stands first). `on_miss` is called for words that
        nearly were a hit.
        """
        folded = fold(text)
        sentences = [
            Sentence(folded, folded.from_source(start), folded.from_source(end), turn, segment)
            for start, end, turn, segment in stretches
        ]
        scope = [in_scope(rule, attributes or {}) for rule in self._rules]
        words = ContextWords()
        places = [_Place(sentence, words, on_miss) for sentence in sentences]
        for number, span, use in self._index.find(folded, sentences):
            if isinstance(use, Group):
                words.add(use, sentences[number], span)
            elif use.excludes:
                places[number].excluded[use.rule].append(span)
            elif scope[use.rule]:
                places[number].found.append(_Found(*span, use.rule))
        hits: list[Hit] = []
        for place in places:
            patterns = self._pattern_hits(place.sentence)
            place.found.extend(one for one in patterns if scope[one.rule])
            hits.extend(self._settle(place))
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.code))

    def _pattern_hits(self, sentence: Sentence) -> Iterator[_Found]:
        if self._regexes is None and self._tokens is None:
            return
        text = sentence.folded.cased[sentence.start : sentence.end]
        for patterns, rules in (
            (self._regexes, self._regex_rules),
            (self._tokens, self._token_rules),
        ):
            if patterns is not None:
                for number, start, end in patterns.spans(text):
                    yield _Found(sentence.start + start, sentence.start + end, rules[number])

    def _settle(self, place: _Place) -> Iterator[Hit]:
        """Keep what is not excluded, fulfils its conditions and overlaps nothing longer."""
        if not place.found:
            return
        cues: SentenceCues | None = None
        excluded = {rule: Taken.covering(spans) for rule, spans in place.excluded.items()}
        kept: dict[int, Taken] = defaultdict(Taken)
        for one in sorted(place.found, key=lambda one: (one.start - one.end, one.start, one.rule)):
            barred = excluded.get(one.rule)
            if barred and barred.overlaps(one.start, one.end):
                self._missed(place, one, Why.EXCLUDED)
                continue
            context = self._context(place, one)
            if context is None:
                continue
            if not kept[self._code_of[one.rule]].add(one.start, one.end):
                self._missed(place, one, Why.OVERLAP)
                continue
            cues = cues or SentenceCues(place.sentence, self._cues)
            yield self._hit(place.sentence, one, context, cues)

    def _context(self, place: _Place, one: _Found) -> tuple[Span, ...] | None:
        """The words that fulfil a hit's conditions; None if one of them does not hold."""
        context: list[Span] = []
        for demand in self._conditions.of(one.rule):
            words = place.words.check(demand, place.sentence, (one.start, one.end))
            if words is None:
                self._missed(place, one, Why.CONDITION, demand.condition)
                return None
            context.extend(words)
        return tuple(sorted(set(context)))

    def _hit(
        self, sentence: Sentence, one: _Found, context: tuple[Span, ...], cues: SentenceCues
    ) -> Hit:
        rule, source = self._rules[one.rule], sentence.folded.to_source
        here = [span for span in context if sentence.start <= span[0] < sentence.end]
        taken = [sentence.words_of(span) for span in here]
        acts = cues.act(rule, sentence.words_of((one.start, one.end)), taken)
        return Hit(
            self._code_of[one.rule],
            rule,
            *source(one.start, one.end),
            valence=valence_of(rule, acts.effect),
            effect=acts.effect,
            cue=source(*acts.cue) if acts.cue else None,
            conceded=acts.conceded,
            context=tuple(source(*span) for span in context),
        )

    def _missed(
        self, place: _Place, one: _Found, why: Why, condition: Condition | None = None
    ) -> None:
        """Tell of what was no hit, if anybody asked; nothing is worded for nobody."""
        if place.on_miss is not None:
            start, end = place.sentence.folded.to_source(one.start, one.end)
            reason = described(condition) if condition else _REASONS[why]
            place.on_miss(Miss(self._rules[one.rule], start, end, why, reason))


def described(condition: Condition, most: int = 4) -> str:
    """A condition in words, with the first of its terms.

    >>> from scapolicy.records import Relation
    >>> described(Condition(Relation.NEAR, ("$lack", "no"), 3))
    'near: $lack, no (within 3 words)'
    """
    reach = condition.within
    where = f"in the {reach}" if isinstance(reach, Reach) else f"within {reach} words"
    return f"{condition.relation}: {listed(condition.terms, most)} ({where})"


def _terms(rules: Sequence[Rule], codebook: Codebook, language: str) -> Iterator[tuple[Term, _Use]]:
    """Every term of the rules, with its uses; lemmas are those of a language."""
    sets = codebook.sets
    lemmas = [expand_all(rule.lemmas, sets) for rule in rules]
    wanted = {word for texts in lemmas for text in texts for word in fold(text).lower.split()}
    forms = inflections(wanted, language) if wanted else {}
    for number, rule in enumerate(rules):
        case = rule.case_sensitive
        for text in expand_all(rule.terms, sets):
            yield parse_term(text, case_sensitive=case), _Use(number, excludes=False)
        for text in lemmas[number]:
            term = parse_term(text, forms=lambda word: forms[word], case_sensitive=case)
            yield term, _Use(number, excludes=False)
        for text in expand_all(rule.exclude, sets):
            yield parse_term(text, case_sensitive=case), _Use(number, excludes=True)


def _token_patterns(patterns: list[Pattern], codebook: Codebook) -> TokenPatterns | None:
    if not patterns:
        return None
    return TokenPatterns(patterns, load_pipeline(codebook.pipeline, codebook.languages[0]))
