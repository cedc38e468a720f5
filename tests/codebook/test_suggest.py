"""What a person's codings say of a codebook."""

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.codebook.suggest import key_terms, log_likelihood
from scapolicy.errors import ScapolicyError
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


def test_log_likelihood_is_that_of_a_published_example() -> None:
    # 52 of 50,000 words against 57 of 75,000: 2.65, in a lecturer's example for the calculator of
    # UCREL, Lancaster (scribd.com/presentation/807361921), which uses Rayson & Garside's formula.
    assert round(log_likelihood(52, 57, 50_000, 75_000), 2) == 2.65


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
    # The coded turns hold 50 words, small ones among them.
    assert {(key.per_1000_inside, key.per_1000_outside) for key in found} == {(200.0, 0.0)}
    assert all(key.category == "money" and not key.known for key in found)


@pytest.mark.parametrize(
    ("parts", "known"),
    [
        ({"terms": ("purs*",)}, {"public purse", "purse"}),
        ({"terms": ("$money",)}, {"public purse", "purse"}),
        ({"lemmas": ("purse",)}, {"public purse", "purse"}),
        ({"terms": ("PURSE",), "case_sensitive": True}, {"public purse", "purse"}),
        ({"terms": ("public purse",)}, {"public purse"}),
        ({"terms": ("republic", "purses", "pur")}, set()),
    ],
)
def test_known_is_what_the_rules_would_find(parts: dict[str, Any], known: set[str]) -> None:
    talk = "Q: Why?\n\nA: The public purse.\n\nQ: And?\n\nA: Fine sunny weather here.\n\n"
    sources = [source(talk * 5, name) for name in ("a.md", "b.md")]
    coded = {(one.name, turn): ["factor"] for one in sources for turn in range(2, 20, 4)}
    book = codebook(("b", [rule(**parts)]), sets={"money": ("purse",)})
    found = key_terms(sources, coded, book)
    assert {key.term for key in found} == {"public purse", "public", "purse"}
    assert {key.term for key in found if key.known} == known


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


def test_without_consent_no_word_is_counted(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK)
    talk = "Q: Why?\n\nA: Zebra budget.\n\nQ: And?\n\nA: Other things entirely.\n\n" * 5
    for name, consent in (("a", "true"), ("b", "no"), ("c", "no")):
        (tmp_path / f"{name}.md").write_text(f"---\nconsent: {consent}\n---\n{talk}")
    rows = "".join(f"{name},{turn},money\n" for name in "abc" for turn in range(2, 20, 4))
    (tmp_path / "gold.csv").write_text("source,turn,category\n" + rows)
    talks = [tmp_path / f"{name}.md" for name in "abc"]
    found = suggest(tmp_path / "gold.csv", talks, tmp_path / "book.yaml")
    assert found.keys == ()  # two sources are needed, and one is left
    assert [(one.rule, one.right) for one in found.records] == [("good", 5)]
    assert [(note.code, note.file) for note in found.notes] == [("N01", "b.md"), ("N01", "c.md")]


def test_only_the_categories_asked_for_are_told(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "a.md").write_text("Q: Why?\n\nA: No budget.\n")
    (tmp_path / "gold.csv").write_text("source,turn,category\na,2,people\n")
    files = (tmp_path / "gold.csv", tmp_path / "a.md", tmp_path / "book.yaml")
    assert [one.rule for one in suggest(*files, categories=["money"]).records] == ["good"]
    other = suggest(*files, categories=["people"])
    assert (other.records, other.silent, other.rules) == ((), (), 0)
    with pytest.raises(ScapolicyError, match="did you mean 'money'") as caught:
        suggest(*files, categories=["mony", "purse"])
    assert [fault.code for fault in caught.value.problems] == ["E35", "E35"]


@pytest.mark.parametrize(
    ("gold", "code"),
    [
        ("source,turn,category\n", "E30"),
        ("source,turn,category,coder\na,2,money,me\na,2,money,you\n", "E31"),
    ],
)
def test_a_coding_by_nobody_or_by_several_is_refused(tmp_path: Path, gold: str, code: str) -> None:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "a.md").write_text("Q: Why?\n\nA: No budget.\n")
    (tmp_path / "gold.csv").write_text(gold)
    with pytest.raises(ScapolicyError) as caught:
        suggest(tmp_path / "gold.csv", tmp_path / "a.md", tmp_path / "book.yaml")
    assert [fault.code for fault in caught.value.problems] == [code]
