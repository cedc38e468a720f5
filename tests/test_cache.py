"""The cache: what has not changed is not coded again, and nobody can tell from the results."""

import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy import cache as cache_module
from scapolicy.cache import Cache
from scapolicy.coder import Outcome
from scapolicy.contribution import Contribution, contribution
from scapolicy.packed import packed, unpacked
from scapolicy.pool import work_through
from scapolicy.readers.folder import find_transcripts
from scapolicy.records import CACHE_FOLDER, Codebook, Level, Options
from scapolicy.results import ResultsWriter
from scapolicy.run import run_corpus
from tests.build import codebook, rule

BOOK = codebook(("money", [rule("m", terms=("budget",))]), sha256="one")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "interviews"
    folder.mkdir()
    for number in range(4):
        head = f"---\nprovince: P{number % 2}\nconsent: true\n---\n"
        talk = f"Q: And the money?\nA: We had no budget, {number} times.\n"
        (folder / f"{number}.md").write_text(head + talk)
    return folder


def run(study: Path, out: Path, book: Codebook = BOOK, *, cached: bool = True) -> int:
    """Code a study into a folder; how many sources were taken from the cache."""
    with ResultsWriter(out, "province") as writer, Cache(out) as cache:
        corpus = find_transcripts([study])
        engine = partial(work_through, jobs=1)
        kept = cache if cached else None
        writer.finish(run_corpus(corpus, book, Options(), writer.add, engine=engine, cache=kept))
        assert not cache.fault
        return cache.reused


