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
