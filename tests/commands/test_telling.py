"""What commands tell stands within the width of a terminal, and unbroken in a file."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.commands.telling import tell, wrapped

LONG = "CM-01.md: consent is not stated, and nothing is coded of it until it is [T08]\n  State it."


@given(st.text("ab /\u0e01", max_size=200), st.integers(20, 80))
def test_no_word_is_lost_or_broken(text: str, width: int) -> None:
    assert wrapped(text, width).split() == text.split()
    short = all(len(word) <= width - 2 for word in text.split())
    assert not short or all(len(line) <= width for line in wrapped(text, width).splitlines())


@pytest.mark.parametrize(("terminal", "widest"), [(True, 40), (False, LONG.index("\n"))])
def test_a_terminal_gets_short_lines_and_a_file_those_that_there_are(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
    widest: int,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    tell(LONG)
    told = capsys.readouterr().err
    assert max(map(len, told.splitlines())) <= widest
    assert told.split() == LONG.split()
    assert (told == f"{LONG}\n") is not terminal


def test_what_somebody_wrote_does_not_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell("province = 'a\x1b[2J\u202eb\x9b'\n  ขอนแก่น\tไม่มี")
    assert capsys.readouterr().err == "province = 'a\ufffd[2J\ufffdb\ufffd'\n  ขอนแก่น\tไม่มี\n"
