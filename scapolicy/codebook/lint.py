"""What makes the rules of a codebook fail: ids used twice, rules that can't match or be used."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from scapolicy.codebook.read import places
from scapolicy.codebook.values import Place, Reading
from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.fold import fold
from scapolicy.matching.lemmas import known_languages
from scapolicy.matching.matcher import described
from scapolicy.matching.regexes import compile_regex, matches_nothing
from scapolicy.matching.sentence import Sentence
from scapolicy.matching.sets import ALL, MOST, expand, expand_all, stands_for
from scapolicy.matching.terms import Term, check_term, parse_term, term_spans
from scapolicy.matching.tokens import check_pattern, load_pipeline
from scapolicy.records import Code, Codebook, Condition, Reach, Relation, Rule
from scapolicy.words import holds_unspaced

_OPEN = re.compile(r"[*?$]")
"""What stands for words that a term does not say itself."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule, the code it stands in and its place in the file."""

    rule: Rule
    code: str
    place: Place


def placed_rules(codebook: Codebook) -> list[Placed]:
    """Every rule of a codebook, in the order of the file."""
    placed: list[Placed] = []
    code = ""
    for item, place in places(codebook):
        if isinstance(item, Code):
            code = item.id
        elif isinstance(item, Rule):
            placed.append(Placed(item, code, place))
    return placed


def find_faults(codebook: Codebook, reading: Reading) -> None:
    """Note what would make rules fail."""
    _ids(codebook, reading)
    placed = placed_rules(codebook)
    language = codebook.languages[0]
    lemmas = [one.place.down("lemmas").down(0) for one in placed if one.rule.lemmas]
    if lemmas and language not in known_languages():
        reading.fault("C22", reading.line(lemmas[0]), lemmas[0], language=language)
    for one in placed:
        rule = one.rule
        if not (rule.terms or rule.lemmas or rule.regex or rule.tokens):
            reading.fault("C10", reading.line(one.place), one.place)
        _terms(one, codebook, reading)
        _conditions(one, codebook, reading)
        _scope(one, codebook, reading)
        _regexes(one, reading)
    _cues(codebook, reading)
    _tokens(placed, codebook, reading)


def too_large(codebook: Codebook, reading: Reading) -> bool:
    """Note whether the rules have more terms than can be held, their sets written out."""
    counts = (
        stands_for(text, codebook.sets)
        for one in placed_rules(codebook)
        for texts in (
            one.rule.terms,
            one.rule.lemmas,
            one.rule.exclude,
            *(condition.terms for condition in one.rule.conditions),
        )
        for text in texts
    )
    terms = sum(count for count in counts if count <= MOST)  # one with more is told by itself
    if terms > ALL:
        reading.fault("C57", 1, Place(), terms=f"{terms:,}", most=f"{ALL:,}")
    return terms > ALL


def _ids(codebook: Codebook, reading: Reading) -> None:
    first: dict[tuple[type, str], Place] = {}
    for item, place in places(codebook):
        if isinstance(item, Rule) and item.id.endswith(f".{place.path[-1]}"):
            continue  # named by scapolicy after a code; if that is repeated, it is told already
        before = first.setdefault((type(item), item.id), place)
        if before != place:
            line = reading.line(before)
            reading.fault("C06", reading.line(place), place, id=item.id, first=line)


def _terms(one: Placed, codebook: Codebook, reading: Reading) -> None:
    rule = one.rule
    place = one.place.down("exclude", "exclude")
    case = rule.case_sensitive
    texts = _sound(rule.exclude, one, lambda: place, codebook, reading)
    excluded = [parse_term(text, case_sensitive=case) for text in texts]
    for name in ("terms", "lemmas"):
        for index, text in enumerate(getattr(rule, name)):
            here = partial(_item, one.place, name, index)
            if not _sound([text], one, here, codebook, reading, names=one.place):
                continue
            for other in _always_excluding(text, excluded, case_sensitive=case):
                line = reading.line(here())
                reading.fault("C17", line, one.place, term=text, exclude=other.text)


def _item(place: Place, name: str, index: int) -> Place:
    return place.down(name).down(index)


def _sound(
    texts: Sequence[str],
    one: Placed,
    at: Callable[[], Place],
    codebook: Codebook,
    reading: Reading,
    names: Place | None = None,
) -> list[str]:
    """The terms of a list, its sets replaced; those that can't match are noted.

    Where they stand is asked for only then: there are thousands of them.
    """
    found: list[str] = []
    for text in texts:
        try:
            for term in expand(text, codebook.sets):
                check_term(term)
                found.append(term)
        except RuleFaultError as fault:
            place = at()
            line = reading.lines.get(place.path) or reading.line(one.place)
            reading.refuse("C11", line, names or place, fault, term=text)
    return found


