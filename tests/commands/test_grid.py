"""Tables on a terminal: nothing of a cell is lost where it is narrow."""

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
