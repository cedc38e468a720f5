"""Tables with an utterance a row: which columns are known, and what can't be read."""

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers import archive
from scapolicy.readers.document import Document
from scapolicy.readers.sheet import read_csv, read_tsv, read_xlsx
from scapolicy.readers.sheet import rows as rows_of_tables
from scapolicy.readers.turns import find_turns

Rows = list[list[object]]
Said = list[tuple[str, str, float | None]]


def workbook(*sheets: tuple[str, Rows], hidden: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        if name in hidden:
            page.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, pattern: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                text = re.sub(pattern, new, text.decode(), count=1).encode()
            after.writestr(name, text)
    return out.getvalue()


def said(document: Document) -> Said:
    turns, _ = find_turns(document)
    assert all(document.text[turn.start : turn.end] == turn.text for turn in turns)
    return [(turn.speaker, turn.text, turn.begin) for turn in turns]


def of(text: str) -> Said:
    return said(read_csv(text.encode(), "a.csv"))


def codes(data: bytes, suffix: str = ".xlsx") -> list[str]:
    with pytest.raises(ScapolicyError) as caught:
        (read_xlsx if suffix == ".xlsx" else read_csv)(data, "a" + suffix)
    assert {fault.file for fault in caught.value.problems} == {"a" + suffix}
    return [fault.code for fault in caught.value.problems]


TALK: Rows = [["id", "time", "speaker", "text"], [1, "00:00:02", "Q", "Why?"], [2, "", "A", "So."]]
SAID: Said = [("Q", "Why?", 2.0), ("A", "So.", None)]


@pytest.mark.parametrize(
    "header",
    [
        "speaker,text,time",
        "Speaker_Name,TRANSCRIPT,Start Time",
        "ผู้พูด,ข้อความ,เวลา",
        "ผู้พูด (Speaker),คำพูด (Text),เวลา (Time)",
        "说话人,内容,开始时间",
        "話者,発話,開始時間",
        "화자,발화,시간",
        "hablante,texto,inicio",
        "locuteur,propos,début",
        "Sprecher,Äußerung,Zeit",
        "المتحدث,النص,الوقت",
    ],
)
def test_columns_are_known_by_name_in_several_languages(header: str) -> None:
    assert of(f"{header}\nQ,Why?,00:02\nA,So.,1:00:03.5\n") == [
        ("Q", "Why?", 2.0),
        ("A", "So.", 3603.5),
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_are_parted_by_what_parts_them(sign: str) -> None:
    table = 'speaker,text\nQ,"Why,\nor; how?"\nA,So.\n'.replace(",", sign).replace(
        f"Why{sign}", "Why,"
    )
    assert of(table) == [("Q", "Why,\nor; how?", None), ("A", "So.", None)]
    assert of(f"sep={sign}\n{table}") == [("Q", "Why,\nor; how?", None), ("A", "So.", None)]


def test_tabs_need_no_quotes() -> None:
    document = read_tsv(b'speaker\ttext\nQ\t"Why" he said, so?\nA\tSo.\n', "a.tsv")
    assert said(document) == [("Q", '"Why" he said, so?', None), ("A", "So.", None)]


def test_a_table_in_another_encoding_is_read_and_told() -> None:
    document = read_csv("ผู้พูด,ข้อความ\nถาม,งบประมาณพอไหม\nตอบ,ไม่พอครับ\n".encode("cp874"), "a.csv")
    assert said(document) == [("ถาม", "งบประมาณพอไหม", None), ("ตอบ", "ไม่พอครับ", None)]
    assert [note.code for note in document.notices] == ["R33"]


def test_the_surest_name_of_two_is_taken() -> None:
    assert of("name,speaker,comment,text\nx,Q,nods,Why?\nx,A,nods,So.\n") == [
        ("Q", "Why?", None),
        ("A", "So.", None),
    ]


def test_a_mark_on_a_row_of_its_own_is_kept() -> None:
    table = "speaker,text\nQ,Why?\nA,So.\n[all laugh],\nA,Yes.\nC,\nQ,Oh?\n"
    assert of(table) == [
        ("Q", "Why?", None),
        ("A", "So. [all laugh] Yes.", None),
        ("Q", "Oh?", None),
    ]


def test_columns_with_words_that_are_not_read_are_told() -> None:
    table = "no,time,speaker,text,mood,town\n1,00:01,Q,Why?,,\n2,00:02,A,So.,calm,Rayong\n"
    (note,) = read_csv(table.encode(), "a.csv").notices
    assert note.message == "these columns were not read: mood, town"


def test_rows_before_the_header_and_rows_without_words_are_left_out() -> None:
    table = "Talk 1,,\n,,\nspeaker,text,time\nQ,Why?,\n,,\nQ,,\nA,So.,\n,,\n"
    assert of(table) == [("Q", "Why?", None), ("A", "So.", None)]


def test_an_empty_cell_means_the_speaker_above() -> None:
    assert of("speaker,text\n,Hm.\nQ,Why?\n,Or how?\nA,So.\n") == [
        ("", "Hm.", None),
        ("Q", "Why? Or how?", None),
        ("A", "So.", None),
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Q:,Why?\nA:,Because of it.\nQ:,So?\n", [("Q", None), ("A", None), ("Q", None)]),
        ("0:01,Q,Why?\n0:02,A,Because.\n0:03,Q,So?\n", [("Q", 1.0), ("A", 2.0), ("Q", 3.0)]),
    ],
)
def test_two_columns_without_a_header_are_speaker_and_text(
    table: str, expected: list[tuple[str, float | None]]
) -> None:
    document = read_csv(table.encode(), "a.csv")
    assert [(speaker, begin) for speaker, _, begin in said(document)] == expected
    assert [note.code for note in document.notices] == ["R37"]


def test_answers_by_nobody_are_turns_of_their_own() -> None:
    table = 'case,age,freetext\n1,24,I lost interest.\n2,,No time.\n3,67,\n4,9,"So, so."\n'
    assert of(table) == [
        ("", "I lost interest.", None),
        ("", "No time.", None),
        ("", "So, so.", None),
    ]


def test_subtitles_by_nobody_are_one_turn() -> None:
    assert of("start,text\n0.5,I lost\n1.5,interest.\n") == [("", "I lost interest.", 0.5)]
    assert of("start (ms),text\n1500,So.\n") == [("", "So.", 1.5)]


@pytest.mark.parametrize("header", ["", "text\n"])
def test_a_single_column_may_hold_labels(header: str) -> None:
    assert of(f"{header}Interviewer: Why?\nMayor: So.\nInterviewer: Hm?\n") == [
        ("Interviewer", "Why?", None),
        ("Mayor", "So.", None),
        ("Interviewer", "Hm?", None),
    ]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("case,age,opinion on dogs,opinion on cats\n1,2,They bark.,They do not.\n", "R35"),
        ("speaker,text,text\nQ,a,b\n", "R35"),
        ("1,A longer answer.\n2,Another answer.\n", "R35"),
        ("a,b\nc,d\n", "R35"),
        ('speaker,text\nQ,"never closed\n', "R40"),
        ("speaker,text\nQ,a\0b\n", "R04"),
    ],
)
def test_a_table_of_something_else_is_refused(table: str, code: str) -> None:
    assert codes(table.encode(), ".csv") == [code]


