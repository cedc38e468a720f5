"""What deserves a second look in a codebook that can be used: repetition, idle parts, gaps."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from scapolicy.codebook.lint import Placed, placed_rules
from scapolicy.codebook.read import places
from scapolicy.codebook.values import Place, Reading
from scapolicy.matching.cues import has_cues, shipped_cues
from scapolicy.matching.fold import fold
from scapolicy.matching.lemmas import inflections, known_languages
from scapolicy.matching.matcher import described
from scapolicy.matching.regexes import can_hang_elsewhere
from scapolicy.matching.sets import expand, expand_all, names_in
from scapolicy.matching.terms import Element, Term, glob_matches, parse_term
from scapolicy.records import Category, Code, Codebook, Cue, Effect, Relation, Rule, Side, Valence


def find_advice(codebook: Codebook, reading: Reading) -> None:
    """Note what deserves a second look."""
    for language in codebook.languages:
        if not has_cues(language):
            reading.fault("C23", 1, Place(), language=language)
    for item, place in places(codebook):
        if not isinstance(item, Rule) and not item.guide.definition:
            what = "the code" if isinstance(item, Code) else "the category"
            reading.fault("C16", reading.line(place), place, what=f"{what} {item.id!r}")
    _one_sided(codebook, reading)
    placed = placed_rules(codebook)
    _repeated(placed, reading)
    _unknown_lemmas(placed, codebook.languages[0], reading)
    _idle_sets(codebook, reading)
    _contradicting_cues(codebook, reading)
    for one in placed:
        for index, regex in enumerate(one.rule.regex):
            if can_hang_elsewhere(regex):
                line = reading.line(one.place.down("regex").down(index))
                reading.fault("C13", line, one.place, regex=regex)
    if not any(fault.code in ("C11", "C24") for fault in reading.faults):
        _useless(placed, codebook, reading)
        _barred(placed, codebook, reading)


def _one_sided(codebook: Codebook, reading: Reading) -> None:
    """Factors of which only barriers are looked for, as of one that is named for a problem.

    Who writes down what a negation makes of a barrier has thought of the other side.
    """
    kind = "code" if codebook.flat else "category"
    factor = ("", Place())
    valences: dict[tuple[str, Place], set[Valence]] = {}
    for item, place in places(codebook):
        if isinstance(item, Rule):
            negated = {item.negated} if place.down("negated").path in reading.lines else set()
            valences.setdefault(factor, set()).update({item.valence}, negated)
        elif isinstance(item, Code if codebook.flat else Category):
            factor = (item.id, place)
    for (identity, place), found in valences.items():
        if found == {Valence.BARRIER}:
            reading.fault("C56", reading.line(place), place, what=f"the {kind} {identity!r}")


def _repeated(placed: list[Placed], reading: Reading) -> None:
    """Terms that stand twice; a condition may part one use of a term from another."""
    first: dict[tuple[str, bool, str], tuple[str, int]] = {}
    for one in (each for each in placed if not (each.rule.conditions or each.rule.where)):
        for name in ("terms", "lemmas", "regex"):
            for index, text in enumerate(getattr(one.rule, name)):
                written = fold(text.strip())
                case = one.rule.case_sensitive
                key = (name, case, written.cased if case or name == "regex" else written.lower)
                line = reading.line(one.place.down(name).down(index))
                if key not in first:
                    first[key] = one.code, line
                    continue
                other, before = first[key]
                if other == one.code:
                    reading.fault("C09", line, one.place, term=text, first=before)
                else:
                    reading.fault("C08", line, one.place, term=text, other=other, first=before)


def _unknown_lemmas(placed: list[Placed], language: str, reading: Reading) -> None:
    words: dict[str, tuple[int, Place]] = {}
    for one in placed:
        for index, text in enumerate(one.rule.lemmas):
            line = reading.line(one.place.down("lemmas").down(index))
            for word in fold(text).lower.split():
                if not set(word) & set("*?$"):
                    words.setdefault(word, (line, one.place))
    if not words or language not in known_languages():
        return
    for word, forms in inflections(words, language).items():
        if len(forms) == 1:
            line, place = words[word]
            reading.fault("C20", line, place, word=word, language=language)


def _texts(rule: Rule) -> Iterator[str]:
    """Everything in a rule that may name a set."""
    yield from (*rule.terms, *rule.lemmas, *rule.exclude)
    for condition in rule.conditions:
        yield from condition.terms


def _idle_sets(codebook: Codebook, reading: Reading) -> None:
    rules = (rule for cat in codebook.categories for code in cat.codes for rule in code.rules)
    used = {name for rule in rules for text in _texts(rule) for name in names_in(text)}
    used |= reading.sets_in_sets
    place = Place().down("sets", "sets")
    for name in codebook.sets:
        if name not in used:
            reading.fault("C27", reading.line(place.down(name)), place, name=name)


def _contradicting_cues(codebook: Codebook, reading: Reading) -> None:
    first = codebook.languages[0]
    shipped = "the cues of scapolicy"
    known: dict[tuple[str, str, Side], tuple[Effect, str]] = {
        (language, _written(use.cue), use.cue.side): (use.cue.effect, shipped)
        for language in codebook.languages
        for _, use in shipped_cues(language)
        if use.cue
    }
    for number, group in enumerate(codebook.cues, 1):
        place = Place().down("cues", "cues").down(number, f"cue {number}")
        for index, cue in enumerate(group.cues):
            line = reading.line(place.down("terms").down(index))
            key = (group.language or first, _written(cue), cue.side)
            effect, where = known.setdefault(key, (cue.effect, f"line {line}"))
            if effect is not cue.effect:
                reading.fault(
                    "C28", line, place, term=cue.term, effect=cue.effect, other=effect, where=where
                )


def _written(cue: Cue) -> str:
    return fold(cue.term.strip()).lower


def _useless(placed: Sequence[Placed], codebook: Codebook, reading: Reading) -> None:
    """Rules all of whose terms an earlier rule of the same code finds under no more conditions."""
    terms = {
        one.place: [
            parse_term(text, case_sensitive=one.rule.case_sensitive)
            for text in expand_all(one.rule.terms, codebook.sets)
        ]
        for one in placed
    }
    for number, one in enumerate(placed):
        if one.rule.lemmas or one.rule.regex or one.rule.tokens:
            continue
        wider = [
            other
            for other in placed[:number]
            if other.code == one.code and _is_wider(other.rule, one.rule)
        ]
        finds = partial(_finds, [(other, term) for other in wider for term in terms[other.place]])
        finders = [finds(term) for term in terms[one.place]]
        if finders and all(finders) and finders[0]:
            line, other = reading.line(one.place), finders[0]
            first = reading.line(other.place)
            reading.fault("C26", line, one.place, other=other.rule.id, first=first)


def _barred(placed: Sequence[Placed], codebook: Codebook, reading: Reading) -> None:
    """Terms that their own rule rules out: a hit that holds words of `none_of` does not count."""
    for one in placed:
        for condition in one.rule.conditions:
            if condition.relation is not Relation.NONE_OF:
                continue
            texts = expand_all(condition.terms, codebook.sets)
            case = one.rule.case_sensitive
            barred = [parse_term(text, case_sensitive=case) for text in texts]
            for place, text, ways in _ways(one, codebook):
                if all(any(_holds(way, each) for each in barred) for way in ways):
                    line, what = reading.line(place), described(condition)
                    reading.fault("C54", line, one.place, term=text, barred=what)


def _ways(one: Placed, codebook: Codebook) -> Iterator[tuple[Place, str, list[Term]]]:
    """Each entry of a rule's terms and lemmas, its place, and the terms that it stands for."""
    case, language = one.rule.case_sensitive, codebook.languages[0]
    lemmas = one.rule.lemmas if language in known_languages() else ()
    words = [fold(text).lower.split() for text in expand_all(lemmas, codebook.sets)]
    inflected = inflections(set(chain.from_iterable(words)), language) if words else {}
    for name, texts, forms in (
        ("terms", one.rule.terms, None),
        ("lemmas", lemmas, inflected.__getitem__),
    ):
        for index, text in enumerate(texts):
            entries = expand(text, codebook.sets)
            ways = [parse_term(each, forms=forms, case_sensitive=case) for each in entries]
            yield one.place.down(name).down(index), text, ways


