"""The script of all tables and figures: the same bytes each time, also written over its own."""

import subprocess
import sys
from pathlib import Path

from tests.commands.test_code import ROOT


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
