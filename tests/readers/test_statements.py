"""Where attributes come from, which of two holds, and that nothing else is lost in silence."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import docx
import openpyxl
import pytest

import scapolicy as sp
from tests.readers.test_folder import TALK, codes, make


def workbook(path: Path, *rows: list[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)


def attributes(folder: Path) -> dict[str, dict[str, str]]:
    return {one.name: dict(one.attributes) for one in sp.read_transcripts(folder)}


def told(folder: Path) -> list[str]:
    """What is told of who says otherwise, and of names that don't fit."""
    notes = [note for one in sp.read_transcripts(folder) for note in one.notices]
    return [f"{note.file}: {note.message}" for note in notes if note.code in ("N08", "T10")]


def test_the_nearest_statement_holds_and_every_other_is_told(tmp_path: Path) -> None:
    settings = "names = '{rank}_{n}'\nfolders = '{rank}'"
    make(tmp_path, {"scapolicy.toml": settings, "folder/name_1.md": TALK})
    (talk,) = attributes(tmp_path).values()
    assert talk == {"rank": "name", "n": "1"}
    assert told(tmp_path) == [
        "folder/name_1.md: 'rank' is 'name' in its name and 'folder' in its folder; the first holds"
    ]
    make(tmp_path, {"attributes.csv": "source,rank\nfolder/name_1,table\n"})
    assert attributes(tmp_path)["folder/name_1.md"]["rank"] == "table"
    make(tmp_path, {"folder/name_1.md": f"---\nrank: head\n---\n{TALK}"})
    assert attributes(tmp_path)["folder/name_1.md"]["rank"] == "head"
    assert [line.partition(" and ")[2] for line in told(tmp_path)] == [
        "'table' in attributes.csv; the first holds",
        "'name' in its name; the first holds",
        "'folder' in its folder; the first holds",
    ]


def test_what_is_left_blank_says_nothing(tmp_path: Path) -> None:
    table = "source,rank,place\nclerk_1,,\n"
    settings = "names = '{rank}_{n}'\nfolders = '{place}'"
    head = f"---\nrank:\n---\n{TALK}"
    make(tmp_path, {"scapolicy.toml": settings, "attributes.csv": "source,x\nN/clerk_1,\n"})
    make(tmp_path, {"N/attributes.csv": table, "N/clerk_1.md": head})
    assert attributes(tmp_path)["N/clerk_1.md"] == {
        "rank": "clerk",
        "place": "N",
        "x": "",
        "n": "1",
    }
    assert told(tmp_path) == []


def test_two_spellings_of_one_are_no_conflict(tmp_path: Path) -> None:
    settings = 'names = "{province}_{language}"\n[aliases.province]\n"Khon Kaen" = ["KK"]\n'
    head = f"---\nprovince: Khon Kaen\nlanguage: en\n---\n{TALK}"
    make(tmp_path, {"scapolicy.toml": settings, "KK_English.md": head})
    assert told(tmp_path) == []


def test_a_nearer_table_holds_and_the_outer_one_is_told(tmp_path: Path) -> None:
    make(tmp_path, {"attributes.csv": "source,x\nin/a,outer\n", "in/a.md": TALK})
    make(tmp_path, {"in/attributes.csv": "source,x\na,inner\n"})
    assert attributes(tmp_path)["in/a.md"] == {"x": "inner"}
    (line,) = told(tmp_path)
    assert line.startswith(
        "in/a.md: 'x' is 'inner' in in/attributes.csv and 'outer' in attributes.csv"
    )


def test_a_workbook_beside_is_a_table_too_and_a_conflict_of_the_two_is_told(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": TALK, "attributes.csv": "source,rank,x\na,clerk,\n"})
    workbook(tmp_path / "attributes.xlsx", ["source", "rank", "x"], ["a.md", "mayor", "y"])
    assert attributes(tmp_path) == {"a.md": {"rank": "clerk", "x": "y"}}
    assert told(tmp_path) == [
        "a.md: 'rank' is 'clerk' in attributes.csv and 'mayor' in attributes.xlsx; the first holds"
    ]


def test_cells_of_a_workbook_read_as_a_person_would_write_them(tmp_path: Path) -> None:
    make(tmp_path, {"1.md": TALK})
    header = ["source", "date", "when", "age", "share", "consent", "none", "text"]
    day = date(2020, 6, 14)
    row = [1.0, day, datetime.combine(day, time(9, 30)), 41.0, 0.5, True, None, " x\ny "]
    workbook(tmp_path / "attributes.xlsx", header, [], row)
    assert attributes(tmp_path)["1.md"] == {
        "date": "2020-06-14",
        "when": "2020-06-14 09:30:00",
        "age": "41",
        "share": "0.5",
        "consent": "true",
        "none": "",
        "text": "x\ny",
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["file"], ["a"]], [("A01", 1)]),
        ([["source", "x", "x"], ["a"]], [("A05", 1)]),
        ([["source", "", "x"], ["a"]], [("A07", 1)]),
        ([["source"], ["a"], [], ["b"]], [("A02", 4)]),
        ([["source"], ["a"], ["a"]], [("A03", 3)]),
        ([["source"], ["a"], ["a.md"]], [("A03", 3)]),
        ([["source", "x"], ["a", "1", "2"], ["b"]], [("A04", 2), ("A02", 3)]),
        ([], [("A01", 1)]),
    ],
)
def test_faults_of_a_workbook_are_those_of_the_table_with_the_row(
    tmp_path: Path, rows: list[list[object]], expected: list[tuple[str, int]]
) -> None:
    make(tmp_path, {"a.md": TALK})
    workbook(tmp_path / "attributes.xlsx", *rows)
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(tmp_path)
    assert [(one.code, one.line) for one in caught.value.problems] == expected
    assert {one.file for one in caught.value.problems} == {str(tmp_path / "attributes.xlsx")}


