"""Withdrawing an informant: shown first, complete, and finished by whatever comes next."""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import docx
import matplotlib.pyplot as plt
import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

import scapolicy as sp
from scapolicy import remnants
from scapolicy.readers import journal
from scapolicy.remnants import Words
from scapolicy.temporary import temporary_folder
from scapolicy.withdrawal import Withdrawal, plan_withdrawal, withdraw
from tests.commands.test_code import BOOK, ROOT, run

TALK = """\
---
informant: {informant}
province: North
organization: {organization}
---
Interviewer: A budget?

Informant: {said}
"""
PEOPLE = {"CM-1": "city", "CM-2": "city", "CM-10": "chamber", "KK-1": "Province"}
TOML = """\
# The study
interviewers = ["Ajarn"]

[aliases.organization]
"city" = ["the city"]
"Province" = ["prov."]

[encodings]
"CM-1.md" = "utf-8"
"""


def talk(informant: str, organization: str = "") -> str:
    organization = organization or PEOPLE[informant]
    return TALK.format(informant=informant, organization=organization, said=f"Budget {informant}.")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    talks = tmp_path / "talks"
    talks.mkdir()
    for one in PEOPLE:
        (talks / f"{one}.md").write_text(talk(one))
    rows = "".join(f"{one}.md,clerk\n" for one in PEOPLE)
    (talks / "attributes.csv").write_text(f"source,role\n{rows}")
    (talks / "scapolicy.toml").write_text(TOML)
    (tmp_path / "book.yaml").write_text(BOOK)
    write(tmp_path, "results/all", *PEOPLE)
    write(tmp_path, "results/kk", "KK-1")
    rows = "".join(f"{one}.md,2,money\n" for one in PEOPLE)
    (tmp_path / "gold.csv").write_text(f"source,turn,category\n{rows}")
    return tmp_path


def write(study: Path, folder: str, *informants: str) -> None:
    sources = sp.read_transcripts([study / "talks" / f"{one}.md" for one in informants])
    sp.write_results(sp.code(sources, sp.load_codebook(study / "book.yaml")), study / folder)


def plan(study: Path, informant: str = "CM-1") -> Withdrawal:
    return plan_withdrawal(
        informant, study / "talks", results=[study / "results"], codings=[study / "gold.csv"]
    )


