"""`scapolicy evaluate` as a user meets it."""

from pathlib import Path

import openpyxl
import pytest

from tests.commands.test_code import run

HEAD = "source,turn,category,valence,words,text\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    coded, gold = tmp_path / "coded.csv", tmp_path / "gold.csv"
    coded.write_text(HEAD + "a.md,2,budget,barrier,no money,We had no money.\na.md,4,plan,,,\n")
    gold.write_text(HEAD + "a.md,2,budget,barrier,,\na.md,4,staff,barrier,,Nobody stayed.\n")
    return coded, gold


def test_it_prints_figures_and_differences_in_80_columns(files: tuple[Path, Path]) -> None:
    done = run("evaluate", *files)
    assert done.returncode == 0, done.stderr
    assert "(micro)" in done.stdout
    assert "a.md:4 staff" in done.stdout
    assert "Nobody stayed." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_it_writes_every_figure(files: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("evaluate", *files, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    tables = {"evaluation.csv", "confusion.csv", "valences.csv", "differences.csv"}
    assert names == {*tables, "written.json"}
    text = (tmp_path / "out" / "differences.csv").read_text()
    assert text == (
        "kind,source,turn,category,expected,found,words,text\n"
        "wrong,a.md,4,plan,,,,Nobody stayed.\n"
        "missed,a.md,4,staff,barrier,,,Nobody stayed.\n"
    )


@pytest.mark.parametrize("suffix", [".xlsx", ".XLSX", ".json", ".html"])
def test_a_file_of_tables_holds_them_all(
    files: tuple[Path, Path], tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"measured{suffix}"
    for _ in range(2):
        done = run("evaluate", *files, "-o", out)
        assert done.returncode == 0, done.stderr
        assert f"Written to {out}\n" in done.stdout
    assert out.is_file()
    if suffix == ".xlsx":
        names = ["evaluation", "confusion", "valences", "differences"]
        assert openpyxl.load_workbook(out).sheetnames[:4] == names


def test_a_format_of_one_table_gets_a_file_for_each(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    done = run("evaluate", *files, "-o", tmp_path / "new" / "m.csv")
    assert done.returncode == 0, done.stderr
    others = {f"m-{name}.csv" for name in ("confusion", "valences", "differences")}
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"m.csv", *others}


def test_a_folder_may_have_a_stop_in_its_name(files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "mine.csv").mkdir()
    for name in ("rules-2.1", "mine.csv"):
        done = run("evaluate", *files, "-o", tmp_path / name)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name / "evaluation.csv").exists()


def test_a_persons_file_in_the_folder_is_never_replaced(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "differences.csv").write_text("mine")
    done = run("evaluate", *files, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "[O03]" in done.stderr
    assert (tmp_path / "out" / "differences.csv").read_text() == "mine"


def test_what_scapolicy_wrote_is_replaced_unless_it_was_changed(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    for status in (0, 0):
        assert run("evaluate", *files, "-o", tmp_path / "out").returncode == status
    (tmp_path / "out" / "evaluation.csv").write_text("changed")
    assert run("evaluate", *files, "-o", tmp_path / "out").returncode == 2


def test_a_threshold_that_is_no_number_is_not_reached(files: tuple[Path, Path]) -> None:
    assert run("evaluate", *files, "--min-f1", "nan").returncode == 1


def test_too_low_an_f1_exits_1(files: tuple[Path, Path]) -> None:
    assert run("evaluate", *files, "--min-f1", "0.5").returncode == 0
    done = run("evaluate", *files, "--min-f1", "0.51")
    assert done.returncode == 1
    assert "Micro-F1 is 0.500, not 0.51 or more." in done.stdout


def test_sources_may_be_named_without_suffix(files: tuple[Path, Path]) -> None:
    coded, gold = files
    gold.write_text(gold.read_text().replace("a.md", "a"))
    for pair in (files, (gold, coded)):
        figures = next(
            line for line in run("evaluate", *pair).stdout.splitlines() if "(mic" in line
        )
        assert figures.split()[:7] == ["(micro)", "1", "1", "1", "0.500", "0.500", "0.500"]


def test_sources_without_any_coding_are_told_before_the_figures(files: tuple[Path, Path]) -> None:
    files[1].write_text(HEAD + "b.md,2,budget,barrier,,\n")
    told, _, figures = run("evaluate", *files).stdout.partition("Presence")
    assert "no coding stands in b.md" in told
    assert "E33" not in figures


def test_intervals_and_what_is_undefined_are_explained_once(files: tuple[Path, Path]) -> None:
    files[1].write_text(HEAD + "a.md,2,staff,barrier,,\n")
    said = run("evaluate", *files, "--resamples", "50").stdout
    assert "95 %: the middle 95 % of the figure when the turns are drawn anew" in said
    assert "undefined: there is nothing to work it out from" in said
    assert "0 of 0 right: undefined (95 %: undefined)" in said
    files[1].write_text(HEAD + "a.md,2,budget,barrier,,\n")
    assert "undefined" not in run("evaluate", *files, "--resamples", "0").stdout


def test_every_line_of_a_passage_is_set_in(files: tuple[Path, Path]) -> None:
    long = "Nobody stayed, " * 12
    files[1].write_text(HEAD + f'a.md,4,staff,barrier,,"{long}"\n')
    lines = [one for one in run("evaluate", *files).stdout.splitlines() if "stayed" in one]
    assert len(lines) > 2
    assert all(one.startswith("    ") for one in lines)


def test_a_missing_file_exits_2(tmp_path: Path) -> None:
    done = run("evaluate", tmp_path / "none.csv", tmp_path / "gold.csv")
    assert done.returncode == 2
    assert done.stderr.count("[R01]") == 2


def test_all_lines_of_a_passage_are_set_in(tmp_path: Path) -> None:
    said = "We had a budget for the relationship in that year and in the year before. " * 3
    (tmp_path / "codings.csv").write_text(
        f"source,turn,segment,category,valence,words,text\na.md,2,1,money,,budget,{said.strip()}\n"
    )
    (tmp_path / "gold.csv").write_text("source,turn,category\na.md,2,\na.md,4,money\n")
    done = run("evaluate", tmp_path / "codings.csv", tmp_path / "gold.csv")
    lines = done.stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if "We had a budget" in line)
    words = len(said.split())
    passage = lines[start : start + 3]
    assert len(" ".join(passage).split()) == words
    assert all(line.startswith("    ") and line[4] != " " for line in passage)
