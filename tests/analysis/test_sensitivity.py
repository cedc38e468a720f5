"""`sensitivity`: which findings hold when choices are made otherwise."""

from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.analysis.sensitivity import Sensitivity
from scapolicy.coded import Coded
from tests.analysis.study import ROOT, shipped
from tests.commands.test_code import run

BOOK = """\
title: Means
version: 1
codes:
  - id: money
    definition: Money.
    rules:
      - {valence: facilitator, terms: [budget]}
  - id: town
    definition: The town.
    rules:
      - {valence: barrier, terms: [town], near: {terms: [hall], within: 3}}
"""
HEAD = "---\ninformant: {informant}\nprovince: North\n---\n"
TALKS = {
    "a.md": HEAD.format(informant="A") + "Clerk: There was no budget. The budget is large.\n",
    "b.md": HEAD.format(informant="B") + "Clerk: A budget came. The town has one large old hall.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    for name, text in TALKS.items():
        (tmp_path / "talks" / name).write_text(text, encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def tried(study: Path) -> Sensitivity:
    sources = sp.read_transcripts(study / "talks")
    return sp.sensitivity(sources, sp.load_codebook(study / "book.yaml"))


def test_each_choice_is_made_otherwise_alone(study: Path) -> None:
    found = tried(study)
    assert found.base == {("North", "money"): "present", ("North", "town"): "not mentioned"}
    changes = {
        one.name: {factor: other for (_, factor), other in one.cells.items()}
        for one in found.variants
        if one.cells != found.base
    }
    assert changes == {
        "windows doubled": {"money": "present", "town": "absent"},
        "thresholds 0.75 and 0.25": {"money": "partial", "town": "not mentioned"},
        "without B": {"money": "partial", "town": "not mentioned"},
    }


def test_every_variant_of_the_shipped_study_is_that_of_coding_it_so() -> None:
    sources = sp.read_transcripts(ROOT / "transcripts")
    found = sp.sensitivity(sources, sp.load_codebook("key-factors"))
    variants = {one.name: one.cells for one in found.variants}
    assert found.base == cells(shipped())
    for unit in ("turn", "paragraph", "document"):
        assert variants[f"unit {unit}"] == cells(shipped(unit))
    for source in sources:
        rest = [one for one in sources if one is not source]
        name = f"without {source.attributes['informant']}"
        assert variants[name] == cells(sp.code(rest, shipped().codebook))
    assert len(variants) == 3 + 1 + 2 + 2 + 19


def cells(coded: Coded) -> dict[tuple[str, str], str]:
    table = coded.summary().findings()
    return {
        (str(row[0]), name): str(cell)
        for row in table.rows
        for name, cell in zip(table.columns[1:], row[1:], strict=True)
    }


def test_the_tables_tell_the_same_from_both_sides(study: Path) -> None:
    by_cell, by_variant = tried(study).tables()
    changed = sum(len(str(row[-1]).split("; ")) for row in by_cell.rows if row[-1])
    assert changed == sum(row[3] for row in by_variant.rows if isinstance(row[3], int))
    assert by_cell.notes == ("0 of 2 findings hold in all of the 10 variants that were tried.",)


def test_the_command_makes_the_run_again_and_writes_what_it_finds(study: Path) -> None:
    run("code", study / "talks", "-c", study / "book.yaml", "-o", study / "out", "-q")
    done = run("sensitivity", study / "out", study / "talks", "-c", study / "book.yaml")
    assert done.returncode == 0, done.stderr
    assert "0 of 2 findings hold in all of the 10 variants" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_other_transcripts_than_those_of_the_run_are_refused_by_name(study: Path) -> None:
    run("code", study / "talks", "-c", study / "book.yaml", "-o", study / "out", "-q")
    (study / "talks" / "a.md").write_text("Clerk: Nothing.\n", encoding="utf-8")
    (study / "book.yaml").write_text(f"{BOOK}# changed\n", encoding="utf-8")
    done = run("sensitivity", study / "out", study / "talks", "-c", study / "book.yaml")
    assert done.returncode == 2
    assert "a.md: this is not what the run was made of" in done.stderr
    assert "book.yaml: this is not what the run was made of" in done.stderr
