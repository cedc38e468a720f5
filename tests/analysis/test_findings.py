"""`findings`: the codebook's rule on any cases, other thresholds, and what silence means."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.commands import main
from tests.analysis.study import coded, shipped

BOOK = """\
title: Means
version: 1
findings: {present: 0.6, absent: 0.2}
categories:
  - id: means
    definition: Means.
    codes:
      - {id: money, definition: Money., rules: [{valence: facilitator, terms: [grant]}]}
      - {id: lack, definition: Lack., rules: [{valence: barrier, terms: [shortage]}]}
  - id: leaders
    definition: Leaders.
    codes:
      - {id: mayor, definition: The mayor., rules: [{valence: neutral, terms: [mayor]}]}
"""
HEAD = "---\ninformant: {}\nprovince: {}\nlevel: {}\n---\n"
TALKS = {
    "a.md": HEAD.format("A", "North", "local")
    + "Interviewer: What of the mayor?\n\nClerk: A grant. Another grant. A shortage.\n",
    "b.md": HEAD.format("B", "North", "private")
    + "Interviewer: What of a grant?\n\nClerk: A shortage of rooms. The mayor came.\n",
    "c.md": HEAD.format("C", "South", "local") + "Interviewer: And?\n\nClerk: We went home.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


def test_the_codebook_s_rule_decides_for_each_combination_that_a_source_has(study: Coded) -> None:
    table = sp.findings(study, ["province", "level"])
    assert table.columns == ("province", "level", "means", "leaders")
    assert table.rows == (
        ("North", "local", "present", "not mentioned"),
        ("North", "private", "absent", "partial"),
        ("South", "local", "not mentioned", "not mentioned"),
    )


def test_sources_of_a_case_are_taken_together(study: Coded) -> None:
    assert sp.findings(study, ["province"]).rows[0] == ("North", "partial", "partial")


def test_by_code_each_code_has_a_column(study: Coded) -> None:
    table = sp.findings(study, ["province"], level="code")
    assert table.columns == ("province", "money", "lack", "mayor")
    assert table.rows[0] == ("North", "present", "absent", "partial")


@pytest.mark.parametrize(
    ("shares", "north"), [({"present": 0.5}, "present"), ({"absent": 0.5}, "absent")]
)
def test_shares_given_stand_before_those_of_the_codebook(
    study: Coded, shares: dict[str, float], north: str
) -> None:
    table = sp.findings(study, ["province"], **shares)  # type: ignore[arg-type]
    assert table.rows[0][1] == north
    assert f"{next(iter(shares.values())):g}" in table.notes[0]


@pytest.mark.parametrize(
    "shares",
    [
        {"present": 0.1},
        {"present": 1.5},
        {"absent": -0.1},
        {"absent": float("nan")},
        {"present": 0.5, "absent": 0.5},
    ],
)
def test_shares_that_make_no_sense_are_refused(study: Coded, shares: dict[str, float]) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.findings(study, ["province"], **shares)  # type: ignore[arg-type]
    assert [one.code for one in error.value.problems] == ["C21"]


def test_silence_is_told_from_what_was_not_asked_and_from_no_transcript(study: Coded) -> None:
    table = sp.findings(study, ["province", "level"], tell_zeros=True)
    assert table.rows == (
        ("North", "local", "present", "not mentioned"),
        ("North", "private", "absent", "partial"),
        ("South", "local", "not asked", "not asked"),
        ("South", "private", "no transcript", "no transcript"),
    )


def test_by_default_they_are_the_findings_of_the_run() -> None:
    for level in ("category", "code"):
        run = shipped().summary(level=level).findings()
        assert sp.findings(shipped(), level=level).rows == run.rows


def test_an_attribute_called_like_a_factor_keeps_a_column_of_its_own(tmp_path: Path) -> None:
    talks = {"a.md": "---\nmeans: few\n---\nClerk: A grant.\n"}
    study = coded(tmp_path, talks, BOOK)
    assert sp.findings(study, ["means"]).columns == ("attribute.means", "means", "leaders")
    assert sp.matrix(study, ["means"]).columns == ("attribute.means", "means", "leaders")


def test_the_command_prints_and_writes_them(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    arguments = ["findings", str(tmp_path / "results"), "--where", "province=North"]
    told = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert told.stdout.splitlines()[0] == "Findings by province"
    assert told.stdout.splitlines()[3].split() == ["North", "partial", "partial"]
    out = str(tmp_path / "f.csv")
    more = ["--present", "0.5", "--by", "level", "--tell-zeros", "-o", out]
    done = CliRunner().invoke(main, [*arguments, *more], catch_exceptions=False)
    assert done.exit_code == 0
    assert Path(out).read_text() == (
        "level,means,leaders\nlocal,present,not mentioned\nprivate,absent,partial\n"
    )


def test_the_command_refuses_shares_that_make_no_sense(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    arguments = ["findings", str(tmp_path / "results"), "--present", "2"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 2
    assert "[C21]" in done.stderr
