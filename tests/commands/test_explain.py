"""`scapolicy explain`: what hit, what nearly did, and why."""

from pathlib import Path

import pytest

from tests.commands.test_code import run

BOOK = """\
title: T
version: 1
codes:
  - id: money
    rules:
      - {id: asked, valence: facilitator, terms: [budget], near: {terms: [got], within: 3}}
      - {id: had, valence: facilitator, terms: [a fund]}
"""
TALK = "Interviewer: Was there a budget?\n\nMayor: The budget came. We never had a fund.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "talk.md").write_text(TALK)
    return tmp_path


def test_it_tells_why_a_turn_is_coded_as_it_is(study: Path) -> None:
    done = run("explain", f"{study / 'talk.md'}:2", "-c", study / "book.yaml")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "Codebook: T 1 (book), by sentence\n\n"
        "talk.md, turn 2, Mayor\n\nThe budget came. We never had a fund.\n\n"
        "What hit:\n  had (money): 'a fund', turned by 'never': barrier\n\n"
        "What nearly did:\n  asked: 'budget'; no: near: got (within 3 words)\n\n"
        "So it is coded:\n  segment 3: money, barrier ('a fund')\n\n"
    )


def test_an_interviewers_turn_is_explained_with_a_word_on_evidence(study: Path) -> None:
    done = run("explain", f"{study / 'talk.md'}:1", "-c", study / "book.yaml")
    assert "The interviewer's turns are not evidence" in done.stdout


@pytest.mark.parametrize("place", ["talk.md", "talk.md:x", "talk.md:9", "none.md:1", ".:2"])
def test_a_place_that_is_not_there_exits_2(study: Path, place: str) -> None:
    (study / "other.md").write_text(TALK)
    done = run("explain", f"{study}/{place}", "-c", study / "book.yaml")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_what_the_folder_sets_holds_where_an_option_is_not_given(study: Path) -> None:
    (study / "scapolicy.toml").write_text('codebooks = ["book.yaml"]\nunit = "turn"\n')
    place = f"{study / 'talk.md'}:2"
    done = run("explain", place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Codebook: T 1 (book), by turn\n\ntalk.md, turn 2, Mayor\n")
    assert "  segment 2: money, barrier ('a fund')" in done.stdout
    done = run("explain", place, "--unit", "sentence", "-c", "key-factors")
    assert done.stdout.startswith("Codebook: Key implementing factors 2.0.2 (key-factors), by sen")


def test_each_codebook_that_is_set_or_given_explains_it(study: Path) -> None:
    (study / "other.yaml").write_text(BOOK.replace("title: T", "title: Other"))
    (study / "scapolicy.toml").write_text('codebooks = ["book.yaml", "other.yaml"]\n')
    place = f"{study / 'talk.md'}:2"
    done = run("explain", place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("So it is coded:\n  segment 3: money, barrier") == 2
    assert done.stdout.index("T 1 (book)") < done.stdout.index("Other 1 (other)")
    both = ("-c", study / "book.yaml", "-c", study / "other.yaml")
    assert run("explain", place, *both).stdout == done.stdout


def test_an_interviewer_can_be_named(study: Path) -> None:
    (study / "talk.md").write_text(TALK.replace("Interviewer", "Ajarn"))
    place = f"{study / 'talk.md'}:1"
    done = run("explain", place, "-c", study / "book.yaml", "--interviewer", "Ajarn")
    assert done.returncode == 0, done.stderr
    assert "The interviewer's turns are not evidence" in done.stdout


def test_it_explains_a_run_in_which_everyone_speaks_evidence(study: Path) -> None:
    book = """
title: T
version: 1.0.0
languages: [en]
codes:
  - id: money
    rules:
      - valence: neutral
        terms: [grant]
        all_of: {terms: [budget], within: segment}
"""
    (study / "own.yaml").write_text(book)
    talk = "---\nconsent: true\n---\nInterviewer: Is there a budget?\n\nClerk: A grant.\n"
    (study / "talk.md").write_text(talk)
    where = (f"{study / 'talk.md'}:2", "-c", study / "own.yaml", "--unit", "document")
    assert "with nothing" in run("explain", *where).stdout
    said = run("explain", *where, "--speakers", "all").stdout
    assert "with nothing" not in said
    assert "money, neutral" in said
