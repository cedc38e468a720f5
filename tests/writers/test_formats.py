"""Tables in every format: the same numbers and texts in each, read back by other programs."""

import csv
import io
import json
import math
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import scapolicy as sp
from scapolicy.tables.table import UNDEFINED, Cell, Table, as_read, is_undefined
from scapolicy.writers.comma import as_it_was
from scapolicy.writers.formats import SEVERAL, SINGLE
from tests.analysis.study import shipped
from tests.programs import opened_in_office

# What formats are known to stumble over.
ODD = ("=1+1", "+cmd", "@a", "-2", "'tis", "ไม่มีแผน", 'He said "no", twice', "a | b", "<b>&amp;</b>")
texts = st.one_of(
    st.sampled_from(ODD),
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff"
        )
    ),
).map(str.strip)
numbers = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_nan=False).map(lambda n: round(n, 4))
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of a column of texts, one of numbers, one of numbers that may be missing."""
    rows = draw(
        st.lists(
            st.tuples(texts, st.integers(0, 10**9), st.one_of(numbers, st.just(UNDEFINED))),
            max_size=6,
        )
    )
    return Table(
        "some", ("province", "segments", "per 1,000 words"), tuple(rows), "Some", ("A note",)
    )


def from_xlsx(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def from_parquet(data: bytes) -> list[list[object]]:
    table = pq.read_table(io.BytesIO(data))
    return [table.column_names, *(list(row.values()) for row in table.to_pylist())]


def from_sav(data: bytes) -> list[list[object]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.sav")
        path.write_bytes(data)
        frame, about = pyreadstat.read_sav(path)
    return [about.column_labels, *frame.values.tolist()]


def from_json(data: bytes) -> list[list[object]]:
    [table] = json.loads(data)["tables"]
    return [table["columns"], *([row[name] for name in table["columns"]] for row in table["rows"])]


def from_html(data: bytes) -> list[list[object]]:
    rows = html.document_fromstring(data).xpath("//table//tr")
    return [[cell.text_content() for cell in row] for row in rows]


def from_csv(data: bytes) -> list[list[object]]:
    return separated(data, ",")


def from_tsv(data: bytes) -> list[list[object]]:
    return separated(data, "\t")


def separated(data: bytes, delimiter: str) -> list[list[object]]:
    rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)
    return [list(map(as_it_was, row)) for row in rows]


def from_markdown(data: bytes) -> list[list[object]]:
    lines = [line for line in data.decode().split("\n") if line.startswith("| ")]
    cells = [re.split(r" (?<!\\)\| ?", line[2:-2] + " ") for line in (lines[0], *lines[2:])]
    return [[re.sub(r"\\(.)", r"\1", cell).strip() for cell in row] for row in cells]


def from_latex(data: bytes) -> list[list[object]]:
    lines = [line[:-3] for line in data.decode().split("\n") if line.endswith(r" \\")]
    return [[plain_from_latex(cell) for cell in re.split(r" (?<!\\)& ", line)] for line in lines]


def plain_from_latex(cell: str) -> str:
    """What LaTeX shows for a cell."""
    names = {"backslash": "\\", "asciitilde": "~", "asciicircum": "^"}
    names |= {"less": "<", "greater": ">", "bar": "|"}
    cell = re.sub(r"\\kern0pt\{\}|\\allowbreak\{\}|\\rotatebox\{90\}(?=\{)", "", cell)
    cell = cell.replace(r"\symbol{34}", '"').replace("$-$", "-")
    return re.sub(
        r"\\text(\w+)\{\}|\\(.)|\{(.*?)(?<!\\)\}",
        lambda found: names[found[1]] if found[1] else found[2] or plain_from_latex(found[3]),
        cell,
    )


READERS: dict[str, Callable[[bytes], list[list[object]]]] = {
    ".xlsx": from_xlsx,
    ".parquet": from_parquet,
    ".sav": from_sav,
    ".json": from_json,
    ".html": from_html,
    ".csv": from_csv,
    ".tsv": from_tsv,
    ".md": from_markdown,
    ".tex": from_latex,
}
TYPED = (".xlsx", ".parquet", ".json", ".sav")
READ = (".html", ".md", ".tex")


def written(table: Table, suffix: str) -> bytes:
    return SINGLE[suffix](table) if suffix in SINGLE else SEVERAL[suffix]([table], {"unit": "turn"})


def same(cell: Cell, found: Any, suffix: str) -> bool:
    """Whether what is read back is the cell; a text where the format knows nothing else."""
    if cell == "" or is_undefined(cell):
        return found in ("", None) or (isinstance(found, float) and math.isnan(found))
    if isinstance(cell, float) and suffix in READ:
        return found == as_read(cell) and float(found) == pytest.approx(cell, rel=0.0005001)
    if isinstance(cell, str) or suffix not in TYPED:
        return str(cell) == found
    return not isinstance(found, str) and cell == found


@pytest.mark.parametrize("suffix", READERS)
@given(table=tables())
def test_what_is_read_back_is_what_was_written(suffix: str, table: Table) -> None:
    head, *rows = READERS[suffix](written(table, suffix))
    assert tuple(head) == table.columns
    assert len(rows) == len(table.rows)
    for row, found in zip(table.rows, rows, strict=True):
        for cell, one in zip(row, found, strict=True):
            assert same(cell, one, suffix), (cell, one)


@pytest.mark.parametrize("suffix", READERS)
def test_the_same_table_gives_the_same_bytes(suffix: str) -> None:
    table = sp.matrix(shipped(), tell_zeros=True)
    assert written(table, suffix) == written(table, suffix)


@pytest.mark.parametrize("suffix", [one for one in READERS if one not in (".csv", ".tsv")])
def test_only_what_scapolicy_wrote_is_written_over(suffix: str, tmp_path: Path) -> None:
    table, path = sp.matrix(shipped()), tmp_path / f"matrix{suffix}"
    assert sp.export(table, path) == [path]
    sp.export(table, path)
    path.write_bytes(b"mine")
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(table, path)
    assert [one.code for one in error.value.problems] == ["O03"]
    assert path.read_bytes() == b"mine"


def test_a_workbook_that_a_person_made_is_not_written_over(tmp_path: Path) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "mine.xlsx"
    book.active["A1"] = "Mine"  # type: ignore[index]
    book.save(path)
    with pytest.raises(sp.ScapolicyError):
        sp.export(sp.matrix(shipped()), path)
    assert openpyxl.load_workbook(path).active["A1"].value == "Mine"  # type: ignore[index]


def test_a_workbook_has_a_sheet_a_table_and_one_of_notes(tmp_path: Path) -> None:
    tables = [
        Table("one", ("a",), (("x",),), "First", ("Mind this.",)),
        Table("ONE", ("a",), (("y" * 40_000,), ("=1+1",), ("bell\x07",))),
        Table("a/b: a name that is far too long for Excel", ("a",), ()),
    ]
    book = openpyxl.load_workbook(sp.export(tables, tmp_path / "t.xlsx", {"unit": "turn"})[0])
    assert book.sheetnames == ["one", "ONE 2", "a b  a name that is far too lon", "notes"]
    assert book["one"].freeze_panes == "A2"
    assert book["one"]["A1"].font.bold
    assert len(str(book["ONE 2"]["A2"].value)) == 32_767
    assert (book["ONE 2"]["A3"].value, book["ONE 2"]["A3"].data_type) == ("=1+1", "s")
    assert book["ONE 2"]["A4"].value == "bell\ufffd"
    notes = [tuple(cell.value for cell in row) for row in book["notes"].iter_rows(min_row=2)]
    assert notes == [
        ("", "unit", "turn"),
        ("one", "title", "First"),
        ("one", "note", "Mind this."),
        (
            "ONE 2",
            "note",
            "an .xlsx file can't hold some characters: � stands for them in 1 text of ONE",
        ),
        (
            "ONE 2",
            "note",
            (
                "an .xlsx file holds 32,767 characters in a cell: in ONE, what ends in … is cut"
                " short (1 cell)"
            ),
        ),
    ]


def test_several_tables_are_several_files_where_a_format_holds_one(tmp_path: Path) -> None:
    tables = [Table("one", ("a",), ((1,),)), Table("two", ("b",), ((2,),))]
    paths = sp.export(tables, tmp_path / "out.csv")
    assert [path.name for path in paths] == ["out.csv", "out-two.csv"]
    assert [path.read_text() for path in paths] == ["a\n1\n", "b\n2\n"]


def test_a_format_that_is_not_known_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.export(sp.matrix(shipped()), tmp_path / "matrix.doc")
    [fault] = error.value.problems
    assert fault.code == "E21"
    assert all(suffix in fault.remedy for suffix in READERS)


def test_a_page_holds_nothing_that_runs() -> None:
    table = Table("<script>", ("<b>",), (("<script>alert(1)</script>",),), "<i>", ("<u>",))
    page = SEVERAL[".html"]([table], {"<k>": "<v>"})
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //b | //i | //u | //k | //v")
    assert "default-src 'none'" in page.decode()


def test_the_notes_of_a_parquet_file_are_in_its_metadata() -> None:
    about = pq.read_schema(
        io.BytesIO(SINGLE[".parquet"](Table("t", ("a",), (), "T", ("N",))))
    ).metadata
    assert (about[b"title"], json.loads(about[b"notes"])) == (b"T", ["N"])


def test_a_data_frame_and_a_notebook_show_the_table() -> None:
    table = sp.matrix(shipped())
    frame = table.frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame.columns.tolist() == list(table.columns)
    assert frame.attrs["title"] == table.title
    assert "Chiang Mai" in table._repr_html_()


def test_libreoffice_sees_numbers_as_numbers_and_texts_as_texts(tmp_path: Path) -> None:
    table = Table("t", ("a", "b", "c"), (("=1+1", 1, 0.25), ("007", 2, UNDEFINED), ("1/2", 3, 1.5)))
    sp.export(table, tmp_path / "t.xlsx")
    fods = opened_in_office(tmp_path / "t.xlsx", "fods", tmp_path)
    text = fods.read_text(encoding="utf-8")
    kinds = re.findall(r'<table:table-cell[^>]*office:value-type="(\w+)"', text)
    line = ("string", "float", "float")
    assert kinds[:11] == ["string"] * 3 + [*line, *line[:2], *line]
    assert "table:formula" not in text
