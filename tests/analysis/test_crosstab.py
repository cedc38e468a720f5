"""`crosstab`: what is counted, what is tested, and what a reader is warned of."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from scipy import stats
from statsmodels.stats.multitest import multipletests

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.commands import main
from scapolicy.tables.table import UNDEFINED
from tests.analysis.study import coded, shipped

BOOK = """\
title: Means
version: 1
categories:
  - id: means
    definition: Means.
    codes:
      - {id: money, definition: Money., rules: [{valence: barrier, terms: [budget]}]}
      - {id: people, definition: Staff., rules: [{valence: facilitator, terms: [staff]}]}
  - id: leaders
    definition: Leaders.
    codes:
      - {id: mayor, definition: The mayor., rules: [{valence: facilitator, terms: [mayor]}]}
"""
HEAD = "---\ninformant: {}\nprovince: {}\nlevel: {}\n---\nClerk: "
TALKS = {
    "a.md": HEAD.format("A", "North", "local") + "A budget. A budget and staff. We went home.",
    "b.md": HEAD.format("A", "North", "private") + "The staff is able.",
    "c.md": HEAD.format("C", "South", "local") + "We went home. We came back. A budget.",
    "d.md": "---\ninformant: D\n---\nClerk: The mayor. A budget.",
}


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


@pytest.mark.parametrize(
    ("count", "north", "south"),
    [
        ("segments", (3, 1, 0.75, 2.28571), (1, 2, 0.333333, 1.71429)),
        ("sources", (2, 0, 1.0, 2.0), (1, 0, 1.0, 1.0)),
        ("informants", (1, 0, 1.0, 1.0), (1, 0, 1.0, 1.0)),
    ],
)
def test_units_that_carry_a_factor_stand_beside_those_that_do_not(
    study: Coded, count: str, north: tuple[float, ...], south: tuple[float, ...]
) -> None:
    counts, _ = sp.crosstab(study, ["province"], count=count)
    assert counts.columns == ("category", "province", "coded", "not_coded", "share", "expected")
    assert counts.rows[:2] == (("means", "North", *north), ("means", "South", *south))


def test_each_factor_is_tested_and_one_that_is_nowhere_is_not(study: Coded) -> None:
    _, tests = sp.crosstab(study, ["province"])
    assert tests.columns == (*("category", "test", "chi_square", "df", "p", "p_holm", "cramers_v"),)
    # 3 and 1 against 1 and 2: of the 35 ways, all but the 18 of the most likely table.
    assert tests.rows == (
        ("means", "Fisher", 1.21528, 1, 0.485714, 0.485714, 0.416667),
        ("leaders", "", *(UNDEFINED,) * 5),
    )
    assert any(
        "all units being alike or in one case, so that the figures are undefined: leaders." in one
        for one in tests.notes
    )


def test_two_attributes_make_a_case_of_each_combination_that_has_a_source(study: Coded) -> None:
    counts, _ = sp.crosstab(study, ["province", "level"], level="code")
    assert counts.columns[:4] == ("code", "province", "level", "coded")
    assert counts.rows[:3] == (
        ("money", "North", "local", 2, 1, 0.666667, 1.28571),
        ("money", "North", "private", 0, 1, 0.0, 0.428571),
        ("money", "South", "local", 1, 2, 0.333333, 1.28571),
    )


def test_sources_that_do_not_state_the_attribute_are_left_out_and_told(study: Coded) -> None:
    _, tests = sp.crosstab(study, ["province"])
    assert tests.notes[0] == "Left out, as they do not state province: 1 of the sources."


@pytest.mark.parametrize(
    ("count", "warned", "by"),
    [
        ("segments", "The number of informants behind these segments: 2.", "province"),
        ("sources", "The number of informants behind these sources: 2.", "province"),
        ("informants", "Some informants stand under several cases", "level"),
    ],
)
def test_units_that_are_not_independent_are_told(
    study: Coded, count: str, warned: str, by: str
) -> None:
    _, tests = sp.crosstab(study, [by], count=count)
    assert any(one.startswith(warned) for one in tests.notes)


def test_informants_who_stand_in_one_case_each_need_no_warning(study: Coded) -> None:
    _, tests = sp.crosstab(study, ["province"], count="informants")
    assert not any("informant" in one for one in tests.notes)


def test_where_all_are_of_one_case_nothing_is_tested(study: Coded) -> None:
    counts, tests = sp.crosstab(sp.select(study, {"province": ["South"]}), ["province"])
    assert counts.rows[0] == ("means", "South", 1, 2, 0.333333, 1.0)
    assert [row[1:] for row in tests.rows] == [("", *(UNDEFINED,) * 5)] * 2


def test_of_no_source_nothing_is_counted_or_tested(study: Coded) -> None:
    counts, tests = sp.crosstab(replace(study, sources=()))
    assert counts.rows == ()
    assert [row[1:] for row in tests.rows] == [("", *(UNDEFINED,) * 5)] * 2


def test_the_shipped_study_is_tested_whole() -> None:
    counts, tests = sp.crosstab(shipped())
    matrix = sp.matrix(shipped()).frame().set_index("province")
    found = counts.frame().pivot_table(index="province", columns="category", values="coded")
    assert (found[matrix.columns] == matrix).all(axis=None)
    assert [row[1] for row in tests.rows] == ["Freeman-Halton"] * 9
    assert all(row[5] >= row[4] for row in tests.rows)  # type: ignore[operator]


@pytest.mark.parametrize("count", ["segments", "sources", "informants"])
def test_the_columns_of_the_tests_are_those_of_scipy_and_statsmodels(count: str) -> None:
    counts, tests = sp.crosstab(shipped(), ["level"], count=count)
    found = tests.frame().set_index("category")
    found = found[found["test"] != ""]
    ps = {}
    for factor, rows in counts.frame().groupby("category"):
        if factor not in found.index:
            continue
        table = rows[["coded", "not_coded"]].to_numpy().T
        chi = stats.chi2_contingency(table, correction=False)
        line = found.loc[factor]
        assert line["chi_square"] == pytest.approx(chi.statistic, rel=5.1e-6)
        assert line["df"] == chi.dof
        assert list(rows["expected"]) == pytest.approx(chi.expected_freq[0], rel=5.1e-6)
        strength = stats.contingency.association(table, correction=False)
        assert line["cramers_v"] == pytest.approx(strength, rel=5.1e-6, abs=1e-9)
        if line["test"] == "chi-square":
            assert line["p"] == pytest.approx(chi.pvalue, rel=5.1e-6)
        ps[factor] = line["p"]
    corrected = dict(zip(ps, multipletests(list(ps.values()), method="holm")[1], strict=True))
    assert found["p_holm"].to_dict() == pytest.approx(corrected, rel=5.1e-6)
    assert len(ps) > 5


def test_an_estimated_p_is_told_with_its_interval() -> None:
    _, tests = sp.crosstab(shipped(), ["province", "level"])
    estimated = [row for row in tests.rows if "estimated" in str(row[1])]
    [note] = [one for one in tests.notes if one.startswith("estimated: ")]
    told = dict(re.findall(r"(\w+) (0\.\d+ to 0\.\d+)", note.partition("correction: ")[2]))
    assert list(told) == [row[0] for row in estimated]
    for row in estimated:
        low, high = map(float, told[str(row[0])].split(" to "))
        assert low < float(row[4]) < high
    assert not any("estimated" in one for one in sp.crosstab(shipped(), ["province"])[1].notes)


def test_the_command_prints_and_writes_both_tables(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    arguments = ["crosstab", str(tmp_path / "results"), "--count", "sources"]
    told = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert "Sources by province: carrying a factor" in told.stdout
    assert "Sources by province: tests" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 80
    out = tmp_path / "c.csv"
    done = CliRunner().invoke(main, [*arguments, "-o", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    assert "note: The number of informants behind these sources: 2." in done.stderr
    assert out.read_text().startswith("category,province,coded,not_coded,share,expected\n")
    assert (tmp_path / "c-tests.csv").read_text().splitlines()[2] == "leaders,,,,,,"


def test_without_its_packages_it_says_what_to_install(
    study: Coded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sp.write_results(study, tmp_path / "results")
    monkeypatch.setitem(sys.modules, "scipy", None)
    done = CliRunner().invoke(main, ["crosstab", str(tmp_path / "results")])
    assert done.exit_code == 2
    assert "a crosstab needs the package scipy, which is not installed [X03]" in done.stderr
    assert "pip install 'scapolicy[analysis]'" in done.stderr