def traces(folder: Path, *words: str) -> list[str]:
    """The files that have one of the words in their name or bytes."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and any(word.encode() in path.read_bytes() or word in path.name for word in words)
    ]


def codes(action: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(sp.ScapolicyError) as caught:
        action()
    return [(fault.code, Path(fault.file).name) for fault in caught.value.problems]


def test_all_of_the_organization_goes_and_nobody_else(study: Path) -> None:
    planned = plan(study, "cm-1")
    assert planned.sources == ("CM-1.md", "CM-2.md")
    assert traces(study, "CM-2.")  # nothing is removed yet
    withdraw(planned)
    assert traces(study, "CM-1.", "CM-2", "city") == []
    assert list((study / "results" / "all").iterdir()) == []
    assert (study / "results" / "kk" / "run.json").exists()
    gold = "source,turn,category\nCM-10.md,2,money\nKK-1.md,2,money\n"
    assert (study / "gold.csv").read_text() == gold
    assert [one.name for one in sp.read_transcripts(study / "talks")] == ["CM-10.md", "KK-1.md"]
    settings = (study / "talks" / "scapolicy.toml").read_text()
    assert "# The study" in settings
    assert '"Province" = ["prov."]' in settings
    assert traces(study, "scapolicy-withdrawal", "scapolicy-new") == []


def test_an_organization_written_in_two_ways_is_one(study: Path) -> None:
    (study / "talks" / "CM-2.md").write_text(talk("CM-2", "CITY "))
    assert plan(study).sources == ("CM-1.md", "CM-2.md")


def test_organizations_of_one_name_in_other_cases_stay(study: Path) -> None:
    elsewhere = talk("CM-2").replace("North", "South")
    (study / "talks" / "CM-2.md").write_text(elsewhere)
    assert plan(study).sources == ("CM-1.md",)
    (study / "talks" / "scapolicy.toml").write_text('by = "organization"\n')
    assert plan(study).sources == ("CM-1.md", "CM-2.md")


def test_an_id_that_begins_another_is_not_the_other(study: Path) -> None:
    assert plan(study, "CM-10").sources == ("CM-10.md",)
    assert plan(study, "kk-1.MD").sources == ("KK-1.md",)


def test_somebody_unknown_is_refused_with_those_that_are_like_it(study: Path) -> None:
    with pytest.raises(sp.ScapolicyError, match="did you mean") as caught:
        plan(study, "CM-11")
    (fault,) = caught.value.problems
    assert (fault.code, "CM-1" in fault.message, "KK-1" in fault.remedy) == ("W01", True, True)


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_nobody_is_not_everybody_who_states_no_informant(study: Path, name: str) -> None:
    (study / "talks" / "nobody.md").write_text("Q: A budget?\n\nA: Yes.\n")
    before = traces(study, "")
    result = run("withdraw", name, study / "talks", "--yes")
    assert result.returncode == 2
    assert "nobody is named" in result.stderr
    assert "W28" in result.stderr
    assert traces(study, "") == before


@pytest.mark.parametrize("line", ["CM-1,", ",CM-1", '" ",CM-1', ","])
def test_an_empty_cell_of_a_key_is_told_with_its_line(study: Path, line: str) -> None:
    (study / "talks" / "nobody.md").write_text("Q: A budget?\n\nA: Yes.\n")
    (study / "key.csv").write_text(f"name,code\nAda Park,P1\n{line}\n")
    before = traces(study, "")
    arguments = ["withdraw", "CM-1", study / "talks", "--key", study / "key.csv", "--yes"]
    result = run(*arguments)
    assert result.returncode == 2
    assert "key.csv:3: " in result.stderr
    assert "W05" in result.stderr
    assert traces(study, "") == before


def test_copies_and_recordings_go_too(study: Path) -> None:
    talks = study / "talks"
    (talks / "again.md").write_text(talk("CM-1"))
    (talks / "tapes").mkdir()
    (talks / "CM-1.mp3").write_bytes(b"ID3")
    (talks / "tapes" / "other.mp3").write_bytes(b"ID3")
    sp.convert_transcripts([talks / "CM-1.md", talks / "CM-10.md"], study / "plain")
    (talks / "attributes.csv").unlink()
    planned = plan_withdrawal("CM-1", [talks, study / "plain"])
    withdraw(planned)
    assert traces(study / "plain", "CM-1.") == []
    left = ["CM-10.md", "KK-1.md", "scapolicy.toml", "tapes"]
    assert sorted(path.name for path in talks.iterdir()) == left
    assert ("W09", "other.mp3") in [(one.code, Path(one.file).name) for one in planned.told]


def test_folders_that_held_nothing_else_go_and_links_lead_nowhere(study: Path) -> None:
    talks = study / "talks"
    (talks / "attributes.csv").unlink()
    (talks / "CM-1" / "deep").mkdir(parents=True)
    (talks / "CM-1.md").rename(talks / "CM-1" / "deep" / "talk.md")
    (talks / ".kept").mkdir()
    (talks / "CM-2.md").rename(talks / ".kept" / "words")
    (talks / "CM-2.md").symlink_to(talks / ".kept" / "words")
    withdraw(plan(study))
    assert not (talks / "CM-1").exists()
    assert traces(talks, "Budget CM-1.", "Budget CM-2") == []


def test_a_folder_may_be_a_link_and_so_may_a_table(study: Path) -> None:
    (study / "gold.csv").rename(study / "real.csv")
    (study / "gold.csv").symlink_to("real.csv")
    (study / "link").symlink_to("talks")
    withdraw(plan_withdrawal("CM-1", study / "link", codings=[study / "gold.csv"]))
    assert traces(study / "talks", "CM-1.") == []
    assert (study / "gold.csv").is_symlink()
    assert "CM-1." not in (study / "real.csv").read_text()


def test_tables_in_folders_and_workbooks_lose_their_rows(study: Path) -> None:
    talks = study / "talks"
    (talks / "north").mkdir()
    (talks / "attributes.csv").unlink()
    for one in ("CM-1", "CM-10"):
        (talks / f"{one}.md").rename(talks / "north" / f"{one}.md")
    book = openpyxl.Workbook()
    for row in (["source", "role"], ["CM-10", "clerk"], ["CM-1", "mayor"]):
        book.active.append(row)
    book.save(talks / "north" / "attributes.xlsx")
    withdraw(plan_withdrawal("CM-1", talks))
    rows = openpyxl.load_workbook(talks / "north" / "attributes.xlsx").active.values
    assert list(rows) == [("source", "role"), ("CM-10", "clerk")]
    assert [one.name for one in sp.read_transcripts(talks)] == ["KK-1.md", "north/CM-10.md"]


def attributes(*rows: tuple[object, ...]) -> openpyxl.Workbook:
    """A workbook of attributes with a row for CM-1, CM-2 and CM-10, as Excel would save it."""
    book = openpyxl.Workbook()
    book.active.title = "People"
    for row in (("source", "role"), *rows, ("CM-1", "mayor"), ("CM-2", "aide"), ("CM-10", "clerk")):
        book.active.append(row)
    return book


def saved(book: openpyxl.Workbook, path: Path, **values: str) -> bytes:
    """Save a workbook, with what formulas in cells read, which openpyxl does not work out."""
    book.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for cell, value in values.items():
        pattern = rf'<c r="{cell}"[^>]*>(<f>.*?</f>)(?:<v ?/>|<v></v>)'
        sheet, times = re.subn(pattern, rf'<c r="{cell}" t="str">\1<v>{value}</v>', sheet)
        assert times == 1
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path.read_bytes()


def test_a_row_whose_source_is_a_formula_goes(study: Path) -> None:
    (study / "talks" / "attributes.csv").unlink()
    path = study / "talks" / "attributes.xlsx"
    book = attributes()
    book.active["A2"] = '=CONCATENATE("CM-","1")'
    saved(book, path, A2="CM-1")
    assert sp.read_transcripts(study / "talks")[0].attributes["role"] == "mayor"
    withdraw(plan_withdrawal("CM-1", study / "talks"))
    rows = openpyxl.load_workbook(path).active.values
    assert list(rows) == [("source", "role"), ("CM-10", "clerk")]


def test_a_workbook_with_a_drawing_that_is_empty_loses_its_rows(study: Path) -> None:
    path = study / "talks" / "attributes.xlsx"
    (study / "talks" / "attributes.csv").unlink()
    saved(attributes(), path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", "<xdr:wsDr/>")
    withdraw(plan_withdrawal("CM-1", study / "talks"))
    assert list(openpyxl.load_workbook(path).active.values)[1:] == [("CM-10", "clerk")]


def test_what_stands_above_the_rows_that_go_stays_and_rows_keep_how_they_look(study: Path) -> None:
    (study / "talks" / "attributes.csv").unlink()
    path = study / "talks" / "attributes.xlsx"
    book = attributes(("KK-1", "head"))  # row 2; CM-10 stands in row 5, and comes to row 3
    sheet = book.active
    allowed = DataValidation(type="list", formula1='"head,clerk"')
    allowed.add("B2")
    sheet.add_data_validation(allowed)
    sheet["B2"].hyperlink = "https://example.org/"
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 20, 30
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[5].height = 50
    saved(book, path)
    withdraw(plan_withdrawal("CM-1", study / "talks"))
    sheet = openpyxl.load_workbook(path).active
    assert list(sheet.values)[1:] == [("KK-1", "head"), ("CM-10", "clerk")]
    looks = {at: (row.height, row.hidden) for at, row in sheet.row_dimensions.items()}
    assert {at: look for at, look in looks.items() if look != (None, False)} == {
        2: (20, False),
        3: (50, False),
    }
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B2"
    assert sheet["B2"].hyperlink is not None


def formula(book: openpyxl.Workbook) -> None:
    book.active["C4"] = '=A4&" is here"'


def merged(book: openpyxl.Workbook) -> None:
    book.active.merge_cells("D4:E4")


def chart(book: openpyxl.Workbook) -> None:
    bars = BarChart()
    bars.add_data(Reference(book.active, min_col=2, min_row=1, max_row=4))
    book.active.add_chart(bars, "E2")


def table(book: openpyxl.Workbook) -> None:
    book.active.add_table(Table(displayName="People", ref="A1:B4"))


def named_range(book: openpyxl.Workbook) -> None:
    book.defined_names["people"] = DefinedName("people", attr_text="People!$A$2:$A$4")


def choices(book: openpyxl.Workbook) -> None:
    allowed = DataValidation(type="list", formula1='"clerk,mayor"')
    allowed.add("B4")
    book.active.add_data_validation(allowed)


def coloured(book: openpyxl.Workbook) -> None:
    fill = PatternFill(bgColor="FFC7CE")
    rule = CellIsRule(operator="equal", formula=['"clerk"'], fill=fill)
    book.active.conditional_formatting.add("B2:B4", rule)


def filtered(book: openpyxl.Workbook) -> None:
    book.active.auto_filter.ref = "A1:B4"


def linked(book: openpyxl.Workbook) -> None:
    book.active["B4"].hyperlink = "https://example.org/"


def broken(book: openpyxl.Workbook) -> None:
    book.active.row_breaks.append(Break(id=3))


def printed(book: openpyxl.Workbook) -> None:
    book.active.print_area = "A1:B4"


@pytest.mark.parametrize(
    ("holds", "parts"),
    [
        (choices, "data validation"),
        (coloured, "conditional formatting"),
        (filtered, "filters"),
        (linked, "links"),
        (broken, "page breaks"),
        (printed, "print areas"),
        (formula, "formulas"),
        (merged, "joined cells"),
        (chart, "charts, pictures, tables or the like"),
        (table, "charts, pictures, tables or the like"),
        (named_range, "names of ranges"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_workbook_that_would_be_harmed_stays_and_its_rows_are_told(
    study: Path, holds: Callable[[openpyxl.Workbook], None], parts: str, packed: bool
) -> None:
    talks = study / "talks"
    (talks / "attributes.csv").unlink()
    path = talks / "attributes.xlsx"
    book = attributes()
    holds(book)
    before = saved(book, path)
    if packed:
        with zipfile.ZipFile(talks / "all.zip", "w") as archive:
            for one in (path, *(talks / f"{name}.md" for name in PEOPLE)):
                archive.write(one, one.name)
                one.unlink()
    planned = plan_withdrawal("CM-1", talks)
    (told,) = (one for one in planned.told if one.code == "W27")
    assert "(People: 2, 3): it holds " + parts in told.message
    assert told.file == str(talks / "all.zip" / path.name if packed else path)
    withdraw(planned)
    if packed:
        with zipfile.ZipFile(talks / "all.zip") as archive:
            assert archive.read(path.name) == before
    else:
        assert path.read_bytes() == before
    with pytest.raises(sp.ScapolicyError, match="CM-1"):  # until the rows are gone
        sp.read_transcripts(talks)


def test_results_are_found_when_they_are_of_these_transcripts(study: Path) -> None:
    write(study, "found", "CM-1", "KK-1")
    write(study, "talks/inside", "CM-1")
    (study / "found" / ".scapolicy-cache").mkdir()
    (study / "found" / ".scapolicy-cache" / "a").write_text("CM-1")
    write(study, "other", "CM-10")
    record = (study / "other" / "run.json").read_text()
    (study / "other" / "run.json").write_text(record.replace("CM-10.md", "CM-1.md"))
    planned = plan_withdrawal("CM-1", study / "talks")
    withdraw(planned)
    assert list((study / "found").iterdir()) == []
    assert not (study / "talks" / "inside").exists()
    assert [Path(one.file).name for one in planned.told if one.code == "W11"] == ["other"]
    assert (study / "other" / "run.json").exists()


def test_those_left_out_of_a_run_and_what_a_killed_run_left_are_results_too(study: Path) -> None:
    (study / "talks" / "CM-1.md").write_text(talk("CM-1").replace("---\nI", "consent: no\n---\nI"))
    write(study, "results/without", "CM-1", "KK-1")
    (study / "results" / "kk" / ".scapolicy-new-x").mkdir()
    (study / "results" / "kk" / ".scapolicy-new-x" / "codings.part").write_text("Budget CM-1.")
    assert traces(study / "results" / "without", "CM-1.")
    withdraw(plan(study))
    assert traces(study / "results", "CM-1.") == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_what_a_killed_command_left_among_temporary_files_goes(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(study / "tmp"))
    (study / "tmp").mkdir()
    with temporary_folder() as at_work:
        with monkeypatch.context() as killed:
            killed.setattr(shutil, "rmtree", lambda *_, **__: None)
            with temporary_folder() as left:
                (left / "codings.part").write_text("Budget CM-1.")
        assert left.exists()
        withdraw(plan(study))
        assert (left.exists(), at_work.exists()) == (False, True)


def test_what_else_speaks_of_them_is_told(study: Path) -> None:
    (study / "results" / "kk" / "report.txt").write_text("As CM-2 said, and CM-10.")
    (study / "talks" / "notes.txt").write_text("Q: And?\n\nA: As cm-1 said.")
    told = [(Path(one.file).name, one.code) for one in plan(study).told]
    assert told == [("notes.txt", "W13"), ("report.txt", "W13")]


def exported(place: Path, word: str) -> None:
    """Tables of several kinds that hold a word as a cell, and files that hold it otherwise."""
    place.mkdir(exist_ok=True)
    book = openpyxl.Workbook()
    book.active.append(["informant", "n"])
    book.active.append([word, 3])
    book.save(place / "cells.xlsx")
    (place / "cells.csv").write_text(f"n;informant\n3;{word.lower()}\n")
    (place / "quoted.csv").write_text(f'n,informant\n3," {word}"\n')
    (place / "cells.tsv").write_text(f"n\tinformant\n3\t{word}\n")
    (place / "values.json").write_text(json.dumps([{"informant": [word]}]))
    (place / f"{word}.pdf").write_text("")
    (place / "said.csv").write_text(
        f'n,text\n3,"Yes, {word}, so; {word}; it is"\n{word}1,{word}2\n'
    )
    (place / "keys.json").write_text(json.dumps({word: f"{word} said"}))
    (place / "notes.txt").write_text(f"As {word} said.")


@pytest.mark.parametrize("informant", ["A", "P1", "01"])
def test_short_ids_are_looked_for_as_whole_cells_and_that_is_told(
    study: Path, informant: str
) -> None:
    (study / "talks" / "talk.md").write_text(talk(informant, "harbour"))
    exported(study / "exports", informant)
    told = plan_withdrawal(informant, study / "talks").told
    found = {Path(one.file).name for one in told if one.code == "W13"}
    kinds = {"cells.xlsx", "cells.csv", "quoted.csv", "cells.tsv", "values.json"}
    assert found == {*kinds, f"{informant}.pdf"}
    (short,) = (one.message for one in told if one.code == "W26")
    assert repr(informant) in short
    assert not [one for one in plan(study).told if one.code == "W26"]


def test_results_of_others_stay_where_a_short_id_is_a_cell_of_theirs(study: Path) -> None:
    (study / "talks" / "talk.md").write_text(talk("CM-1", "harbour").replace("CM-1", "2"))
    planned = plan_withdrawal("2", study / "talks", results=[study / "results"])
    withdraw(planned)
    assert (study / "results" / "all" / "run.json").exists()


def test_which_word_is_named_does_not_hang_on_chance() -> None:
    words = ["abc", "bcd", "cde", "x", "y"]
    assert {Words(order).short for order in permutations(words)} == {("x", "y")}
    patterns = {Words(order)._pattern.pattern for order in permutations(words)}
    assert len(patterns) == 1


@pytest.mark.parametrize("name", ["Ada", "ADA PARK", "CM-1"])
def test_a_key_loses_all_names_of_a_person(study: Path, name: str) -> None:
    key = study / "key.csv"
    key.write_text("name,code\nAda,CM-1\nBo,CM-10\nAda Park,CM-1\n")
    (study / "talks" / "CM-10.md").write_text(talk("CM-10") + "\nInformant: Ada Park, yes.\n")
    withdraw(plan_withdrawal(name, study / "talks", keys=[key]))
    assert key.read_text() == "name,code\nBo,CM-10\n"
    assert not (study / "talks" / "CM-1.md").exists()


def test_a_key_loses_the_lines_that_are_theirs_and_stays_its_owners(study: Path) -> None:
    key = study / "key.csv"
    key.write_text("name,code\nAda,CM-1\nBo,CM-10\nCy,KK-1\n")
    key.chmod(0o600)
    withdraw(plan_withdrawal("Ada", study / "talks", keys=[key]))
    assert key.read_text() == "name,code\nBo,CM-10\nCy,KK-1\n"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert traces(study / "talks", "CM-1.") == []


@pytest.mark.parametrize("line", ["Somchai,P1", "SOMCHAI,P1", "Ada,Somchai"])
def test_a_key_keeps_the_lines_of_those_who_stay_and_that_is_told(study: Path, line: str) -> None:
    for name in ("CM-1", "KK-1"):
        (study / "talks" / f"{name}.md").write_text(talk(name).replace("Informant:", "Somchai:"))
    key = study / "key.csv"
    key.write_text(f"name,code\n{line}\nBo,CM-1\nBo Li,CM-1\n")
    planned = plan_withdrawal("CM-1", study / "talks", keys=[key])
    (told,) = (one for one in planned.told if one.code == "W30")
    assert (told.file, line.split(",", maxsplit=1)[0] in told.message) == (str(key), True)
    withdraw(planned)
    assert key.read_text() == f"name,code\n{line}\n"


def test_files_with_the_names_of_who_goes_are_told(study: Path) -> None:
    for name, label in (("CM-1", "Ada Park"), ("CM-2", "Director"), ("KK-1", "Director")):
        path = study / "talks" / f"{name}.md"
        path.write_text(talk(name).replace("Informant:", f"{label}:"))
    (study / "key.csv").write_text("name,code\nAda P. Lim,CM-1\nBo Li,CM-2\nCy,KK-1\n")
    for name, text in {
        "memo.txt": "Ada Park of the Town Office",
        "named.txt": "as ada p. lim has it",
        "colleague.txt": "Bo Li",
        "role.txt": "The Informant, the Director, and the Interviewer",
        "other.txt": "Cy and Ada",
    }.items():
        (study / name).write_text(text)
    other = study / "talks" / "CM-10.md"
    other.write_text(talk("CM-10") + "\nInformant: As the warden may say.\n")
    (study / "talks" / "CM-3.md").write_text(talk("CM-3", "city").replace("Informant:", "Warden:"))
    (study / "warden.txt").write_text("The warden")
    told = plan_withdrawal("CM-1", study / "talks", keys=[study / "key.csv"]).told
    assert ["'Warden'" in one.message for one in told if one.code == "W33"] == [True]
    found = {Path(one.file).name for one in told if one.code == "W13"}
    assert found >= {"memo.txt", "named.txt", "colleague.txt"}
    assert not found & {"role.txt", "other.txt", "warden.txt"}


def split_docx(path: Path, *runs: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("As ")
    for one in runs:
        paragraph.add_run(one)
    document.add_paragraph("So it was.")
    document.save(path)


def drawn_pdf(path: Path, text: str) -> None:
    """A PDF whose text is compressed, and stands at the foot of the page."""
    figure = plt.figure()
    figure.text(0.1, 0.02, text)
    figure.savefig(path)
    plt.close(figure)


NAMES = ["สมชาย ใจดี", "José Ibáñez", "Ada Park"]
WRITTEN: dict[str, Callable[[Path], object]] = {
    "cp874.txt": lambda path: path.write_bytes("พบสมชาย ใจดี ที่นั่น".encode("cp874")),
    "utf-16.txt": lambda path: path.write_bytes("We met Ada Park there.\n".encode("utf-16-le")),
    "latin.txt": lambda path: path.write_bytes("Señor José Ibáñez".encode("latin-1")),
    "nfd.txt": lambda path: path.write_text("By Jose\u0301 Iba\u0301n\u0303ez.", "utf-8"),
    "wrapped.txt": lambda path: path.write_text("The clerk, Ada\n  Park, said"),
    "hyphen.txt": lambda path: path.write_text("As Ada\u2011Park and others", "utf-8"),
    "dash.txt": lambda path: path.write_text("one said\u2014CM-1 did\u2014so", "utf-8"),
    "escaped.json": lambda path: path.write_text(json.dumps(["José Ibáñez"])),
    "page.html": lambda path: path.write_text("<p>Jos&eacute; <b>Ib&aacute;</b>&ntilde;ez</p>"),
    "split.docx": lambda path: split_docx(path, "CM", "-1"),
    "name.docx": lambda path: split_docx(path, "A", "da Pa", "rk"),
    "foot.pdf": lambda path: drawn_pdf(path, "Ada Park, 2024"),
    "letter.rtf": lambda path: path.write_text(r"{\rtf1\ansi Jos\'e9 Ib\'e1\'f1ez said}"),
    "tags.mp3": lambda path: path.write_bytes(b"ID3\0\xff\0TIT2\0CM-1\0" + bytes(range(256))),
    "thai.png": lambda path: path.write_bytes(b"\x89PNG\0" + "สมชาย ใจดี".encode() + b"\0\xff\0"),
    "2020-Ada_Park.mp3": lambda path: path.write_bytes(b"ID3\0\0"),
}


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("packed", [False, True])
def test_files_of_any_format_and_spelling_are_searched(
    study: Path, name: str, *, packed: bool
) -> None:
    for one, label in zip(("CM-1", "CM-2", "CM-3"), NAMES, strict=True):
        said = talk(one, "city").replace("Informant:", f"{label}:")
        (study / "talks" / f"{one}.md").write_text(said, "utf-8")
    WRITTEN[name](study / name)
    if packed:
        with zipfile.ZipFile(study / "all.zip", "w") as archive:
            archive.write(study / name, f"deep/{name}")
        (study / name).unlink()
    told = plan_withdrawal("CM-1", study / "talks").told
    listed = {Path(one.file).name for one in told if one.code == "W13"}
    assert listed == {"all.zip" if packed else name, "gold.csv"}


def test_what_was_not_searched_is_told(study: Path) -> None:
    (study / "voice.mp3").write_bytes(b"ID3\x03\0\0" + bytes(range(256)))
    (study / "face.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0" + bytes(range(256)))
    (study / "paper.pdf").write_bytes(b"%PDF-1.4 broken")
    with zipfile.ZipFile(study / "some.zip", "w") as archive:
        archive.write(study / "voice.mp3", "inner.mp3")
        archive.writestr("a.txt", "nobody")
    told = {(one.code, Path(one.file).name): one.message for one in plan(study).told}
    assert ("W32", "paper.pdf") in told
    assert told["W31", ""].endswith(": .mp3 (2), .png (1)")


def packed(study: Path) -> Path:
    path = study / "talks" / "more.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("attributes.csv", "source,role\nCM-3,clerk\nKK-2.md,clerk\n")
        archive.writestr("CM-3.md", talk("CM-3", "city"))
        archive.writestr("__MACOSX/._CM-3.md", "CM-3")
        archive.writestr("KK-2.md", talk("KK-2", "Province"))
    return path


def test_an_archive_loses_what_is_theirs_and_nothing_else(study: Path) -> None:
    path = packed(study)
    withdraw(plan(study))
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["attributes.csv", "KK-2.md"]
        assert archive.read("attributes.csv") == b"source,role\nKK-2.md,clerk\n"
    assert b"CM-3" not in path.read_bytes()
    assert "more.zip/KK-2.md" in [one.name for one in sp.read_transcripts(study / "talks")]
    withdraw(plan(study, "KK-2"))
    assert not path.exists()


def test_a_folder_that_is_named_twice_is_one(study: Path) -> None:
    packed(study)
    talks = study / "talks"
    (study / "link").symlink_to("talks")
    sp.convert_transcripts(talks / "KK-1.md", study / "copies")
    once = plan_withdrawal("CM-1", talks)
    twice = [talks, study / "copies", talks, talks / ".." / "talks", study / "link"]
    planned = plan_withdrawal("CM-1", twice, results=[study / "results"] * 2)
    assert len(planned.steps) == len(set(planned.steps))
    assert len([step for step in planned.steps if "CM-3.md" in step]) == 1
    assert planned.sources == once.sources
    assert next(iter(planned.removals)) == talks
    withdraw(planned)
    assert traces(study, "CM-3", "CM-1.") == ["gold.csv"]


def test_a_folder_named_with_one_inside_of_it_loses_what_is_in_both_once(study: Path) -> None:
    (study / "talks" / "more").mkdir()
    packed(study).rename(study / "talks" / "more" / "more.zip")
    planned = plan_withdrawal("CM-1", [study / "talks", study / "talks" / "more"])
    assert len(planned.steps) == len(set(planned.steps))
    withdraw(planned)
    assert traces(study / "talks", "CM-3", "CM-1.") == []


def test_an_archive_that_cannot_be_written_anew_is_refused_before_anything_goes(
    study: Path,
) -> None:
    path = packed(study)
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")  # the list's last entry, which is to stay
    data[second + 8] |= 1
    path.write_bytes(data)
    assert codes(lambda: plan(study)) == [("R50", "more.zip")]
    assert (study / "talks" / "CM-1.md").exists()


def test_what_stays_in_an_archive_stays_whatever_it_is(study: Path) -> None:
    with zipfile.ZipFile(packed(study), "a") as archive:
        archive.writestr("old.zip", b"PK\x05\x06" + bytes(18))
    withdraw(plan(study))
    with zipfile.ZipFile(study / "talks" / "more.zip") as archive:
        assert archive.namelist() == ["attributes.csv", "KK-2.md", "old.zip"]


def test_a_project_of_another_program_is_refused_with_what_to_do(study: Path) -> None:
    texts = "".join(
        f'<TextSource name="{one}" guid="{one}"><PlainTextContent>Q: A?\n\nA: {one}.'
        "</PlainTextContent></TextSource>"
        for one in ("CM-8", "CM-9")
    )
    with zipfile.ZipFile(study / "talks" / "p.qdpx", "w") as archive:
        archive.writestr("project.qde", f"<Project><Sources>{texts}</Sources></Project>")
    assert codes(lambda: plan(study, "p.qdpx/CM-8.txt")) == [("R61", "p.qdpx")]
    assert (study / "talks" / "p.qdpx").exists()


KILL = """
import os, signal, sys
from pathlib import Path
from scapolicy.withdrawal import plan_withdrawal, withdraw
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
study, after, sign = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
plan = plan_withdrawal(
    "CM-1", study / "talks", results=[study / "results"], codings=[study / "gold.csv"]
)
def count(event, arguments):
    global after
    if event in ("os.remove", "os.rename", "os.rmdir", "shutil.rmtree"):
        after -= 1
        if after == 0:
            os.kill(os.getpid(), sign)
