"""The commands that the docs show, word for word as a reader would copy them."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.test_code import ROOT, run

PAGES = ("tables", "report", "tutorial", "reproducing")
_SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def examples() -> list[str]:
    """The examples that need no more than the transcripts and results of the study."""
    pages = [(ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8") for page in PAGES]
    found = [example for page in pages for example in _SHELL.findall(page)]
    return [example for example in dict.fromkeys(found) if "python " not in example]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it is in a clone, after two runs."""
    made = tmp_path_factory.mktemp("clone")
    for name in ("transcripts", "codebooks"):
        shutil.copytree(ROOT / name, made / name)
    for out in ("results", "results-2"):
        assert run("code", made / "transcripts", "-o", made / out, "-q").returncode == 0
    return made


@pytest.mark.skipif(os.name == "nt", reason="the examples are for a shell")
@pytest.mark.parametrize("example", examples())
def test_an_example_does_what_it_says(example: str, folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", example],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PATH": path},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    words = shlex.split(example.replace("\\\n", ""))
    outs = [words[place + 1] for place, word in enumerate(words) if word == "-o"]
    assert all((folder / out).exists() for out in outs)
    assert outs or done.stdout


def test_each_table_command_and_figure_has_an_example() -> None:
    shown = " ".join(examples())
    for command in "matrix findings frequencies crosstab cooccurrence qca sensitivity".split():
        assert f"scapolicy {command} " in shown
    for command in "coverage kwic compare framework figure report verify diff".split():
        assert f"scapolicy {command} " in shown
