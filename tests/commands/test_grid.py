"""Tables on a terminal: nothing of a cell is lost where it is narrow."""

import os
import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

import scapolicy as sp
from scapolicy.analysis.zeros import NO_TRANSCRIPT, NOT_ASKED
from scapolicy.commands.grid import show_tables
from scapolicy.tables.table import Table
from tests.analysis.study import shipped
from tests.commands.test_telling import PROGRAM, on_terminal

TURNED = "Turned on its side: rows of the file are columns here."


@pytest.mark.parametrize("columns", range(2, 14))
@pytest.mark.parametrize("width", [4, 6, 8, 11, 20, 24, 30])
def test_no_digit_of_a_number_is_cut(
    capsys: pytest.CaptureFixture[str], columns: int, width: int
) -> None:
    number = int("1234567890"[: min(width, 10)])
    row = ("n" * width, *(number for _ in range(columns - 1)))
    names = ("name", *("c" * width for _ in range(columns - 1)))
    show_tables([Table("t", names, (row, row, row))])
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    digits = sum(letter.isdigit() for letter in told)
    assert digits == 3 * (columns - 1) * len(str(number))


@pytest.mark.parametrize("width", [20, 25, 40])
def test_a_matrix_of_many_factors_is_turned_however_long_a_name(
    capsys: pytest.CaptureFixture[str], width: int
) -> None:
    names = [f"factor_{n}" for n in range(20)] + ["f" * width]
    table = Table("t", ("case", *names), (("North", *range(21)),), factors=tuple(names))
    show_tables([table])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines if line.startswith("factor_")] == [
        [f"factor_{n}", str(n)] for n in range(20)
    ]
    assert lines[-1] == TURNED


def test_a_long_text_stands_beside_what_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    row = ("a.md", 3, 7, "Clerk", "We had a budget " * 20)
    show_tables([Table("t", ("source", "turn", "segment", "speaker", "text"), (row,))])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["source", "turn", "segment", "speaker", "text"]
    assert lines[2].split()[:4] == ["a.md", "3", "7", "Clerk"]


def test_zeros_stand_to_the_right_as_other_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (("a", 0, 0.0, ""), ("b", 0, 0.5, 0), ("c", 0, 1.25, ""))
    show_tables([Table("t", ("case", "coded", "share", "number"), rows)])
    lines = capsys.readouterr().out.splitlines()
    ends = {name: lines[0].index(name) + len(name) for name in ("coded", "share", "number")}
    for line in lines[2:]:
        assert line[: ends["coded"]].endswith("  0")
        assert line[ends["coded"] : ends["share"]].endswith(("  0", " 0.5", " 1.25"))
    assert lines[3][: ends["number"]].endswith("  0")


def test_what_is_empty_is_no_column_of_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    show_tables([Table("t", ("case", "left", "n"), (("a", "", 1),))])
    assert capsys.readouterr().out.splitlines()[0] == "case  left  n"


NAMES = ("rules_and_regulations", "regular_contact", "health, aid and trade", "budget")


@pytest.mark.parametrize("more", [0, 2, 8, 20])
def test_names_are_broken_between_their_words_only(
    capsys: pytest.CaptureFixture[str], more: int
) -> None:
    heads = ("code", "test", "chi_square", "df", "p", "p_holm", "cramers_v")
    heads += tuple(f"value_{n}" for n in range(more))
    rows = tuple(
        (name, "Freeman-Halton", 8.25612, 4, 0.0728912, 0.123456, 0.0674423, *range(more))
        for name in NAMES
    )
    show_tables([Table("tests", heads, rows)])
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    parts = [re.split(r"(?<=[_-])|\s", name) for name in (*NAMES, "Freeman-Halton", *heads)]
    whole = {
        "".join(some[start:end])
        for some in parts
        for start in range(len(some))
        for end in range(start + 1, len(some) + 1)
    }
    assert {word for word in told.split() if word[0].isalpha()} <= whole
    letters = "".join([*NAMES, *heads, "Freeman-Halton" * 4])
    assert sum(map(str.isalpha, told)) >= sum(map(str.isalpha, letters))


def test_a_table_that_is_a_little_too_wide_is_not_turned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    heads = ("code", "test", "chi_square", "df", "p", "p_holm", "cramers_v")
    row = (NAMES[0], "Freeman-Halton", 8.25612, 4, 0.0728912, 0.123456, 0.0674423)
    show_tables([Table("tests", heads, (row,))])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == list(heads)
    assert lines[2].split()[-1] == "0.06744"


RULES = Table(
    "rules",
    ("category", "code", "rule", "matches", "segments", "sources", "cases", "negated"),
    tuple(
        (
            "local_participation",
            "local_organizations",
            f"organizations_take_part.{n}",
            n,
            1,
            1,
            1,
            0,
        )
        for n in range(30)
    ),
)