def _holds(term: Term, other: Term) -> bool:
    """Whether whatever a term finds holds what another finds."""
    width = len(other.elements)
    parts = (term.elements[at : at + width] for at in range(len(term.elements) - width + 1))
    return any(all(map(_covers, other.elements, part)) for part in parts)


def _is_wider(rule: Rule, other: Rule) -> bool:
    """Whether a rule asks for nothing that another does not ask for."""
    return (
        set(rule.conditions) <= set(other.conditions)
        and (not rule.where or rule.where == other.where)
        and rule.language in ("", other.language)
        and set(rule.exclude) <= set(other.exclude)
        and (not rule.case_sensitive or other.case_sensitive)
    )


def _finds(terms: Sequence[tuple[Placed, Term]], wanted: Term) -> Placed | None:
    """The first rule one of whose terms finds whatever another term finds."""
    for placed, term in terms:
        if len(term.elements) == len(wanted.elements) and all(
            map(_covers, term.elements, wanted.elements)
        ):
            return placed
    return None


def _covers(element: Element, other: Element) -> bool:
    if element.forms:
        return bool(other.forms) and other.forms <= element.forms
    if other.forms:
        return all(glob_matches(element.glob, form) for form in other.forms)
    return element.glob == other.glob or (
        element.glob == f"{element.glob[:-1]}*"
        and not set(element.glob[:-1]) & set("*?")
        and other.glob.startswith(element.glob[:-1])
    )
