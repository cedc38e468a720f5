"""`attributes.csv`: the rows of the table, and the sources they are given to."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.attributes import Row, join_attributes, read_attributes


def read(text: str) -> tuple[list[Row], list[tuple[str, int | None]]]:
    """The rows, and the problems by code and line."""
    rows, faults, _ = read_attributes(text.encode(), "attributes.csv")
    return rows, [(fault.code, fault.line) for fault in faults]


def refusal(data: bytes) -> list[tuple[str, int | None, str]]:
    with pytest.raises(ScapolicyError) as caught:
        read_attributes(data, "attributes.csv")
    return [(fault.code, fault.line, fault.key) for fault in caught.value.problems]


def joined(
    row: str, *names: str, complete: bool = True
) -> tuple[dict[str, str], list[tuple[str, int | None]]]:
    """Which source got which row, and the problems."""
    rows = [Row(name, {}, line) for line, name in enumerate(row.split("|"), start=2)]
    found, faults = join_attributes(rows, names, "attributes.csv", complete=complete)
    given_rows = {name: row.source for name, row in found.items()}
    return given_rows, [(fault.code, fault.line) for fault in faults]


def test_a_row_is_a_source_its_attributes_and_its_line() -> None:
    assert read("source,province,rank\na.md,North,clerk\nb.md,South,\n") == (
        [
            Row("a.md", {"province": "North", "rank": "clerk"}, 2),
            Row("b.md", {"province": "South", "rank": ""}, 3),
        ],
        [],
    )


def test_the_source_may_stand_in_any_column() -> None:
    assert read("province,source\nNorth,a.md\n")[0] == [Row("a.md", {"province": "North"}, 2)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_from_excel_reads_like_any_other(newline: str, mark: str) -> None:
    table = "source,note\na.md,'x'\nb.md,y\n"
    assert read(mark + table.replace("\n", newline)) == read(table)


@pytest.mark.parametrize("sign", [";", "\t"])
def test_semicolons_or_tabs_may_part_the_cells(sign: str) -> None:
    table = "source,note\na.md,x\nb.md,y\n"
    assert read(table.replace(",", sign)) == read(table)


def test_white_space_around_cells_and_blank_lines_are_passed_over() -> None:
    assert read("\n source , province \n\n a.md , North \n , \n") == (
        [Row("a.md", {"province": "North"}, 4)],
        [],
    )


def test_quoted_cells_may_hold_commas_quotes_and_lines() -> None:
    rows, _ = read('source,note\na.md,"x, ""y""\nz"\nb.md,w\n')
    assert rows == [Row("a.md", {"note": 'x, "y"\nz'}, 2), Row("b.md", {"note": "w"}, 4)]


def test_a_row_of_the_wrong_length_is_told_and_the_others_are_read() -> None:
    assert read("source,x\na.md\nb.md,1\nc.md,1,2\n") == (
        [Row("b.md", {"x": "1"}, 3)],
        [("A04", 2), ("A04", 4)],
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("A01", 1, "")]),
        (b"\n\nfile,x\n", [("A01", 3, "")]),
        (b"Source,x\n", [("A01", 1, "")]),
        (b"source,,x,x\n", [("A07", 1, "column 2"), ("A05", 1, "")]),
        (b"source,source\n", [("A05", 1, "")]),
        (b",\n,\n", [("A01", 1, "")]),
        (b'source,x\n"a.md,1\n', [("A06", 2, "")]),
        (b'source,x\n"a"b,1\n', [("A06", 2, "")]),
        (b"\xef\xbb\xbfsource,x\nb\xe9.md,1\n", [("R05", 2, "")]),
        ("file\n".encode("utf-16"), [("A01", 1, "")]),
        (b"PK\x03\x04\0\0", [("R04", 1, "")]),
    ],
)
def test_what_is_no_table_of_sources_is_told_with_its_place(
    data: bytes, expected: list[tuple[str, int | None, str]]
) -> None:
    assert refusal(data) == expected


def test_the_line_in_which_excel_names_what_parts_the_cells_is_no_row() -> None:
    assert read("sep=;\nsource;note\na.md;x, y\n") == ([Row("a.md", {"note": "x, y"}, 3)], [])
    assert read("SEP=|\nsource|note\na.md\n")[1] == [("A04", 3)]


def test_a_huge_cell_is_refused_and_not_a_crash() -> None:
    assert refusal(b"source,x\na.md," + b"x" * 200_000) == [("A06", 2, "")]


def test_a_name_is_composed_as_the_names_of_files_are() -> None:
    (row,) = read(unicodedata.normalize("NFD", "source\né.md\n"))[0]
    assert row.source == unicodedata.normalize("NFC", "é.md")


@pytest.mark.parametrize(
    ("row", "name"),
    [("a.md", "a.md"), ("a", "a.md"), ("sub/a", "sub/a.txt"), ("v1.2", "v1.2.md")],
)
def test_a_source_is_named_by_its_path_with_or_without_suffix(row: str, name: str) -> None:
    assert joined(row, name, "other.md") == ({name: row}, [])


def test_the_whole_path_goes_before_the_path_without_suffix() -> None:
    assert joined("a.b", "a.b", "a.b.md") == ({"a.b": "a.b"}, [])


def test_a_name_that_fits_two_sources_is_given_to_neither() -> None:
    assert joined("a", "a.md", "a.txt") == ({}, [("A02", 2)])
    assert joined("a", "a.md", "a.txt", complete=False) == ({}, [("A02", 2)])


def test_two_rows_for_one_source_are_told_however_they_name_it() -> None:
    assert joined("a|a.md", "a.md") == ({"a.md": "a"}, [("A03", 3)])


def test_a_row_without_a_source_is_told_where_all_sources_are_known() -> None:
    assert joined("x", "a.md") == ({}, [("A02", 2)])
    assert joined("x", "a.md", complete=False) == ({}, [])


def test_a_row_that_names_nothing_is_told() -> None:
    assert joined("", "a.md", "README") == ({}, [("A02", 2)])


def test_a_name_that_is_nearly_right_is_proposed() -> None:
    _, (fault,) = join_attributes([Row("CM-1.md", {}, 2)], ["CM-01.md"], "x.csv", complete=True)
    assert fault.message == "there is no source 'CM-1.md'; did you mean 'CM-01.md'?"


_CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n,\"'"),
    max_size=12,
)


@given(st.lists(st.tuples(_CELLS.filter(str.strip), _CELLS, _CELLS), max_size=6))
def test_a_written_table_is_read_again(rows: list[tuple[str, str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([("source", "x", "y"), *rows])
    found, faults = read(written.getvalue())
    expected = [
        (unicodedata.normalize("NFC", name.strip()), {"x": x.strip(), "y": y.strip()})
        for name, x, y in rows
    ]
    assert [(row.source, row.attributes) for row in found] == expected
    assert faults == []
