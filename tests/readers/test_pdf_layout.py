"""Pages with a column of labels, with two columns of text, and with numbers at their margin."""

import random
from collections.abc import Sequence

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from scapolicy.readers.document import Document
from scapolicy.readers.pdf import read_pdf
from scapolicy.readers.turns import find_turns

_WORDS = (
    "we had no money for the partner because budget of province was cut and nobody asked officers "
    "what they thought about it in those years 2019 12 rains markets"
).split()
_SIZE, _STEP = 11, 14

Turns = list[tuple[str, str]]


class Sheet(FPDF):
    """A page in points, on which lines are put from the top."""

    def __init__(self) -> None:
        super().__init__(unit="pt", format="A4")
        self.set_font("helvetica", size=_SIZE)
        self.turn()

    def turn(self) -> None:
        self.add_page()
        self.y = 60

    def put(self, *places: tuple[float, str], step: float = _STEP) -> None:
        """Words at places of one line, and go on to the next."""
        for x, words in places:
            if words:
                self.text(x, self.y, words)
        self.y += step

    def wrapped(self, words: str, width: float) -> list[str]:
        lines = [""]
        for word in words.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.get_string_width(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def read(self) -> Document:
        return read_pdf(bytes(self.output()), "a.pdf")


def turns_of(document: Document) -> Turns:
    found, _ = find_turns(document)
    assert all(document.text[turn.start : turn.end] == turn.text for turn in found)
    return [(turn.speaker, turn.text) for turn in found]


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notices]


def talk(seed: int, turns: int, speakers: Sequence[str] = ("Interviewer", "Mayor")) -> Turns:
    dice = random.Random(seed)
    said = (" ".join(dice.choice(_WORDS) for _ in range(dice.randint(4, 45))) for _ in range(turns))
    return [
        (speakers[at % len(speakers)], words[0].upper() + words[1:] + ".")
        for at, words in enumerate(said)
    ]


def table(sheet: Sheet, said: Turns, x: float, gap: float, colon: str) -> None:
    for who, words in said:
        lines = sheet.wrapped(words, 540 - x)
        if sheet.y + _STEP * len(lines) > 780:
            sheet.turn()
        for at, line in enumerate(lines):
            sheet.put((60, "" if at else who + colon), (x, line))
        sheet.y += gap


@given(
    st.integers(0, 10**6),
    st.integers(4, 40),
    st.sampled_from([130, 160, 220, 300]),
    st.sampled_from([0, 6]),
    st.sampled_from(["", ":"]),
)
@settings(max_examples=25)
def test_a_column_of_labels_is_read_across(
    seed: int, turns: int, x: float, gap: float, colon: str
) -> None:
    sheet = Sheet()
    said = talk(seed, turns)
    table(sheet, said, x, gap, colon)
    document = sheet.read()
    assert turns_of(document) == said
    assert codes(document) == ([] if colon else ["R76"])


def test_names_of_people_come_again_and_are_labels() -> None:
    sheet = Sheet()
    said = talk(3, 12, ["Dao Srisai", "Vice Governor", "Dao Srisai"])
    table(sheet, said, 180, 6, "")
    assert [who for who, _ in turns_of(sheet.read())] == [who for who, _ in said]


@pytest.mark.parametrize("colon", ["", ":"])
def test_a_table_between_labelled_paragraphs_is_read_where_it_stands(colon: str) -> None:
    sheet = Sheet()
    before, inside, after = talk(1, 2), talk(2, 4), talk(3, 2)
    for part in (before, [("Speaker", "Text"), *inside], after):
        if part in (before, after):
            for who, words in part:
                for line in sheet.wrapped(f"{who}: {words}", 480):
                    sheet.put((60, line))
                sheet.y += 10
        else:
            table(sheet, part, 300, 10, colon)
    document = sheet.read()
    assert turns_of(document) == [*before, *inside, *after]
    (left_out,) = [note.message for note in document.notices if note.code == "R55"]
    assert left_out == f"left out as headers and footers: “Speaker{colon} Text”"


def test_times_before_labels_are_kept() -> None:
    sheet = Sheet()
    for at, (who, words) in enumerate(talk(4, 6)):
        for number, line in enumerate(sheet.wrapped(words, 300)):
            sheet.put((40, "" if number else f"00:0{at}"), (90, "" if number else who), (170, line))
    found, _ = find_turns(sheet.read())
    assert [turn.begin for turn in found] == [0, 1, 2, 3, 4, 5]
    assert [turn.text for turn in found] == [words for _, words in talk(4, 6)]


