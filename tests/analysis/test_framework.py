"""`framework`: all passages side by side; and what a person wrote beside them is never lost."""

import io
import stat
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.analysis.framework_summaries import Summary, read_summaries
from scapolicy.analysis.framework_workbook import write_workbook
from scapolicy.coded import Coded
from scapolicy.commands import main
from tests.analysis.generated import studies
from tests.analysis.study import coded, shipped

BOOK = """\
title: Means
version: 1
categories:
  - id: means
    label: Money and staff
    definition: Means.
    codes:
      - {id: money, definition: Money., rules: [{valence: barrier, terms: [debt]}]}
      - {id: people, definition: Staff., rules: [{valence: facilitator, terms: [staff]}]}
  - id: leaders
    label: Leaders
    definition: Leaders.
    codes:
      - {id: mayor, definition: The mayor., rules: [{valence: facilitator, terms: [mayor]}]}
"""
HEAD = "---\ninformant: {informant}\nprovince: {province}\n---\nInterviewer: And?\n\nClerk: "
DAY = datetime(2020, 6, 14, tzinfo=UTC).replace(tzinfo=None)
TALKS = {
    "a.md": HEAD.format(informant="A", province="North") + "A debt. Able staff. The mayor came.\n",
    "b.md": HEAD.format(informant="B", province="North") + "A debt and\nstaff.\n",
    "c.md": HEAD.format(informant="C", province="South") + "=1+1, said the mayor.\n",
}
Cells = Mapping[str, Mapping[str, object]]


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


@pytest.fixture
def file(study: Coded, tmp_path: Path) -> Path:
    path = tmp_path / "chart.xlsx"
    assert sp.write_framework(sp.framework(study), path) == ()
    return path


def cells(path: Path, sheet: str = "framework") -> Cells:
    """What is in a sheet: the first cell of a row, the key of a column, the value."""
    head, *rows = (
        [one.replace("_x005F_", "_") if isinstance(one, str) else one for one in row]
        for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    )
    names = [str(name).split("\n")[-1].strip("[]") for name in head]
    marked = [
        name + (" summary" if str(cell).startswith("Summary: ") else "")
        for name, cell in zip(names, head, strict=True)
    ]
    return {str(row[0]): dict(zip(marked, row, strict=True)) for row in rows}


def others(path: Path) -> list[tuple[object, ...]]:
    """The summaries that have no cell."""
    book = openpyxl.load_workbook(path)
    name = "earlier summaries"
    return list(book[name].iter_rows(values_only=True))[1:] if name in book.sheetnames else []