@pytest.mark.parametrize("columns", [30, 60, 80, 120, 160])
def test_a_table_of_many_rows_is_printed_as_rows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = shown_on_terminal(RULES, capsys, monkeypatch)
    assert TURNED not in lines
    assert max(map(len, lines)) <= columns
    assert lines[0].startswith("category")
    assert sum(line.startswith("local_") for line in lines) >= len(RULES.rows)


def test_names_are_folded_between_words_before_a_table_is_parted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_tables([RULES])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == [
        "category",
        "code",
        "rule",
        "mat-",
        "seg-",
        "sour-",
        "cases",
        "nega-",
    ]
    assert lines[1].split() == ["ches", "ments", "ces", "ted"]
    assert lines[3].split() == ["local_", "local_", "organizations_", "0", "1", "1", "1", "0"]
    assert lines[4].split() == ["participation", "organizations", "take_part.0"]


@pytest.mark.parametrize("columns", [80, 120, 160])
def test_a_terminal_is_used_as_wide_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    names = tuple(f"factor_{n:02}" for n in range(12))
    rows = tuple((f"Province {n}", *range(12)) for n in range(12))
    table = Table("t", ("case", *names), rows, factors=names)
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = shown_on_terminal(table, capsys, monkeypatch)
    assert (columns if columns < 160 else 120) - 15 < max(map(len, lines)) <= columns
    assert (TURNED in lines) is (columns == 80)


def shown_on_terminal(
    table: Table, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show_tables([table])
    said = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    return [line.rstrip() for line in said.splitlines()]


FACTORS = tuple(f"{name}_{other}" for name in ("strategic", "local") for other in NAMES)


def test_two_attributes_stand_above_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    rows = tuple(
        (province, level, *range(8))
        for province in ("North", "Upper North East")
        for level in ("central", "local")
    )
    show_tables([Table("t", ("province", "level", *FACTORS), rows, factors=FACTORS)])
    lines = capsys.readouterr().out.splitlines()
    rule = next(place for place, line in enumerate(lines) if line.startswith("─"))
    heads = " ".join(lines[:rule]).split()
    assert [word for word in heads if word in ("central", "local")] == ["central", "local"] * 2
    assert next(line for line in lines[:rule] if line.startswith("level")).split()[1] == "central"


@pytest.mark.parametrize("words", [False, True])
def test_what_was_not_asked_is_a_sign_that_is_explained(
    capsys: pytest.CaptureFixture[str], words: bool
) -> None:
    cells = ("absent", NOT_ASKED, NO_TRANSCRIPT) if words else (7, NOT_ASKED, NO_TRANSCRIPT)
    rows = tuple((case, *cells) for case in ("North", "South"))
    show_tables([Table("t", ("case", "a", "b", "c"), rows, factors=("a", "b", "c"))])
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["North", str(cells[0]), "?", "."]
    assert lines[-1] == "? not asked  . no transcript"
    show_tables([Table("t", ("said",), ((NOT_ASKED,),))])
    assert capsys.readouterr().out.splitlines()[-1] == NOT_ASKED


def test_conditions_without_room_are_numbers_that_are_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = tuple((*(0 for _ in FACTORS), outcome, 1, "Chiang Mai") for outcome in (0, "C"))
    show_tables([Table("t", (*FACTORS, "outcome", "n", "cases"), rows, factors=FACTORS)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [*map(str, range(1, 9)), "outcome", "n", "cases"]
    assert lines[2].split() == [*"00000000", "0", "1", "Chiang", "Mai"]
    assert lines[3].index("C") == lines[2].index("0  1") == lines[0].index("outcome") + 6
    told = "  ".join(lines[4:])
    assert [f"{n} {name}" in told for n, name in enumerate(FACTORS, 1)] == [True] * 8


def test_factors_among_themselves_have_their_numbers_before_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = tuple((name, *range(8)) for name in FACTORS)
    show_tables([Table("t", ("category", *FACTORS), rows, factors=FACTORS)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["category", *map(str, range(1, 9))]
    assert TURNED not in lines
    assert lines[2].split()[:2] == ["1", FACTORS[0]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the results of the shipped study in `r`."""
    folder = tmp_path_factory.mktemp("shipped")
    sp.write_results(shipped(), folder / "r")
    return folder


@pytest.mark.skipif(os.name == "nt", reason="a terminal of its own is Unix's")
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    "command",
    [
        "matrix r --scale row-share",
        "findings r --by province --by level --tell-zeros",
        "frequencies r --of rules",
        "frequencies r",
        "cooccurrence r --level code --pairs",
        "qca r --outcome province=Rayong --level code",
    ],
)
def test_tables_fit_a_terminal(command: str, columns: int, results: Path) -> None:
    screen = on_terminal([sys.executable, "-c", PROGRAM, *command.split()], results, columns)
    assert "───" in screen
    assert max(map(cell_len, screen.splitlines())) <= columns
