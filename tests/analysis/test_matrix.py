"""`matrix`: what is counted, what it is put in relation to, and what a zero means."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.tables.table import UNDEFINED
from tests.analysis.study import coded, shipped

BOOK = """\
title: Means
version: 1
categories:
  - id: means
    label: Means
    definition: Means.
    codes:
      - {id: money, definition: Money., rules: [{valence: barrier, terms: [budget, fund]}]}
      - {id: people, definition: Staff., rules: [{valence: facilitator, terms: [staff]}]}
  - id: leaders
    label: Leaders
    definition: Leaders.
    codes:
      - {id: mayor, definition: The mayor., rules: [{valence: facilitator, terms: [mayor]}]}
"""
HEAD = "---\ninformant: {informant}\nprovince: {province}\nlevel: {level}\n---\n"
TALKS = {
    "a.md": HEAD.format(informant="A", province="North", level="local")
    + "Interviewer: What of the mayor?\n\nClerk: A budget and a fund. No staff, a budget.\n",
    "b.md": HEAD.format(informant="A", province="North", level="private")
    + "Interviewer: What of staff?\n\nClerk: The staff is able.\n",
    "c.md": HEAD.format(informant="C", province="South", level="local")
    + "Interviewer: And then?\n\nClerk: We went home.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


@pytest.mark.parametrize("table", [sp.matrix, sp.findings])
def test_a_combination_that_no_source_has_stands_there_only_to_say_so(
    study: Coded, table: Any
) -> None:
    plain = table(study, ["province", "level"])
    there = [("North", "local"), ("North", "private"), ("South", "local")]
    assert [row[:2] for row in plain.rows] == there
    told = table(study, ["province", "level"], tell_zeros=True)
    assert [row[:2] for row in told.rows] == [*there, ("South", "private")]
    assert set(told.rows[-1][2:]) == {"no transcript"}


@pytest.mark.parametrize("table", [sp.matrix, sp.findings, sp.frequencies, sp.crosstab])
def test_an_attribute_that_is_named_twice_is_refused(study: Coded, table: Any) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        table(study, ["province", "level", "province"])
    [told] = error.value.problems
    assert (told.code, "'province'" in told.message) == ("X04", True)


@pytest.mark.parametrize(
    ("count", "cells"),
    [
        ("segments", [(3, 0), (0, 0)]),
        ("matches", [(5, 0), (0, 0)]),
        ("sources", [(2, 0), (0, 0)]),
        ("informants", [(1, 0), (0, 0)]),
        ("words", [(13, 0), (0, 0)]),
    ],
)
def test_a_cell_counts_what_is_asked_for(
    study: Coded, count: str, cells: list[tuple[int, ...]]
) -> None:
    table = sp.matrix(study, ["province"], count=count)
    assert table.columns == ("province", "means", "leaders")
    assert table.rows == tuple(
        (case, *row) for case, row in zip(("North", "South"), cells, strict=True)
    )


def test_by_code_each_code_has_a_column(study: Coded) -> None:
    table = sp.matrix(study, ["province"], level="code")
    assert table.rows == (("North", 2, 2, 0), ("South", 0, 0, 0))


@pytest.mark.parametrize(
    ("scale", "north"),
    [
        ("row-share", (0.5, 0.5, 0.0)),
        ("column-share", (1.0, 1.0, UNDEFINED)),
        ("per-1000-words", (153.846, 153.846, 0.0)),
        ("presence", (1, 1, 0)),
    ],
)
def test_numbers_are_put_in_relation(study: Coded, scale: str, north: tuple[float, ...]) -> None:
    assert sp.matrix(study, ["province"], level="code", scale=scale).rows[0][1:] == north


@pytest.mark.parametrize(
    ("count", "scale", "rows"),
    [
        ("sources", "row-share", [(0.5, 1.0, 0.0), (0.0, 1.0, 0.0)]),
        ("informants", "row-share", [(1.0, 1.0, 0.0), (0.0, 1.0, 0.0)]),
        ("sources", "column-share", [(1.0, 0.666667, UNDEFINED), (0.0, 0.333333, UNDEFINED)]),
        ("informants", "column-share", [(1.0, 1.0, UNDEFINED), (0.0, 1.0, UNDEFINED)]),
    ],
)
def test_a_share_of_sources_or_informants_is_one_of_those_that_there_are(
    tmp_path: Path, count: str, scale: str, rows: list[tuple[float, ...]]
) -> None:
    talks = {
        "a.md": TALKS["a.md"],  # speaks of money and of people
        "b.md": TALKS["b.md"],  # of people, and so does
        "c.md": HEAD.format(informant="A", province="South", level="local")
        + "Clerk: The staff went home.\n",
    }
    made = coded(tmp_path, talks, BOOK)
    table = sp.matrix(made, ["province"], level="code", count=count, scale=scale)
    assert [row[1:] for row in table.rows] == rows


@pytest.mark.parametrize(
    ("count", "scale", "title"),
    [
        ("sources", "row-share", "Sources, share of all in the case, by province"),
        ("segments", "row-share", "Segments, share of the sum of all factors in the case, by pro"),
        ("informants", "column-share", "Informants, share of all of the factor, by province"),
    ],
)
def test_the_title_says_what_a_share_is_one_of(
    study: Coded, count: str, scale: str, title: str
) -> None:
    assert sp.matrix(study, ["province"], count=count, scale=scale).title.startswith(title)


def test_a_zero_is_told_from_what_was_not_asked_and_from_no_transcript(study: Coded) -> None:
    table = sp.matrix(study, ["province", "level"], tell_zeros=True)
    assert table.rows == (
        ("North", "local", 2, 0),
        ("North", "private", 1, "not asked"),
        ("South", "local", "not asked", "not asked"),
        ("South", "private", "no transcript", "no transcript"),
    )


def test_a_subset_has_the_cases_of_its_sources(study: Coded) -> None:
    table = sp.matrix(sp.select(study, {"level": ["private"]}), ["province"])
    assert table.rows == (("North", 1, 0),)


@pytest.mark.parametrize(
    ("where", "code"), [({"rank": ["x"]}, "X01"), ({"level": ["national", "local"]}, "X02")]
)
def test_a_subset_that_can_not_be_is_refused(
    study: Coded, where: dict[str, list[str]], code: str
) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.select(study, where)
    assert [one.code for one in error.value.problems] == [code]


def test_the_attribute_of_the_run_may_be_one_that_no_source_states(study: Coded) -> None:
    nowhere = replace(study, by="region")
    assert [row[0] for row in sp.matrix(nowhere, ["region"]).rows] == ["(none)"]
    assert sp.select(nowhere, {"region": ["(none)"]}).sources == study.sources
    with pytest.raises(sp.ScapolicyError) as error:
        sp.select(nowhere, {"region": ["North"]})
    assert [one.code for one in error.value.problems] == ["X02"]


def test_by_default_it_is_the_matrix_of_the_run() -> None:
    assert sp.matrix(shipped()).rows == shipped().summary().matrix().rows
