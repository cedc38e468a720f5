"""What a codebook file becomes, and its schema."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

import scapolicy as sp
from scapolicy.codebook.schema import codebook_schema
from scapolicy.codebook.text import codebook_text
from scapolicy.records import FindingRule, Valence

BOOK = """\
title: Money
version: 1.0
languages: en
findings: {present: 0.8, absent: 0.2}
categories:
  - id: management
    label: Effective management
    definition: D
    codes:
      - id: budget
        definition: D
        exclude: [budget bureau]
        rules:
          - valence: facilitator
            terms: [no, yes, 1.0, budget*]
            exclude: [x]
          - id: grant
            valence: facilitator
            negated: facilitator
            terms: [grant]
          - id: own_name
            valence: neutral
            negated: barrier
            regex: ['\\d+ baht']
            tokens: [[{LOWER: sign}, {IS_PUNCT: true, OP: "?"}]]
            case_sensitive: true
"""


@pytest.fixture
def book(tmp_path: Path) -> sp.Codebook:
    (tmp_path / "money.yaml").write_text(BOOK)
    return sp.load_codebook(tmp_path / "money.yaml")


def test_the_head_is_kept_as_typed(book: sp.Codebook) -> None:
    assert (book.name, book.title, book.version, book.languages) == (
        "money",
        "Money",
        "1.0",
        ("en",),
    )
    assert book.findings == FindingRule(0.8, 0.2)


def test_terms_are_kept_as_typed_and_exclusions_joined(book: sp.Codebook) -> None:
    rule = book.categories[0].codes[0].rules[0]
    assert rule.id == "budget.1"
    assert rule.terms == ("no", "yes", "1.0", "budget*")
    assert rule.exclude == ("x", "budget bureau")
    assert (rule.valence, rule.negated) == (Valence.FACILITATOR, Valence.BARRIER)


def test_a_rule_may_say_all_of_it(book: sp.Codebook) -> None:
    rule = book.categories[0].codes[0].rules[2]
    assert (rule.id, rule.negated, rule.case_sensitive) == ("own_name", Valence.BARRIER, True)
    assert rule.tokens == (({"LOWER": "sign"}, {"IS_PUNCT": True, "OP": "?"}),)


def test_a_facilitator_that_is_one_when_negated_too_is_turned_by_nothing(book: sp.Codebook) -> None:
    rules = book.categories[0].codes[0].rules
    assert [rule.fixed for rule in rules] == [False, True, False]


def test_labels_are_made_from_ids(book: sp.Codebook) -> None:
    assert book.categories[0].codes[0].label == "Budget"


def test_a_codebook_reads_as_a_text(book: sp.Codebook) -> None:
    text = codebook_text(book)
    assert "1. Effective management [management]" in text
    assert "own_name: neutral, barrier when negated, capitals count" in text
    assert "but not: x · budget bureau" in text


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(codebook_schema())
    assert json.loads(json.dumps(codebook_schema())) == codebook_schema()


def _valid(text: str) -> bool:
    tree = yaml.safe_load(text)
    return jsonschema.Draft202012Validator(codebook_schema()).is_valid(tree)


def test_the_schema_takes_what_loads() -> None:
    assert _valid(BOOK)
    shipped = sp.shipped_codebooks()["key-factors"]
    assert _valid(shipped.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("this", "that"),
    [
        ("title: Money\n", ""),
        ("label:", "lable:"),
        ("valence: neutral", "valence: good"),
        ("id: budget", "id: Big Budget"),
        ("present: 0.8", "present: 8"),
        ("            terms: [no, yes, 1.0, budget*]\n", ""),
        ("case_sensitive: true", "case_sensitive: 3"),
        ("tokens: [[", "tokens: [["[:-1]),
        ("categories:", "kategories:"),
    ],
)
def test_the_schema_refuses_what_does_not_load(tmp_path: Path, this: str, that: str) -> None:
    text = BOOK.replace(this, that)
    if that == "tokens: [":
        text = text.replace('"?"}]]', '"?"}]')
    (tmp_path / "b.yaml").write_text(text)
    with pytest.raises(sp.ScapolicyError):
        sp.load_codebook(tmp_path / "b.yaml")
    assert not _valid(text)
