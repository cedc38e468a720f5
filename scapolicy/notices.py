"""What a reader of the results should know of a run: languages, consent, codes, cases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from scapolicy.errors import Problem, listed, problem
from scapolicy.matching.sentence import Stretch
from scapolicy.records import NO_CASE, Analysed, Codebook, Source, Turn
from scapolicy.segment import sentences
from scapolicy.tables.table import case_of

NO_CASES = "N28"
"""The code of what is told where no source states the attribute that results are reported by."""

WITHOUT_CASE = frozenset(["N05", NO_CASES])
"""The codes of what is told of sources without a case; it hangs on the attribute reported by."""


def notices_of(
    sources: Sequence[Analysed], used: Collection[str], codebook: Codebook
) -> list[Problem]:
    """What to know of sources that were coded; `used` are the codes that have a match."""
    return [
        *_languages(sources, codebook),
        *_consent(sources),
        *_silent_codes(used, codebook),
    ]


def without_case(sources: Sequence[Analysed], by: str) -> Iterator[Problem]:
    """Tell of sources that do not state the attribute that results are reported by."""
    stray = [one.name for one in sources if case_of(one.attributes, by) == NO_CASE]
    if not stray:
        return
    names = list(dict.fromkeys(name for one in sources for name in one.attributes))
    if len(stray) < len(sources) or by in names:
        yield problem("N05", attribute=by, sources=listed(stray))
        return
    import difflib  # only a name mistyped needs it

    close = difflib.get_close_matches(by, names, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    others = f", or report --by one of those that there are: {', '.join(names)}" if names else ""
    yield problem(NO_CASES, attribute=by, hint=hint, others=others)


# Characters; nobody says a sentence of as many, but programs write down talks without a full stop.
_TOO_LONG = 5_000


def long_sentence(name: str, stretches: Iterable[Stretch]) -> Iterator[Problem]:
    """Tell of the longest of a source's sentences, where it is too long to be one."""
    found = max(stretches, key=_length, default=None)
    if found is not None and _length(found) > _TOO_LONG:
        yield problem("N29", at=name, turn=found.turn, characters=f"{_length(found):,}")


def long_sentence_in(source: Source) -> Iterator[Problem]:
    """As `long_sentence`, of a source that is not coded."""
    found = (
        Stretch(start, end, turn.number)
        for turn in source.turns
        if _length(turn) > _TOO_LONG and not turn.interviewer
        for start, end in sentences(source.text, turn.start, turn.end)
    )
    return long_sentence(source.name, found)


def _length(stretch: Stretch | Turn) -> int:
    return stretch.end - stretch.start


# A source of fewer words is taken to be in the codebook's first language without a word on it.
_ENOUGH_WORDS = 30


def foreseen(sources: Sequence[Analysed], by: str) -> Iterator[Problem]:
    """What a run will tell of its sources whatever the codebook, but what `check` tells of each."""
    told = language_notices(sources, "the codebook's")
    yield from (note for note in told if note.code in ("N21", "N22"))
    yield from without_case(sources, by)


def language_notices(sources: Sequence[Analysed], first: str) -> Iterator[Problem]:
    """What to know of the languages of sources; `first` is taken where none is known."""
    silent = [one for one in sources if not one.language.stated]
    detected = [(one.language.detected, one.name) for one in silent if one.language.detected]
    unsure = [one.name for one in silent if not one.language.code and one.words >= _ENOUGH_WORDS]
    unknown = [(repr(one.language.written), one.name) for one in silent if one.language.written]
    against = [one for one in sources if one.language.contradicts]
    if unknown:
        yield problem("N20", languages=_by_language(unknown))
    if detected:
        yield problem("N21", languages=_by_language(detected))
    if unsure:
        yield problem("N22", sources=listed(unsure), language=first)
    if against:
        said = [
            f"{one.name} ({one.language.stated}, is {one.language.detected})" for one in against
        ]
        yield problem("N23", sources=listed(said))


def _languages(sources: Sequence[Analysed], codebook: Codebook) -> Iterator[Problem]:
    first = codebook.languages[0]
    yield from language_notices(sources, first)
    foreign = [(one.language.code or first, one.name) for one in sources]
    foreign = [(code, name) for code, name in foreign if code not in codebook.languages]
    if foreign:
        known = ", ".join(codebook.languages)
        yield problem("N07", languages=_by_language(foreign), known=known)


def _by_language(named: Sequence[tuple[str, str]]) -> str:
    """`en (2: a.md, b.md); th (1: c.md)`, from languages and names of sources."""
    groups: dict[str, list[str]] = defaultdict(list)
    for language, name in sorted(named):
        groups[language].append(name)
    return "; ".join(f"{key} ({len(names)}: {listed(names)})" for key, names in groups.items())


def _consent(sources: Sequence[Analysed]) -> Iterator[Problem]:
    silent = [one.name for one in sources if not one.attributes.get("consent", "").strip()]
    if silent:
        yield problem("N02", sources=listed(silent))


def _silent_codes(used: Collection[str], codebook: Codebook) -> Iterator[Problem]:
    codes = [code.id for category in codebook.categories for code in category.codes]
    silent = [code for code in codes if code not in used]
    if silent:
        yield problem("N06", count=len(silent), codes=listed(silent, 8))
