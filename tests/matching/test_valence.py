"""What the words around a match do to its valence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.matching.clauses import conceded_stretches, unshadowed
from scapolicy.matching.cues import load_cues, placed
from scapolicy.matching.fold import fold
from scapolicy.matching.index import TermIndex
from scapolicy.matching.matcher import Hit, Matcher
from scapolicy.matching.sentence import Sentences, Stretch
from scapolicy.records import (
    Codebook,
    Condition,
    Cue,
    CueGroup,
    Effect,
    Relation,
    Side,
    Valence,
)
from tests.build import codebook, rule, source

_BOOK = codebook(("budget", [rule("b", "neutral", terms=("budget", "evaluate*", "lack of staff"))]))


def last_hit(text: str, book: Codebook = _BOOK, language: str = "") -> Hit:
    """The last hit in a text of one sentence."""
    return Matcher(book, language).hits(text, [Stretch(0, len(text))])[-1]


def cue(text: str) -> str | None:
    """The words that turn the last match of a text of one sentence."""
    hit = last_hit(text)
    return text[slice(*hit.cue)] if hit.cue else None


_CLAUSES = (
    "budget budget budget money, and not but although though however, yet despite , ;".split()
)
_CLAUSES += ["nothing but", "all but", "even though", "but; but"]
_CUES, _MATCHER = TermIndex(load_cues("en").terms), Matcher(_BOOK)


@given(st.lists(st.sampled_from(_CLAUSES), max_size=30).map(" ".join))
def test_a_match_is_conceded_where_any_of_the_outweighed_clauses_holds_it(text: str) -> None:
    sentences = Sentences(fold(text), [Stretch(0, len(text))] if text else [])
    cues = [(start, end, use) for _, start, end, uses in _CUES.find(sentences) for use in uses]
    hits = _MATCHER.hits(text, [Stretch(0, len(text))])
    assert len(hits) == text.count("budget")
    for hit in hits:
        sentence = sentences[0]
        word, _ = sentence.words_of((hit.start, hit.end))
        stretches = conceded_stretches(sentence, unshadowed(placed(sentence, cues)))
        assert hit.conceded == any(first <= word <= last for first, last in stretches)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We do not have a budget.", "not"),
        ("We don\u2019t have any budget.", "don\u2019t"),
        ("There was never a budget for it.", "never"),
        ("The province can go without a budget.", "without"),
        ("There is a lack of any proper budget.", "lack of"),
        ("Nobody in the office has a budget.", "Nobody"),
        ("The budget is not there.", "is not"),
        ("The budget was never given.", "was never"),
        ("The results were never evaluated.", "never"),
        ("The limited budget went.", "limited"),
        ("We could not go, money or budget, either.", "not"),
    ],
)
def test_a_cue_near_by_turns_a_match(text: str, words: str) -> None:
    assert cue(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "We have a budget.",
        "We could not go, but there is a budget.",
        "We were not told; the budget came later.",
        "It did not last long and was evaluated.",
        "We have a budget and we never complain.",
        "Not only the budget came.",
        "There is no doubt that a budget helps.",
        "Without their letter, we asked for a budget.",
        "It was not explained to any of us at that time what the budget was.",
        "Never without a budget.",
    ],
)
def test_a_cue_out_of_reach_or_undone_turns_nothing(text: str) -> None:
    assert cue(text) is None


def test_a_cue_inside_the_match_does_not_turn_it() -> None:
    assert cue("There is a lack of staff.") is None


def test_a_negative_phrase_in_a_list_of_negatives_is_not_turned() -> None:
    assert cue("There was no plan, no list, lack of staff.") is None
    assert cue("It is not that there is a lack of staff.") == "not that"


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("We still need a budget.", Effect.LACK),
        ("They should give us a budget.", Effect.WISH),
        ("If we had a budget, we would go.", Effect.WISH),
        ("If the ministry sends a budget, we go.", Effect.CONDITION),
        ("The budget is a problem.", Effect.COMPLAINT),
        ("The budget is not a problem.", Effect.PRAISE),
        ("We have a good budget.", Effect.PRAISE),
        ("Perhaps there is a budget.", Effect.HEDGE),
    ],
)
def test_other_cues_have_effects_of_their_own(text: str, effect: Effect) -> None:
    book = codebook(("budget", [rule("b", "neutral", negated="barrier", terms=("budget",))]))
    if effect is Effect.CONDITION:
        book = codebook(("budget", [rule("b", "facilitator", terms=("budget",))]))
    assert last_hit(text, book).effect is effect


@pytest.mark.parametrize(
    ("text", "valence"),
    [
        ("We are bound by rules.", "barrier"),
        ("We are not bound by rules.", "facilitator"),
        ("We never go to the fair because we are bound by rules.", "barrier"),
        ("We never see the town that is bound by rules.", "barrier"),
        ("There is a lack of money, bound by rules.", "barrier"),
    ],
)
def test_a_barrier_is_taken_away_only_close_by(text: str, valence: str) -> None:
    book = codebook(("rules", [rule("r", "barrier", terms=("bound by rules",))]))
    assert last_hit(text, book).valence == valence


def test_what_a_condition_asked_for_turns_nothing() -> None:
    near = Condition(Relation.NEAR, ("short of",), 2)
    book = codebook(("m", [rule("m", "barrier", terms=("budget",), conditions=(near,))]))
    assert last_hit("We are short of a budget.", book).valence is Valence.BARRIER
    assert last_hit("Nobody is short of a budget.", book).valence is Valence.FACILITATOR


def test_a_facilitator_that_nothing_turns_stays_one() -> None:
    fixed = codebook(("b", [rule("b", negated="facilitator", fixed=True, terms=("budget",))]))
    assert last_hit("We never had a budget, which is a problem.", fixed).valence == "facilitator"


def test_a_codebook_adds_cues_of_its_own() -> None:
    own = Cue(Effect.LACK, Side.AFTER, 3, "went up in smoke")
    for language in ("", "en"):
        book = codebook(("b", [rule("b", terms=("budget",))]), cues=(CueGroup((own,), language),))
        assert last_hit("The whole budget went up in smoke.", book).effect is Effect.LACK


# Puzzles: what a reader would say of the budget, sentence by sentence.
_MONEY = codebook(
    (
        "budget",
        [
            rule(
                "short",
                "barrier",
                terms=("budget",),
                conditions=(
                    Condition(
                        Relation.NEAR, ("short of", "not enough", "too little", "lack of"), 2
                    ),
                ),
            ),
            rule("there", "facilitator", terms=("budget",)),
        ],
    )
)


def read(text: str, book: Codebook = _MONEY, **attributes: str) -> str:
    """The valence of a text's only coding, the text taken as one turn."""
    (coding,) = sp.code([source(text, **attributes)], book, unit="turn").sources[0].codings
    return str(coding.valence)


