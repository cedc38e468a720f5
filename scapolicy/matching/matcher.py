"""A codebook compiled once for one language, and the hits it finds in a text.

All words that rules ask for, their exclusions and their conditions are found in one pass; regexes
and token patterns are searched sentence by sentence. Then, around each hit: exclusions,
conditions, overlaps, and what acts on its valence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from scapolicy.errors import counted, listed
from scapolicy.marks import blanked
from scapolicy.matching.acting import SentenceCues
from scapolicy.matching.conditions import Conditions, ContextWords, Group, in_scope
from scapolicy.matching.cues import CueUse, FoundCue, load_cues
from scapolicy.matching.fold import Folded, fold
from scapolicy.matching.index import TermIndex
from scapolicy.matching.lemmas import inflections
from scapolicy.matching.overlap import Taken
from scapolicy.matching.regexes import RegexSet, regex_set
from scapolicy.matching.sentence import Sentence, Sentences, Stretch
from scapolicy.matching.sets import expand_all
from scapolicy.matching.terms import Term, parse_term
from scapolicy.matching.tokens import Pattern, TokenPatterns, load_pipeline
from scapolicy.matching.valence import NOTHING, Turn, valence_of
from scapolicy.records import Codebook, Condition, Effect, Reach, Rule, Valence

Span = tuple[int, int]


class Hit(NamedTuple):
    """A rule's match in a text, in offsets into the source.

    `turn` and `segment` are those of the stretch that it lies in; `cue` is the span of the words
    that acted on it, with their `effect`; `context` the spans of the words that its conditions
    asked for.
    """

    turn: int
    segment: int
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


_Found = tuple[int, int, int]
"""A hit before overlaps are settled: its length below zero, its start in the folded text, its rule.

