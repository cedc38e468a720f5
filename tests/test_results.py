"""The results folder: whole or not at all, safe to open, never over a person's work."""

import csv
import hashlib
import io
import json
import os
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.contribution import contribution
from scapolicy.records import RESULT_TABLES, Level
from scapolicy.results import ResultsWriter
from scapolicy.results_folder import check_results_folder, new_files
from scapolicy.tables.table import Table
from scapolicy.writers.comma import harmless, write_csv
from tests.build import codebook, rule, source

FILES = {*RESULT_TABLES, "run.json"}


def coded(text: str = "We had a budget.") -> sp.Coded:
    book = codebook(("money", [rule("m", terms=("budget",))]))
    return sp.code([source(text, province="North", consent="true")], book)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_results_are_written_whole(tmp_path: Path) -> None:
    sp.write_results(coded(), tmp_path / "deep" / "out")
    assert names(tmp_path / "deep" / "out") == FILES


def test_several_runs_may_write_into_one_folder_at_once(tmp_path: Path) -> None:
    runs = [coded("We had a budget. " * (number + 1)) for number in range(4)]

    def write(number: int) -> None:
        sp.write_results(runs[number % 4], tmp_path / "out")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(80)))
    record = json.loads((tmp_path / "out" / "run.json").read_bytes())
    for name, sha256 in record["outputs"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == sha256
    assert names(tmp_path / "out") == FILES


def test_the_record_hashes_every_output_and_names_no_path(tmp_path: Path) -> None:
    sp.write_results(coded(), tmp_path)
    text = (tmp_path / "run.json").read_text(encoding="utf-8")
    record = json.loads(text)
    assert record["outputs"] == {
        name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        for name in sorted(FILES - {"run.json"})
    }
    assert str(tmp_path) not in text
    assert record["options"] == {
        "by": "province",
        "unit": "sentence",
        "speakers": "informants",
        "level": "category",
        "interviewers": [],
    }


def test_a_second_run_replaces_the_first_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    sp.write_results(coded(), tmp_path)
    sp.write_results(coded("Nothing."), tmp_path)
    assert names(tmp_path) == {*FILES, "notes.txt"}
    assert (tmp_path / "matrix.csv").read_bytes() == b"province,factor\nNorth,0\n"


def test_a_file_that_a_person_changed_is_not_replaced(tmp_path: Path) -> None:
    sp.write_results(coded(), tmp_path)
    with (tmp_path / "codings.csv").open("a") as file:
        file.write("x")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    with pytest.raises(sp.ScapolicyError, match=r"codings\.csv: this file was changed"):
        sp.write_results(coded("Nothing."), tmp_path)

    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_that_scapolicy_did_not_write_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text("my own")
    with pytest.raises(sp.ScapolicyError, match="nothing shows that scapolicy wrote"):
        sp.write_results(coded(), tmp_path)
    assert names(tmp_path) == {"matrix.csv"}


@pytest.mark.parametrize("record", ["not json", "[]", '{"outputs": 3}', "{}"])
def test_a_broken_record_is_told_and_kept(tmp_path: Path, record: str) -> None:
    (tmp_path / "run.json").write_text(record)
    with pytest.raises(sp.ScapolicyError, match=r"run\.json"):
        sp.write_results(coded(), tmp_path)
    assert (tmp_path / "run.json").read_text() == record


def test_results_that_were_cut_off_while_put_in_place_are_completed(tmp_path: Path) -> None:
    sp.write_results(coded("Nothing."), tmp_path / "old")
    sp.write_results(coded(), tmp_path / "new")
    ready = tmp_path / "old" / ".scapolicy-ready"
    ready.mkdir()
    for path in (tmp_path / "new").iterdir():
        path.rename(ready / path.name)
    (ready / "codings.csv").rename(tmp_path / "old" / "codings.csv")

    sp.write_results(coded(), tmp_path / "old")

    assert names(tmp_path / "old") == FILES
    assert b"North,1" in (tmp_path / "old" / "matrix.csv").read_bytes()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(sp.ScapolicyError, match="can't be written here"):
        sp.write_results(coded(), tmp_path / "file" / "out")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    data = write_csv(Table("t", (f"{start}x",), ((f"{start}HYPERLINK('a','b')",),)))
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert rows == [[f"'{start}x"], [f"'{start}HYPERLINK('a','b')"]]


def test_csv_quotes_as_the_standard_says() -> None:
    table = Table("t", ("a", "b"), (('say "x", y', "line\nbreak"), ("ไทย", 0.5)))
    assert write_csv(table).decode() == 'a,b\n"say ""x"", y","line\nbreak"\nไทย,0.5\n'


def many() -> sp.Coded:
    book = codebook(
        ("money", [rule("m", terms=("budget",))]),
        ("people", [rule("p", terms=("staff",)), rule("q", terms=("mayor",))]),
    )
    said = 'We had "a budget", no staff,\nand the mayor left. Staff went; =budget came.'
    sources = [
        source(said * (n % 3), f"{n:02}.md", province="=North" if n % 2 else "South", consent="yes")
        for n in range(1, 30)
    ]
    return sp.code(sources, book)


@pytest.mark.parametrize("level", ["category", "code"])
@pytest.mark.parametrize("gathered", [1, 2_000, 1_000_000])
def test_the_files_hold_what_the_tables_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, gathered: int
) -> None:
    monkeypatch.setattr("scapolicy.evidence_writer._GATHERED", gathered)
    run = many()
    sp.write_results(run, tmp_path, level=level)
    frames = {"codings": run.codings(), "matches": run.matches(), "passages": run.passages()}
    if level == "code":
        frames["passages"] = run.passages(level="code")
    for name, frame in frames.items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            written = list(csv.reader(file))
        rows = [[harmless(str(cell)) for cell in row] for row in frame.to_numpy()]
        assert written == [list(frame.columns), *rows]
        assert len(rows) >= 50


