"""Which cues turn a match, and how far they reach."""

import pytest

from scapolicy.matching.matcher import Matcher, Stretch
from tests.build import codebook, rule

_BOOK = codebook(("budget", [rule("b", "neutral", terms=("budget", "evaluate*", "lack of staff"))]))


def cue(text: str) -> str | None:
    """The words that turn the last match of a text of one sentence."""
    hits = Matcher(_BOOK).hits(text, [Stretch(0, len(text))])
    span = hits[-1].cue
    return text[span[0] : span[1]] if span else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We do not have a budget.", "not"),
        ("We don\u2019t have any budget.", "don\u2019t"),
        ("There was never a budget for it.", "never"),
        ("The province can go without a budget.", "without"),
        ("There is a lack of any proper budget.", "lack of"),
        ("Nobody in the office has a budget.", "Nobody"),
        ("The budget is not enough.", "is not"),
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
        "It was not clear to any of us at that time what the budget was.",
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


@pytest.mark.xfail(strict=True, reason="a cue on another thing in the same clause still reaches")
def test_a_cue_that_belongs_to_another_noun_turns_nothing() -> None:
    assert cue("With no interpreter the budget grew.") is None
