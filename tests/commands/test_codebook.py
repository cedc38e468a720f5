"""`scapolicy codebook`: exit status and what is printed."""

import json
from pathlib import Path

from click.testing import CliRunner

from scapolicy.commands import main

GOOD = """\
title: T
version: 1
codes:
  - {id: a, definition: A., rules: [{valence: barrier, terms: [no money]}]}
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


def test_schema_prints_json() -> None:
    status, said = invoke("codebook", "schema")
    assert status == 0
    assert json.loads(said)["title"] == "scapolicy codebook"


def test_usage_errors_exit_2() -> None:
    assert invoke("code")[0] == 2
    assert invoke("code", "x", "--unit", "page")[0] == 2
    assert invoke("nonsense")[0] == 2
