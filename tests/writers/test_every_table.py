"""Every table that a command makes goes into every format."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import scapolicy as sp
from scapolicy.commands import main
from scapolicy.writers.formats import SEVERAL, SINGLE
from tests.analysis.study import shipped

COMMANDS = {
    "matrix": (),
    "findings": (),
    "frequencies": (),
    "crosstab": (),
    "cooccurrence": (),
    "compare": ("--group", "province=Rayong"),
    "framework": (),
    "kwic": (),
    "coverage": (),
    "qca": ("--outcome", "province=Rayong"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study") / "results"
    sp.write_results(shipped(), folder)
    return folder


@pytest.mark.parametrize("suffix", [*SINGLE, *SEVERAL])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_is_written(results: Path, tmp_path: Path, command: str, suffix: str) -> None:
    out = tmp_path / f"table{suffix}"
    arguments = [command, str(results), *COMMANDS[command], "-o", str(out)]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    written = [path for path in tmp_path.iterdir() if path.suffix == suffix]
    assert written
    assert all(path.stat().st_size for path in written)
