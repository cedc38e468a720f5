"""Progress on long work: on a terminal, as wide as that is, and gone afterwards."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scapolicy.commands import view
from tests.analysis.study import ROOT

pty = pytest.importorskip("pty", reason="Windows has no such terminals")

BOOK = """
title: Money
version: 1.0.0
languages: [en]
codes:
  - {id: money, rules: [{valence: neutral, terms: [budget]}]}
"""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    (folder / "talks").mkdir()
    (folder / "book.yaml").write_text(BOOK)
    talk = "---\nprovince: North\nconsent: true\n---\nQ: How?\n\n" + "A: It rains.\n\n" * 75_000
    for number in range(6):
        (folder / "talks" / f"{number}.md").write_text(talk)
    assert 6 * len(talk) > view._LONG_WORK
    return folder


def seen(study: Path, out: Path, columns: int, *options: str) -> str:
    """All that a terminal of so many columns was sent on standard error."""
    import fcntl
    import struct
    import termios

    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "scapolicy", "code", "talks", "-c", "book.yaml", "-o", out]
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    process = subprocess.Popen(
        [*command, "--tables-only", *options],
        cwd=study,
        stdout=subprocess.DEVNULL,
        stderr=there,
        env={**environment, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
    )
    os.close(there)
    sent = b""
    try:
        while piece := os.read(here, 65536):
            sent += piece
    except OSError:  # nobody has the other end any more
        pass
    finally:
        os.close(here)
    assert process.wait() == 0
    return sent.decode()


@pytest.mark.parametrize(("columns", "bar"), [(80, True), (40, False)])
def test_files_megabytes_and_time_left_stand_on_one_line_and_are_gone_at_the_end(
    study: Path, tmp_path: Path, columns: int, bar: bool
) -> None:
    sent = seen(study, tmp_path / "out", columns)
    lines = [_ESCAPES.sub("", line) for line in re.split(r"[\r\n]+", sent)]
    shown = [line for line in lines if " of 6 files" in line]
    assert shown
    assert max(map(len, shown)) <= columns
    assert all("MB" in line for line in shown)
    assert any(re.search(r"\d:\d\d:\d\d", line) for line in shown)
    assert all(("━" in line) is bar for line in shown)
    after = sent.rpartition(" of 6 files")[2]
    assert "\x1b[2K" in after  # the line is erased
    assert "\x1b[?25h" in after  # and the cursor is there again


def test_it_is_not_shown_where_nobody_asks_for_it(study: Path, tmp_path: Path) -> None:
    assert "files" not in seen(study, tmp_path / "out", 80, "--quiet")
