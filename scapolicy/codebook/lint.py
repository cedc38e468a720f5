"""What is wrong with a codebook beyond its shape: rules that can't match, or say a thing twice."""

from dataclasses import dataclass

from scapolicy.codebook.read import Place, Reading, places
from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.fold import fold
from scapolicy.matching.lemmas import inflections, known_languages
from scapolicy.matching.negation import has_cues
from scapolicy.matching.regexes import can_hang_elsewhere, compile_regex, matches_nothing
from scapolicy.matching.terms import Term, parse_term, term_spans
from scapolicy.matching.tokens import check_pattern, load_pipeline
from scapolicy.records import Code, Codebook, Rule
from scapolicy.words import word_pattern


@dataclass(frozen=True, slots=True)
class _Placed:
    """A rule, the code it stands in and its place in the file."""

    rule: Rule
    code: str
    place: Place


def find_faults(codebook: Codebook, reading: Reading) -> None:
    """Note what would make rules fail: ids used twice, rules that can't match or can't be used."""
    _ids(codebook, reading)
    placed = _rules(codebook)
    language = codebook.languages[0]
    lemmas = [one.place.down("lemmas").down(0) for one in placed if one.rule.lemmas]
    if lemmas and language not in known_languages():
        reading.fault("C22", reading.line(lemmas[0]), lemmas[0], language=language)
    for one in placed:
        rule = one.rule
        if not (rule.terms or rule.lemmas or rule.regex or rule.tokens):
            reading.fault("C10", reading.line(one.place), one.place)
        _terms(one, reading)
        _regexes(one, reading)
    _tokens(placed, codebook, reading)


def find_advice(codebook: Codebook, reading: Reading) -> None:
    """Note what deserves a second look: repeated terms, missing definitions, unknown words."""
    if not has_cues(codebook.languages[0]):
        reading.fault("C23", 1, Place(), language=codebook.languages[0])
    for item, place in places(codebook):
        if not isinstance(item, Rule) and not item.guide.definition:
            what = "the code" if isinstance(item, Code) else "the category"
            reading.fault("C16", reading.line(place), place, what=f"{what} {item.id!r}")
    placed = _rules(codebook)
    _repeated(placed, reading)
    _unknown_lemmas(placed, codebook.languages[0], reading)
    for one in placed:
        for index, regex in enumerate(one.rule.regex):
            if can_hang_elsewhere(regex):
                line = reading.line(one.place.down("regex").down(index))
                reading.fault("C13", line, one.place, regex=regex)


def _rules(codebook: Codebook) -> list[_Placed]:
    placed: list[_Placed] = []
    code = ""
    for item, place in places(codebook):
        if isinstance(item, Code):
            code = item.id
        elif isinstance(item, Rule):
            placed.append(_Placed(item, code, place))
    return placed


def _ids(codebook: Codebook, reading: Reading) -> None:
    first: dict[tuple[type, str], Place] = {}
    for item, place in places(codebook):
        if isinstance(item, Rule) and item.id.endswith(f".{place.path[-1]}"):
            continue  # named by scapolicy after a code; if that is repeated, it is told already
        before = first.setdefault((type(item), item.id), place)
        if before != place:
            line = reading.line(before)
            reading.fault("C06", reading.line(place), place, id=item.id, first=line)


def _terms(one: _Placed, reading: Reading) -> None:
    rule = one.rule
    excluded: list[Term] = []
    for text in rule.exclude:
        try:
            excluded.append(parse_term(text, case_sensitive=rule.case_sensitive))
        except RuleFaultError as fault:
            line = reading.line(one.place)
            reading.refuse("C11", line, one.place.down("exclude", "exclude"), fault, term=text)
    for name, texts in (("terms", rule.terms), ("lemmas", rule.lemmas)):
        for index, text in enumerate(texts):
            line = reading.line(one.place.down(name).down(index))
            try:
                parse_term(text, case_sensitive=rule.case_sensitive)
            except RuleFaultError as fault:
                reading.refuse("C11", line, one.place, fault, term=text)
                continue
            for other in excluded:
                if _always_excluded(text, other, case_sensitive=rule.case_sensitive):
                    reading.fault("C17", line, one.place, term=text, exclude=other.text)


def _always_excluded(text: str, exclusion: Term, *, case_sensitive: bool) -> bool:
    if "*" in text or "?" in text:
        return False
    folded = fold(text.strip())
    written = folded.cased if case_sensitive else folded.lower
    words = [match.span() for match in word_pattern(written).finditer(written)]
    return bool(term_spans(exclusion, written, words))


def _regexes(one: _Placed, reading: Reading) -> None:
    for index, regex in enumerate(one.rule.regex):
        line = reading.line(one.place.down("regex").down(index))
        try:
            compile_regex(regex, case_sensitive=one.rule.case_sensitive)
        except RuleFaultError as fault:
            reading.refuse("C12", line, one.place, fault, regex=regex)
            continue
        if matches_nothing(regex):
            reading.fault("C14", line, one.place, regex=regex)


def _tokens(placed: list[_Placed], codebook: Codebook, reading: Reading) -> None:
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


def _repeated(placed: list[_Placed], reading: Reading) -> None:
    first: dict[tuple[str, bool, str], tuple[str, int]] = {}
    for one in placed:
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


def _unknown_lemmas(placed: list[_Placed], language: str, reading: Reading) -> None:
    words: dict[str, tuple[int, Place]] = {}
    for one in placed:
        for index, text in enumerate(one.rule.lemmas):
            line = reading.line(one.place.down("lemmas").down(index))
            for word in fold(text).lower.split():
                if not set(word) & set("*?"):
                    words.setdefault(word, (line, one.place))
    if not words or language not in known_languages():
        return
    for word, forms in inflections(words, language).items():
        if len(forms) == 1:
            line, place = words[word]
            reading.fault("C20", line, place, word=word, language=language)
