"""Tables on a terminal: nothing of a cell is lost where it is narrow."""

import re

import pytest

from scapolicy.commands.grid import show_tables
from scapolicy.tables.table import Table


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
    show_tables([Table("t", ("case", *names), (("North", *range(21)),))])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines if line.startswith("factor_")] == [
        [f"factor_{n}", str(n)] for n in range(20)
    ]


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
