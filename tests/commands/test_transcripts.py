"""`scapolicy transcripts`: what was read, in 80 columns, and exit status."""

from pathlib import Path

import pytest

from tests.commands.test_code import run

GOOD = "---\nconsent: true\n---\nInterviewer: Why did you go?\n\nMayor: They had asked us to.\n"


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "good.md").write_text(GOOD)
    return tmp_path / "talks"


def test_list_shows_who_speaks_and_who_asks(talks: Path) -> None:
    done = run("transcripts", "list", talks)
    assert done.returncode == 0, done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("good.md"))
    assert row.split() == ["good.md", "2", "9", "Mayor", "Interviewer", "en?", "given"]
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_check_is_silent_of_what_is_good_and_exits_1_for_what_is_odd(talks: Path) -> None:
    done = run("transcripts", "check", talks)
    assert (done.returncode, done.stdout) == (
        0,
        "1 transcripts read, 0 problems, 0 oddities\n",
    )
    (talks / "odd.md").write_text("Only words.")
    (talks / "bad.md").write_bytes(b"\0\1\2")
    done = run("transcripts", "check", talks)
    assert done.returncode == 1
    assert "odd.md: no speakers were found" in done.stdout
    assert "bad.md" in done.stderr
    assert done.stdout.endswith("2 transcripts read, 1 problems, 2 oddities\n")


def test_show_tells_how_a_transcript_was_understood(talks: Path) -> None:
    done = run("transcripts", "show", talks / "good.md")
    assert done.returncode == 0, done.stderr
    assert "consent: true" in done.stdout
    assert "1 Interviewer asks: Why did you go?" in done.stdout
    assert "2 Mayor: They had asked us to." in done.stdout


@pytest.mark.parametrize("name", ["", "bad.md", "none.md"])
def test_show_of_no_transcript_exits_2(talks: Path, name: str) -> None:
    (talks / "bad.md").write_bytes(b"\0\1\2")
    (talks / "more.md").write_text(GOOD)
    done = run("transcripts", "show", talks / name)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_convert_writes_what_can_be_read_again(talks: Path, tmp_path: Path) -> None:
    done = run("transcripts", "convert", talks, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (
        (tmp_path / "out" / "good.md")
        .read_text()
        .endswith("\n\nInterviewer: Why did you go?\n\nMayor: They had asked us to.\n")
    )
    assert run("transcripts", "convert", talks, "-o", tmp_path / "out").returncode == 2
