"""Withdrawing an informant: shown first, complete, and finished by whatever comes next."""

import shutil
from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.readers import journal
from scapolicy.withdrawal import plan_withdrawal, withdraw
from tests.commands.test_code import run

ROOT = Path(__file__).resolve().parents[1]
GONE = ["CG-01.md", "CG-02.md", "CG-03.md", "CG-04.txt"]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "transcripts", tmp_path / "talks")
    coded = sp.code(sp.read_transcripts(tmp_path / "talks"), sp.load_codebook("key-factors"))
    sp.write_results(coded, tmp_path / "results" / "all")
    others = [s for s in sp.read_transcripts(tmp_path / "talks") if s.name.startswith("CM")]
    sp.write_results(sp.code(others, sp.load_codebook("key-factors")), tmp_path / "results" / "cm")
    rows = "source,turn,category\nCG-01.md,2,evaluation\nCM-01.md,2,evaluation\n"
    (tmp_path / "gold.csv").write_text(rows)
    return tmp_path


def traces(folder: Path, words: list[str]) -> list[str]:
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and any(word.encode() in path.read_bytes() or word in path.name for word in words)
    ]


def test_nothing_of_the_informant_and_the_organization_is_left(study: Path) -> None:
    plan = plan_withdrawal(
        "cg-04", study / "talks", results=[study / "results"], codings=[study / "gold.csv"]
    )
    assert list(plan.sources) == GONE
    assert traces(study, ["CG-0"])  # nothing is removed yet
    withdraw(plan)
    assert traces(study, ["CG-0", "ministry of interior, permanent"]) == []
    assert sorted(path.name for path in (study / "results" / "all").iterdir()) == []
    assert (study / "results" / "cm" / "run.json").exists()
    assert (study / "gold.csv").read_text() == "source,turn,category\nCM-01.md,2,evaluation\n"
    assert len(sp.read_transcripts(study / "talks")) == 15


def test_organizations_of_one_name_in_other_cases_stay(study: Path) -> None:
    plan = plan_withdrawal("PT-01", study / "talks")
    assert list(plan.sources) == ["PT-01.md", "PT-02.md"]


def test_a_withdrawal_that_was_cut_off_is_completed_by_the_next_command(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_withdrawal("CG-04", study / "talks", results=[study / "results"])

    def stop(_: Path, **__: bool) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", stop)
        with pytest.raises(KeyboardInterrupt):
            withdraw(plan)
    assert traces(study / "talks", ["CG-01"])
    assert len(sp.read_transcripts(study / "talks")) == 15
    assert traces(study, ["CG-0"]) == ["gold.csv"]  # which the withdrawal was not told of


def test_somebody_unknown_is_refused_with_those_that_are_known(study: Path) -> None:
    with pytest.raises(sp.ScapolicyError, match="CM-01") as caught:
        plan_withdrawal("XX-09", study / "talks")
    assert [fault.code for fault in caught.value.problems] == ["W01"]


def test_a_journal_that_cannot_be_read_stops_everything(study: Path) -> None:
    (study / "talks" / journal._FILE_NAME).write_text("{")
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(study / "talks")
    assert [fault.code for fault in caught.value.problems] == ["W02"]


def test_the_command_shows_first_and_removes_with_yes(study: Path) -> None:
    done = run("withdraw", "CG-04", study / "talks", "--results", study / "results")
    assert done.returncode == 0, done.stderr
    assert "Nothing was removed" in done.stdout
    assert (study / "talks" / "CG-01.md").exists()
    done = run("withdraw", "CG-04", study / "talks", "--results", study / "results", "--yes")
    assert done.returncode == 0, done.stderr
    assert not (study / "talks" / "CG-01.md").exists()
