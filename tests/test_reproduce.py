"""The script of all tables and figures: the same bytes each time, also written over its own."""

import subprocess
import sys
from pathlib import Path

import pytest

import scapolicy as sp
from tests.commands.test_code import ROOT, code, run, study

__all__ = ["study"]


SCRIPT = ROOT / "scripts" / "reproduce_thesis.py"


def script(*arguments: object, without: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run the script where some packages are not installed."""
    start = (
        f"import runpy, sys; sys.modules |= dict.fromkeys({without!r});"
        f"sys.argv[0] = {str(SCRIPT)!r}; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    command = [sys.executable, "-c", start, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def reproduce(out: Path) -> dict[str, bytes]:
    done = script(out)
    assert done.returncode == 0, done.stderr
    files = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def test_the_script_says_how_it_is_used(tmp_path: Path) -> None:
    done = script("-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert "usage: reproduce_thesis.py [-h] [out]" in done.stdout
    assert "a template" in done.stdout.lower()
    assert script("--out", tmp_path).returncode == 2


def test_the_script_tells_what_it_needs_before_it_writes_anything(tmp_path: Path) -> None:
    done = script(tmp_path / "thesis", without=("matplotlib", "statsmodels"))
    assert done.returncode == 2
    assert "Not installed: matplotlib, statsmodels." in done.stderr
    assert "pip install 'scapolicy[analysis]'" in done.stderr
    assert not (tmp_path / "thesis").exists()


def test_an_argument_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    for out in (tmp_path / "notes", tmp_path / "notes" / "thesis"):
        done = script(out)
        assert done.returncode == 2
        assert str(out) in done.stderr
        assert "Traceback" not in done.stderr
    assert (tmp_path / "notes").read_text() == "mine"


def test_the_script_gives_the_same_bytes_again(tmp_path: Path) -> None:
    first = reproduce(tmp_path / "thesis")
    assert {"4-1-matrix.xlsx", "4-9-qca.csv", "4-heatmap.svg", "report.html"} <= first.keys()
    assert reproduce(tmp_path / "thesis") == first
    report = tmp_path / "thesis" / "report.html"
    report.write_bytes(first["report.html"].replace(b"<title>", b"<title>Mine: "))
    done = script(tmp_path / "thesis")
    assert done.returncode == 2
    assert f"{report}: " in done.stderr
    assert "[O02]" in done.stderr
    assert "Not all was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert b"Mine: " in report.read_bytes()


def test_what_the_script_coded_can_be_verified(tmp_path: Path) -> None:
    reproduce(tmp_path)
    done = run("verify", tmp_path / "results", ROOT / "transcripts")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("asking", [[], ["Informant"]])
def test_python_and_the_command_write_the_same(study: Path, asking: list[str]) -> None:
    talks, book = study / "talks", study / "book.yaml"
    (talks / "attributes.csv").write_text("source,rank\na.md,clerk\n", encoding="utf-8")
    (talks / "scapolicy.toml").write_text('interviewers = ["Asker"]\n', encoding="utf-8")
    sources = sp.read_transcripts(talks, interviewers=asking)
    sp.write_results(sp.code(sources, sp.load_codebook(book)), study / "python")
    options = [text for label in asking for text in ("--interviewer", label)]
    assert code(study, "--no-cache", *options).returncode == 0
    names = sorted(path.name for path in (study / "out").iterdir())
    assert names == sorted(path.name for path in (study / "python").iterdir())
    for name in names:
        assert (study / "python" / name).read_bytes() == (study / "out" / name).read_bytes(), name
    assert run("verify", study / "python", talks, "-c", book).returncode == 0
