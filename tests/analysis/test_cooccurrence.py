"""`cooccurrence`: what counts as together, and how far beyond chance."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

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
  - id: plan
    definition: A plan.
    codes: [{id: goal, definition: A goal., rules: [{valence: facilitator, terms: [goal]}]}]
"""
TALKS = {
    "a.md": "---\nprovince: North\n---\nClerk: A budget and staff. The mayor, the staff.\n\n"
    "Clerk: The mayor. A budget.\n\nClerk: We went home. We came back.\n",
    "b.md": "---\nprovince: South\n---\nClerk: The staff. We left.\n",
}


def study(folder: Path, unit: str = "sentence") -> Coded:
    sentences = coded(folder, TALKS, BOOK)
    if unit == "sentence":
        return sentences
    book = sp.load_codebook(folder / "book.yaml")
    return sp.code(sp.read_transcripts(folder / "talks"), book, unit=unit)


@pytest.mark.parametrize(
    ("within", "rows"),
    [
        ("segment", [("means", 4, 1, 0), ("leaders", 1, 2, 0), ("plan", 0, 0, 0)]),
        ("turn", [("means", 3, 2, 0), ("leaders", 2, 2, 0), ("plan", 0, 0, 0)]),
        ("source", [("means", 2, 1, 0), ("leaders", 1, 1, 0), ("plan", 0, 0, 0)]),
    ],
)
def test_units_with_both_are_counted_and_those_with_one_on_the_diagonal(
    tmp_path: Path, within: str, rows: list[tuple[object, ...]]
) -> None:
    table = sp.cooccurrence(study(tmp_path), within=within)
    assert table.columns == ("category", "means", "leaders", "plan")
    assert list(table.rows) == rows


def test_by_code_the_codes_of_one_category_meet_as_well(tmp_path: Path) -> None:
    table = sp.cooccurrence(study(tmp_path), level="code")
    assert table.columns == ("code", "money", "people", "mayor", "goal")
    assert table.rows[0] == ("money", 2, 1, 0, 0)


@pytest.mark.parametrize(
    ("measure", "rows"),
    [
        # 4 of the 8 sentences have one, 2 the other, 1 both; 5 have either.
        ("jaccard", [(1.0, 0.2, 0.0), (0.2, 1.0, 0.0), (0.0, 0.0, UNDEFINED)]),
        ("lift", [(2.0, 1.0, UNDEFINED), (1.0, 4.0, UNDEFINED), (UNDEFINED,) * 3]),
    ],
)
def test_measures_are_undefined_where_there_is_nothing_to_divide_by(
    tmp_path: Path, measure: str, rows: list[tuple[object, ...]]
) -> None:
    table = sp.cooccurrence(study(tmp_path), measure=measure)
    assert [row[1:] for row in table.rows] == rows
    assert table.notes


def test_pairs_have_all_measures_and_the_most_frequent_comes_first(tmp_path: Path) -> None:
    table = sp.cooccurrence(study(tmp_path), level="code", within="source", pairs=True)
    assert table.columns == (
        *("first", "second", "n_first", "n_second", "n_both", "jaccard", "lift"),
    )
    assert table.rows == (
        ("money", "people", 1, 2, 1, 0.5, 1.0),
        ("money", "mayor", 1, 1, 1, 1.0, 2.0),
        ("people", "mayor", 2, 1, 1, 0.5, 1.0),
        ("money", "goal", 1, 0, 0, 0.0, UNDEFINED),
        ("people", "goal", 2, 0, 0, 0.0, UNDEFINED),
        ("mayor", "goal", 1, 0, 0, 0.0, UNDEFINED),
    )


def test_lift_within_turns_needs_a_run_whose_segments_are_turns(tmp_path: Path) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.cooccurrence(study(tmp_path), within="turn", measure="lift")
    assert [one.code for one in error.value.problems] == ["X11"]
    turns = sp.code(
        sp.read_transcripts(tmp_path / "talks"),
        sp.load_codebook(tmp_path / "book.yaml"),
        unit="turn",
    )
    table = sp.cooccurrence(turns, within="turn", measure="lift")
    assert table.rows[0] == ("means", 1.33333, 1.33333, UNDEFINED)


def test_pairs_within_turns_have_no_lift_and_say_so(tmp_path: Path) -> None:
    table = sp.cooccurrence(study(tmp_path), within="turn", pairs=True)
    assert table.rows[0] == ("means", "leaders", 3, 2, 2, 0.666667, UNDEFINED)
    assert any(note.startswith("lift is undefined") for note in table.notes)


def test_of_no_source_there_is_nothing_to_say(tmp_path: Path) -> None:
    nobody = replace(study(tmp_path), sources=())
    assert sp.cooccurrence(nobody, measure="lift").rows[0] == ("means", *(UNDEFINED,) * 3)
    _, told = sp.cooccurrence(nobody, pairs=True).notes
    assert told.startswith("jaccard is undefined")


def test_documents_are_not_looked_at_by_turn(tmp_path: Path) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.cooccurrence(study(tmp_path, "document"), within="turn")
    assert [one.code for one in error.value.problems] == ["X10"]


@pytest.mark.parametrize("within", ["segment", "turn", "source"])
def test_the_shipped_study_s_table_is_symmetric(within: str) -> None:
    frame = sp.cooccurrence(shipped(), level="code", within=within).frame().set_index("code")
    assert (frame.to_numpy() == frame.to_numpy().T).all()


def test_the_command_prints_and_writes_it(tmp_path: Path) -> None:
    sp.write_results(study(tmp_path), tmp_path / "results")
    arguments = ["cooccurrence", str(tmp_path / "results"), "--where", "province=North"]
    told = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert told.stdout.splitlines()[0] == "Factors within a segment: counts"
    assert told.stdout.splitlines()[3].split() == ["means", "3", "1", "0"]
    out = tmp_path / "c.csv"
    more = ["--pairs", "--within", "source", "-o", str(out)]
    done = CliRunner().invoke(main, [*arguments, *more], catch_exceptions=False)
    assert done.exit_code == 0
    assert out.read_text().splitlines()[1] == "means,leaders,1,1,1,1.0,1.0"


def test_the_command_refuses_what_can_not_be_said(tmp_path: Path) -> None:
    sp.write_results(study(tmp_path), tmp_path / "results")
    arguments = ["cooccurrence", str(tmp_path / "results"), "--within", "turn"]
    done = CliRunner().invoke(main, [*arguments, "--measure", "lift"], catch_exceptions=False)
    assert done.exit_code == 2
    assert "[X11]" in done.stderr
