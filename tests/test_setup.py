"""`scapolicy init`: settings proposed from what is found, and taken up by `code`."""

import shutil
from pathlib import Path

import pytest

from tests.commands.test_code import run

ASKS = "Ada: Why?\n\nBo: No budget.\n\n" * 3


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for n, region in enumerate(["North", "North", "South", "Southh"]):
        (tmp_path / f"{n}.md").write_text(f"---\nregion: {region}\nconsent: true\n---\n{ASKS}")
    return tmp_path


def test_settings_are_written_from_what_is_found(study: Path) -> None:
    done = run("init", study)
    assert done.returncode == 0, done.stderr
    text = (study / "scapolicy.toml").read_text()
    assert 'by = "region"' in text
    assert 'interviewers = ["Ada"]' in text
    assert '# "South" = ["Southh"]' in text


def test_settings_that_are_there_stay(study: Path) -> None:
    (study / "scapolicy.toml").write_text("by = 'x'\n")
    done = run("init", study)
    assert (done.returncode, (study / "scapolicy.toml").read_text()) == (2, "by = 'x'\n")
    assert "[S05]" in done.stderr


def test_code_takes_what_is_set_unless_told_otherwise(study: Path, tmp_path: Path) -> None:
    book = (
        "title: T\nversion: 1\ncodes:\n"
        "  - {id: money, rules: [{valence: neutral, terms: [budget]}]}\n"
    )
    (study / "mine.yaml").write_text(book)
    settings = "by = 'region'\nunit = 'turn'\ncodebooks = ['mine.yaml']\ninterviewers = ['Ada']\n"
    (study / "scapolicy.toml").write_text(settings)
    out = tmp_path.parent / f"{tmp_path.name}-out"
    done = run("code", study, "-o", out, "-q")
    assert done.returncode == 0, done.stderr
    assert (out / "matrix.csv").read_text() == "region,money\nNorth,6\nSouth,3\nSouthh,3\n"
    done = run("code", study, "-o", out, "-q", "--by", "consent", "--unit", "document")
    assert (out / "matrix.csv").read_text() == "consent,money\ntrue,4\n"
    shutil.rmtree(out)


@pytest.mark.parametrize("line", ["by = 3", "unit = 'page'", "codebooks = 'x'"])
def test_settings_that_are_wrong_are_told(study: Path, line: str) -> None:
    (study / "scapolicy.toml").write_text(line)
    done = run("code", study)
    assert done.returncode == 2
    assert "[S03]" in done.stderr
