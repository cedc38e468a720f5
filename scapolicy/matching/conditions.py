"""Conditions of rules: words that must, or must not, stand near a hit or in the same stretch."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scapolicy.matching.overlap import Taken
from scapolicy.matching.sentence import Sentence, Sentences
from scapolicy.matching.sets import Sets, expand, expand_all
from scapolicy.matching.terms import Term, parse_term
from scapolicy.records import Condition, Reach, Relation, Rule

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Terms any of which will do, and the stretch in which they are looked for.

    Conditions that ask for the same words in the same stretch share a group.
    """

    number: int
    reach: Reach


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition with its groups: one for each entry of `all_of`, else one for all terms."""

    condition: Condition
    groups: tuple[Group, ...]


class Conditions:
    """The conditions of all rules, compiled."""

    def __init__(self, rules: Sequence[Rule], sets: Sets) -> None:
        self._groups: dict[tuple[tuple[str, ...], bool, Reach], Group] = {}
        self._demands: list[tuple[Demand, ...]] = [
            tuple(self._demand(rule, condition, sets) for condition in rule.conditions)
            for rule in rules
        ]

    def _demand(self, rule: Rule, condition: Condition, sets: Sets) -> Demand:
        if condition.relation is Relation.ALL_OF:
            lists = [expand(entry, sets) for entry in condition.terms]
        else:
            lists = [expand_all(condition.terms, sets)]
        reach = condition.within if isinstance(condition.within, Reach) else Reach.SENTENCE
        groups = [self._group(tuple(sorted(terms)), rule.case_sensitive, reach) for terms in lists]
        return Demand(condition, tuple(groups))

    def _group(self, terms: tuple[str, ...], case_sensitive: bool, reach: Reach) -> Group:  # noqa: FBT001
        key = (terms, case_sensitive, reach)
        return self._groups.setdefault(key, Group(len(self._groups), reach))

    def of(self, rule: int) -> tuple[Demand, ...]:
        """The demands of a rule, by its number."""
        return self._demands[rule]

    def terms(self) -> Iterator[tuple[Term, Group]]:
        """Every term that a condition asks for."""
        for (terms, case_sensitive, _), group in self._groups.items():
            for text in terms:
                yield parse_term(text, case_sensitive=case_sensitive), group


class _Occurrences:
    """Where the words of a group stand in one stretch, in order from either side."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._by_start = sorted(set(spans))
        self._by_end = sorted(self._by_start, key=lambda span: span[1])
        self._all = Taken.covering(self._by_start)

    def before(self, at: int) -> Span | None:
        """The last that ends at an offset or before it."""
        index = bisect_right(self._by_end, at, key=lambda span: span[1])
        return self._by_end[index - 1] if index else None

    def after(self, at: int) -> Span | None:
        """The first that begins at an offset or after it."""
        index = bisect_left(self._by_start, at, key=lambda span: span[0])
        return self._by_start[index] if index < len(self._by_start) else None

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any has a character in common with a span."""
        return self._all.overlaps(start, end)


_NOTHING = _Occurrences(())


class ContextWords:
    """The words that conditions ask for, as far as they occur in one text.

    Most of them are asked for by rules that hit nowhere in it: what is found is only put down,
    and put in order once a hit asks for it.
    """

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences
        self._found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._spans: dict[int, dict[int, list[Span]]] = {}
        self._sorted: dict[tuple[int, int], _Occurrences] = {}

    def add(self, group: Group, number: int, start: int, end: int) -> None:
        """Note an occurrence in the sentence of a number, before anything is checked."""
        self._found[group.number].append((number, start, end))

    def _of(self, group: Group, sentence: Sentence) -> _Occurrences:
        key = (group.number, _stretch(group, sentence))
        if key not in self._sorted:
            spans = self._by_stretch(group).get(key[1])
            self._sorted[key] = _Occurrences(spans) if spans else _NOTHING
        return self._sorted[key]

    def _by_stretch(self, group: Group) -> dict[int, list[Span]]:
        spans = self._spans.get(group.number)
        if spans is None:
            spans = self._spans[group.number] = defaultdict(list)
            for number, start, end in self._found.get(group.number, ()):
                spans[_stretch(group, self._sentences[number])].append((start, end))
        return spans

    def check(self, demand: Demand, sentence: Sentence, hit: Span) -> tuple[Span, ...] | None:
        """The spans that fulfil a demand for a hit, none for `none_of`; None if it is not met."""
        condition = demand.condition
        if condition.relation is Relation.NONE_OF:
            found = self._of(demand.groups[0], sentence)
            free = not found.overlaps(*hit) and not list(_reached(condition, sentence, hit, found))
            return () if free else None
        context: list[Span] = []
        for group in demand.groups:
            reached = _reached(condition, sentence, hit, self._of(group, sentence))
            nearest = min(reached, key=lambda span: (_gap(span, hit), span), default=None)
            if nearest is None:
                return None
            context.append(nearest)
        return tuple(context)


def _stretch(group: Group, sentence: Sentence) -> int:
    if group.reach is Reach.TURN:
        return sentence.turn
    return sentence.segment if group.reach is Reach.SEGMENT else sentence.start


def _reached(
    condition: Condition, sentence: Sentence, hit: Span, found: _Occurrences
) -> Iterator[Span]:
    """The nearest occurrence on each side of a hit that stands where the condition wants it."""
    before = None if condition.relation is Relation.BEFORE else found.before(hit[0])
    after = None if condition.relation is Relation.AFTER else found.after(hit[1])
    for span in (before, after):
        if span and (
            isinstance(condition.within, Reach)
            or words_between(sentence, span, hit) <= condition.within
        ):
            yield span


def words_between(sentence: Sentence, one: Span, other: Span) -> int:
    """How many words of a sentence stand between two spans that do not overlap."""
    left, right = sorted((sentence.words_of(one), sentence.words_of(other)))
    return right[0] - left[1] - 1


def _gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1])


def in_scope(rule: Rule, attributes: Mapping[str, str]) -> bool:
    """Whether a source with these attributes is one that a rule is for."""
    return all(
        attributes.get(name, "").casefold() in {value.casefold() for value in values}
        for name, values in rule.where.items()
    )