def _always_excluding(text: str, excluded: Sequence[Term], *, case_sensitive: bool) -> list[Term]:
    """The exclusions that stand in a term itself."""
    if not excluded or _OPEN.search(text) or holds_unspaced(text):
        return []
    folded = fold(text.strip())
    sentence = Sentence(folded, 0, len(folded.lower), 1, 1)
    written = folded.cased if case_sensitive else folded.lower
    return [other for other in excluded if term_spans(other, sentence, written)]


def _conditions(one: Placed, codebook: Codebook, reading: Reading) -> None:
    conditions = one.rule.conditions
    sound = True
    for condition in conditions:
        at = partial(one.place.down, condition.relation, str(condition.relation))
        sound &= len(_sound(condition.terms, one, at, codebook, reading)) > 0
    if not sound or any(fault.code == "C11" for fault in reading.faults):
        return
    for barred in (each for each in conditions if each.relation is Relation.NONE_OF):
        for wanted in (each for each in conditions if each.relation is not Relation.NONE_OF):
            if _rules_out(barred, wanted, codebook):
                place = one.place.down(wanted.relation, str(wanted.relation))
                reason = f"{described(barred)} rules out {described(wanted)}"
                fault = RuleFaultError(reason, "Remove one of the two, or make it more precise.")
                line = reading.lines.get(place.path) or reading.line(one.place)
                reading.refuse("C25", line, place, fault)


def _rules_out(barred: Condition, wanted: Condition, codebook: Codebook) -> bool:
    """Whether every word that a condition asks for is one that another forbids there."""
    entries = [expand(text, codebook.sets) for text in wanted.terms]
    forbidden = set(expand_all(barred.terms, codebook.sets))
    covered = [forbidden.issuperset(entry) for entry in entries]
    some = any(covered) if wanted.relation is Relation.ALL_OF else all(covered)
    return some and _reach(barred.within) >= _reach(wanted.within)


def _reach(within: int | Reach) -> float:
    """How far a condition looks, as a number to compare by."""
    return 1e6 * (1 + list(Reach).index(within)) if isinstance(within, Reach) else within


def _scope(one: Placed, codebook: Codebook, reading: Reading) -> None:
    rule = one.rule
    if rule.language and rule.language not in codebook.languages:
        known = ", ".join(codebook.languages)
        reason = f"it is for {rule.language!r}, the codebook for {known}"
        fault = RuleFaultError(reason, f"Add {rule.language} to `languages`, or correct it.")
        reading.refuse("C25", reading.line(one.place), one.place, fault)
    wanted = [value.lower() for value in rule.where.get("language", ())]
    if rule.language and wanted and rule.language not in wanted:
        reason = f"`language` says {rule.language!r} and `where` {', '.join(wanted)}"
        fault = RuleFaultError(reason, "Keep `language` alone.")
        reading.refuse("C25", reading.line(one.place), one.place, fault)


def _regexes(one: Placed, reading: Reading) -> None:
    for index, regex in enumerate(one.rule.regex):
        line = reading.line(one.place.down("regex").down(index))
        try:
            compile_regex(regex, case_sensitive=one.rule.case_sensitive)
        except RuleFaultError as fault:
            reading.refuse("C12", line, one.place, fault, regex=regex)
            continue
        if matches_nothing(regex):
            reading.fault("C14", line, one.place, regex=regex)


def _cues(codebook: Codebook, reading: Reading) -> None:
    for number, group in enumerate(codebook.cues, 1):
        place = Place().down("cues", "cues").down(number, f"cue {number}")
        for index, cue in enumerate(group.cues):
            try:
                check_term(cue.term)
            except RuleFaultError as fault:
                line = reading.line(place.down("terms").down(index))
                reading.refuse("C11", line, place, fault, term=cue.term)


def _tokens(placed: list[Placed], codebook: Codebook, reading: Reading) -> None:
    asking = [one for one in placed if one.rule.tokens]
    if not asking:
        return
    try:
        nlp = load_pipeline(codebook.pipeline, codebook.languages[0])
    except RuleFaultError as fault:
        line = reading.line(asking[0].place)
        reading.refuse("C15", line, asking[0].place, fault)
        return
    for one in asking:
        for index, pattern in enumerate(one.rule.tokens):
            try:
                check_pattern(pattern, nlp)
            except RuleFaultError as fault:
                line = reading.line(one.place.down("tokens").down(index))
                reading.refuse("C15", line, one.place, fault)
