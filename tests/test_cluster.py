"""A Dask cluster gives the same bytes as one process, even if a worker dies in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
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

distributed = pytest.importorskip("distributed", reason="needs the extra scapolicy[cluster]")

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # any port that is free
        silence_logs="CRITICAL",
    ) as running:
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
    from scapolicy.cluster import work_on_cluster

    killed: list[int] = []
    with ResultsWriter(tmp_path, "province") as writer:

        def add(given: Contribution) -> None:
            writer.add(given)
            if not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        engine = partial(work_on_cluster, address=cluster.scheduler_address)
        book = load_codebook("key-factors")
        writer.finish(run_corpus(find_transcripts([study]), book, Options(), add, engine=engine))
    assert killed
    assert results(tmp_path) == expected


def test_a_cluster_that_ends_is_told_and_what_was_coded_is_kept(
    study: Path, tmp_path: Path
) -> None:
    from scapolicy.cluster import work_on_cluster

    book, corpus = load_codebook("key-factors"), find_transcripts([study])
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        host="127.0.0.1",
        protocol="tcp://",
        dashboard_address="127.0.0.1:0",
        silence_logs="CRITICAL",
    ) as running:
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
