"""What is made of a run is reported as the run was, unless something else is asked for."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import scapolicy as sp
from scapolicy.records import Level
from tests.analysis.study import shipped
from tests.commands.test_code import run

BOOK = """\
title: Means
version: 1
categories:
  - id: means
    definition: Means.
    codes:
      - {id: money, definition: M., rules: [{valence: barrier, terms: [budget]}]}
      - {id: staff, definition: S., rules: [{valence: facilitator, terms: [staff]}]}
"""
TALK = "---\nrank: {rank}\nconsent: true\n---\nClerk: No budget. The staff came.\n"
FIGURES = ("heatmap", "valences", "frequencies", "network", "dispersion")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Talks that state a rank and no province, and the results by rank and code."""
    (tmp_path / "talks").mkdir()
    for name, rank in {"a.md": "head", "b.md": "clerk", "c.md": ""}.items():
        (tmp_path / "talks" / name).write_text(TALK.format(rank=rank), encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    how = ("-c", tmp_path / "book.yaml", "-o", tmp_path / "results", "-q")
    done = run("code", tmp_path / "talks", "--by", "rank", "--level", "code", *how)
    assert done.returncode == 0, done.stderr
    return tmp_path


def as_written(folder: Path, name: str) -> list[list[str]]:
    lines = (folder / "results" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",") for line in lines]


@pytest.mark.parametrize("name", ["matrix", "findings"])
def test_results_read_back_have_the_tables_that_the_run_wrote(name: str, study: Path) -> None:
    coded = sp.read_results(study / "results")
    written = as_written(study, name)
    frame = getattr(coded, name)()
    assert [list(frame.columns), *frame.astype(str).to_numpy().tolist()] == written
    made = getattr(sp, name)(coded)
    assert [list(made.columns), *([str(cell) for cell in row] for row in made.rows)] == written


def test_the_other_tables_are_those_that_the_run_wrote_too(study: Path) -> None:
    coded = sp.read_results(study / "results")
    assert list(coded.passages().columns[:2]) == ["rank", "factor"]
    assert list(coded.passages()["factor"]) == ["money", "staff"] * 3
    assert set(coded.frequencies()["cases"]) == {2}
    [missing] = [note.message for note in coded.notes() if note.code == "N05"]
    assert missing.startswith("no 'rank' is stated for c.md")
    again = sp.write_results(coded, study / "again")
    for name, path in again.items():
        assert path.read_bytes() == (study / "results" / name).read_bytes(), name


def test_all_tables_of_a_run_are_those_of_its_folder(study: Path) -> None:
    tables = sp.read_results(study / "results").tables()
    files = {path.stem for path in (study / "results").glob("*.csv")}
    assert {table.name for table in tables} == files
    assert len(tables) == len(files) == 7


@pytest.mark.parametrize("command", ["matrix", "findings"])
def test_a_command_without_options_gives_what_the_run_wrote(command: str, study: Path) -> None:
    done = run(command, study / "results", "-o", study / "out.csv")
    assert done.returncode == 0, done.stderr
    assert (study / "out.csv").read_bytes() == (study / "results" / f"{command}.csv").read_bytes()


def test_a_folder_of_several_codebooks_names_those_in_it(study: Path) -> None:
    (study / "other.yaml").write_text(BOOK.replace("Means", "Others"), encoding="utf-8")
    books = ("-c", study / "book.yaml", "-c", study / "other.yaml")
    done = run("code", study / "talks", *books, "--by", "rank", "-o", study / "two", "-q")
    assert done.returncode == 0, done.stderr
    done = run("matrix", study / "two")
    assert done.returncode == 2
    folders = [study / "two" / name for name in ("book", "other")]
    assert f"Give one of: {folders[0]}, {folders[1]}." in done.stderr
    assert run("matrix", folders[1]).stdout.startswith("Segments, by rank\n")


@pytest.mark.parametrize("kind", FIGURES)
def test_every_figure_is_drawn_of_a_run_by_another_attribute(kind: str, study: Path) -> None:
    done = run("figure", kind, study / "results", "-o", study / f"{kind}.svg")
    assert done.returncode == 0, done.stderr
    assert "Money" in done.stdout
    assert "Means" not in done.stdout


def test_what_python_coded_is_reported_by_its_own_attribute() -> None:
    coded = replace(shipped(), by="rank", level=Level.CODE)
    assert coded.matrix().equals(shipped().matrix(by="rank", level="code"))
    assert coded.tables() == shipped().tables("rank", "code")
    assert coded.matrix("level", "category").equals(shipped().matrix("level"))


LEVELS: dict[str, Callable[..., Any]] = {
    "matrix": sp.matrix,
    "findings": sp.findings,
    "crosstab": sp.crosstab,
    "cooccurrence": sp.cooccurrence,
    "framework": sp.framework,
    "compare": lambda coded, **how: sp.compare(coded, {"province": "Rayong"}, **how),
    "qca": lambda coded, **how: sp.qca(coded, {"province": "Rayong"}, **how),
    "figure": lambda coded, **how: sp.figure(coded, "valences", **how).words,
}


def test_every_function_that_takes_a_level_of_the_run_is_tried() -> None:
    takes = {
        name
        for name in sp.__all__
        if inspect.isfunction(function := getattr(sp, name))
        and "coded" in (parameters := inspect.signature(function).parameters)
        and "level" in parameters
    }
    assert takes == {*LEVELS, "write_results"}


@pytest.mark.parametrize("name", LEVELS)
def test_a_factor_is_what_it_is_in_the_run_unless_given(name: str) -> None:
    by_code = replace(shipped(), level=Level.CODE)
    made = LEVELS[name]
    assert made(by_code) == made(shipped(), level="code")
    assert made(by_code, level="category") == made(shipped()) != made(by_code)
