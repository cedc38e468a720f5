"""A Dask cluster gives the same bytes as one process, even if a worker dies in the middle."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from scapolicy.cache import Cache
from scapolicy.codebook.load import load_codebook
from scapolicy.contribution import Contribution
from scapolicy.errors import ScapolicyError
from scapolicy.pool import work_through
from scapolicy.readers.address import parse_address
from scapolicy.readers.folder import Corpus, TranscriptFile, find_transcripts
from scapolicy.records import Options
from scapolicy.results import ResultsWriter
from scapolicy.run import run_corpus

ROOT = Path(__file__).parent.parent
distributed = pytest.importorskip("distributed", reason="needs the extra scapolicy[cluster]")

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


def a_cluster(workers: int) -> Any:
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # any port that is free
        silence_logs="CRITICAL",
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with a_cluster(2) as running:
        yield running


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interviews")
    talk = "We had no budget, but the governor led us well and the city trusted us.\n\n" * 2000
    for number in range(12):
        head = f"---\nprovince: P{number % 3}\nconsent: true\n---\nQ: How?\nA: {number}. "
        (folder / f"{number:02}.md").write_text(head + talk)
    return folder


def results(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def expected(study: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("one")
    with ResultsWriter(out, "province") as writer:
        engine = partial(work_through, jobs=1)
        book = load_codebook("key-factors")
        writer.finish(
            run_corpus(find_transcripts([study]), book, Options(), writer.add, engine=engine)
        )
    return results(out)


def command(study: Path | str, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "scapolicy", "code", str(study), "-o", str(out), *options]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_a_cluster_gives_the_same_bytes(
    cluster: Any, study: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    done = command(
        study, tmp_path, "-q", "--engine", "dask", "--scheduler", cluster.scheduler_address
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert results(tmp_path) == expected


def test_workers_read_a_store_themselves(
    cluster: Any, study: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    where = "--scheduler", cluster.scheduler_address
    for out in (tmp_path / "new", tmp_path / "new"):  # the second time from the cache
        done = command(study.as_uri(), out, "-q", "--engine", "dask", *where)
        assert (done.returncode, done.stderr) == (0, "")
        assert results(out) == expected


def test_a_store_that_workers_can_not_reach_stops_the_run(cluster: Any) -> None:
    from scapolicy.cluster import work_on_cluster

    files = [TranscriptFile(parse_address(f"nowhere://b/{n}.md"), f"{n}.md") for n in range(3)]
    corpus, book = Corpus(tuple(files)), load_codebook("key-factors")
    engine = partial(work_on_cluster, address=cluster.scheduler_address)
    with pytest.raises(ScapolicyError, match="K07"):
        run_corpus(corpus, book, Options(), lambda _: None, engine=engine, skip_unreadable=True)


def test_a_worker_that_dies_loses_nothing(
    cluster: Any, study: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill() -> None:
        if not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    coded_on(cluster.scheduler_address, study, tmp_path, kill)
    assert killed
    assert results(tmp_path) == expected


def test_workers_that_all_die_at_once_and_come_again_lose_nothing(
    cluster: Any, study: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill() -> None:
        if not killed:
            killed.extend(worker.pid for worker in cluster.workers.values())
            for one in killed:
                os.kill(one, signal.SIGKILL)

    coded_on(cluster.scheduler_address, study, tmp_path, kill)
    assert len(killed) == 2
    assert results(tmp_path) == expected


def coded_on(address: str, study: Path, out: Path, meanwhile: Callable[[], None]) -> None:
    """Code a study on a cluster, and do something after each of its sources."""
    from scapolicy.cluster import work_on_cluster

    with ResultsWriter(out, "province") as writer:

        def add(given: Contribution) -> None:
            writer.add(given)
            meanwhile()

        engine = partial(work_on_cluster, address=address)
        book = load_codebook("key-factors")
        writer.finish(run_corpus(find_transcripts([study]), book, Options(), add, engine=engine))


def test_a_worker_with_other_code_that_comes_later_is_found_out(
    study: Path, tmp_path: Path
) -> None:
    for name in ("scapolicy", "codebooks"):
        shutil.copytree(ROOT / name, tmp_path / "other" / name)
    cues = tmp_path / "other" / "scapolicy" / "matching" / "cues" / "en.yaml"
    cues.write_text(cues.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    come: list[subprocess.Popen[bytes]] = []

    def let_another_come() -> None:
        if not come:
            command = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-nanny"]
            environment = {**os.environ, "PYTHONPATH": str(tmp_path / "other")}
            where = [running.scheduler_address, "--no-dashboard", "--nthreads", "8"]
            come.append(
                subprocess.Popen(
                    [*command, *where],
                    env=environment,
                    cwd=tmp_path,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            with distributed.Client(running.scheduler_address, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=60)

    with a_cluster(1) as running:
        try:
            with pytest.raises(ScapolicyError, match="K03"):
                coded_on(running.scheduler_address, study, tmp_path / "out", let_another_come)
        finally:
            for one in come:
                one.kill()
                one.wait()
    assert come


def test_a_cluster_without_workers_is_told(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scapolicy.cluster._PATIENCE", 1)
    with a_cluster(0) as running, pytest.raises(ScapolicyError, match="K18"):
        coded_on(running.scheduler_address, study, study.parent / "none", lambda: None)


@pytest.mark.parametrize("kind", ["tcp", "tls", "ws"])
@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_is_no_scheduler_is_told(
    kind: str, answer: bytes, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scapolicy.cluster._PATIENCE", 1)
    heard: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    heard.append(server.accept()[0])
                    heard[-1].sendall(answer)

        Thread(target=serve, daemon=True).start()
        address = f"{kind}://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ScapolicyError, match="K01"):
            coded_on(address, study, tmp_path, lambda: None)
    for one in heard:
        one.close()


def test_a_cluster_that_ends_is_told_and_what_was_coded_is_kept(
    study: Path, tmp_path: Path
) -> None:
    from scapolicy.cluster import work_on_cluster

    book, corpus = load_codebook("key-factors"), find_transcripts([study])
    with a_cluster(1) as running:
        engine = partial(work_on_cluster, address=running.scheduler_address)
        with Cache(tmp_path) as cache, pytest.raises(ScapolicyError, match="K16"):
            run_corpus(
                corpus, book, Options(), lambda _: running.close(), engine=engine, cache=cache
            )
    with Cache(tmp_path) as cache:
        run_corpus(
            corpus,
            book,
            Options(),
            lambda _: None,
            engine=partial(work_through, jobs=1),
            cache=cache,
        )
    assert cache.reused >= 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--engine", "dask"], "go together"),
        (["--scheduler", "tcp://127.0.0.1:9"], "go together"),
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "--jobs", "2"], "--jobs"),
        (["--engine", "dask", "--scheduler", "nowhere"], "[K01]"),
    ],
)
def test_what_cannot_be_is_told(study: Path, tmp_path: Path, options: list[str], told: str) -> None:
    done = command(study, tmp_path / "out", *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
