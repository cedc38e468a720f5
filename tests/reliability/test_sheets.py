"""Codings in CSV: what is read, and every problem of a file at once."""

from pathlib import Path

import pytest

from scapolicy.errors import ScapolicyError
from scapolicy.records import Valence
from scapolicy.reliability.sheets import Compared, Row, Sheet, read_files, read_rows, sheets_of


def read(text: str, unit: Compared = Compared.TURN) -> tuple[Row, ...]:
    return read_rows(text.encode(), "a.csv", unit)[0]


def refusal(data: bytes, unit: Compared = Compared.TURN) -> list[tuple[str, int | None]]:
    with pytest.raises(ScapolicyError) as caught:
        read_rows(data, "a.csv", unit)
    assert {fault.file for fault in caught.value.problems} == {"a.csv"}
    return [(fault.code, fault.line) for fault in caught.value.problems]


def sheets(folder: Path, **files: str) -> list[Sheet]:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text)
    return sheets_of(read_files(paths, Compared.TURN))


def test_only_the_columns_that_are_compared_matter() -> None:
    text = "speaker,turn,source,province,category\nMayor,2,a.md,North,money\n"
    assert read(text) == (Row("a.md", 2, "money", None, "", 2),)


def test_segments_may_be_compared_instead_of_turns() -> None:
    text = "source,turn,segment,category\na.md,2,7,money\n"
    assert read(text, Compared.SEGMENT)[0].number == 7


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_from_a_spreadsheet_reads_like_any_other(newline: str, mark: str) -> None:
    text = 'source,turn,category,valence\n a.md , 1 ,money,Barrier\n,,,\nb.md,2,"a\nb",\n'
    rows = (
        Row("a.md", 1, "money", Valence.BARRIER, "", 2),
        Row("b.md", 2, "a\nb", None, "", 4),
    )
    assert read(mark + text.replace("\n", newline)) == rows


@pytest.mark.parametrize("sign", [";", "\t"])
def test_cells_may_be_parted_as_spreadsheets_of_some_countries_part_them(sign: str) -> None:
    text = '\nsource;turn;category;text\na.md;1;"money; time";so, no\nb.md;2;money;\n'
    assert read(text.replace(";", sign)) == (
        Row("a.md", 1, f"money{sign} time", None, "", 3, text="so, no"),
        Row("b.md", 2, "money", None, "", 4),
    )


def test_a_huge_cell_is_read() -> None:
    assert len(read(f"source,turn,category,text\na.md,1,money,{'x' * 200_000}\n")) == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("E36", None)]),
        (b"\xef\xbb\xbf\n ,,\n", [("E36", None)]),
        (b"\nsource|turn|category\n", [("E10", 2), ("E10", 2), ("E10", 2)]),
        (b"source;turn;category\na.md;1\na.md;x;y\n", [("A04", 2), ("E11", 3)]),
        (b"source,segment,category\n", [("E10", 1)]),
        (b"source,turn,category,turn\n", [("A05", 1)]),
        (b"source,turn,category\na.md,1\n,0,x\na.md,1.5,x\n",
         [("A04", 2), ("E13", 3), ("E11", 3), ("E11", 4)]),
        (b"source,turn,category,valence\na.md,1,x,bad\na.md,1,,barrier\n",
         [("E12", 2), ("E14", 3)]),
        (b"source,turn,category,coder\na.md,x,x,Anna\na.md,1,x,Anna\na.md,2,x,\n",
         [("E11", 2), ("E15", 4)]),
        (b'source,turn,category\n"a.md,1,x\n', [("A06", 2)]),
        (b"\xef\xbb\xbfsource,turn,category\n\xe9,1,x\n", [("R05", 2)]),
        (b"PK\x03\x04\0\0", [("R04", 1)]),
    ],
)  # fmt: skip
def test_every_problem_of_a_file_is_told_with_its_line(
    data: bytes, expected: list[tuple[str, int | None]]
) -> None:
    assert refusal(data) == expected


def test_the_line_in_which_excel_names_what_parts_the_cells_is_no_row() -> None:
    assert read("sep=;\nsource;turn;category\na.md;2;money\n") == (
        Row("a.md", 2, "money", None, "", 3),
    )


def test_a_file_in_another_encoding_is_recognised_and_told(tmp_path: Path) -> None:
    table = "source;turn;category\nThüringen.md;2;money\nKöln.md;2;money\n"
    (tmp_path / "gold.csv").write_bytes(table.encode("cp1252"))
    (file,) = read_files([tmp_path / "gold.csv"], Compared.TURN)
    assert [row.source for row in file.rows] == ["Thüringen.md", "Köln.md"]
    assert [(note.code, note.file) for note in file.notices] == [
        ("R33", str(tmp_path / "gold.csv"))
    ]


def test_a_close_valence_is_offered() -> None:
    with pytest.raises(ScapolicyError, match="did you mean 'barrier'"):
        read("source,turn,category,valence\na.md,1,x,barier\n")


def test_problems_of_several_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("source\n")
    (tmp_path / "b.csv").write_text("source,turn,category\n")
    paths = ["a.csv", "none.csv", "", "b.csv", "b.csv"]
    with pytest.raises(ScapolicyError) as caught:
        read_files([tmp_path / path for path in paths], Compared.TURN)
    assert [fault.code for fault in caught.value.problems] == ["E10", "E10", "R01", "E17", "E22"]


def test_a_results_folder_and_its_codings_are_one_file(tmp_path: Path) -> None:
    (tmp_path / "codings.csv").write_text("source,turn,category\n")
    with pytest.raises(ScapolicyError) as caught:
        read_files([tmp_path, tmp_path / "codings.csv"], Compared.TURN)
    assert [fault.code for fault in caught.value.problems] == ["E22"]


def test_a_file_is_a_coder_called_after_it(tmp_path: Path) -> None:
    assert sheets(tmp_path, anna="source,turn,category\na.md,1,x\n") == [
        Sheet("anna", {("a.md", 1): {"x": None}})
    ]


def test_a_file_without_rows_is_a_coder_who_found_nothing(tmp_path: Path) -> None:
    assert sheets(tmp_path, anna="source,turn,category\n") == [Sheet("anna", {})]


def test_a_column_names_several_coders(tmp_path: Path) -> None:
    text = "source,turn,category,coder\na.md,1,x,Anna\na.md,1,y,Ben\na.md,2,x,Anna\n"
    assert sheets(tmp_path, all=text) == [
        Sheet("Anna", {("a.md", 1): {"x": None}, ("a.md", 2): {"x": None}}),
        Sheet("Ben", {("a.md", 1): {"y": None}}),
    ]


def test_one_name_in_two_files_is_two_coders(tmp_path: Path) -> None:
    text = "source,turn,category,coder\na.md,1,x,rules\n"
    one, two = sheets(tmp_path, one=text, two=text)
    assert (one.coder, two.coder) == (
        f"rules ({tmp_path / 'one.csv'})",
        f"rules ({tmp_path / 'two.csv'})",
    )


def test_rows_of_one_unit_are_put_together(tmp_path: Path) -> None:
    text = (
        "source,turn,category,valence\n"
        "a.md,1,x,barrier\na.md,1,x,facilitator\na.md,1,x,\na.md,1,y,\na.md,2,,\n"
    )
    (sheet,) = sheets(tmp_path, anna=text)
    assert sheet.units == {("a.md", 1): {"x": Valence.MIXED, "y": None}, ("a.md", 2): {}}
