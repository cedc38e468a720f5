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
