"""The fast matcher equals the slow one on generated codebooks and texts."""

from hypothesis import given
from hypothesis import strategies as st

from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.matcher import Matcher
from scapolicy.matching.sentence import Stretch
from scapolicy.matching.sets import expand
from scapolicy.matching.terms import parse_term
from scapolicy.records import Codebook, Condition, Reach, Relation
from scapolicy.segment import sentences
from tests import oracle
from tests.build import codebook, rule

_STEMS = [
    "war", "time", "city", "women", "budget", "é", "naïve", "ไทย", "งบประมาณ", "ไม่มี", "straße",
    "İz", "no", "มีเงิน", "ไม่",
    "预算",
    "没有预算",
    "予算が",
    "مِيزانيّة",
    "Ａ１",
    "か\u309aき\u3099",
]  # fmt: skip
_JOINTS = [
    "",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    ", ",
    ". ",
    "-",
    "'",
    "\u2019",
    "\u00ad",
    "\u200b",
]
_ENDS = ["", "", "s", "'s", "\u2019s", "-time", "e\u0301"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts of few words, many of them nearly alike, with all that may stand between them."""
    pieces: list[str] = []
    for _ in range(draw(st.integers(0, 25))):
        word = draw(st.sampled_from(_STEMS)) + draw(st.sampled_from(_ENDS))
        pieces.append(draw(st.sampled_from([word, word, word.upper(), word.title()])))
        pieces.append(draw(st.sampled_from(_JOINTS)))
    return "".join(pieces)


def _terms() -> st.SearchStrategy[str]:
    stems = st.sampled_from([stem for stem in _STEMS if stem != "straße"])
    words = st.one_of(
        stems,
        stems.map(lambda stem: stem + "*"),
        stems.map(lambda stem: "*" + stem),
        stems.map(lambda stem: stem[:-1] + "?"),
        st.just("*"),
        st.just("war-time"),
        st.just("women's"),
        st.just("ไม่มีงบประมาณ"),
        st.just("$talk"),
    )
    return st.lists(words, min_size=1, max_size=3).map(" ".join).filter(_usable)


def _usable(term: str) -> bool:
    try:
        for each in expand(term, _SETS):
            parse_term(each)
    except RuleFaultError:
        return False
    return True


_SETS = {"talk": ("budget*", "no war", "ไทย", "city"), "one": ("time",)}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Any condition."""
    relation = draw(st.sampled_from(list(Relation)))
    distance: st.SearchStrategy[int | Reach] = st.integers(0, 4)
    if relation not in (Relation.NEAR, Relation.BEFORE, Relation.AFTER):
        distance |= st.sampled_from(list(Reach))
    terms = draw(st.lists(_terms(), min_size=1, max_size=2))
    return Condition(relation, tuple(terms), draw(distance))


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Codebooks of up to three codes with up to three rules each."""
    codes = []
    for number in range(draw(st.integers(1, 3))):
        rules = [
            rule(
                f"r{number}_{place}",
                terms=tuple(draw(st.lists(_terms(), max_size=3))),
                lemmas=tuple(draw(st.lists(st.sampled_from(["city", "woman"]), max_size=1))),
                regex=tuple(
                    draw(st.lists(st.sampled_from(["bud[a-z]+", "no (war|city)"]), max_size=1))
                ),
                exclude=tuple(draw(st.lists(_terms(), max_size=2))),
                case_sensitive=draw(st.booleans()),
                conditions=tuple(draw(st.lists(conditions(), max_size=2))),
                where=draw(st.sampled_from([{}, {}, {"level": ("central", "local")}])),
                language=draw(st.sampled_from(["", "", "en", "th"])),
            )
            for place in range(draw(st.integers(1, 3)))
        ]
        codes.append((f"c{number}", rules))
    return codebook(*codes, sets=_SETS)


def stretches(text: str) -> list[Stretch]:
    """Its sentences, two in a segment and four in a turn."""
    spans = sentences(text, 0, len(text))
    return [Stretch(*span, n // 4 + 1, n // 2 + 1) for n, span in enumerate(spans)]


@given(codebooks(), texts(), st.sampled_from(["central", "private"]))
def test_fast_equals_slow(book: Codebook, text: str, level: str) -> None:
    spans = stretches(text)

    hits = Matcher(book).hits(text, spans, {"level": level})

    fast = [(hit.code, hit.rule.id, hit.start, hit.end) for hit in hits]
    assert len(fast) == len(set(fast))
    assert set(fast) == oracle.find(book, text, spans, {"level": level})


@given(codebooks(), texts())
def test_every_hit_lies_inside_one_sentence(book: Codebook, text: str) -> None:
    spans = stretches(text)

    for hit in Matcher(book).hits(text, spans):
        assert any(start <= hit.start < hit.end <= end for start, end, *_ in spans)
