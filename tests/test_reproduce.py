"""The script of all tables and figures: the same bytes each time, also written over its own."""

import subprocess
import sys
from pathlib import Path

import pytest

import scapolicy as sp
from tests.commands.test_code import ROOT, code, run, study

__all__ = ["study"]


def reproduce(out: Path) -> dict[str, bytes]:
    script = ROOT / "scripts" / "reproduce_thesis.py"
    done = subprocess.run(
        [sys.executable, str(script), str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    files = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def test_the_script_gives_the_same_bytes_again(tmp_path: Path) -> None:
    first = reproduce(tmp_path / "thesis")
    assert {"4-1-matrix.xlsx", "4-9-qca.csv", "4-heatmap.svg", "report.html"} <= first.keys()
    assert reproduce(tmp_path / "thesis") == first


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