def test_the_columns_found_are_listed() -> None:
    with pytest.raises(ScapolicyError) as caught:
        read_csv(b"case,age,dogs\n1,2,They bark.\n", "a.csv")
    assert caught.value.problems[0].message.endswith("case, age, dogs")
    assert "`text`" in caught.value.problems[0].remedy


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,\n", b"speaker,text\n"])
def test_a_table_without_words_has_no_turns(data: bytes) -> None:
    assert said(read_csv(data, "a.csv")) == []


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    more: Rows = [["text", "speaker"], [7, "Q"], [0.5, "A"], [True, "Q"]]
    data = workbook(("one", TALK), ("none", []), ("two", more), ("other", [["a", "b"], [1, 2]]))
    document = read_xlsx(data, "a.xlsx")
    assert said(document) == [*SAID, ("Q", "7", None), ("A", "0.5", None), ("Q", "true", None)]
    assert [note.message[:13] for note in document.notices] == ["sheet 'other'"]


def test_a_hidden_sheet_is_not_read() -> None:
    data = workbook(("one", TALK), ("two", TALK), hidden=("two",))
    assert said(read_xlsx(data, "a.xlsx")) == SAID


def test_times_of_a_workbook_are_seconds() -> None:
    rows: Rows = [
        ["time", "speaker", "text"],
        [datetime.time(0, 1, 2), "Q", "Why?"],
        [datetime.timedelta(hours=1, seconds=3), "A", "So."],
        [65, "Q", "Hm?"],
        [
            datetime.datetime(2020, 1, 1, 0, 2),  # noqa: DTZ001  a workbook has no zones
            "A",
            "Yes.",
        ],
    ]
    found = said(read_xlsx(workbook(("one", rows)), "a.xlsx"))
    assert [begin for _, _, begin in found] == [62.0, 3603.0, 65.0, 120.0]


@pytest.mark.parametrize("declared", ["A1:XFD1048576", "A1", "A1:B1"])
def test_what_is_declared_of_the_size_is_not_believed(declared: str) -> None:
    part = "xl/worksheets/sheet1.xml"
    data = changed(
        workbook(("one", TALK)), part, r'<dimension ref="[^"]*"', f'<dimension ref="{declared}"'
    )
    assert said(read_xlsx(data, "a.xlsx")) == SAID


