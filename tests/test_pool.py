"""Files handed out to processes: in pieces of about one size, and what happens if one is lost."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from scapolicy.pool import PAYS_FROM, batches, paying_jobs
from scapolicy.readers.folder import find_transcripts
from tests.commands.test_code import ROOT, TALK, _bytes, code, study

__all__ = ["study"]

SAID = TALK.format(said="We have a budget. " * 5_000)  # 90 kB


def test_what_an_archive_holds_counts_with_its_own_size(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "talks.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(20):
            packed.writestr(f"{number:02}.md", SAID)
    texts = "".join(
        f"<TextSource guid='{n}' name='{n}' plainTextPath='internal://{n}.txt'/>" for n in (1, 2)
    )
    inline = f"<TextSource guid='3'><PlainTextContent>{SAID}</PlainTextContent></TextSource>"
    with zipfile.ZipFile(tmp_path / "texts.qdpx", "w") as packed:
        packed.writestr("p.qde", f"<Project><Sources>{texts}{inline}</Sources></Project>")
        packed.writestr("Sources/1.TXT", SAID)
        packed.writestr("2.txt", SAID)
    files = find_transcripts([tmp_path]).files
    assert {file.size for file in files} == {len(SAID.encode())}
    assert [len(batch) for batch in batches(files)] == [2] * 11 + [1]
    assert sum(file.size for file in files) > PAYS_FROM
    assert paying_jobs(files) == min(os.cpu_count() or 1, len(files))


def test_a_small_archive_of_many_files_pays_no_processes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "talks.zip", "w") as packed:
        for number in range(100):
            packed.writestr(f"{number:02}.md", "Q: How?\nA: " + "So. " * 200)
    files = find_transcripts([tmp_path]).files
    assert paying_jobs(files) == 1
    assert len(list(batches(files))) == 1


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a run started to code with, once it has them."""
    psutil = pytest.importorskip("psutil", reason="needs the extra scapolicy[cluster]")
    for _ in range(400):
        started = psutil.Process(process.pid).children()
        found = [one.pid for one in started if "--multiprocessing-fork" in one.cmdline()]
        if len(found) == 2:
            return found
        time.sleep(0.02)
    raise AssertionError("no workers")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("moment", [0.0, 0.3, 2.0])
def test_a_process_that_is_killed_is_told_and_what_was_coded_is_kept(
    study: Path, moment: float
) -> None:
    code(study)
    before = _bytes(study / "out")
    for number in range(60):
        (study / "talks" / f"{number}.md").write_text(SAID)
    command = ["code", study / "talks", "-c", study / "book.yaml", "-o", study / "out"]
    process = subprocess.Popen(
        [sys.executable, "-m", "scapolicy", *map(str, command), "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    first, second = workers_of(process)
    time.sleep(moment)
    os.kill(first, signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.startswith("every worker that tried one part of the files was lost")
    assert "[K04]" in said
    assert "Traceback" not in said
    assert not Path(f"/proc/{second}").exists()
    assert _bytes(study / "out") == before
    again = code(study, "--jobs", "1")
    assert again.returncode == 0
    assert "of 63 sources taken from earlier runs" in again.stderr
