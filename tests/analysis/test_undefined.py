"""A number that is undefined is one thing in every table, and is written as each format wants."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import scapolicy as sp
from scapolicy.analysis.qca import compare_members
from scapolicy.coded import Coded
from scapolicy.tables.table import is_undefined
from scapolicy.writers.formats import SEVERAL, SINGLE
from tests.analysis.study import coded
from tests.commands.test_code import run
from tests.writers.readers import READERS

BOOK = """\
title: Means
version: 1
codes:
  - {id: money, definition: Money., rules: [{valence: facilitator, terms: [budget]}]}
  - {id: staff, definition: Staff., rules: [{valence: neutral, terms: [staff]}]}
  - {id: mayor, definition: A mayor., rules: [{valence: facilitator, terms: [mayor]}]}
"""
HEAD = "---\nprovince: {}\nlanguage: en\n---\n"
TALKS = {
    "a.md": HEAD.format("North") + "Clerk: A budget. The staff.\n",
    "b.md": HEAD.format("South") + "Clerk: We went home.\n",
    "c.md": HEAD.format("West") + "Interviewer: And you?\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


def tables(study: Coded) -> Iterator[sp.Table]:
    """Tables that have an undefined number each."""
    yield sp.matrix(study, scale="row-share")
    yield sp.matrix(study, scale="column-share")
    yield sp.matrix(study, scale="per-1000-words")
    yield from sp.crosstab(study)
    yield from (sp.cooccurrence(study, measure=one) for one in ("jaccard", "lift"))
    yield sp.cooccurrence(study, pairs=True)
    yield sp.coverage(study)
    yield from sp.qca(study, {"province": "North"}).tables()[1:]
    yield from sp.compare(study, {"province": "West"}).tables()[:-1]
    yield sp.frequencies(sp.select(study, {"province": "West"}))


def places(table: sp.Table) -> list[tuple[int, int]]:
    return [
        (line, place)
        for line, row in enumerate(table.rows)
        for place, cell in enumerate(row)
        if is_undefined(cell)
    ]


def test_each_table_tells_what_is_undefined_in_it(study: Coded) -> None:
    for table in tables(study):
        assert places(table), table.title
        assert any("undefined" in note for note in table.notes), table


def test_a_frame_has_columns_of_numbers(study: Coded) -> None:
    for table in tables(study):
        frame = table.frame()
        for _, place in places(table):
            assert pd.api.types.is_float_dtype(frame.dtypes.iloc[place]), table
        assert "NaN" not in table._repr_html_()
    _, tests = sp.crosstab(study)
    assert not (tests.frame().p < 0.05).any()
    necessity = sp.qca(study, {"province": "North"}).necessity.frame()
    assert necessity.coverage.mean() == pytest.approx((1 + 0 + 1 / 3 + 1 / 3) / 4, abs=1e-6)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_it_is_empty_or_null_in_a_file(study: Coded, suffix: str, tmp_path: Path) -> None:
    missing = (None,) if suffix in (".json", ".xlsx", ".parquet", ".sav") else ("",)
    for number, table in enumerate(tables(study)):
        [path] = sp.export(table, tmp_path / f"{number}{suffix}")
        _, rows = READERS[suffix](path)
        assert {rows[line][place] for line, place in places(table)} <= {*missing}


@pytest.mark.parametrize("suffix", [*SINGLE, *SEVERAL])
def test_the_command_says_so_of_each_format(study: Coded, suffix: str, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    out = tmp_path / f"pairs{suffix}"
    done = run("cooccurrence", tmp_path / "results", "--measure", "lift", "-o", out)
    assert done.returncode == 0, done.stderr
    instead = "null" if suffix == ".json" else "empty"
    assert f"an undefined or infinite number is {instead} in" in done.stderr
    assert b"nan" not in out.read_bytes().lower().replace(b"analys", b"")


def test_columns_with_one_stay_columns_of_numbers_where_they_are_read(
    study: Coded, tmp_path: Path
) -> None:
    [path] = sp.export(sp.qca(study, {"province": "North"}).necessity, tmp_path / "q.md")
    assert "\n| --- | ---: | ---: | ---: |\n" in path.read_text(encoding="utf-8")


def test_on_a_terminal_it_is_empty_and_told(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    done = run("matrix", tmp_path / "results", "--scale", "row-share")
    assert "nan" not in done.stdout
    assert "A share is undefined for a case in which nothing is counted." in done.stdout


def test_a_zero_that_was_not_asked_about_is_told_before_it_is_undefined(study: Coded) -> None:
    table = sp.matrix(study, scale="row-share", tell_zeros=True)
    assert table.rows[1] == ("South", *("not asked",) * 3)


def test_a_run_of_nothing_has_frequencies_that_are_undefined(tmp_path: Path) -> None:
    silent = coded(tmp_path, {"c.md": TALKS["c.md"]}, BOOK)
    files = sp.write_results(silent, tmp_path / "results")
    lines = files["frequencies.csv"].read_text(encoding="utf-8").splitlines()
    assert lines[1] == "money,,Money,0,0,0,0,,,0,0,0,0"
    assert silent.frequencies()["share"].isna().all()
    sp.write_report(tmp_path / "results", tmp_path / "report.html")
    sp.write_report(tmp_path / "results", tmp_path / "report.docx")
    assert "nan" not in (tmp_path / "report.html").read_text(encoding="utf-8").split("<script")[0]
    done = run("code", tmp_path / "talks", "-c", tmp_path / "book.yaml", "-o", tmp_path / "again")
    assert (done.returncode, "nan" in done.stdout) == (0, False), done.stderr


def test_what_a_case_is_and_what_the_outcome_stand_in_the_titles(study: Coded) -> None:
    found = sp.qca(study, {"province": ["North", "West"]})
    for table in found.tables():
        assert table.title.endswith(": cases by province, outcome province = North or West")
    assert compare_members([], ("a",)).truth_table.title == "Truth table"
