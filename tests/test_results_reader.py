"""A results folder read back gives what was coded."""

from dataclasses import replace
from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.records import Level

ROOT = Path(__file__).parent.parent
FLAT = """\
title: Flat
version: 1
codes:
  - {id: money, label: Money, definition: Money., rules: [{valence: barrier, terms: [budget]}]}
  - {id: people, label: People, definition: Staff., rules: [{valence: facilitator, terms: [staff]}]}
"""


def coded(transcripts: Path, codebook: str | Path, unit: str = "sentence") -> Coded:
    return sp.code(sp.read_transcripts(transcripts), sp.load_codebook(codebook), unit=unit)


@pytest.mark.parametrize("unit", ["sentence", "turn", "paragraph", "document"])
def test_the_tables_of_what_is_read_back_are_those_of_the_run(tmp_path: Path, unit: str) -> None:
    first = coded(ROOT / "transcripts", "key-factors", unit)
    sp.write_results(first, tmp_path)
    again = sp.read_results(tmp_path)
    for level in Level:
        for by in ("province", "level", "rank"):
            assert again.tables(by, level) == first.tables(by, level)
    assert again.left_out == tuple(replace(one, remedy="") for one in first.left_out)


def test_the_records_of_what_is_read_back_are_those_of_the_run(tmp_path: Path) -> None:
    first = coded(ROOT / "transcripts", "key-factors")
    sp.write_results(first, tmp_path)
    for one, other in zip(first.sources, sp.read_results(tmp_path).sources, strict=True):
        assert (one.name, one.attributes, one.asked) == (other.name, other.attributes, other.asked)
        assert (one.matches, one.codings) == (other.matches, other.codings)


def test_a_flat_codebook_comes_back_flat(tmp_path: Path) -> None:
    talks, book = tmp_path / "talks", tmp_path / "flat.yaml"
    talks.mkdir()
    book.write_text(FLAT, encoding="utf-8")
    (talks / "a.md").write_text("Mayor: =No budget; and\tno staff.\n", encoding="utf-8")
    first = coded(talks, book)
    sp.write_results(first, tmp_path / "results")
    again = sp.read_results(tmp_path / "results")
    assert again.codebook.flat
    assert again.tables() == first.tables()


def test_attributes_named_like_a_column_come_back_by_their_own_names(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    head = '---\nwords: many\nasked: twice\nprovince: North\nturn: "2"\n---\n'
    (talks / "a.md").write_text(f"{head}Mayor: No budget.\n", encoding="utf-8")
    sp.write_results(coded(talks, "key-factors"), tmp_path / "results")
    [source] = sp.read_results(tmp_path / "results").sources
    assert dict(source.attributes) == {
        "words": "many",
        "asked": "twice",
        "province": "North",
        "turn": "2",
    }


def test_the_interviewers_questions_say_what_was_asked(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    said = "Interviewer: Was there a budget line for it?\nMayor: Ask the clerk.\n"
    (talks / "a.md").write_text(said, encoding="utf-8")
    sp.write_results(coded(talks, "key-factors"), tmp_path / "results")
    [source] = sp.read_results(tmp_path / "results").sources
    assert source.asked
    assert not source.codings


@pytest.mark.parametrize("name", ["codings.csv", "sources.csv"])
def test_a_table_that_was_changed_is_refused_by_name(tmp_path: Path, name: str) -> None:
    sp.write_results(coded(ROOT / "transcripts", "key-factors"), tmp_path)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("more\n")
    with pytest.raises(sp.ScapolicyError) as error:
        sp.read_results(tmp_path)
    [fault] = error.value.problems
    assert (fault.code, Path(fault.file).name) == ("P04", name)