def _left_behind(folder: Path) -> Path:
    left = folder / ".scapolicy-new-x"
    left.mkdir()
    (left / "codings.part").write_text("Budget.")
    return left


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_what_a_killed_run_left_goes_at_once_but_not_that_of_a_run_at_work(tmp_path: Path) -> None:
    left = _left_behind(tmp_path)
    with new_files(tmp_path) as at_work:
        check_results_folder(tmp_path)
        assert not left.exists()
        assert at_work.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("hours", "kept"), [(0.5, True), (2, False)])
def test_where_there_are_no_locks_what_was_just_written_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: float, kept: bool
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    left = _left_behind(tmp_path)
    now = time.time()
    part = left / "codings.part"
    os.utime(part, (now, now - 3600 * hours))  # when it was last added to
    os.utime(left, (now, now - 3600 * 5))  # when it was begun
    check_results_folder(tmp_path)
    assert left.exists() == kept


def test_an_unfinished_table_in_the_folder_of_results_hinders_no_run(tmp_path: Path) -> None:
    left = tmp_path / ".scapolicy-new-matrix.xlsx"
    left.write_text("Budget.")
    os.utime(left, (0, 0))
    check_results_folder(tmp_path)
    assert left.exists()  # whatever writes that table again replaces it


def test_a_disk_that_is_full_when_files_are_closed_is_told(tmp_path: Path) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    writer = ResultsWriter(tmp_path / "results", "province")

    def write() -> None:
        with writer:
            writer._stack.callback(full)

    with pytest.raises(sp.ScapolicyError) as refused:
        write()
    assert [fault.code for fault in refused.value.problems] == ["O01"]


def test_no_copies_are_held_of_a_passage_that_stands_in_many_lines(tmp_path: Path) -> None:
    codes = [(f"c{number}", [rule(f"r{number}", terms=("budget",))]) for number in range(30)]
    coded = sp.code([source("A: budget " + "and so on " * 20_000)], codebook(*codes), level="code")
    [first] = coded.sources
    tracemalloc.start()
    try:
        with ResultsWriter(tmp_path, "province") as writer:
            given = contribution(first, Level.CODE)
            size = len(given.codings) + sum(len(rows) for _, rows in given.passages)
            assert tracemalloc.get_traced_memory()[1] < 1.3 * size
            writer.add(given)
            del given
            tracemalloc.reset_peak()
            writer.finish(coded.summary())
            assert tracemalloc.get_traced_memory()[1] < 1.3 * size
    finally:
        tracemalloc.stop()
    assert size > 30 * 2 * len(first.codings[0].text)