def edit(path: Path, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Change a workbook as a person would, and return what it then is."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path.read_bytes()


def write(path: Path, where: Mapping[str, object]) -> bytes:
    """Put values into cells of the sheet `framework`."""

    def change(book: openpyxl.Workbook) -> None:
        for cell, value in where.items():
            book["framework"][cell] = value

    return edit(path, change)


def north(study: Coded) -> sp.Table:
    return sp.framework(sp.select(study, {"province": ["North"]}))


def test_a_cell_holds_the_passages_with_their_place(study: Coded) -> None:
    found = sp.framework(study)
    assert found.matrix.columns == ("province", "means", "leaders")
    assert found.matrix.rows == (
        (
            "North",
            """\
[a.md, turn 2, against] A debt.
[a.md, turn 2, for] Able staff.
[b.md, turn 2, both] A debt and staff.""",
            "[a.md, turn 2, for] The mayor came.",
        ),
        ("South", "", "[c.md, turn 2, for] =1+1, said the mayor."),
    )
    place = [found.passages.columns.index(name) for name in ("province", "category", "text")]
    assert [tuple(row[at] for at in place) for row in found.passages.rows][2] == (
        "North",
        "means",
        "A debt and\nstaff.",
    )


def test_a_row_may_be_an_informant_or_a_combination(study: Coded) -> None:
    by_informant = sp.framework(study, ["informant"], level="code")
    assert [row[0] for row in by_informant.matrix.rows] == ["A", "B", "C"]
    assert by_informant.matrix.columns == ("informant", "money", "people", "mayor")
    by_both = sp.framework(study, ["province", "informant"])
    assert [row[:2] for row in by_both.matrix.rows] == [
        ("North", "A"), ("North", "B"), ("South", "C"),
    ]  # fmt: skip


def check(study: Coded) -> None:
    """As many passages in each cell as segments in codings.csv."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sp.write_results(study, folder)
        read = "read_csv('{}', header=true, all_varchar=true, quote='\"')"
        about, codings = (read.format(folder / f"{one}.csv") for one in ("sources", "codings"))
        for level in ("category", "code"):
            query = f"""
            SELECT coalesce(nullif(a.province, ''), '(none)'), c.{level},
                count(DISTINCT (source, c.segment))
            FROM {codings} c JOIN {about} a USING (source) GROUP BY ALL
            """
            wanted = {row[:2]: row[2] for row in duckdb.connect().execute(query).fetchall()}
            found = sp.framework(sp.read_results(folder), ["province"], level=level)
            counted = {
                (row[0], factor): str(cell).count("\n") + 1
                for row in found.matrix.rows
                for factor, cell in zip(found.matrix.columns[1:], row[1:], strict=True)
                if cell
            }
            assert counted == wanted
            assert len(found.passages.rows) == sum(wanted.values())


@settings(max_examples=20)
@given(studies())
def test_its_passages_are_those_of_the_results(study: Coded) -> None:
    check(study)


def test_on_the_shipped_study_its_passages_are_those_of_the_results() -> None:
    check(shipped())


def test_the_workbook_has_passages_and_room_for_summaries_side_by_side(file: Path) -> None:
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["framework", "passages", "notes"]
    sheet = book["framework"]
    assert [cell.value for cell in sheet[1]] == [
        "province",
        "Passages: Money and staff\n[means]",
        "Summary: Money and staff\n[means]",
        "Passages: Leaders\n[leaders]",
        "Summary: Leaders\n[leaders]",
    ]
    assert sheet.freeze_panes == "B2"
    assert cells(file)["North"]["leaders"] == "[a.md, turn 2, for] The mayor came."
    assert cells(file)["North"]["leaders summary"] is None


def test_no_cell_is_run(file: Path, study: Coded) -> None:
    write(file, {"C2": "=1+1", "E2": "#N/A"})
    sp.write_framework(sp.framework(study), file)
    book = openpyxl.load_workbook(file)
    types = {
        (cell.data_type, cell.quotePrefix)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    assert types == {("s", True)}
    assert cells(file)["North"]["means summary"] == "=1+1"


def test_summaries_stay_when_the_framework_is_made_again(file: Path, study: Coded) -> None:
    longer = "Money is short,\nstaff is not.\n\n• ทุน 漢字 _x0041_ <b>&amp;"
    edited = write(file, {"C2": longer, "E3": 7, "E2": DAY})
    [note] = sp.write_framework(sp.framework(study), file)
    assert (note.code, note.message) == (
        "X24",
        "the framework as it was edited is kept as chart-earlier-1.xlsx",
    )
    assert file.with_stem("chart-earlier-1").read_bytes() == edited
    found = cells(file)
    assert found["North"]["means summary"] == longer
    assert found["South"]["leaders summary"] == 7
    assert found["North"]["leaders summary"] == DAY
    assert others(file) == []
    again = file.read_bytes()
    assert sp.write_framework(sp.framework(study), file) == ()
    assert file.read_bytes() == again


def test_each_edited_one_is_kept_under_a_name_of_its_own(file: Path, study: Coded) -> None:
    for number in (1, 2, 3):
        write(file, {"C2": f"summary {number}", "G9": "a note of my own"})
        [note] = sp.write_framework(sp.framework(study), file)
        assert note.message.endswith(f"chart-earlier-{number}.xlsx")
        kept = openpyxl.load_workbook(file.with_stem(f"chart-earlier-{number}"))
        assert kept["framework"]["G9"].value == "a note of my own"
        assert kept["framework"]["C2"].value == f"summary {number}"


def test_passages_are_those_of_the_newer_results(file: Path, study: Coded) -> None:
    write(file, {"B2": "changed by hand", "C2": "mine"})
    sp.write_framework(north(study), file)
    found = cells(file)
    assert list(found) == ["North"]
    assert str(found["North"]["means"]).startswith("[a.md, turn 2, against]")
    assert found["North"]["means summary"] == "mine"


def test_summaries_of_cases_that_are_gone_are_kept_and_told_and_come_back(
    file: Path, study: Coded
) -> None:
    write(file, {"E2": "of the north", "E3": "of the south"})
    moved, _ = sp.write_framework(north(study), file)
    assert moved.code == "X25"
    assert moved.message == (
        "summaries that have no place in this framework any more are kept in its sheet "
        "'earlier summaries' (1): South: leaders"
    )
    assert others(file) == [("South", "leaders", "of the south")]
    [still] = sp.write_framework(north(study), file)
    assert still == moved
    assert sp.write_framework(sp.framework(study), file) == ()
    assert cells(file)["South"]["leaders summary"] == "of the south"
    assert cells(file)["North"]["leaders summary"] == "of the north"
    assert others(file) == []


def test_summaries_of_factors_that_are_gone_are_kept_and_told(file: Path, study: Coded) -> None:
    write(file, {"C2": "of the means", "E2": "of the leaders"})
    moved, _ = sp.write_framework(sp.framework(study, level="code"), file)
    assert moved.message.endswith(": North: means, North: leaders")
    sp.write_framework(sp.framework(study), file)
    assert cells(file)["North"]["means summary"] == "of the means"
    assert cells(file)["North"]["leaders summary"] == "of the leaders"


def test_a_summary_that_was_written_anew_meanwhile_stands_beside_the_older(
    file: Path, study: Coded
) -> None:
    write(file, {"E3": "older"})
    sp.write_framework(north(study), file)

    def add_row(book: openpyxl.Workbook) -> None:
        book["framework"].append(["South", None, None, None, "newer"])

    edit(file, add_row)
    sp.write_framework(sp.framework(study), file)
    assert cells(file)["South"]["leaders summary"] == "newer"
    assert others(file) == [("South", "leaders", "older")]


def test_rows_and_columns_may_be_moved(file: Path, study: Coded) -> None:
    write(file, {"C2": "means of the north", "E3": "leaders of the south"})

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["framework"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for number, row in enumerate([rows[0], rows[2], rows[1]], 1):
            for place, value in enumerate([row[0], *row[3:], *row[1:3], "mine"], 1):
                sheet.cell(number, place).value = value

    edit(file, change)
    sp.write_framework(sp.framework(study), file)
    assert cells(file)["North"]["means summary"] == "means of the north"
    assert cells(file)["South"]["leaders summary"] == "leaders of the south"


def test_a_row_of_ones_own_is_kept_with_what_it_says(file: Path, study: Coded) -> None:
    write(file, {"A4": "Overall", "C4": "money is short everywhere", "E5": "a line without a case"})
    moved, _ = sp.write_framework(sp.framework(study), file)
    assert moved.code == "X25"
    assert others(file) == [
        ("Overall", "means", "money is short everywhere"),
        (None, "leaders", "a line without a case"),
    ]


SUMMARIES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.just("\n"),
    min_size=1,
    max_size=40,
)
EARLIER = st.lists(
    st.tuples(
        st.sampled_from(["North", "South", "West"]), st.sampled_from(["means", "old"]), SUMMARIES
    ),
    max_size=6,
)


@settings(max_examples=40)
@given(EARLIER)
def test_every_summary_is_found_again_however_often_it_is_written(
    found: list[tuple[str, str, str]],
) -> None:
    framework = sp.framework(SMALL)
    summaries = [Summary((case,), factor, text) for case, factor, text in found]
    for _ in range(2):
        back = read_summaries(write_workbook(framework, summaries), framework, "f.xlsx")
        wanted = {(one.case, one.factor, one.value) for one in summaries}
        assert {(one.case, one.factor, one.value) for one in back} == wanted
        summaries = back


with TemporaryDirectory() as _folder:
    SMALL = coded(Path(_folder), TALKS, BOOK)


def rename(book: openpyxl.Workbook) -> None:
    book["framework"].title = "chart"


def lose_head(book: openpyxl.Workbook) -> None:
    book["framework"]["C1"] = "What I think"


def lose_other_head(book: openpyxl.Workbook) -> None:
    book.create_sheet("earlier summaries").append(["my own", "sheet"])


@pytest.mark.parametrize("change", [rename, lose_head, lose_other_head])
def test_a_framework_whose_heads_were_changed_is_left_as_it_is(
    file: Path, study: Coded, change: Callable[[openpyxl.Workbook], None]
) -> None:
    edited = edit(file, change)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.write_framework(sp.framework(study), file)
    assert [one.code for one in error.value.problems] == ["X23"]
    assert file.read_bytes() == edited
    assert sorted(path.name for path in file.parent.glob("*.xlsx")) == ["chart.xlsx"]


def test_a_framework_by_something_else_is_left_as_it_is(file: Path, study: Coded) -> None:
    before = file.read_bytes()
    with pytest.raises(sp.ScapolicyError) as error:
        sp.write_framework(sp.framework(study, ["informant"]), file)
    assert "by province, not by informant [X22]" in str(error.value)
    assert file.read_bytes() == before


def other_workbook() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def with_entities(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<!DOCTYPE x>" + old.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"my notes", "R30"),
        (b"", "R30"),
        (other_workbook(), "X23"),
        (with_entities(other_workbook()), "R78"),
        (other_workbook()[:2000], "R30"),
    ],
)
def test_what_is_no_framework_is_left_as_it_is(
    tmp_path: Path, study: Coded, data: bytes, code: str
) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(data)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.write_framework(sp.framework(study), path)
    assert [one.code for one in error.value.problems] == [code]
    assert path.read_bytes() == data


def test_other_formats_and_places_are_refused(study: Coded, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "a.docx", "E21"), (tmp_path / "no" / "a.xlsx", "E20")):
        with pytest.raises(sp.ScapolicyError) as error:
            sp.write_framework(sp.framework(study), path)
        assert [one.code for one in error.value.problems] == [code]


def test_what_does_not_fit_into_a_cell_is_told_and_stands_in_the_passages(tmp_path: Path) -> None:
    talk = HEAD.format(informant="A", province="North") + "A debt of the town. " * 2000
    study = coded(tmp_path, {"a.md": talk}, BOOK)
    sp.write_framework(sp.framework(study), tmp_path / "f.xlsx")
    text = str(cells(tmp_path / "f.xlsx")["North"]["means"])
    *shown, last = text.split("\n")
    assert len(text) <= 32_767
    assert set(shown) == {"[a.md, turn 2, against] A debt of the town."}
    assert last == f"… and {2000 - len(shown)} more, in the sheet passages"
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert book["passages"].max_row == 2001
    [*_, (last,)] = book["notes"].iter_rows(values_only=True)
    assert str(last).startswith("1 cells hold less than there is")


def test_a_kept_copy_is_read_by_nobody_else(file: Path, study: Coded) -> None:
    write(file, {"C2": "mine"})
    file.chmod(0o600)
    sp.write_framework(sp.framework(study), file)
    for path in (file, file.with_stem("chart-earlier-1")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def command(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["framework", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_command_prints_passages_under_case_and_factor(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "r")
    status, text = command(tmp_path / "r", "--where", "province=South")
    assert (status, text.splitlines()) == (
        0,
        [
            "Framework by province: passages of each category",
            "South",
            "  leaders",
            "    [c.md, turn 2, for] =1+1, said the mayor.",
        ],
    )


def test_the_command_keeps_summaries_and_tells_it(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "r")
    out = tmp_path / "f.xlsx"
    assert command(tmp_path / "r", "-o", out) == (0, f"Written to {out}\n")
    write(out, {"C2": "mine"})
    status, text = command(tmp_path / "r", "-o", out)
    assert status == 0
    assert "kept as f-earlier-1.xlsx" in text
    assert cells(out)["North"]["means summary"] == "mine"


def test_the_command_writes_other_formats_without_room_for_summaries(
    study: Coded, tmp_path: Path
) -> None:
    sp.write_results(study, tmp_path / "r")
    assert command(tmp_path / "r", "-o", tmp_path / "f.csv")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["f-passages.csv", "f.csv"]
