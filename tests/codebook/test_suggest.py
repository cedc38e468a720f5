"""What a person's codings say of a codebook."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.codebook.suggest import key_terms, log_likelihood
from scapolicy.suggestions import suggest
from tests.build import codebook, rule, source

BOOK = """\
title: T
version: 1
categories:
  - id: money
    codes:
      - id: budget
        rules:
          - {id: good, valence: barrier, terms: [budget]}
          - {id: bad, valence: barrier, terms: [weather]}
          - {id: idle, valence: barrier, terms: [gold]}
          - {id: thai, valence: barrier, terms: [งบ], language: th}
languages: [en, th]
"""


def test_log_likelihood_is_that_worked_out_by_hand() -> None:
    # 20 of 1,000 words against 5 of 2,000: expected 25/3 and 50/3.
    expected = 2 * (20 * math.log(20 / (25 / 3)) + 5 * math.log(5 / (50 / 3)))
    assert log_likelihood(20, 5, 1000, 2000) == pytest.approx(expected)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(100, 500), st.integers(100, 500))
def test_only_what_is_more_frequent_inside_is_key(
    inside: int, outside: int, words_inside: int, words_outside: int
) -> None:
    g2 = log_likelihood(inside, outside, words_inside, words_outside)
    assert (g2 > 0) == (inside / words_inside > outside / words_outside)


def test_terms_of_the_coded_turns_are_found_and_small_words_left_out() -> None:
    talk = "Q: Why?\n\nA: The public purse is empty.\n\nQ: And?\n\nA: The weather is fine here.\n\n"
    sources = [source(talk * 5, name) for name in ("a.md", "b.md")]
    coded = {(one.name, turn): ["money"] for one in sources for turn in range(2, 20, 4)}
    book = codebook(("b", [rule(terms=("public purse",))]))
    found = key_terms(sources, coded, book)
    assert {key.term: (key.inside, key.outside, key.sources) for key in found} == dict.fromkeys(
        ("public purse", "public", "purse"), (10, 0, 2)
    )
    assert all(key.category == "money" and not key.known for key in found)


def test_words_that_mislead_and_rules_that_never_match_are_told(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "a.md").write_text(
        "Q: Why?\n\nA: No budget.\n\nQ: And?\n\nA: The weather.\n\nQ: So?\n\nA: The weather!\n"
    )
    (tmp_path / "gold.csv").write_text("source,turn,category\na.md,2,money\na.md,4,\na.md,6,\n")
    found = suggest(tmp_path / "gold.csv", tmp_path / "a.md", tmp_path / "book.yaml")
    assert [(one.rule, one.right, one.wrong) for one in found.records] == [
        ("bad", 0, 2),
        ("good", 1, 0),
    ]
    assert (found.silent, found.rules) == (("idle",), 3)
