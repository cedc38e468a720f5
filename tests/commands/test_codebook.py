"""`scapolicy codebook`: exit status and what is printed."""

import json
from pathlib import Path

from click.testing import CliRunner

from scapolicy.commands import main

GOOD = """\
title: T
version: 1
codes:
  - {id: a, definition: A., rules: [{valence: facilitator, terms: [some money]}]}
"""

WHOLE = """\
title: T
version: 1
languages: [en, fr, th]
description: D.
source: S.
pipeline: xx_pipeline
findings: {present: 0.75, absent: 0.333, informants: 2, levels: [provincial, local]}
sets: {money: [budget*, funds]}
cues:
  - {effect: negation, terms: [hardly, barely]}
  - {effect: wish, side: either, within: 1, terms: [si seulement], language: fr}
  - {effect: lack, side: after, terms: [fails]}
categories:
  - id: a
    label: A
    definition: D1.
    when_to_use: U.
    when_not_to_use: N.
    example: E.
    source: S1.
    codes:
      - id: b
        definition: D2.
        exclude: [budget bureau]
        rules:
          - {valence: neutral, negated: barrier, terms: [$money], where: {level: [local, private]}}
          - valence: barrier
            language: fr
            regex: [x+]
            lemmas: [go]
            case_sensitive: true
            near: {terms: [no], within: 1}
            none_of: [yes]
"""
SHOWN = """\
T 1 (en, fr, th)
================
D.
Source: S.
Findings: present from 75% facilitators, absent up to 33.3%; at most partial
with evidence from fewer than 2 informants or none of one of the levels
provincial, local
Pipeline: xx_pipeline
Cues: those of scapolicy for en, th, and of this codebook:
  negation (en), before a match, at most 3 words between: hardly · barely
  wish (fr), on either side of a match, at most 1 word between: si seulement
  lack (en), behind a match, at most 3 words between: fails
$money: budget* · funds

1. A [a]
  D1.
  Use: U.
  Not: N.
  Example: E.
  Source: S1.

  B [b]
    D2.
    b.1: neutral, barrier when negated, only where level is local or private
      $money
      but not: budget bureau
    b.2: barrier, facilitator when negated, only in fr, capitals count
      all forms of: go
      regex: x+
      but not: budget bureau
      near: no (within 1 word)
      none_of: yes (in the sentence)
"""


def invoke(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    return done.exit_code, done.output


def test_a_good_codebook_passes(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(GOOD)
    assert invoke("codebook", "check", tmp_path / "b.yaml") == (
        0,
        "T 1: 1 code, 1 rule, no problems\n",
    )


def test_the_shipped_codebook_passes_by_name() -> None:
    status, said = invoke("codebook", "check", "key-factors")
    assert status == 0
    assert said.endswith("no problems\n")


def test_a_codebook_with_problems_exits_1_and_tells_all(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(GOOD.replace("definition", "defnition") + "  - {id: a}\n")
    status, said = invoke("codebook", "check", tmp_path / "b.yaml")
    assert status == 1
    assert [line.split("[")[-1] for line in said.splitlines() if line.endswith("]")] == [
        "C02]",
        "C16]",
        "C03]",
        "C06]",
        "C16]",
    ]
    assert said.endswith("3 errors, 2 warnings\n")


def test_a_missing_codebook_exits_2() -> None:
    status, said = invoke("codebook", "check", "no-such")
    assert status == 2
    assert "key-factors" in said


def test_show_prints_definitions_and_rules() -> None:
    status, said = invoke("codebook", "show", "key-factors")
    assert status == 0
    assert "6. Effective management [effective_management]" in said
    assert "lack of $money" in said
    assert max(map(len, said.splitlines())) <= 80


def test_show_leaves_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(WHOLE)
    status, said = invoke("codebook", "show", tmp_path / "b.yaml")
    assert (status, said.rstrip("\n")) == (0, SHOWN.rstrip("\n"))


def test_schema_prints_json() -> None:
    status, said = invoke("codebook", "schema")
    assert status == 0
    assert json.loads(said)["title"] == "scapolicy codebook"


def test_usage_errors_exit_2() -> None:
    assert invoke("code")[0] == 2
    assert invoke("code", "x", "--unit", "page")[0] == 2
    assert invoke("nonsense")[0] == 2