def test_figures_beside_names_are_no_speech() -> None:
    sheet = Sheet()
    for at in range(8):
        sheet.put((60, ["North", "South"][at % 2]), (200, f"{at}00,000"))
    assert "North:" not in sheet.read().text


def columns(sheet: Sheet, said: Turns, level: float, alone: bool) -> None:
    """Turns in two columns; `alone` puts labels on lines of their own."""
    lines: list[str] = []
    for who, words in said:
        if alone:
            lines += [f"{who}:", *sheet.wrapped(words, 225)]
        else:
            lines += sheet.wrapped(f"{who}: {words}", 225)
    half = (len(lines) + 1) // 2
    for x, part, top in ((50, lines[:half], 60), (310, lines[half:], 60 + level)):
        sheet.y = top
        for line in part:
            sheet.put((x, line))


@given(st.integers(0, 10**6), st.integers(8, 16), st.sampled_from([0, 5]), st.booleans())
@settings(max_examples=25)
def test_two_columns_are_read_one_after_the_other(
    seed: int,
    turns: int,
    level: float,
    alone: bool,
) -> None:
    sheet = Sheet()
    said = talk(seed, turns)
    columns(sheet, said, level, alone)
    document = sheet.read()
    words = [word for who, words in said for word in [f"{who}:", *words.split()]]
    assert document.text.split() == words
    assert not document.notices


def numbered(
    lines: Sequence[str], step: int = 1, *, anew: bool = False, x: float = 30, height: int = 36
) -> Document:
    sheet = Sheet()
    for at, line in enumerate(lines):
        if at and at % height == 0:
            sheet.turn()
        number = (at % height if anew else at) + 1
        sheet.put((x, "" if number % step else str(number)), (60, line))
    return sheet.read()


@pytest.mark.parametrize("step", [1, 2, 5, 10])
@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("x", [30, 37])
def test_numbers_of_lines_are_left_out_and_told(step: int, anew: bool, x: float) -> None:
    sheet = Sheet()
    said = talk(7, 30)
    lines = [line for who, words in said for line in sheet.wrapped(f"{who}: {words}", 400)]
    document = numbered(lines, step, anew=anew, x=x)
    assert turns_of(document) == said
    assert codes(document) == ["R75"]


def test_numbers_of_lines_stand_beside_page_numbers_and_headers() -> None:
    sheet = Sheet()
    at = 0
    for page in range(1, 4):
        if page > 1:
            sheet.turn()
        sheet.text(60, 30, "A study of cities")
        sheet.text(300, 820, str(page))
        for who, words in talk(page, 6):
            for line in sheet.wrapped(f"{who}: {words}", 400):
                at += 1
                sheet.put((30, str(at)), (60, line))
    document = sheet.read()
    assert turns_of(document) == [one for page in (1, 2, 3) for one in talk(page, 6)]
    assert codes(document) == ["R55", "R75"]


def test_each_of_two_columns_may_be_numbered() -> None:
    sheet = Sheet()
    said = talk(8, 12)
    lines = [line for who, words in said for line in sheet.wrapped(f"{who}: {words}", 200)]
    half = (len(lines) + 1) // 2
    for x, part, first in ((60, lines[:half], 1), (340, lines[half:], half + 1)):
        sheet.y = 60
        for at, line in enumerate(part, first):
            sheet.put((x - 25, str(at)), (x, line))
    document = sheet.read()
    assert turns_of(document) == said
    assert codes(document) == ["R75"]


def test_a_numbered_list_in_an_interview_stays() -> None:
    sheet = Sheet()
    wishes = [f"{at} of these, and nothing else" for at in range(1, 9)]
    lines = [*sheet.wrapped(_TEXT, 400), *wishes, *sheet.wrapped(_TEXT, 400)]
    for line in lines:
        sheet.put((60, line))
    document = sheet.read()
    assert all(wish in document.text for wish in wishes)
    assert not document.notices


_TEXT = " ".join(f"{who}: {words}" for who, words in talk(9, 5))


def test_where_labels_and_other_words_share_a_column_the_doubt_is_told() -> None:
    sheet = Sheet()
    for who, words in talk(5, 6):
        sheet.put((60, who), (200, words[:50]))
    for at in range(4):
        sheet.put((60, f"and {at} more of it,"), (200, "which nobody had asked us for in time"))
    (note,) = sheet.read().notices
    assert note.code == "R77"
    assert note.message.endswith("read first: 1")