def test_a_row_far_below_is_not_waited_for() -> None:
    part = "xl/worksheets/sheet1.xml"
    data = changed(workbook(("one", TALK)), part, '<row r="3"', '<row r="99999999999"')
    assert said(read_xlsx(data, "a.xlsx")) == SAID[:1]


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PARTS", 3)
    assert codes(workbook(("one", TALK))) == ["R07"]
    monkeypatch.undo()
    monkeypatch.setattr(rows_of_tables, "_MAX_CHARACTERS", 10)
    assert codes(workbook(("one", TALK))) == ["R39"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><table><tr><td>speaker</td></tr></table></html>", "R36"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>x", "R36"),
        (b'<?xml version="1.0"?><Workbook/>', "R36"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "R36"),
        (b"speaker,text\nQ,Why?\n", "R30"),
        (b"", "R30"),
        (workbook(("one", TALK))[:2000], "R30"),
    ],
)
def test_what_is_no_workbook_is_told(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_entities_are_refused() -> None:
    part = "xl/worksheets/sheet1.xml"
    data = changed(
        workbook(("one", TALK)), part, "<worksheet", '<!DOCTYPE d [<!ENTITY a "b">]><worksheet'
    )
    assert codes(data) == ["R78"]


_CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@given(st.lists(st.tuples(st.sampled_from("QAB"), _CELL)))
def test_all_that_is_said_is_in_a_turn(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    out.write("speaker,text\n")
    for speaker, text in rows:
        quoted = text.replace('"', '""')
        out.write(f'{speaker},"{quoted}"\n')
    found = said(read_csv(out.getvalue().encode(), "a.csv"))
    assert " ".join(text for _, text, _ in found) == " ".join(
        filter(None, (t.strip() for _, t in rows))
    )


@given(st.binary(max_size=80) | st.text(st.sampled_from(' ,;\t|"\nspeaker:text1')).map(str.encode))
def test_any_bytes_are_a_document_or_problems(data: bytes) -> None:
    for read in (read_csv, read_tsv, read_xlsx):
        try:
            told = read(data, "a.csv").notices
        except ScapolicyError as error:
            told = error.problems
        assert {fault.file for fault in told} <= {"a.csv"}


@given(st.data())
@settings(max_examples=50)
def test_a_damaged_workbook_is_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        faults = read_xlsx(bytes(whole), "a.xlsx").notices
    except ScapolicyError as error:
        faults = error.problems
    assert {fault.code for fault in faults} <= {"R07", "R30", "R35", "R36", "R37"}


_WHOLE = workbook(("one", TALK))


def test_speech_that_was_taken_for_a_formula_is_told() -> None:
    rows = [("Speaker", "Text"), ("Q", "Why?"), ("A", "=no plan"), ("A", "We signed first.")]
    document = read_xlsx(workbook(("one", rows)), "a.xlsx")
    assert said(document) == [("Q", "Why?", None), ("A", "We signed first.", None)]
    [note] = [one for one in document.notices if one.code == "R71"]
    assert note.message == "not read: 1 cell holds a formula that was never worked out"


def test_a_formula_that_was_worked_out_is_read_and_nothing_is_told() -> None:
    rows = [("Speaker", "Text"), ("Q", "Why?"), ("A", "=B2")]
    data = workbook(("one", rows))
    for value in ("So.", ""):
        cell = f'<c r="B3" t="str"><f>B2</f><v>{value}</v></c>'
        worked = changed(data, "xl/worksheets/sheet1.xml", r'<c r="B3"[^>]*>.*?</c>', cell)
        document = read_xlsx(worked, "a.xlsx")
        assert "R71" not in [one.code for one in document.notices]
        assert ("A", "So.", None) in said(document) or not value


def test_words_behind_the_last_column_are_not_lost() -> None:
    table = b'speaker,text\nQ,Why?\nA,"No budget,\nno staff"\nA,no plan, and nothing,\nQ,So,\n'
    with pytest.raises(ScapolicyError) as caught:
        read_csv(table, "a.csv")
    assert [(one.code, one.line) for one in caught.value.problems] == [("R72", 5)]
    assert caught.value.problems[0].message == "this row has 4 cells where the header has 2"


def test_words_below_no_name_are_told() -> None:
    document = read_csv(b"speaker,text,\nQ,Why?,\nA,So.,aside\n", "a.csv")
    assert [note.message for note in document.notices] == ["these columns were not read: column 3"]


def test_a_title_above_the_header_is_told() -> None:
    document = read_csv(b"Talk with Ann,\nspeaker,text\nQ,Why?\nA,So.\n", "a.csv")
    assert [turn.text for turn in find_turns(document)[0]] == ["Why?", "So."]
    assert [note.message for note in document.notices] == [
        "3 words before the first speaker are not coded"
    ]
