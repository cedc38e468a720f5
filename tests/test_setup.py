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


def written(folder: Path) -> str:
    (folder / "scapolicy.toml").unlink(missing_ok=True)
    done = run("init", folder)
    assert done.returncode == 0, done.stderr
    return (folder / "scapolicy.toml").read_text(encoding="utf-8")


def taken_up(text: str, *lines: str) -> str:
    """The settings with the marks taken away before some lines."""
    for line in lines:
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    return text


def test_encodings_that_are_a_guess_are_proposed_and_can_be_taken_up(study: Path) -> None:
    assert "encodings" not in written(study)
    (study / "old [1].txt").write_bytes("ถาม: ไปทำไม\n\nตอบ: เขาเชิญเราไปครับ\n".encode("cp874"))
    text = written(study)
    (study / "scapolicy.toml").write_text(
        taken_up(text, "[encodings]", '"old [[]1].txt" = "cp874"'), encoding="utf-8"
    )
    listed = run("transcripts", "list", study).stdout
    assert "txt cp874 " in listed


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["CM-gov-02_2020-06-14", "KK-loc-01_2020-06-15", "RY-gov-1_20200616"],
            "{part1}-{part2}-{number}_{date}",
        ),
        (["Interview 1", "Interview 2", "Interview 13"], "Interview {number}"),
        (["talk 1 1", "talk 2 1", "talk 2 2", "notes"], "talk {number} {number2}"),
        (["North_1", "South_2", "East_3"], "{region}_{number}"),
        (["a-1", "b-2"], ""),
        (["talks", "minutes", "more"], ""),
        (["a-1", "b_2", "c 3", "d"], ""),
    ],
)
def test_a_pattern_is_proposed_where_names_are_regular(
    tmp_path: Path, names: list[str], expected: str
) -> None:
    for name in names:
        region = name.partition("_")[0]
        (tmp_path / f"{name}.md").write_text(f"---\nregion: {region}\n---\n{ASKS}")
    text = written(tmp_path)
    if not expected:
        assert "names =" not in text
        return
    line = f'names = "{expected}"'
    (tmp_path / "scapolicy.toml").write_text(taken_up(text, line), encoding="utf-8")
    shown = run("transcripts", "list", tmp_path).stdout
    assert "its name" in shown or "{region}" in expected


def test_that_consent_may_be_asked_for_is_said(study: Path) -> None:
    text = taken_up(written(study), 'consent = "required"')
    (study / "scapolicy.toml").write_text(text, encoding="utf-8")
    assert run("transcripts", "list", study).returncode == 0


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
