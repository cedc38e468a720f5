"""The same numbers and words in each format, as programs read them that did not write them."""

import base64
import hashlib
import json
import math
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.remnants import made_in
from scapolicy.tables.table import Cell
from scapolicy.writers.comma import as_it_was, harmless
from scapolicy.writers.formats import SEVERAL, SINGLE, fitted
from scapolicy.writers.mark import MARK
from tests.analysis.study import shipped
from tests.writers.generated import tables
from tests.writers.readers import READERS

FORMATS = sorted([*SINGLE, *SEVERAL])
TEXT_ONLY = (".csv", ".tsv", ".html", ".md")
ON_ONE_LINE = (".tsv", ".md")
PROTECTED = re.compile(r"^'('*[=+@\t\r\n＝＋－＠-])")
EMPTY = sp.Table("empty", ("case", "number"), ())
SMALL = sp.Table(
    "small",
    ("จังหวัด", "share", "count"),
    (("เชียงใหม่", 0.25, 3), ("Rayong", math.nan, 12)),
    "A title",
    ("A note.",),
)


def same(cell: Cell, found: Any, suffix: str) -> bool:
    """Whether what a format holds is the cell, as far as the format tells numbers from text."""
    if cell == "":
        return found in (None, "")
    if isinstance(cell, str):
        found = re.sub(PROTECTED, r"\1", found) if suffix in (".csv", ".tsv") else str(found)
        return bool(shown(cell, suffix) == shown(found, suffix))
    if isinstance(cell, float) and suffix in (".html", ".md"):  # to be read, with few digits
        return math.isclose(cell, float(found), rel_tol=5.001e-4)
    if suffix in TEXT_ONLY:
        return type(cell)(found) == cell
    if isinstance(found, str) and isinstance(cell, int):  # one that the format has no number for
        return abs(cell) >= 10**15 and int(found) == cell
    return math.isclose(cell, found, rel_tol=1e-15 if suffix == ".xlsx" else 0)


def shown(text: str, suffix: str) -> str:
    if suffix in ON_ONE_LINE:
        text = re.sub(r"\s+", " ", text)
    return text.rstrip(" ") if suffix in (".sav", ".md") else text


@pytest.mark.parametrize("suffix", sorted(READERS))
@given(table=tables())
def test_what_is_written_is_read(suffix: str, table: sp.Table) -> None:
    with TemporaryDirectory() as folder:
        [path] = sp.export(table, Path(folder) / f"table{suffix}")
        heads, rows = READERS[suffix](path)
    fit = fitted(table, suffix)
    assert all(same(a, b, suffix) for a, b in zip(fit.columns, heads, strict=True))
    assert len(rows) == len(table.rows)
    for row, found in zip(fit.rows, rows, strict=True):
        assert all(same(a, b, suffix) for a, b in zip(row, found, strict=True)), (row, found)


@pytest.mark.parametrize(("suffix", "separator"), [(".csv", ","), (".tsv", "\t")])
def test_pandas_reads_quotes_and_apostrophes(suffix: str, separator: str, tmp_path: Path) -> None:
    import pandas as pd

    said = ['"We have', 'a "budget"', "=1+1", "'=1+1", "'tis", "''", "-"]
    table = sp.Table("t", ("said", "n"), tuple((one, n) for n, one in enumerate(said)))
    [path] = sp.export(table, tmp_path / f"t{suffix}")
    frame = pd.read_csv(path, sep=separator, dtype=str)
    assert frame["said"].str.replace(PROTECTED, r"\1", regex=True).tolist() == said
    assert frame["n"].tolist() == list("0123456")


@given(
    st.text("'=+-@\t\r\n＝＠ab\"", max_size=8) | st.text(max_size=20),
    st.text("'=+-@\t\r\n＝＠ab\"", max_size=8),
)
def test_no_cell_can_run_and_none_is_mistaken_for_another(one: str, other: str) -> None:
    assert not harmless(one).startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert as_it_was(harmless(one)) == one
    assert one == other or harmless(one) != harmless(other)


