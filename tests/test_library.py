"""From Python as from the command line: what functions give is handed on to others."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import scapolicy as sp
from scapolicy.commands import main
from tests.analysis.study import ROOT, shipped
from tests.commands.test_code import run

if TYPE_CHECKING:
    from scapolicy.studies import CodebookRun

RAYONG = {"province": "Rayong"}


@pytest.mark.parametrize(
    ("make", "sheets"),
    [
        (lambda: sp.matrix(shipped()), 1),
        (lambda: sp.crosstab(shipped()), 2),
        (lambda: iter(sp.crosstab(shipped())), 2),
        (lambda: sp.compare(shipped(), RAYONG), 4),
        (lambda: sp.qca(shipped(), RAYONG), 3),
        (lambda: sp.framework(shipped()), 2),
        (lambda: sp.sensitivity(list(sources())[:2], shipped().codebook), 2),
    ],
)
def test_whatever_a_function_gives_is_written(
    make: Callable[[], sp.Table], sheets: int, tmp_path: Path
) -> None:
    [path] = sp.export(make(), tmp_path / "t.json")
    assert path.read_text(encoding="utf-8").count('\n   "name":') == sheets


def sources() -> list[sp.Source]:
    return sp.read_transcripts(ROOT / "transcripts")


@pytest.mark.parametrize("make", [lambda: sp.matrix(shipped()).frame(), lambda: "matrix", list])
def test_what_is_no_table_is_refused(make: Callable[[], sp.Table], tmp_path: Path) -> None:
    given = make()
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(given, tmp_path / "t.csv")
    [fault] = error.value.problems
    assert fault.message == f"tables can't be of type {type(given).__name__}"
    assert "a table (not its frame)" in fault.remedy
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "call",
    [
        lambda coded: sp.verify(coded, "transcripts"),
        lambda coded: sp.diff(coded, coded),
        lambda coded: sp.read_results(coded),
        lambda coded: sp.inputs_of(coded, "transcripts"),
        lambda coded: sp.write_report(coded, "report.html"),
    ],
)
def test_what_takes_a_results_folder_takes_its_path(call: Callable[[sp.Coded], object]) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        call(shipped())
    [fault] = error.value.problems
    assert fault.message.endswith(" can't be of type Coded")
    assert fault.remedy == "Give the path of a results folder."


def test_what_python_codes_by_an_attribute_and_level_is_what_the_command_writes(
    tmp_path: Path,
) -> None:
    options = ("--by", "rank", "--level", "code", "--unit", "turn")
    done = run("code", ROOT / "transcripts", *options, "-o", tmp_path / "one", "-q")
    assert done.returncode == 0, done.stderr
    how = {"by": "rank", "level": "code", "unit": "turn"}
    book = sp.load_codebook("key-factors")
    corpus = sp.find_transcripts([ROOT / "transcripts"])
    sp.write_results(sp.code(sources(), book, **how), tmp_path / "two")
    sp.write_results(sp.code_corpus(corpus, book, **how), tmp_path / "three")
    sp.run_study(sp.plan_study(ROOT / "transcripts", "key-factors", **how), tmp_path / "four")
    one, two, three, four = (files_of(tmp_path / name) for name in ("one", "two", "three", "four"))
    assert len(one) == 8
    assert one == two == three == four


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*.*")
        if path.is_file() and ".scapolicy-cache" not in path.parts
    }


def test_a_study_with_settings_and_several_codebooks_is_run_as_the_command_runs_it(
    tmp_path: Path,
) -> None:
    talks = tmp_path / "talks"
    shutil.copytree(ROOT / "transcripts", talks)
    books = 'codebooks = ["key-factors", "top-down"]'
    (talks / "scapolicy.toml").write_text(f'by = "rank"\nunit = "turn"\n{books}\n')
    done = run("code", talks, "-o", tmp_path / "one", "--tables-only", "-q")
    assert done.returncode == 0, done.stderr
    plan = sp.plan_study(talks)
    assert plan.options.by == "rank"
    runs: list[CodebookRun] = []
    for _ in range(2):
        files = sp.run_study(plan, tmp_path / "two", tables_only=True, on_run=runs.append)
    assert [one.reused for one in runs] == [0, 0, 19, 19]
    assert [folder.name for folder in files] == ["key-factors", "top-down"]
    assert "codings.csv" not in files[tmp_path / "two" / "top-down"]
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_all_that_is_wrong_with_a_study_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.plan_study(tmp_path / "gone", ["no-book", tmp_path / "gone.yaml"])
    assert [one.code for one in error.value.problems] == ["R01", "C19", "C19"]


def test_what_is_made_of_it_is_by_that_attribute() -> None:
    coded = sp.code(sources(), shipped().codebook, by="rank", level="code")
    codes = [code.id for category in coded.codebook.categories for code in category.codes]
    assert coded.matrix().columns.tolist() == ["rank", *codes]
    assert sp.matrix(coded).columns == ("rank", *codes)
    with pytest.raises(sp.ScapolicyError, match="level can't be 'word'"):
        sp.code(sources(), shipped().codebook, level="word")


CALLED_OTHERWISE = {
    "codebook": "check_codebook",
    "init": "write_settings",
    "report": "write_report",
    "transcripts": "convert_transcripts",
}


@pytest.mark.parametrize("command", main.list_commands(click.Context(main)))
def test_each_command_has_a_function(command: str) -> None:
    name = CALLED_OTHERWISE.get(command, command)
    assert name in sp.__all__
    assert getattr(sp, name).__doc__


def test_names_are_replaced_as_by_the_command(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "Ada.md").write_text("Q: Who?\n\nAda Park: I, and Bo.\n")
    names = tmp_path / "names.txt"
    names.write_text("Ada Park; Ada\nBo = B\n")
    options = ("--names", names, "-o", tmp_path / "one", "--key", tmp_path / "one.csv")
    done = run("pseudonymize", talks, *options)
    assert done.returncode == 0, done.stderr
    plan = sp.plan_pseudonyms(talks, sp.read_names(names), key=tmp_path / "two.csv")
    assert plan.codes == {"Ada Park": "P1", "Ada": "P1", "Bo": "B"}
    sp.pseudonymize(plan, talks, tmp_path / "two", tmp_path / "two.csv")
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_key_among_the_transcripts_is_refused_of_one_folder_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Q: Who?\n\nAda: I.\n")
    plan = sp.plan_pseudonyms(str(tmp_path), {"Ada": ""})
    with pytest.raises(sp.ScapolicyError) as error:
        sp.pseudonymize(plan, str(tmp_path), tmp_path.parent / "coded", tmp_path / "key.csv")
    assert [one.code for one in error.value.problems] == ["W15"]


def test_settings_are_written_as_by_the_command(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text("---\nregion: North\n---\nQ: Who?\n\nAda: I.\n")
    assert run("init", tmp_path / "one").returncode == 0
    path, unreadable = sp.write_settings(tmp_path / "two")
    assert (path, unreadable) == (tmp_path / "two" / "scapolicy.toml", [])
    assert path.read_bytes() == (tmp_path / "one" / "scapolicy.toml").read_bytes()
