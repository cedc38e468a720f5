"""Numbers that count the lines of a text are no words; those of a list, or of years, are."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.readers import READERS
from scapolicy.readers.document import Document
from scapolicy.readers.plain import read_markdown, read_text
from scapolicy.readers.turns import find_turns

_TALK = [
    "Interviewer: How did it begin?",
    "Mayor: We met at a fair, and",
    "2019 was hard for us. Of the",
    "three of us nobody came again.",
    "Interviewer: Why was that?",
    "Mayor: Money, and 3 new laws.",
]


def read(*lines: str, end: str = "\n") -> Document:
    return read_text(end.join(lines).encode(), "a.txt")


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notices]


@pytest.mark.parametrize("pattern", ["{} {}", "{}\t{}", "  {:>3}  {}", "{:03} {}"])
@pytest.mark.parametrize("end", ["\n", "\n\n"])
def test_numbers_that_count_the_lines_are_taken_out_and_told(pattern: str, end: str) -> None:
    numbered = [pattern.format(at, line) for at, line in enumerate(_TALK * 5, 1)]
    document = read(*numbered, end=end)
    assert document.text == end.join(_TALK * 5)
    assert [note.message for note in document.notices] == [
        "left out as line numbers: 30 numbers at the beginnings of lines, from 1 to 30"
    ]
    turns, _ = find_turns(document)
    assert [turn.speaker for turn in turns] == ["Interviewer", "Mayor"] * 10
    assert all(document.text[turn.start : turn.end] == turn.text for turn in turns)


@pytest.mark.parametrize("step", [2, 5, 10])
def test_some_number_only_each_fifth_line(step: int) -> None:
    numbered = [f"{at} {line}" if at % step == 0 else line for at, line in enumerate(_TALK * 20, 1)]
    assert read(*numbered).text == "\n".join(_TALK * 20)


def test_numbers_may_begin_anew_on_each_page() -> None:
    pages = [f"{at % 30 + 1} {line}" for at, line in enumerate(_TALK * 20)]
    assert read(*pages).text == "\n".join(_TALK * 20)


def test_empty_lines_may_be_counted() -> None:
    lines = [line for said in _TALK * 3 for line in (said, "")]
    numbered = [f"{at} {line}" if line else "" for at, line in enumerate(lines, 1)]
    assert read(*numbered).text == "\n".join(lines)


def test_the_head_of_a_text_is_not_counted() -> None:
    head = "---\nprovince: 12 North\n---"
    numbered = [f"{at} {line}" for at, line in enumerate(_TALK, 1)]
    document = read_markdown("\n".join([head, *numbered]).encode(), "a.md")
    assert document.text == "\n".join([head, *_TALK])


@pytest.mark.parametrize(
    "lines",
    [
        [*_TALK, *(f"{at} of them" for at in range(1, 7)), *_TALK],  # a list in a talk
        [f"{at} was a year without rain." for at in range(1990, 2010)],
        [f"{at}. We need this much of it." for at in range(1, 20)],
        ["3 of us went.", "4 of us came back.", "5 of them stayed."],
        [f"{7 * at % 10} of us went." for at in range(1, 20)],
    ],
)
def test_other_numbers_stay(lines: list[str]) -> None:
    document = read(*lines)
    assert document.text == "\n".join(lines)
    assert not document.notices


def word(lines: list[str]) -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def rich(lines: list[str]) -> bytes:
    return ("{\\rtf1 " + "\\par ".join(lines) + "}").encode()


def writer(lines: list[str]) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0"'
    said = "".join(f"<t:p>{line}</t:p>" for line in lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<o:document {names}><o:body><o:text>{said}</o:text></o:body></o:document>",
        )
    return out.getvalue()


@pytest.mark.parametrize(("suffix", "made"), [(".docx", word), (".rtf", rich), (".odt", writer)])
def test_numbers_are_taken_out_of_documents_too(
    suffix: str, made: Callable[[list[str]], bytes]
) -> None:
    numbered = [f"{at} {line}" for at, line in enumerate(_TALK * 2, 1)]
    document = READERS[suffix](made(numbered), f"a{suffix}")
    assert document.text.rstrip("\n") == "\n\n".join(_TALK * 2)
    assert codes(document) == ["R75"]
    turns, _ = find_turns(document)
    assert all(document.text[turn.start : turn.end] == turn.text for turn in turns)


@given(st.lists(st.text("0123456789 a\n\t", max_size=12), max_size=30))
def test_only_numbers_are_ever_taken_out(lines: list[str]) -> None:
    document = read(*lines)
    before = "\n".join(lines).split("\n")
    after = document.text.split("\n")
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert old.endswith(new)
        assert not old.removesuffix(new).strip() or old.removesuffix(new).strip().isdigit()
    assert codes(document) == (["R75"] if before != after else [])