@pytest.mark.parametrize("suffix", FORMATS)
@given(table=tables())
def test_what_was_made_to_fit_fits_and_nothing_else_was_changed(
    suffix: str, table: sp.Table
) -> None:
    fit = fitted(table, suffix)
    assert fitted(fit, suffix) == fit
    assert len(fit.rows) == len(table.rows)
    changed = fit.rows != table.rows or fit.columns != table.columns
    assert (len(fit.notes) > len(table.notes)) == changed


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_table_gives_the_same_bytes(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = sp.export(SMALL, tmp_path / f"one{suffix}")
    first = path.read_bytes()
    monkeypatch.setenv("TZ", "Asia/Bangkok")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    [path] = sp.export(SMALL, tmp_path / f"one{suffix}")
    assert path.read_bytes() == first


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_table_without_rows_can_be_written(suffix: str, tmp_path: Path) -> None:
    [path] = sp.export(EMPTY, tmp_path / f"empty{suffix}")
    if suffix in READERS:
        heads, rows = READERS[suffix](path)
        assert (heads, rows) == (["case", "number"], [])


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_someone_else_is_kept(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"mine{suffix}"
    path.write_bytes(b"PK\x03\x04 something of mine")
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(SMALL, path)
    assert [one.code for one in error.value.problems] == ["O03"]
    assert path.read_bytes() == b"PK\x03\x04 something of mine"


@pytest.mark.parametrize("suffix", sorted(SEVERAL))
def test_titles_and_notes_are_in_formats_for_people(suffix: str, tmp_path: Path) -> None:
    [path] = sp.export([SMALL, EMPTY], tmp_path / f"two{suffix}")
    if suffix == ".xlsx":
        from openpyxl import load_workbook

        text = str(list(load_workbook(path)["notes"].values))
    else:
        text = path.read_text(encoding="utf-8")
    assert "A title" in text
    assert "A note." in text


@pytest.mark.parametrize(
    ("suffix", "table", "told"),
    [
        (".xlsx", (("a\x0bb",), ("c",)), "� stands for them in 1 text of"),
        (".html", (("a\x00b",),), "� stands for them in 1 text of"),
        (".tex", (("a\x1bb",),), "? stands for them in 1 text of"),
        (
            ".xlsx",
            (("x" * 32_767,), ("x" * 32_768,)),
            "32,767 characters in a cell: in t, what ends in … is cut short (1 cell)",
        ),
        (
            ".xlsx",
            (("👩" * 16_384,),),
            "32,767 characters in a cell: in t, what ends in … is cut short (1 cell)",
        ),
        (
            ".sav",
            (("ก" * 10_922,), ("ก" * 10_923,)),
            "32,767 bytes in a cell, 255 in a head: in t, what ends in … is cut short (1 cell)",
        ),
        (
            ".xlsx",
            ((10**15,), (10**15 - 1,)),
            "some whole numbers: texts stand for them in 1 cell of t",
        ),
        (".parquet", ((1,), ("not asked",)), "not all cells of c are numbers"),
        (".parquet", ((2**53 + 1,), (0.5,)), "not all cells of c are numbers"),
        (".sav", ((2**53 + 1,), (0.5,)), "not all cells of c are numbers"),
    ],
)
def test_what_a_format_can_not_hold_is_told(
    suffix: str, table: tuple[tuple[Cell, ...], ...], told: str
) -> None:
    [note] = fitted(sp.Table("t", ("c",), table), suffix).notes
    assert told in note


@pytest.mark.parametrize("suffix", [".json", ".parquet"])
def test_columns_of_one_name_are_told_apart(suffix: str, tmp_path: Path) -> None:
    table = sp.Table("t", ("level", "level", "level (2)"), (("local", 1, 2),))
    [path] = sp.export(table, tmp_path / f"t{suffix}")
    assert READERS[suffix](path) == (["level", "level (3)", "level (2)"], [["local", 1, 2]])
    assert "level (3)" in fitted(table, suffix).notes[0]


def test_a_cell_that_is_cut_keeps_as_much_as_there_is_room_for() -> None:
    table = sp.Table("t", ("c",), (("👩" * 20_000,), ("x" * 40_000,)))
    [[people], [letters]] = fitted(table, ".xlsx").rows
    assert people == "👩" * 16_383 + "…"
    assert letters == "x" * 32_766 + "…"


@pytest.mark.parametrize(("suffix", "package"), [(".parquet", "pyarrow"), (".sav", "pyreadstat")])
def test_a_package_that_is_missing_is_named(
    suffix: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(SMALL, tmp_path / f"t{suffix}")
    [told] = error.value.problems
    assert told.code == "X03"
    assert package in told.message
    assert "scapolicy[analysis]" in told.remedy
    assert list(tmp_path.iterdir()) == []


def test_what_is_changed_is_told_when_it_is_written(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from scapolicy.commands import main

    sp.write_results(shipped(), tmp_path / "results")
    args = ["matrix", str(tmp_path / "results"), "--by", "province", "--by", "level"]
    args += ["--tell-zeros", "-o", str(tmp_path / "matrix.parquet")]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0
    assert "are numbers that a .parquet file can hold: they are text there" in done.stderr


@pytest.mark.parametrize("suffix", [".md", ".html", ".tex", ".json"])
def test_a_text_that_someone_edited_is_kept(suffix: str, tmp_path: Path) -> None:
    [path] = sp.export(SMALL, tmp_path / f"mine{suffix}", {"unit": "turn"})
    mine = path.read_bytes().replace(b"Rayong", b"Rayong (mine)")
    path.write_bytes(mine)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(SMALL, path)
    assert [one.code for one in error.value.problems] == ["O02"]
    assert path.read_bytes() == mine
    assert list(made_in(tmp_path)) == [(path, True)]  # withdrawal has to find it all the same


@pytest.mark.parametrize("suffix", [".md", ".html", ".tex", ".json"])
def test_other_ends_of_lines_are_nobody_s_work(suffix: str, tmp_path: Path) -> None:
    [path] = sp.export(SMALL, tmp_path / f"one{suffix}")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    sp.export(SMALL, path)
    assert b"\r\n" not in path.read_bytes()


@pytest.mark.parametrize("suffix", [".md", ".html", ".tex", ".json"])
def test_a_text_that_speaks_of_the_mark_is_known_again(suffix: str, tmp_path: Path) -> None:
    said = f"{MARK} [0123456789abcdef]"
    table = sp.Table("t", (said,), ((said,),), said, (said,))
    [path] = sp.export(table, tmp_path / f"t{suffix}", {said: said})
    sp.export(table, path, {said: said})
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(sp.ScapolicyError):
        sp.export(table, path)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_number_that_is_none_is_empty_or_null_and_told(suffix: str, tmp_path: Path) -> None:
    rows = ((1, math.nan, 0.5), (2, math.inf, 1.5), (3, -math.inf, 2.5))
    table = sp.Table("odd", ("n", "share", "more"), rows)
    fit = fitted(table, suffix)
    instead = "null" if suffix == ".json" else "empty"
    [note] = fit.notes
    assert note.startswith(f"an undefined or infinite number is {instead} in ")
    assert note.endswith(": 3 cells of odd")
    assert fitted(fit, suffix).notes == fit.notes
    [path] = sp.export(table, tmp_path / f"odd{suffix}")
    if suffix == ".json":
        content = json.loads(path.read_text(), parse_constant=pytest.fail)
        found = [list(row.values()) for row in content["tables"][0]["rows"]]
        assert found == [[1, None, 0.5], [2, None, 1.5], [3, None, 2.5]]
    if suffix in READERS:
        _, found = READERS[suffix](path)
        assert [row[1] in ("", None) for row in found] == [True] * 3
        assert [float(row[2]) for row in found] == [0.5, 1.5, 2.5]


@pytest.mark.parametrize("suffix", [".xlsx", ".sav"])
def test_a_file_that_someone_worked_on_is_kept(suffix: str, tmp_path: Path) -> None:
    [path] = sp.export(SMALL, tmp_path / f"mine{suffix}")
    if suffix == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path)
        book.worksheets[0]["A9"] = "Mine"
        book.save(path)
    else:
        import pyreadstat

        frame, about = pyreadstat.read_sav(path)
        pyreadstat.write_sav(frame, str(path), file_label=about.file_label)
    mine = path.read_bytes()
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(SMALL, path)
    assert [one.code for one in error.value.problems] == ["O02"]
    assert path.read_bytes() == mine
    assert list(made_in(tmp_path)) == [(path, True)]  # withdrawal has to find it all the same


def test_a_sheet_that_has_no_room_is_refused(tmp_path: Path) -> None:
    table = sp.Table("t", ("c",), ((1,),) * 1_048_576)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(table, tmp_path / "t.xlsx")
    assert [one.code for one in error.value.problems] == ["X30"]


def test_notes_are_in_an_spss_file(tmp_path: Path) -> None:
    import pyreadstat

    long = "ข้อความ " * 30
    table = sp.Table("t", ("c",), ((1,),), "A title", (long, "x" * 200))
    [path] = sp.export(table, tmp_path / "t.sav")
    lines = pyreadstat.read_sav(path)[1].notes
    assert all(len(line.encode()) <= 80 for line in lines)
    assert lines[0] == "A title"
    assert "".join(lines[1:]).replace(" ", "") == long.replace(" ", "") + "x" * 200


def test_a_table_says_what_was_run_and_names_no_path(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from scapolicy.commands import main

    folder = tmp_path / "results"
    sp.write_results(shipped(), folder)
    args = ["matrix", str(folder), "--where", "rank=decision maker", "--count", "words"]
    done = CliRunner().invoke(main, [*args, "-o", str(tmp_path / "matrix.json")])
    assert done.exit_code == 0
    text = (tmp_path / "matrix.json").read_text(encoding="utf-8")
    said = json.loads(text)["run"]
    assert said["command"] == "matrix"
    assert (said["--where"], said["--count"]) == ("rank=decision maker", "words")
    assert hashlib.sha256((folder / "run.json").read_bytes()).hexdigest() in said["run"]
    assert str(tmp_path) not in text


@pytest.mark.parametrize("note", ["- a note", "1. a note", "+ a note", "= a note", "# a note"])
def test_a_note_is_no_list_and_no_title_in_markdown(note: str, tmp_path: Path) -> None:
    [path] = sp.export(sp.Table("t", ("c",), ((1,),), "", (note,)), tmp_path / "t.md")
    line = path.read_text(encoding="utf-8").rstrip().split("\n")[-1]
    assert line.replace("\\", "") == note
    assert re.match(r"\\|\d+\\", line)


def test_long_passages_of_a_workbook_are_seen_whole(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    table = sp.Table("t", ("passage",), (("word " * 60,), ("short",), ("=1+1",)))
    sheet = load_workbook(sp.export(table, tmp_path / "t.xlsx")[0]).worksheets[0]
    assert sheet["A2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height >= 5 * 15
    assert sheet.row_dimensions[3].height in (None, 15)
    assert (sheet["A4"].data_type, sheet["A4"].number_format) == ("s", "@")


def test_a_page_has_its_own_style_and_nothing_else(tmp_path: Path) -> None:
    [path] = sp.export(SMALL, tmp_path / "t.html")
    text = path.read_text(encoding="utf-8")
    [style] = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in text
    assert "unsafe" not in text
    assert "style=" not in text


def test_variables_of_spss_have_names_of_their_own(tmp_path: Path) -> None:
    import pyreadstat

    columns = ("x" * 70, "X" * 70, "by", "BY", "จังหวัด", "1st", "a b", "a_b", "v5")
    [path] = sp.export(sp.Table("t", columns, ((1,) * len(columns),)), tmp_path / "t.sav")
    about = pyreadstat.read_sav(path)[1]
    assert tuple(about.column_labels) == columns
    assert len({name.lower() for name in about.column_names}) == len(columns)
    assert not {"by", "to", "all"} & {name.lower() for name in about.column_names}