sys.addaudithook(count)
withdraw(plan)
"""


def cut_off(study: Path, after: int, sign: int) -> int:
    """Withdraw in a process that is stopped before so many of its changes to the disk."""
    command = [sys.executable, "-c", KILL, str(study), str(after), str(sign)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("after", [10, 13, 16, 19, 22, 24])
def test_a_withdrawal_that_was_cut_off_is_completed_and_told(
    study: Path, caplog: pytest.LogCaptureFixture, after: int, sign: signal.Signals
) -> None:
    assert cut_off(study, after, sign) != 0
    assert traces(study, "scapolicy-withdrawal")
    assert len(sp.read_transcripts(study / "talks")) == 2
    assert traces(study, "CM-1.", "CM-2", "scapolicy-withdrawal", "scapolicy-new") == []
    assert "a withdrawal that had been cut off was completed; removed: [W23]" in caplog.text
    assert f"file {study / 'talks' / 'CM-1.md'}" in caplog.text


@pytest.mark.parametrize("reads", ["talks", "results", "."])
@pytest.mark.parametrize("after", range(1, 8))
def test_what_was_cut_off_before_it_had_begun_is_undone_and_told(
    study: Path, caplog: pytest.LogCaptureFixture, after: int, reads: str
) -> None:
    assert cut_off(study, after, signal.SIGKILL) != 0
    begun = traces(study, "scapolicy-withdrawal")
    journal.complete_withdrawal(study / reads, below=True)
    if reads == "talks":
        assert traces(study, "scapolicy-withdrawal", "scapolicy-new") == []
        assert ("[W24]" in caplog.text) is bool([one for one in begun if "new" not in one])
    journal.complete_withdrawal(study, below=True)
    assert traces(study, "scapolicy-withdrawal", "scapolicy-new") == []
    assert len(sp.read_transcripts(study / "talks")) == 4


@pytest.mark.parametrize("after", [1, 3, 5, 7])
def test_before_the_journals_are_whole_it_may_be_given_again(study: Path, after: int) -> None:
    assert cut_off(study, after, signal.SIGINT) != 0
    assert traces(study, "scapolicy-withdrawal") == []
    assert cut_off(study, after, signal.SIGKILL) != 0
    assert len(sp.read_transcripts(study / "talks")) == 4
    assert "CM-1." in (study / "gold.csv").read_text()
    withdraw(plan(study))
    assert traces(study, "CM-1.", "CM-2", "scapolicy-withdrawal", "scapolicy-new") == []


@pytest.mark.parametrize(
    "command",
    [
        "transcripts list {study}/talks/CM-10.md",
        "transcripts list {study}",
        "code {study}/elsewhere -c {study}/book.yaml -o {study}/results/kk",
        "evaluate {study}/results/kk {study}/gold.csv",
    ],
    ids=["a file", "a folder above", "results", "codings"],
)
def test_whatever_reads_one_of_the_folders_completes_it(study: Path, command: str) -> None:
    (study / "elsewhere").mkdir()
    (study / "elsewhere" / "a.md").write_text(talk("KK-1"))
    assert cut_off(study, 12, signal.SIGKILL) != 0
    run(*command.format(study=study).split())
    assert traces(study, "CM-1.", "CM-2", "scapolicy-withdrawal") == []


def test_settings_are_not_proposed_before_it_is_completed(study: Path) -> None:
    assert cut_off(study, 12, signal.SIGKILL) != 0
    run("init", str(study / "talks"))
    assert traces(study, "CM-1.", "CM-2", "scapolicy-withdrawal") == []


def test_the_cache_of_a_run_that_failed_goes(study: Path) -> None:
    (study / "talks" / "notes.xyz").write_text("x")
    book = ("-c", study / "book.yaml")
    assert run("code", study / "talks", *book, "-o", study / "failed", "-q").returncode == 2
    (study / "talks" / "notes.xyz").unlink()
    assert traces(study / "failed", "CM-1.md")
    withdraw(plan(study))
    assert traces(study / "failed", "CM-1.md") == []


@pytest.mark.parametrize("out", ["results", "out/march/results"])
def test_results_and_caches_of_several_codebooks_go_unnamed(tmp_path: Path, out: str) -> None:
    study = tmp_path / "study"
    shutil.copytree(ROOT / "transcripts", study / "int")
    books = ("-c", "key-factors", "-c", "alliance-setbacks")
    run("code", study / "int", *books, "-o", study / out, "-q")
    kept = [study / out / book / ".scapolicy-cache" / "sources.sqlite" for book in books[1::2]]
    assert all(path.exists() for path in kept)
    assert run("withdraw", "CM-03", study / "int", "--yes").returncode == 0
    assert [path for path in (study / out).rglob("*") if path.is_file()] == []


def test_copies_beside_the_folder_are_listed(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sp.convert_transcripts([study / "talks" / "CM-1.md"], study / "copies" / "deep" / "plain")
    with zipfile.ZipFile(study / "all.zip", "w") as archive:
        archive.write(study / "talks" / "CM-1.md", "talks/one.md")
    (study / "memo.txt").write_text("CM-1 said that we should go.")
    (study / "other.txt").write_text("CM-10 said that we should go.")
    told = {Path(note.file).name for note in plan(study).told if note.code == "W13"}
    assert {"all.zip", "memo.txt", "CM-1.md"} <= told
    assert "other.txt" not in told
    monkeypatch.setattr(remnants, "MOST_AROUND", 2)
    assert "W25" in {note.code for note in plan(study).told}


def test_a_journal_that_cannot_be_read_stops_everything(study: Path) -> None:
    (study / "talks" / journal.FILE_NAME).write_text("{")
    assert codes(lambda: sp.read_transcripts(study / "talks")) == [("W02", journal.FILE_NAME)]


@pytest.mark.parametrize("path", ["../gold.csv", "{study}/gold.csv", "out/gold.csv", "."])
def test_a_journal_from_elsewhere_does_nothing_outside_its_folder(study: Path, path: str) -> None:
    (study / "talks" / "out").symlink_to(study)
    path = path.format(study=study)
    begun = {"token": "x", "first": str(study), "others": []}
    left = {**begun, "files": [path], "caches": [path]}
    (study / "talks" / journal.FILE_NAME).write_text(json.dumps(left))
    assert codes(lambda: sp.read_transcripts(study / "talks")) == [("W02", journal.FILE_NAME)]
    assert (study / "gold.csv").exists()


def test_a_folder_that_was_moved_meanwhile_is_completed(study: Path) -> None:
    assert cut_off(study, 12, signal.SIGKILL) != 0
    (study / "talks").rename(study / "moved")
    assert len(sp.read_transcripts(study / "moved")) == 2


def test_without_the_right_to_write_nothing_is_removed(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = [study / "talks", study / "results" / "all"]
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) not in locked)
    assert codes(lambda: plan(study)) == [("W08", "all"), ("W08", "talks")]


def test_what_cannot_be_removed_is_told_and_tried_again(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(study)
    remove = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path.name in ("CM-2.md", "matrix.csv"):
            raise PermissionError(13, "Permission denied")
        remove(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        assert codes(lambda: withdraw(planned)) == [("W03", "CM-2.md"), ("W03", "matrix.csv")]
        assert codes(lambda: sp.read_transcripts(study / "talks"))
    assert len(sp.read_transcripts(study / "talks")) == 2
    assert traces(study, "CM-1.", "CM-2") == []


def test_a_file_for_a_folder_and_a_path_that_is_not_there_are_refused(study: Path) -> None:
    assert codes(lambda: plan_withdrawal("CM-1", study / "gold.csv")) == [("W07", "gold.csv")]
    assert codes(lambda: plan_withdrawal("CM-1", study / "x")) == [("R01", "x")]
    assert codes(lambda: plan_withdrawal("CM-1", study / "talks", results=[study / "y"])) == [
        ("R01", "y")
    ]


def test_a_table_keeps_what_parts_its_cells(study: Path) -> None:
    (study / "gold.csv").write_text('\nsource;turn;category\nCM-1.md;2;money\nKK-1.md;2;"a;b"\n')
    withdraw(plan(study))
    assert (study / "gold.csv").read_text() == '\nsource;turn;category\nKK-1.md;2;"a;b"\n'


@pytest.mark.parametrize("settings", [TOML, TOML + '"*.csv" = "cp874"\n'])
def test_a_table_in_another_encoding_keeps_all_else(study: Path, settings: str) -> None:
    (study / "talks" / "scapolicy.toml").write_text(settings)
    encoding = "cp874" if "cp874" in settings else "cp1252"
    name = "นคร" if encoding == "cp874" else "Köln, für"
    table = f"sep=;\nsource;town\nCM-1;{name}\nKK-1;{name}\n"
    (study / "talks" / "attributes.csv").write_bytes(table.encode(encoding))
    withdraw(plan(study))
    sources = sp.read_transcripts(study / "talks")
    assert {one.name: one.attributes.get("town") for one in sources} == {
        "CM-10.md": None,
        "KK-1.md": name,
    }
    left = (study / "talks" / "attributes.csv").read_bytes()
    kept = encoding if encoding == "cp874" else "utf-8-sig"
    assert left.decode(kept) == f"sep=;\nsource;town\nKK-1;{name}\n"


def test_the_command_says_why_each_transcript_goes_and_tells_alike_things_once(
    study: Path,
) -> None:
    (study / "talks" / "copy.md").write_text(talk("CM-1"))
    for name in ("one.txt", "two.txt"):
        (study / name).write_text("As CM-1 said.")
    shown = run("withdraw", "CM-1", study / "talks").stdout
    assert "  transcript CM-1.md\n" in shown
    assert "  transcript CM-2.md (of the same organization)\n" in shown
    assert shown.count("Look at it, and remove what must go.") == 1
    assert f"\n  {study / 'one.txt'}\n  {study / 'two.txt'}\n" in shown


def test_the_command_shows_first_and_removes_with_yes(study: Path) -> None:
    words = ("withdraw", "CM-1", study / "talks", "--results", study / "results")
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert f"file {study / 'talks' / 'CM-1.md'}" in done.stdout
    assert f"rows of these transcripts in {study / 'talks' / 'attributes.csv'}" in done.stdout
    assert "Nothing was removed" in done.stdout
    assert (study / "talks" / "CM-1.md").exists()
    done = run(*words, "--yes")
    assert done.returncode == 0, done.stderr
    assert not (study / "talks" / "CM-1.md").exists()


def test_reports_and_tables_made_of_results_go_with_them(study: Path) -> None:
    made = ("results/all/report.html", "talks/mine.html", "report.html")
    for name in made:
        sp.write_report(study / "results" / "all", study / name, codebook=study / "book.yaml")
    matrix = sp.matrix(sp.read_results(study / "results" / "all"), ["province"])
    sp.export(matrix, study / "results" / "all" / "matrix.md")
    sp.export(matrix, study / "results" / "kk" / "matrix.md")
    mine = study / "results" / "all" / "chapter.md"
    mine.write_text("As CM-1 said.")
    plan = plan_withdrawal("CM-1", study / "talks", results=[study / "results"])
    withdraw(plan)
    assert not any((study / name).exists() for name in made)
    assert not (study / "results" / "all" / "matrix.md").exists()
    assert (study / "results" / "kk" / "matrix.md").exists()
    assert mine.read_text() == "As CM-1 said."
    assert [one.code for one in plan.told if Path(one.file) == mine] == ["W13"]


def test_tables_without_a_mark_are_told(study: Path) -> None:
    matrix = sp.matrix(sp.read_results(study / "results" / "all"), ["province"])
    sp.export(matrix, study / "results" / "all" / "m.csv")
    sp.export(matrix, study / "m.md")
    (study / "hits.csv").write_text("source,text\nCM-1.md,Budget.\n")
    (study / "other.csv").write_text("source,text\nCM-10.md,Budget.\n")
    plan = plan_withdrawal("CM-1", study / "talks", results=[study / "results"])
    told = sorted((one.code, str(Path(one.file).relative_to(study))) for one in plan.told)
    expected = [("W13", "gold.csv"), ("W13", "hits.csv"), ("W22", "m.md")]
    assert told == [*expected, ("W22", "results/all/m.csv")]


def test_a_report_of_another_study_beside_this_one_stays_and_is_told(study: Path) -> None:
    other = study / "other"
    (other / "talks").mkdir(parents=True)
    (other / "talks" / "CM-1.md").write_text("Q: Why?\nA: No budget.\n")
    sources = sp.read_transcripts(other / "talks")
    sp.write_results(sp.code(sources, sp.load_codebook(study / "book.yaml")), other / "results")
    page = study / "report.html"
    sp.write_report(other / "results", page, codebook=study / "book.yaml")
    plan = plan_withdrawal("CM-1", study / "talks", results=[study / "results"])
    withdraw(plan)
    assert page.exists()
    assert ("W13", page) in [(one.code, Path(one.file)) for one in plan.told]