def results(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_second_run_codes_nothing_again_and_gives_the_same_bytes(
    study: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(study, out) == 0
    first = results(out)
    assert run(study, out) == 4
    assert results(out) == first
    assert run(study, out, cached=False) == 0
    assert results(out) == first


def test_only_what_changed_is_coded_again(study: Path, tmp_path: Path) -> None:
    run(study, tmp_path / "out")
    path = study / "2.md"
    path.write_text(path.read_text().replace("no budget", "a budget"))
    assert run(study, tmp_path / "out") == 3
    run(study, tmp_path / "fresh", cached=False)
    assert results(tmp_path / "out") == results(tmp_path / "fresh")


@pytest.mark.parametrize(
    "change",
    [
        lambda study: (study / "attributes.csv").write_text("source,rank\n0,high\n"),
        lambda study: (study / "scapolicy.toml").write_text('interviewers = ["A"]\n'),
        lambda study: (study / "0.md").rename(study / "9.md"),
    ],
)
def test_attributes_settings_and_names_are_part_of_what_a_source_gives(
    study: Path, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    run(study, tmp_path / "out")
    change(study)
    assert run(study, tmp_path / "out") < 4
    run(study, tmp_path / "fresh", cached=False)
    assert results(tmp_path / "out") == results(tmp_path / "fresh")


def test_another_codebook_finds_nothing(study: Path, tmp_path: Path) -> None:
    run(study, tmp_path / "out")
    other = codebook(("money", [rule("m", terms=("times",))]), sha256="two")
    assert run(study, tmp_path / "out", other) == 0


def test_other_code_of_scapolicy_finds_nothing(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(study, tmp_path / "out")
    monkeypatch.setattr("scapolicy.reuse.code_hash", lambda: "a later version")
    assert run(study, tmp_path / "out") == 0


def test_a_run_that_is_cut_off_goes_on_where_it_was(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    seen: list[str] = []

    def stop_after_two(given: Contribution) -> None:
        seen.append(given.source.name)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with Cache(out) as cache, pytest.raises(KeyboardInterrupt):
        run_corpus(find_transcripts([study]), BOOK, Options(), stop_after_two, cache=cache)
    assert run(study, out) == 2


@pytest.mark.parametrize("bytes_", [b"", b"no database at all", b"SQLite format 3\0" + bytes(200)])
def test_a_damaged_cache_is_no_loss(study: Path, tmp_path: Path, bytes_: bytes) -> None:
    out = tmp_path / "out"
    run(study, out)
    first = results(out)
    (out / CACHE_FOLDER / "sources.sqlite").write_bytes(bytes_)
    assert run(study, out) == 0
    assert results(out) == first


def test_an_entry_that_makes_no_sense_is_coded_again(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(study, out)
    first = results(out)
    with sqlite3.connect(out / CACHE_FOLDER / "sources.sqlite") as base:
        base.execute("update outcomes set head = '{}'")
    assert run(study, out) == 0
    assert results(out) == first
    assert run(study, out) == 4


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_no_byte_of_an_entry_can_change_unseen(study: Path, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        run(study, out)
        first = results(out)
        with sqlite3.connect(out / CACHE_FOLDER / "sources.sqlite") as base:
            entries = base.execute("select key, head, rows from outcomes").fetchall()
            key, *parts = data.draw(st.sampled_from(entries))
            part = data.draw(st.sampled_from([0, 1]))
            place = data.draw(st.integers(0, len(parts[part]) - 1))
            changed = bytearray(parts[part])
            changed[place] ^= data.draw(st.integers(1, 255))
            column = ("head", "rows")[part]
            base.execute(f"update outcomes set {column} = ? where key = ?", [bytes(changed), key])
        assert run(study, out) == len(entries) - 1
        assert results(out) == first


def test_a_file_in_the_cache_s_place_is_told_and_all_is_coded(study: Path, tmp_path: Path) -> None:
    (tmp_path / CACHE_FOLDER).write_text("mine")
    with Cache(tmp_path) as cache:
        given: list[Contribution] = []
        run_corpus(find_transcripts([study]), BOOK, Options(), given.append, cache=cache)
    assert len(given) == 4
    assert cache.fault
    assert (tmp_path / CACHE_FOLDER).read_text() == "mine"


def test_two_runs_may_use_it_at_once(study: Path, tmp_path: Path) -> None:
    with Cache(tmp_path) as one, Cache(tmp_path) as other:
        for cache in (one, other):
            run_corpus(find_transcripts([study]), BOOK, Options(), lambda _: None, cache=cache)
            assert not cache.fault
            cache.__exit__(None, None, None)
    assert other.reused == 4


def test_a_run_keeps_no_other_out_while_it_works(study: Path, tmp_path: Path) -> None:
    run(study, tmp_path)

    def let_another_run(_: Contribution) -> None:
        with sqlite3.connect(tmp_path / CACHE_FOLDER / "sources.sqlite", timeout=0) as base:
            base.execute("update outcomes set used = used")

    with Cache(tmp_path) as cache:
        run_corpus(find_transcripts([study]), BOOK, Options(), let_another_run, cache=cache)
        assert (cache.reused, cache.fault) == (4, "")
    other = codebook(("money", [rule("m", terms=("times",))]), sha256="two")
    with Cache(tmp_path) as cache:
        run_corpus(find_transcripts([study]), other, Options(), let_another_run, cache=cache)
        assert (cache.reused, cache.fault) == (0, "")
    assert run(study, tmp_path, other) == 4


def test_it_is_bounded_while_a_run_fills_it(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most: list[int] = []

    def look(_: Contribution) -> None:
        with sqlite3.connect(tmp_path / CACHE_FOLDER / "sources.sqlite") as base:
            found = base.execute("select count(*), coalesce(sum(size), 0) from outcomes")
            most.append(found.fetchone()[1])

    with Cache(tmp_path) as cache:
        run_corpus(find_transcripts([study]), BOOK, Options(), look, cache=cache)
    assert most == [0, 0, 0, 0]
    monkeypatch.setattr(cache_module, "_WRITE_EVERY", -1.0)
    monkeypatch.setattr(cache_module, "MAX_BYTES", 1)
    with Cache(tmp_path) as cache:
        run_corpus(find_transcripts([study]), BOOK, Options(), look, cache=cache)
    assert most == [0] * 8
    assert not cache.fault


def test_it_may_be_deleted_while_a_run_uses_it(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(study, out)
    first = results(out)
    for deleted_before in (False, True):
        with ResultsWriter(out, "province") as writer, Cache(out) as cache:

            def add(given: Contribution, writer: ResultsWriter = writer) -> None:
                writer.add(given)
                shutil.rmtree(out / CACHE_FOLDER, ignore_errors=True)

            engine = partial(work_through, jobs=1)
            writer.finish(
                run_corpus(
                    find_transcripts([study]), BOOK, Options(), add, engine=engine, cache=cache
                )
            )
        assert results(out) == first, deleted_before
    assert run(study, out) in (0, 4)


def test_what_was_used_longest_ago_goes_first(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Cache(tmp_path) as cache:
        run_corpus(find_transcripts([study]), BOOK, Options(), lambda _: None, cache=cache)
    base = sqlite3.connect(tmp_path / CACHE_FOLDER / "sources.sqlite")
    sizes = [size for (size,) in base.execute("select size from outcomes order by used, key")]
    base.close()
    monkeypatch.setattr(cache_module, "MAX_BYTES", sum(sizes[-2:]))
    with Cache(tmp_path):
        pass
    with Cache(tmp_path) as cache:
        run_corpus(find_transcripts([study]), BOOK, Options(), lambda _: None, cache=cache)
    assert cache.reused == 2


def test_a_source_that_gives_too_much_is_not_kept_and_the_others_are(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "LARGEST", 20_000)
    with (study / "0.md").open("a", encoding="utf-8") as file:
        file.write("and so we had no budget " * 2000)
    assert run(study, tmp_path / "out") == 0
    first = results(tmp_path / "out")
    assert run(study, tmp_path / "out") == 3
    assert results(tmp_path / "out") == first


def test_what_is_kept_is_what_was_given() -> None:
    sources = sp.read_transcripts("transcripts/")
    for source, coded in zip(
        sources, sp.code(sources, sp.load_codebook("key-factors")).sources, strict=True
    ):
        outcome = Outcome(contribution(coded, Level.CODE), source.notices)
        head, lines = packed(outcome)
        assert unpacked(head, b"".join(lines)) == outcome
