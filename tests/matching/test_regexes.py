"""Regexes: linear time, folded as the text is."""

from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.matcher import Matcher
from scapolicy.matching.regexes import can_hang_elsewhere, compile_regex, matches_nothing
from scapolicy.matching.sentence import Stretch
from tests.build import codebook, rule, source


def found(text: str, *regexes: str, case: bool = False) -> list[str]:
    """The words that a rule of regexes hits."""
    book = codebook(("c", [rule(regex=regexes, case_sensitive=case)]))
    return [text[h.start : h.end] for h in Matcher(book).hits(text, [Stretch(0, len(text))])]


def test_a_regex_is_found_with_offsets_of_the_source() -> None:
    assert found("ขอ 20 Million บาท", r"\d+ million") == ["20 Million"]


def test_a_curly_quote_in_a_regex_is_a_straight_one() -> None:
    assert found("they don\u2019t", "don\u2019t") == ["don\u2019t"]


def test_capitals_count_where_asked() -> None:
    assert found("an MOU, a mou", "MOU", case=True) == ["MOU"]


def test_a_pattern_that_would_hang_a_backtracking_engine_does_not() -> None:
    assert found("a" * 5000 + "!", "(a+)+$") == []


@pytest.mark.parametrize("regex", ["(a", "(?=b)a", r"(a)\1", "a**", "(?<!x)y"])
def test_what_cannot_run_in_linear_time_is_refused(regex: str) -> None:
    with pytest.raises(RuleFaultError):
        compile_regex(regex, case_sensitive=False)


@pytest.mark.parametrize("regex", ["(a+)+", r"(\w*)*", "([a-z]+){2,}", "(?:x+)+y"])
def test_repeated_repetitions_are_seen(regex: str) -> None:
    assert can_hang_elsewhere(regex)


@pytest.mark.parametrize("regex", [r"(\w+ ){0,3}", "(a+b)+", "a+", r"\(a+\)+"])
def test_what_is_harmless_is_not_taken_for_a_repeated_repetition(regex: str) -> None:
    assert not can_hang_elsewhere(regex)


@pytest.mark.parametrize(
    ("regex", "nothing"),
    [
        ("^$", True),
        (r"\b", True),
        (r"\n*", True),
        (r"a\nb", True),
        (r"a[\n]b", True),
        (r"a\x0ab|(b\n)+", True),
        (r"a[^\s\S]b", True),
        ("a?", False),
        ("x", False),
        (r"lack[^\n]*budget", False),
        (r"lack(?:\n|,) budget", False),
        (r"budget(?:$|\n)", False),
        (r"\\n", False),
        (r"no\sbudget", False),
    ],
)
def test_a_regex_that_finds_no_words_is_seen(regex: str, nothing: bool) -> None:
    assert matches_nothing(regex) is nothing


def test_a_regex_that_only_speaks_of_a_line_end_is_found(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(
        "title: T\nversion: 1\ncodes:\n  - id: money\n    definition: Money.\n"
        "    rules: [{valence: barrier, regex: ['lack[^\\n]*budget']}]\n"
    )
    coded = sp.code([source("A lack of any\nbudget, no.")], sp.load_codebook(tmp_path / "b.yaml"))
    assert [match.text for match in coded.sources[0].matches] == ["lack of any\nbudget"]