@pytest.mark.parametrize(
    ("text", "valence"),
    [
        ("The central government never gives us a budget.", "barrier"),
        ("There is money enough, and people too, nobody is short of a budget.", "facilitator"),
        ("It is not that we do not have a budget.", "facilitator"),
        ("Not only did we get a budget, they sent a driver.", "facilitator"),
        ("Although we have a budget, there is not enough budget for two trips.", "barrier"),
        ("We had a budget, but the budget is not enough now.", "barrier"),
        ("We could not even buy the tickets, let alone find a budget for the hall.", "barrier"),
        ("Without a budget nobody moves.", "barrier"),
        ("We have never been without a budget.", "facilitator"),
        ("If we had a budget, we would go every year.", "barrier"),
        ("The budget is no problem.", "facilitator"),
        ("We are unable to obtain a budget.", "barrier"),
        ("I cannot say that there is no budget.", "facilitator"),
        ("Neither the governor nor the mayor has a budget.", "barrier"),
        ("The ministry is anything but generous with the budget.", "barrier"),
        pytest.param(
            "A budget? I have yet to see one.",
            "barrier",
            marks=pytest.mark.xfail(reason="the negation stands in the next sentence"),
        ),
        pytest.param(
            "The budget exists in their speeches.",
            "barrier",
            marks=pytest.mark.xfail(reason="irony"),
        ),
        pytest.param(
            "With no interpreter the budget grew.",
            "facilitator",
            marks=pytest.mark.xfail(reason="the negation belongs to another noun of the clause"),
        ),
        pytest.param(
            "It is not that we do not want a budget, we simply cannot get it.",
            "barrier",
            marks=pytest.mark.xfail(reason="only the last clause says that there is none"),
        ),
    ],
)
def test_english_puzzles(text: str, valence: str) -> None:
    assert read(text) == valence


_THAI = codebook(("budget", [rule("b", "facilitator", terms=("งบประมาณ", "งบ", "สนับสนุน"))]))


@pytest.mark.parametrize(
    ("text", "valence"),
    [
        ("เราไม่มีงบประมาณเลยครับ", "barrier"),
        ("จังหวัดไม่เคยได้รับงบประมาณจากส่วนกลาง", "barrier"),
        ("เราได้รับงบประมาณทุกปี", "facilitator"),
        ("งบประมาณไม่เพียงพอ", "barrier"),
        ("เราขาดงบประมาณ", "barrier"),
        ("ไม่ใช่ว่าเราไม่มีงบประมาณ", "facilitator"),
        ("ไม่เพียงแต่ได้งบประมาณ ยังได้รถด้วย", "facilitator"),
        ("ท่านผู้ว่าไม่ว่าง แต่มีงบประมาณ", "facilitator"),
        ("อยากให้มีงบประมาณมากกว่านี้", "barrier"),
        ("แทบไม่มีงบประมาณเหลือ", "barrier"),
        ("เรื่องงบประมาณไม่มีปัญหา", "facilitator"),
        pytest.param(
            "งบประมาณน่ะครับ อย่าไปหวัง",
            "barrier",
            marks=pytest.mark.xfail(reason="the particle ends the clause before the refusal"),
        ),
        pytest.param(
            "งบประมาณมีแต่ในกระดาษ",
            "barrier",
            marks=pytest.mark.xfail(reason="irony"),
        ),
    ],
)
def test_thai_puzzles(text: str, valence: str) -> None:
    pytest.importorskip("pythainlp", reason="needs scapolicy[thai]")
    assert read(text, _THAI, language="th") == valence
