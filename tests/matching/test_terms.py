"""Terms: what they match, and which can't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.matcher import Matcher
from scapolicy.matching.sentence import Stretch
from scapolicy.matching.terms import glob_matches, parse_term
from tests.build import codebook, rule


def found(text: str, **parts: object) -> list[str]:
    """The words that a rule hits in a text of one sentence."""
    hits = Matcher(codebook(("c", [rule(**parts)]))).hits(text, [Stretch(0, len(text))])
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("budget", "The Budget, a budget.", ["Budget", "budget"]),
        ("war", "a war-time city, the war", ["war"]),
        ("woman", "the woman's office", []),
        ("woman's", "the woman\u2019s office", ["woman\u2019s"]),
        ("budget*", "budgets, budget's, budgetary, rebudget", ["budgets", "budget's", "budgetary"]),
        ("*ability", "stability and ability", ["stability", "ability"]),
        ("organi?ation", "organisation or organization", ["organisation", "organization"]),
        (
            "sister city",
            "sister  city, sister\ncity, sister, city",
            ["sister  city", "sister\ncity"],
        ),
        ("sister city", "a sister\n\ncity", []),
        ("sister city", "my sister. City hall", []),
        ("lack of * budget", "lack of a budget, lack of budget", ["lack of a budget"]),
        ("u.s.", "the U.S. office", ["U.S."]),
        ("café", "the cafe\u0301", ["cafe\u0301"]),
        ("cooperation", "coop\u00aderation", ["coop\u00aderation"]),
    ],
)
def test_a_term_matches(term: str, text: str, words: list[str]) -> None:
    assert found(text, terms=(term,)) == words


def test_of_overlapping_hits_of_a_code_the_longest_counts() -> None:
    assert found("no budget line here", terms=("budget", "no budget", "no budget line")) == [
        "no budget line"
    ]


def test_an_excluded_phrase_does_not_count() -> None:
    text = "the Budget Bureau has a budget"
    assert found(text, terms=("budget*",), exclude=("budget bureau",)) == ["budget"]


def test_capitals_count_where_asked() -> None:
    assert found("an MOU, a mou", terms=("MOU",), case_sensitive=True) == ["MOU"]


def test_a_lemma_stands_for_its_forms_and_their_possessives() -> None:
    text = "We gave, give and are given it; the giver's; the governor's house"
    assert found(text, lemmas=("give", "governor")) == ["gave", "give", "given", "governor's"]


def test_a_lemma_phrase_may_hold_any_word() -> None:
    assert found("they received a budget", lemmas=("receive * budget",)) == ["received a budget"]


def test_two_codes_may_share_the_same_words() -> None:
    book = codebook(("a", [rule("r1", terms=("budget",))]), ("b", [rule("r2", terms=("budget",))]))
    hits = Matcher(book).hits("a budget", [Stretch(0, 8)])
    assert [(hit.code, hit.rule.id) for hit in hits] == [(0, "r1"), (1, "r2")]


@pytest.mark.parametrize(
    "term", ["", "  ", "*", "* *", "?", "* budget", "budget *", "bud*.", "- -"]
)
def test_a_term_that_could_never_match_is_refused(term: str) -> None:
    with pytest.raises(RuleFaultError):
        parse_term(term)


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_globs_match_as_their_regex_does(glob: str, word: str) -> None:
    import re

    regex = glob.replace("*", ".*").replace("?", ".")
    assert glob_matches(glob, word) == (re.fullmatch(regex, word) is not None)


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("re*tion of", "the rejection of it", ["rejection of"]),
        ("*tion of the", "a nation of the free", ["nation of the"]),
        ("c?ty of the", "this city of the north", ["city of the"]),
        ("un*able to act", "we were unable to act", ["unable to act"]),
        (
            "o* budget line",
            "our budget line, one budget line",
            ["our budget line", "one budget line"],
        ),
    ],
)
def test_a_wildcard_may_stand_anywhere_in_any_word(term: str, text: str, words: list[str]) -> None:
    assert found(text, terms=(term,)) == words
