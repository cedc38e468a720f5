"""What commands tell stands within the width of a terminal, and unbroken in a file."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from scapolicy.commands.telling import tell, wrapped
from tests.commands.test_code import BOOK, ROOT, TALK

LONG = "CM-01.md: consent is not stated, and nothing is coded of it until it is [T08]\n  State it."


@given(st.text("ab /\u0e01", max_size=200), st.integers(20, 80))
def test_no_word_is_lost_or_broken(text: str, width: int) -> None:
    assert wrapped(text, width).split() == text.split()
    short = all(len(word) <= width - 2 for word in text.split())
    assert not short or all(len(line) <= width for line in wrapped(text, width).splitlines())


@pytest.mark.parametrize(("terminal", "widest"), [(True, 40), (False, LONG.index("\n"))])
def test_a_terminal_gets_short_lines_and_a_file_those_that_there_are(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
    widest: int,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    tell(LONG)
    told = capsys.readouterr().err
    assert max(map(len, told.splitlines())) <= widest
    assert told.split() == LONG.split()
    assert (told == f"{LONG}\n") is not terminal


def test_what_somebody_wrote_does_not_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell("province = 'a\x1b[2J\u202eb\x9b'\n  ขอนแก่น\tไม่มี")
    assert capsys.readouterr().err == "province = 'a\ufffd[2J\ufffdb\ufffd'\n  ขอนแก่น\tไม่มี\n"


WRONG = "title: X\nversion: 1\nlanguage: en\ncodes: [{id: a, rules: [{terms: ['*']}]}]\n"
PROGRAM = "from scapolicy.__main__ import entry; entry()"
BARE = f"import sys; sys.modules |= dict.fromkeys(['matplotlib', 'scipy']); {PROGRAM}"


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs, the second of changed transcripts and another codebook."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "wrong.yaml").write_text(WRONG)
    (folder / "talks").mkdir()
    for out, book, said in (
        ("r", BOOK, "No budget."),
        ("later", BOOK.replace("title:", "title: A much longer"), "A budget, " * 12),
    ):
        (folder / "book.yaml").write_text(book)
        (folder / "talks" / "an-interview-with-a-long-name.md").write_text(TALK.format(said=said))
        command = ["code", "talks", "-c", "book.yaml", "-o", out, "--quiet"]
        subprocess.run([sys.executable, "-c", PROGRAM, *command], cwd=folder, check=True)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="a terminal of its own is Unix's")
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("matrix r --by nix", "[X01]"),
        ("matrix r --where nix=1", "[X01]"),
        ("kwic r --code nix", "[X50]"),
        ("figure heatmap r -o r.svg", "The highest"),
        ("codebook check wrong.yaml", "[C11]"),
        ("verify r talks -c book.yaml", "[V10]"),
        ("diff r later", "[V08]"),
        ("bare figure heatmap r -o r.svg", "scapolicy[analysis]"),
        ("bare crosstab r", "scapolicy[analysis]"),
    ],
)
def test_whatever_is_told_on_a_terminal_fits_it(command: str, told: str, two_runs: Path) -> None:
    words = command.split()
    program = BARE if words[0] == "bare" else PROGRAM
    screen = on_terminal([sys.executable, "-c", program, *words[program == BARE :]], two_runs)
    assert told in screen
    assert max(map(cell_len, screen.splitlines())) <= 80


def on_terminal(command: list[str], folder: Path, columns: int = 80) -> str:
    """What a program shows on a terminal that is so many columns wide."""
    import fcntl
    import pty
    import termios

    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    env = {**kept, "TERM": "dumb", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, cwd=folder, env=env
    ) as process:
        os.close(other)
        shown = b""
        try:
            while part := os.read(main, 65536):
                shown += part
        except OSError:  # the program has ended
            pass
        process.wait()
    os.close(main)
    return shown.decode()


@pytest.mark.parametrize("columns", ["40", "160"])
def test_what_a_figure_shows_is_folded_in_a_file_too(two_runs: Path, columns: str) -> None:
    command = [sys.executable, "-c", PROGRAM, "figure", "heatmap", "r", "-o", "piped.svg"]
    env = {**os.environ, "COLUMNS": columns, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=two_runs, env=env, capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert 60 < max(map(len, lines)) <= 80