def test_a_name_listed_twice_without_suffix_is_told(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": TALK, "attributes.csv": "source,x\na,1\na,1\n"})
    assert codes(tmp_path) == ["A03"]


@pytest.mark.parametrize("data", [b"", b"source,x\na,1\n", b"PK\3\4" + b"\0" * 40])
def test_what_is_no_workbook_is_told(tmp_path: Path, data: bytes) -> None:
    make(tmp_path, {"a.md": TALK})
    (tmp_path / "attributes.xlsx").write_bytes(data)
    assert codes(tmp_path) == ["R30"]


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": TALK})
    workbook(tmp_path / "attributes.xlsx", ["source"], ["a"])
    path = tmp_path / "attributes.xlsx"
    old, new = zipfile.ZipFile(io.BytesIO(path.read_bytes())), io.BytesIO()
    with zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' if name.endswith("sheet1.xml") else b""
            archive.writestr(name, bomb + old.read(name))
    path.write_bytes(new.getvalue())
    assert codes(tmp_path) == ["R78"]


@pytest.mark.parametrize(("row", "column"), [(100_001, 1), (1, 257), (1_048_576, 16_384)])
def test_a_workbook_too_large_to_be_a_table_of_sources_is_refused_and_not_cut(
    tmp_path: Path, row: int, column: int
) -> None:
    make(tmp_path, {"a.md": TALK})
    book = openpyxl.Workbook()
    book.worksheets[0].cell(1, 1, "source")
    book.worksheets[0].cell(row, column, "a")
    book.save(tmp_path / "attributes.xlsx")
    assert codes(tmp_path) == ["R30"]


def test_only_the_first_sheet_that_can_be_seen_is_read(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": TALK})
    book = openpyxl.Workbook()
    book.worksheets[0].append(["hidden"])
    book.worksheets[0].sheet_state = "hidden"
    seen = book.create_sheet("seen")
    seen.append(["source", "x"])
    seen.append(["a", "1"])
    book.create_sheet("more").append(["other"])
    book.save(tmp_path / "attributes.xlsx")
    assert attributes(tmp_path) == {"a.md": {"x": "1"}}


def test_names_that_do_not_fit_are_told_and_no_error(tmp_path: Path) -> None:
    make(tmp_path, {"scapolicy.toml": "names = '{province}-{n}'\nfolders = '{level}'"})
    make(tmp_path, {"gov/N-1.md": TALK, "notes.md": TALK})
    assert attributes(tmp_path) == {
        "gov/N-1.md": {"province": "N", "n": "1", "level": "gov"},
        "notes.md": {},
    }
    assert told(tmp_path) == [
        "notes.md: its name does not fit '{province}-{n}', and tells no attributes",
        "notes.md: its folder does not fit '{level}', and tells no attributes",
    ]


def test_an_archive_is_a_folder_without_its_suffix(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "North.zip", "w") as archive:
        archive.writestr("gov/CM-1.md", TALK)
    settings = "folders = '{province}/{level}'\nnames = '{x}-{n}'"
    make(tmp_path, {"scapolicy.toml": settings})
    expected = {"x": "CM", "n": "1", "province": "North", "level": "gov"}
    assert attributes(tmp_path) == {"North.zip/gov/CM-1.md": expected}


def test_a_document_tells_its_language_and_nothing_of_people(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Q: How?")
    document.add_paragraph("A: So.")
    document.core_properties.language = "th-TH"
    document.core_properties.author = "Somebody"
    document.core_properties.title = "Talk with Somebody"
    document.save(str(tmp_path / "a.docx"))
    assert attributes(tmp_path) == {"a.docx": {"language": "th-TH"}}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("WEBVTT\nKind: captions\nLanguage: th\n\n", {"language": "th"}),
        ("WEBVTT\n\nNOTE language:en-US\n\nNOTE Confidence: 0.9\n\n", {"language": "en-US"}),
        ("WEBVTT - Language lesson\r\n\r\n", {}),
        ("WEBVTT\nLanguage: as spoken in the north\n\n", {}),
    ],
)
def test_captions_tell_their_language(tmp_path: Path, head: str, expected: dict[str, str]) -> None:
    cue = "00:00:01.000 --> 00:00:02.000\nLanguage: fr\n"
    make(tmp_path, {"a.vtt": head + cue})
    assert attributes(tmp_path) == {"a.vtt": expected}


def test_what_tables_call_not_stated_is_blank(tmp_path: Path) -> None:
    head = "---\nrank: (none)\nprovince: (none)\n---\n"
    table = "source,rank\na.md,clerk\n"
    make(tmp_path, {"a.md": head + TALK, "attributes.csv": table})
    (talk,) = attributes(tmp_path).values()
    assert talk == {"rank": "clerk", "province": ""}
    assert told(tmp_path) == []
