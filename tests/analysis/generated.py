"""Coded sources made by chance, as a run could give them."""

from collections import defaultdict

from hypothesis import strategies as st

from scapolicy.coded import Coded
from scapolicy.coding import RULES
from scapolicy.records import (
    Category,
    Code,
    Codebook,
    CodedSource,
    Coding,
    FindingRule,
    Language,
    Match,
    Speakers,
    Unit,
    Valence,
)

CODES = {"money": "means", "people": "means", "mayor": "leaders", "goal": "plan"}
WORDS = ("fund", "Fund", "the fund", "ทุน", "STAFF", "it's")
_ATTRIBUTES = {
    "informant": ("A", "B", ""),
    "province": ("North", "South", 'Far, far "East"', ""),
    "level": ("local", "private", ""),
}
_HITS = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from(sorted(CODES)),
        st.integers(1, 2),
        st.sampled_from(WORDS),
        st.booleans(),
    ),
    max_size=8,
)


def _codebook(rule: FindingRule) -> Codebook:
    codes: dict[str, list[Code]] = defaultdict(list)
    for code, category in CODES.items():
        codes[category].append(Code(code, code.title(), ()))
    categories = tuple(Category(one, one.title(), tuple(own)) for one, own in codes.items())
    return Codebook("chance", "Chance", "1", ("en",), categories, findings=rule)


def _turn(segment: int) -> int:
    """Two segments a turn."""
    return (segment + 1) // 2


@st.composite
def _source(draw: st.DrawFn, number: int) -> CodedSource:
    attributes = {name: draw(st.sampled_from(values)) for name, values in _ATTRIBUTES.items()}
    if not number:
        attributes = {name: values[0] for name, values in _ATTRIBUTES.items()}
    hits = sorted(draw(_HITS))
    matches = tuple(
        Match(
            turn=_turn(segment),
            segment=segment,
            category=CODES[code],
            code=code,
            rule=f"{code}-{rule}",
            start=place * 20,
            end=place * 20 + len(words),
            text=words,
            valence=Valence.NEUTRAL,
            negated=negated,
            cue="",
        )
        for place, (segment, code, rule, words, negated) in enumerate(hits)
    )
    coded: dict[tuple[int, str], list[str]] = defaultdict(list)
    said: dict[int, list[str]] = defaultdict(list)
    for match in matches:
        coded[match.segment, match.code].append(match.text)
        said[match.segment].append(match.text)
    order = list(CODES)
    codings = tuple(
        Coding(
            turn=_turn(segment),
            segment=segment,
            start=segment * 100,
            end=segment * 100 + 90,
            speaker="Clerk",
            category=CODES[code],
            code=code,
            valence=draw(st.sampled_from(list(Valence))),
            words=tuple(words),
            text=" ".join(said[segment]),
            coder=RULES,
        )
        for (segment, code), words in sorted(
            coded.items(), key=lambda item: (item[0][0], order.index(item[0][1]))
        )
    )
    segments = draw(st.integers(max((one.segment for one in matches), default=0), 9))
    return CodedSource(
        name=f"{number}.md",
        attributes={name: value for name, value in attributes.items() if value},
        sha256="0" * 64,
        words=segments * draw(st.integers(1, 9)),
        segments=segments,
        asked=tuple(code for code in CODES if draw(st.booleans())),
        language=Language(),
        matches=matches,
        codings=codings,
    )


@st.composite
def studies(draw: st.DrawFn) -> Coded:
    """A few sources, the first of which states each attribute."""
    rule = FindingRule(
        present=draw(st.sampled_from([2 / 3, 0.5, 1.0])),
        absent=draw(st.sampled_from([1 / 3, 0.0, 0.25])),
        informants=draw(st.integers(1, 2)),
    )
    sources = tuple(draw(_source(number)) for number in range(draw(st.integers(1, 5))))
    versions = {"scapolicy": "1"}
    return Coded(_codebook(rule), Unit.SENTENCE, Speakers.INFORMANTS, sources, versions)
