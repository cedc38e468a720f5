"""Consent that the study asks for: who says nothing is left out of whatever is done."""

import json
from pathlib import Path

import pytest

import scapolicy as sp
from tests.commands.test_code import run

TALK = "Interviewer: Why did you go?\n\nMayor: They had asked us, and there was no budget.\n"


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "silent.md").write_text(TALK)
    (folder / "blank.md").write_text(f"---\nconsent:\n---\n{TALK}")
    (folder / "given.md").write_text(f"---\nconsent: true\n---\n{TALK}")
    (folder / "refused.md").write_text(f"---\nconsent: false\n---\n{TALK}")
    return folder


def analysed(folder: Path, out: Path) -> tuple[list[str], list[str]]:
    """The sources that a run analysed, and those that it tells it left out."""
    done = run("code", folder, "-o", out, "-q")
    assert done.returncode == 0, done.stderr
    written = json.loads((out / "run.json").read_text())
    rows = (out / "codings.csv").read_text().splitlines()[1:]
    left = sorted(line.split(":")[0] for line in map(str, written["left_out"]))
    return sorted({row.split(",")[0] for row in rows}), left


def test_who_says_nothing_is_analysed_unless_the_study_asks_for_consent(
    talks: Path, tmp_path: Path
) -> None:
    assert analysed(talks, tmp_path / "out")[0] == ["blank.md", "given.md", "silent.md"]
    (talks / "scapolicy.toml").write_text('consent = "required"\n')
    assert analysed(talks, tmp_path / "out")[0] == ["given.md"]


@pytest.mark.parametrize("said", ["pending", "not given", "nein", "ไม่ยินยอม", "no, see"])
def test_what_is_no_plain_yes_is_left_out_and_told(talks: Path, tmp_path: Path, said: str) -> None:
    (talks / "given.md").write_text(f"---\nconsent: {said!r}\n---\n{TALK}")
    done = run("code", talks, "-o", tmp_path / "out")
    assert f"given.md: consent {said!r} is no plain yes: it is left out [T12]" in done.stderr
    assert "given.md" not in (tmp_path / "out" / "codings.csv").read_text()
    assert "unclear" in run("transcripts", "list", talks).stdout


@pytest.mark.parametrize("said", ["Yes", "true", "oral", "ยินยอม", "Sí"])
def test_a_plain_yes_may_be_said_in_several_ways(talks: Path, tmp_path: Path, said: str) -> None:
    (talks / "given.md").write_text(f"---\nconsent: {said}\n---\n{TALK}")
    assert "given.md" in analysed(talks, tmp_path / "out")[0]


def test_who_is_left_out_for_want_of_consent_is_told(talks: Path, tmp_path: Path) -> None:
    (talks / "scapolicy.toml").write_text('consent = "required"\n')
    done = run("code", talks, "-o", tmp_path / "out")
    for name in ("blank.md", "refused.md", "silent.md"):
        assert name in (tmp_path / "out" / "run.json").read_text()
    assert "note: refused.md: left out: no consent was given" in done.stderr
    assert "blank.md: consent is asked for, and not stated: it is left out" in done.stderr
    checked = run("transcripts", "check", talks)
    assert checked.returncode == 1
    assert "silent.md: consent is asked for, and not stated" in checked.stdout
    assert "given.md: consent" not in checked.stdout
    listed = run("transcripts", "list", talks).stdout
    assert listed.count("missing") == 2
    assert "consent 2/4 its head true, false" in " ".join(listed.split())


def test_consent_may_stand_in_the_table(talks: Path, tmp_path: Path) -> None:
    (talks / "scapolicy.toml").write_text('consent = "required"\n')
    (talks / "attributes.csv").write_text("source,consent\nsilent,yes\n")
    assert analysed(talks, tmp_path / "out")[0] == ["given.md", "silent.md"]


@pytest.mark.parametrize(("head", "table"), [("true", "no"), ("no", "true")])
def test_a_refusal_holds_wherever_it_is_stated(tmp_path: Path, head: str, table: str) -> None:
    (tmp_path / "a.md").write_text(f"---\nconsent: {head}\n---\n{TALK}")
    (tmp_path / "attributes.csv").write_text(f"source,consent\na,{table}\n")
    done = run("transcripts", "check", tmp_path)
    refusing, other = sorted([("its head", head), ("attributes.csv", table)], key=lambda x: x[1])
    expected = f"'consent' is 'no' in {refusing[0]} and 'true' in {other[0]}; the first holds"
    assert expected in done.stdout
    assert "refused" in run("transcripts", "list", tmp_path).stdout


@pytest.mark.parametrize(("head", "table"), [("true", "yes"), ("no", "withdrawn")])
def test_consent_in_other_words_is_no_conflict(tmp_path: Path, head: str, table: str) -> None:
    (tmp_path / "a.md").write_text(f"---\nconsent: {head}\n---\n{TALK}")
    (tmp_path / "attributes.csv").write_text(f"source,consent\na,{table}\n")
    assert "N08" not in run("transcripts", "check", tmp_path).stdout


def test_what_is_converted_stays_left_out(talks: Path, tmp_path: Path) -> None:
    (talks / "scapolicy.toml").write_text('consent = "required"\n')
    assert run("transcripts", "convert", talks, "-o", tmp_path / "plain").returncode == 0
    assert analysed(tmp_path / "plain", tmp_path / "out")[0] == ["given.md"]


def test_a_setting_that_is_not_understood_is_no_licence(talks: Path) -> None:
    (talks / "scapolicy.toml").write_text("consent = true\n")
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(talks)
    (fault,) = caught.value.problems
    assert (fault.code, fault.message) == ("S03", "'consent' must be 'required', or not set")
