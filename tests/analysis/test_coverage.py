"""`coverage`: how much of each transcript carries codes, and what no code caught."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.analysis.contrast import keyness
from tests.analysis.study import ROOT, shipped
from tests.commands.test_code import run

BOOK = """\
title: Means
version: 1
codes:
  - {id: money, definition: Money., rules: [{valence: facilitator, terms: [budget, fund]}]}
  - {id: people, definition: Staff., rules: [{valence: facilitator, terms: [staff]}]}
"""
TALKS = {
    "a.md": "Interviewer: The typhoon?\n\nClerk: A budget and staff. The typhoon took the bridge."
    " A typhoon again.\n",
    "b.md": "Interviewer: Yes?\n\nClerk: The typhoon came. We went home.\n",
    "c.md": "Interviewer: Yes?\n\nClerk: We went home. Home again.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    for name, text in TALKS.items():
        (tmp_path / "talks" / name).write_text(text, encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def test_each_source_tells_how_much_of_it_carries_codes(study: Path) -> None:
    sources = sp.read_transcripts(study / "talks")
    table = sp.coverage(sp.code(sources, sp.load_codebook(study / "book.yaml")))
    assert table.columns == (
        "source",
        "segments",
        "coded",
        "share",
        "words",
        "share_of_words",
        "codes",
    )
    assert table.rows == (
        ("a.md", 3, 1, 0.333333, 12, 0.333333, 2),
        ("b.md", 2, 0, 0.0, 6, 0.0, 0),
        ("c.md", 2, 0, 0.0, 5, 0.0, 0),
    )
    assert table.notes == ("1 of 7 segments carry a code.",)


def test_the_g2_of_terms_is_the_log_likelihood_that_compare_cites(study: Path) -> None:
    sources = sp.read_transcripts(study / "talks")
    terms, _ = sp.uncaught(sp.code(sources, sp.load_codebook(study / "book.yaml")), sources)
    _, uncoded, others, _, g2 = terms.rows[0]
    # Of 23 words four stand in the passage with a code.
    key = keyness(int(str(uncoded)), 19, int(str(others)), 4)
    assert g2 == pytest.approx(key.log_likelihood, rel=1e-5)
    cited = r"Rayson (?:&|and) Garside 2000"
    for one in (sp.uncaught, keyness):
        assert re.search(cited, " ".join((one.__doc__ or "").replace("(2000", "2000").split()))


def test_what_no_code_caught_is_ranked_by_the_terms_that_come_again(study: Path) -> None:
    sources = sp.read_transcripts(study / "talks")
    coded = sp.code(sources, sp.load_codebook(study / "book.yaml"))
    terms, passages = sp.uncaught(coded, sources)
    assert [row[:4] for row in terms.rows] == [("home", 3, 0, 2), ("typhoon", 3, 0, 2)]
    assert [(row[0], row[-1]) for row in passages.rows[:2]] == [
        ("a.md", "The typhoon took the bridge."),
        ("a.md", "A typhoon again."),
    ]
    assert passages.notes == ("6 segments carry no code.",)


def test_what_is_no_speech_marks_nothing(study: Path) -> None:
    laughs = "Interviewer: Yes?\n\nClerk: [laughs] [laughs] (both laugh)\n"
    for name, text in {"a.md": "Clerk: A budget.\n", "b.md": laughs, "c.md": laughs}.items():
        (study / "talks" / name).write_text(text, encoding="utf-8")
    sources = sp.read_transcripts(study / "talks")
    terms, _ = sp.uncaught(sp.code(sources, sp.load_codebook(study / "book.yaml")), sources)
    assert not terms.rows


def test_the_command_is_of_the_sources_that_are_chosen(study: Path) -> None:
    (study / "talks" / "attributes.csv").write_text("source,rank\na.md,clerk\nb.md,clerk\n")
    book, out = ("-c", study / "book.yaml"), study / "c.csv"
    run("code", study / "talks", *book, "-o", study / "out", "-q")
    done = run(
        "coverage", study / "out", study / "talks", *book, "--where", "rank=clerk", "-o", out
    )
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[0] for line in out.read_text().splitlines()] == [
        "source", "a.md", "b.md"
    ]  # fmt: skip
    passages = (study / "c-uncaught.csv").read_text()
    assert "b.md" in passages
    assert "c.md" not in passages + done.stderr


def test_a_source_that_was_left_out_is_no_part_of_what_no_code_caught(study: Path) -> None:
    (study / "talks" / "no.md").write_text("---\nconsent: false\n---\nClerk: Home, home, home.\n")
    sources = sp.read_transcripts(study / "talks")
    coded = sp.code(sources, sp.load_codebook(study / "book.yaml"))
    asked = [one for one in sources if one.name != "no.md"]
    terms, passages = sp.uncaught(coded, sources)
    without = sp.uncaught(coded, asked)
    assert (terms.rows, passages.rows) == (without[0].rows, without[1].rows)
    assert passages.notes == ("6 segments carry no code.", "Not among what was coded: no.md.")


def test_what_no_code_caught_is_that_of_the_sources_chosen(study: Path) -> None:
    sources = sp.read_transcripts(study / "talks")
    coded = sp.code(sources, sp.load_codebook(study / "book.yaml"))
    _, passages = sp.uncaught(replace(coded, sources=coded.sources[1:2]), sources)
    assert {row[0] for row in passages.rows} == {"b.md"}
    assert passages.notes[1:] == ("Not among what was coded: a.md, c.md.",)


@pytest.mark.parametrize("unit", ["sentence", "turn", "paragraph"])
def test_coded_and_uncoded_segments_of_the_shipped_study_are_all_of_them(unit: str) -> None:
    coded = shipped(unit)
    sources = sp.read_transcripts(ROOT / "transcripts")
    _, passages = sp.uncaught(coded, sources, top=0)
    without = {(row[0], row[2]) for row in passages.rows}
    carrying = {(one.name, each.segment) for one in coded.sources for each in one.codings}
    assert not without & carrying
    assert len(without) + len(carrying) == sum(one.segments for one in coded.sources)


def test_the_command_needs_transcripts_only_for_what_no_code_caught(study: Path) -> None:
    run("code", study / "talks", "-c", study / "book.yaml", "-o", study / "out", "-q")
    alone = run("coverage", study / "out")
    assert alone.returncode == 0, alone.stderr
    assert "1 of 7 segments carry a code." in alone.stdout
    assert "typhoon" not in alone.stdout
    options = ("-c", study / "book.yaml", "--top", "1")
    both = run("coverage", study / "out", study / "talks", *options)
    assert both.returncode == 0, both.stderr
    assert "The typhoon took the bridge." in both.stdout
    assert "We went home." not in both.stdout
