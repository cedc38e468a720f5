"""What a terminal sees of long work, and what Ctrl-C leaves behind."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scapolicy.records import CACHE_FOLDER
from tests.commands.test_code import ROOT, TALK, _as_in_the_foreground, _bytes, code, run, study
from tests.test_pool import SAID, workers_of

__all__ = ["study"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other terminals and signals")
STOPPED = "Stopped; no results were changed.\n"


def start(study: Path, *options: str, err: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """A run in a group of its own, as a terminal makes one for each command."""
    folders = [str(study / "talks"), "-c", str(study / "book.yaml"), "-o", str(study / "out")]
    (study / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "scapolicy", "code", *folders, *options],
        stdout=subprocess.DEVNULL,
        stderr=err,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(study / "tmp"), "TERM": "xterm", "COLUMNS": "100"},
        start_new_session=True,
        preexec_fn=_as_in_the_foreground,  # noqa: PLW1509  no threads here
    )


@pytest.mark.parametrize("moments", [(0,), (0.1,), (0.4,), (1.5,), (0.4, 0.02, 0.02, 0.02)])
def test_ctrl_c_reaches_all_processes_and_none_complains(
    study: Path, moments: tuple[float, ...]
) -> None:
    code(study)
    before = _bytes(study / "out")
    for number in range(60):
        (study / "talks" / f"{number}.md").write_text(SAID)
    process = start(study, "--jobs", "2")
    workers = workers_of(process)
    for moment in moments:
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, STOPPED)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    assert _bytes(study / "out") == before
    assert [path.name for path in (study / "out").iterdir() if path.is_dir()] == [CACHE_FOLDER]
    assert list((study / "tmp").iterdir()) == []


def test_ctrl_c_is_answered_while_modules_are_loaded() -> None:
    stop = """
import sys
class Stop:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
from scapolicy.__main__ import entry
entry()
"""
    done = subprocess.run(
        [sys.executable, "-c", stop], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (130, STOPPED)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminal_sees_how_far_long_work_has_come(study: Path, jobs: str) -> None:
    import pty

    talk = TALK.format(said="The weather was fine in the morning. " * 15_000)
    with zipfile.ZipFile(study / "talks" / "more.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(10):
            packed.writestr(f"{number}.md", talk)
    near, far = pty.openpty()
    process = start(study, "--jobs", jobs, err=far)
    os.close(far)
    seen = b""
    while piece := _read(near):
        seen += piece
    assert process.wait(timeout=60) == 0
    frames = [line for line in seen.decode().replace("\r", "\n").split("\n") if " files " in line]
    whole = f"/{len(talk) * 10 / 1e6:.1f} MB"
    assert "0 of 13 files" in frames[0]
    assert all(whole in frame for frame in frames)
    assert any(f"{done} of 13 files" in frame for frame in frames for done in range(2, 12))
    assert "0:00:0" in frames[-1]  # the time that is left


def verifying(study: Path, jobs: int = 1, **how: Any) -> subprocess.Popen[str]:
    """A run that is being made again, at the moment when passages stand in a temporary file."""
    code(study)
    for number in range(60):
        (study / "talks" / f"{number}.md").write_text(SAID)
    (study / "tmp").mkdir(exist_ok=True)
    before = list((study / "tmp").iterdir())
    inputs = [str(study / "out"), str(study / "talks"), "-c", str(study / "book.yaml")]
    process = subprocess.Popen(
        [sys.executable, "-m", "scapolicy", "verify", *inputs, "--jobs", str(jobs)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(study / "tmp")},
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "text": True, **how},
    )
    for _ in range(6000):
        news = [path for path in (study / "tmp").iterdir() if path not in before]
        parts = [path for new in news for path in new.rglob("codings.part") if path.stat().st_size]
        if parts or process.poll() is not None:
            break
        time.sleep(0.01)
    assert parts
    return process


def test_verify_leaves_nothing_where_its_terminal_closes(study: Path) -> None:
    import fcntl
    import pty
    import termios

    near, far = pty.openpty()

    def at_the_terminal() -> None:
        _as_in_the_foreground()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = verifying(
        study,
        jobs=2,
        stdin=far,
        stdout=far,
        stderr=far,
        start_new_session=True,
        preexec_fn=at_the_terminal,
    )
    workers = workers_of(process)
    os.close(far)
    os.close(near)  # which ends the session
    assert process.wait(timeout=60) == 129
    assert list((study / "tmp").iterdir()) == []
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_verify_goes_on_without_its_terminal_where_that_is_asked_for(study: Path) -> None:
    ignored = verifying(study, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    ignored.send_signal(signal.SIGHUP)
    assert ignored.wait(timeout=60) == 1  # there are new transcripts
    assert list((study / "tmp").iterdir()) == []


def test_what_a_verify_that_was_killed_left_goes_with_the_next(study: Path) -> None:
    killed = verifying(study)
    killed.kill()
    killed.wait(timeout=60)
    (left,) = (study / "tmp").iterdir()
    mine = study / "tmp" / "scapolicy-results"
    mine.mkdir()
    at_work = verifying(study)
    at_work.send_signal(signal.SIGSTOP)
    assert not left.exists()
    (held,) = (path for path in (study / "tmp").iterdir() if path != mine)
    inputs = ("verify", study / "out", study / "talks", "-c", study / "book.yaml")
    assert run(*inputs, TMPDIR=str(study / "tmp")).returncode == 0
    assert held.exists()
    at_work.send_signal(signal.SIGCONT)
    assert at_work.wait(timeout=60) == 0
    assert list((study / "tmp").iterdir()) == [mine]


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that nobody writes any more
        return b""