In this order the longest comes first.
"""


@dataclass(slots=True)
class _Place:
    """A sentence, what was found in it, and whom to tell of what was no hit."""

    sentence: Sentence
    words: ContextWords
    on_miss: Callable[[Miss], None] | None
    found: list[_Found]
    cues: Sequence[FoundCue]
    excluded: Mapping[int, Taken]


class _Finds:
    """What stands in the sentences of one text, by the number of the sentence."""

    def __init__(self, sentences: Sentences) -> None:
        self.words = ContextWords(sentences)
        self.found: dict[int, list[_Found]] = defaultdict(list)
        self.cues: dict[int, list[FoundCue]] = defaultdict(list)
        self._excluded: dict[int, dict[int, list[Span]]] = {}

    def exclude(self, number: int, rule: int, span: Span) -> None:
        """Note words that are no hit of a rule."""
        rules = self._excluded.setdefault(number, defaultdict(list))
        rules[rule].append(span)

    def place(
        self, number: int, sentence: Sentence, on_miss: Callable[[Miss], None] | None
    ) -> _Place:
        """All that was found in one sentence."""
        barred = self._excluded.get(number)
        return _Place(
            sentence,
            self.words,
            on_miss,
            self.found[number],
            self.cues.get(number, ()),
            {rule: Taken.covering(spans) for rule, spans in barred.items()} if barred else {},
        )


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
        cues = load_cues(language, [cue for group in own for cue in group.cues])
        self._cues = cues
        self._rules: list[Rule] = []
        self._code_of: list[int] = []
        for number, code in enumerate(c for cat in codebook.categories for c in cat.codes):
            rules = [rule for rule in code.rules if rule.language in ("", language)]
            self._rules.extend(rules)
            self._code_of.extend([number] * len(rules))
        self._conditions = Conditions(self._rules, codebook.sets)
        self._index: TermIndex[_Use | Group | CueUse] = TermIndex(
            [*_terms(self._rules, codebook, first), *self._conditions.terms(), *cues.terms]
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
        text: str | Folded,
        stretches: Sequence[Stretch],
        attributes: Mapping[str, str] | None = None,
        on_miss: Callable[[Miss], None] | None = None,
    ) -> list[Hit]:
        """Find every hit inside the stretches given, in the order of the text.

        Within one code, overlapping hits count once, the longest first (of equals the one that
        begins first, then the one whose rule stands first). Marks as `[laughter]` are no words.
        A text that is searched more than once may be given as `folded` makes it.
        `on_miss` is called for words that nearly were a hit.
        """
        if not stretches:
            return []
        sentences = Sentences(folded(text) if isinstance(text, str) else text, stretches)
        scope = [in_scope(rule, attributes or {}) for rule in self._rules]
        finds = self._finds(sentences, scope)
        hits: list[Hit] = []
        for number in sorted(finds.found):
            hits.extend(self._settle(finds.place(number, sentences[number], on_miss)))
        return sorted(hits, key=attrgetter("start", "end", "code"))

    def _finds(self, sentences: Sentences, scope: Sequence[bool]) -> _Finds:
        finds = _Finds(sentences)
        found, cues = finds.found, finds.cues
        for number, start, end, uses in self._index.find(sentences):
            for use in uses:
                if isinstance(use, CueUse):
                    cues[number].append((start, end, use))
                elif isinstance(use, Group):
                    finds.words.add(use, number, start, end)
                elif use.excludes:
                    finds.exclude(number, use.rule, (start, end))
                elif scope[use.rule]:
                    found[number].append((start - end, start, use.rule))
        self._find_patterns(sentences, scope, found)
        return finds

    def _find_patterns(
        self, sentences: Sentences, scope: Sequence[bool], found: dict[int, list[_Found]]
    ) -> None:
        if self._regexes is not None or self._tokens is not None:
            for number in range(len(sentences.starts)):
                hits = self._pattern_hits(sentences[number])
                found[number] += (one for one in hits if scope[one[2]])

    def _pattern_hits(self, sentence: Sentence) -> Iterator[_Found]:
        text = sentence.folded.cased[sentence.start : sentence.end]
        for patterns, rules in (
            (self._regexes, self._regex_rules),
            (self._tokens, self._token_rules),
        ):
            if patterns is not None:
                for number, start, end in patterns.spans(text):
                    yield start - end, sentence.start + start, rules[number]

    def _settle(self, place: _Place) -> Iterator[Hit]:
        """Keep what is not excluded, fulfils its conditions and overlaps nothing longer."""
        acting = SentenceCues(place.sentence, place.cues, self._cues) if place.cues else None
        kept: dict[int, Taken] = defaultdict(Taken)
        alone = len(place.found) == 1
        for shortness, start, rule in sorted(place.found):
            hit = start, start - shortness
            if place.excluded and rule in place.excluded and place.excluded[rule].overlaps(*hit):
                self._missed(place, rule, hit, Why.EXCLUDED)
                continue
            context = self._context(place, rule, hit)
            if context is None:
                continue
            if not (alone or kept[self._code_of[rule]].add(*hit)):
                self._missed(place, rule, hit, Why.OVERLAP)
                continue
            acts = acting.act(self._rules[rule], hit, context) if acting else NOTHING
            yield self._hit(place.sentence, rule, hit, context, acts)

    def _context(self, place: _Place, rule: int, hit: Span) -> tuple[Span, ...] | None:
        """The words that fulfil a hit's conditions; None if one of them does not hold."""
        demands = self._conditions.of(rule)
        if not demands:
            return ()
        context: list[Span] = []
        for demand in demands:
            words = place.words.check(demand, place.sentence, hit)
            if words is None:
                self._missed(place, rule, hit, Why.CONDITION, demand.condition)
                return None
            context.extend(words)
        return tuple(sorted(set(context)))

    def _hit(
        self, sentence: Sentence, number: int, hit: Span, context: tuple[Span, ...], acts: Turn
    ) -> Hit:
        rule, source = self._rules[number], sentence.folded.to_source
        return Hit(
            sentence.turn,
            sentence.segment,
            self._code_of[number],
            rule,
            *source(*hit),
            valence_of(rule, acts.effect),
            acts.effect,
            source(*acts.cue) if acts.cue else None,
            acts.conceded,
            tuple([source(*span) for span in context]) if context else (),
        )

    def _missed(
        self, place: _Place, rule: int, hit: Span, why: Why, condition: Condition | None = None
    ) -> None:
        """Tell of what was no hit, if anybody asked; nothing is worded for nobody."""
        if place.on_miss is not None:
            start, end = place.sentence.folded.to_source(*hit)
            reason = described(condition) if condition else _REASONS[why]
            place.on_miss(Miss(self._rules[rule], start, end, why, reason))


def folded(text: str) -> Folded:
    """A text as rules see it, in which what is no speech holds no words."""
    return fold(blanked(text))


def described(condition: Condition, most: int = 4) -> str:
    """A condition in words, with the first of its terms.

    >>> from scapolicy.records import Relation
    >>> described(Condition(Relation.NEAR, ("$lack", "no"), 3))
    'near: $lack, no (within 3 words)'
    """
    reach = condition.within
    where = f"in the {reach}" if isinstance(reach, Reach) else f"within {counted(reach, 'word')}"
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
