"""`frequencies`: codes as in the run's table, the rules that hit, the words they hit."""

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
categories:
  - id: means
    definition: Means.
    codes:
      - id: money
        definition: Money.
        rules:
          - {id: grants, valence: facilitator, terms: [grant*, sister city fund]}
          - {id: lack, valence: barrier, terms: [shortage]}
      - {id: rooms, definition: Rooms., rules: [{id: any_room, valence: neutral, terms: [grant]}]}
"""
HEAD = "---\nprovince: {}\nlevel: {}\n---\n"
TALKS = {
    "a.md": HEAD.format("North", "local")
    + "Clerk: A Grant, and the GRANT. No grant came.\n\nClerk: The sister\n city  fund.\n",
    "b.md": HEAD.format("North", "private") + "Clerk: The grants. A shortage.\n",
    "c.md": "---\nlevel: local\n---\nClerk: A grant.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


def test_rules_are_counted_the_most_frequent_first(study: Coded) -> None:
    table = sp.frequencies(study, of="rules")
    assert table.columns == (
        *("category", "code", "rule", "matches", "segments", "sources", "cases", "negated"),
    )
    assert table.rows == (
        ("means", "money", "grants", 6, 5, 3, 1, 1),
        ("means", "rooms", "any_room", 4, 3, 2, 1, 1),
        ("means", "money", "lack", 1, 1, 1, 1, 0),
    )


def test_words_are_counted_without_regard_to_capitals_and_line_ends(study: Coded) -> None:
    table = sp.frequencies(study, ["province", "level"], of="words")
    assert table.columns == ("words", "matches", "segments", "sources", "cases", "codes")
    assert table.rows == (
        ("grant", 8, 3, 2, 1, "money; rooms"),
        ("grants", 1, 1, 1, 1, "money"),
        ("shortage", 1, 1, 1, 1, "money"),
        ("sister city fund", 1, 1, 1, 1, "money"),
    )


def test_a_source_without_all_attributes_belongs_to_no_case(study: Coded) -> None:
    one = sp.frequencies(study, ["level"]).frame().set_index("code")
    two = sp.frequencies(study, ["province", "level"]).frame().set_index("code")
    assert one.loc["money", ["sources", "cases"]].tolist() == [3, 2]
    assert two.loc["money", ["sources", "cases"]].tolist() == [3, 2]
    assert two.loc["rooms", ["sources", "cases"]].tolist() == [2, 1]


@pytest.mark.parametrize("by", ["province", "level"])
def test_codes_are_those_of_the_run_s_own_table(by: str) -> None:
    assert sp.frequencies(shipped(), [by]).rows == shipped().summary(by).frequencies().rows


def test_a_folder_read_back_gives_the_same(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    for of in ("codes", "rules", "words"):
        again = sp.read_results(tmp_path / "results")
        assert sp.frequencies(again, of=of) == sp.frequencies(study, of=of)


def test_the_command_prints_and_writes_them(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    arguments = ["frequencies", str(tmp_path / "results"), "--where", "level=private"]
    told = CliRunner().invoke(main, [*arguments, "--of", "words"], catch_exceptions=False)
    assert told.stdout.splitlines()[3].split() == ["grants", "1", "1", "1", "1", "money"]
    out = str(tmp_path / "f.csv")
    done = CliRunner().invoke(main, [*arguments, "--of", "rules", "-o", out])
    assert done.exit_code == 0
    assert Path(out).read_text() == (
        "category,code,rule,matches,segments,sources,cases,negated\n"
        "means,money,grants,1,1,1,1,0\nmeans,money,lack,1,1,1,1,0\n"
    )


def test_codes_are_printed_below_their_categories(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "results")
    told = CliRunner().invoke(main, ["frequencies", str(tmp_path / "results")]).stdout
    lines = told.splitlines()
    for category in study.codebook.categories:
        [at] = [n for n, line in enumerate(lines) if line.startswith(f"{category.label} ")]
        assert lines[at + 1].startswith(f"  {category.codes[0].label} ")
    assert max(map(len, told.splitlines())) <= 80
