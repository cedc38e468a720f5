"""PDF documents: letters on pages become paragraphs again, or the reader is told why not."""

import itertools
from collections.abc import Callable, Sequence

import pytest
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from hypothesis import given, settings
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers import pdf as reader
from scapolicy.readers.document import Document
from scapolicy.readers.layout import Glyph, Page, paragraphs
from scapolicy.readers.pdf import read_pdf
from scapolicy.readers.turns import find_turns

_ANSWER = (
    "The money for the district came late in both of the years that I worked there, and so the "
    "committee could not begin before the rains, which made everything more expensive."
)


class Paper(FPDF):
    def __init__(self, header: str = "", footer: str = "") -> None:
        super().__init__(format="A4")
        self.head, self.foot = header, footer
        self.set_font("helvetica", size=11)
        self.add_page()

    def header(self) -> None:
        if self.head:
            self.set_y(8)
            self.cell(text=self.head)
            self.set_y(25)

    def footer(self) -> None:
        if self.foot:
            self.set_y(-12)
            self.cell(text=self.foot.format(self.page_no()), center=True)

    def say(self, *paragraphs: str, gap: float = 3, align: str = "L") -> "Paper":
        for words in paragraphs:
            self.multi_cell(0, 5, words, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(gap)
        return self

    def lines(self, *lines: str, x: float = 20, y: float = 30, step: float = 5) -> "Paper":
        for number, line in enumerate(lines):
            self.text(x, y + step * number, line)
        return self

    def read(self) -> Document:
        return read_pdf(bytes(self.output()), "a.pdf")


def blocks(document: Document) -> list[str]:
    return document.text.rstrip("\n").split("\n\n")


def code(data: bytes) -> str:
    with pytest.raises(ScapolicyError) as caught:
        read_pdf(data, "a.pdf")
    assert caught.value.problems[0].file == "a.pdf"
    return caught.value.problems[0].code


@pytest.mark.parametrize("gap", [3, 0])
@pytest.mark.parametrize("align", ["L", "J"])
def test_lines_are_put_together_and_labels_start_paragraphs(gap: float, align: str) -> None:
    said = [f"Q: Why was that, and what did {_ANSWER}", f"A: {_ANSWER}", "Q: And then?", "A: So."]
    assert blocks(Paper().say(*said, gap=gap, align=align).read()) == said


def test_speakers_are_found() -> None:
    found, _ = find_turns(Paper().say("Interviewer: Why?", f"Clerk: {_ANSWER}").read())
    assert [(turn.speaker, turn.text) for turn in found] == [
        ("Interviewer", "Why?"),
        ("Clerk", _ANSWER),
    ]


@pytest.mark.parametrize("align", ["L", "J"])
def test_columns_are_read_one_after_the_other(align: str) -> None:
    left = ["Q: What came first?", f"A: {_ANSWER}", "Q: And in the north?"]
    right = [f"A: There too. {_ANSWER}", "Q: And now?", f"A: {_ANSWER} {_ANSWER}"]
    paper = Paper().say("A talk about money that was had in two places on one day in June 2020")
    top = paper.get_y()
    for x, said in ((10, left), (110, right)):
        paper.set_y(top)
        for words in said:
            paper.set_x(x)
            paper.multi_cell(85, 5, words, align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
            paper.ln(3)
    assert blocks(paper.read())[1:] == [*left, *right]


def test_speakers_in_a_narrow_column_stand_before_what_they_say() -> None:
    paper = Paper()
    for who, said in (("Interviewer:", "Why?"), ("Clerk:", _ANSWER), ("Clerk:", _ANSWER)) * 2:
        paper.set_x(10)
        top = paper.get_y()
        paper.cell(30, 5, who)
        paper.set_xy(45, top)
        paper.multi_cell(140, 5, said, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        paper.ln(3)
    assert blocks(paper.read()) == ["Interviewer: Why?", *[f"Clerk: {_ANSWER}"] * 2] * 2


def test_headers_footers_and_page_numbers_are_left_out_and_told() -> None:
    paper = Paper("Study of districts, talk 7", "Page {} of 9")
    years = ["".join(letters) for letters in itertools.product("abcd", repeat=3)]
    said = [line for year in years for line in (f"Q: And in {year}?", f"A: {_ANSWER} {year}.")]
    document = paper.say(*said).read()
    assert paper.page_no() > 2
    assert blocks(document) == said
    (notice,) = document.notices
    assert notice.code == "R55"
    assert "Study of districts, talk 7" in notice.message


def test_a_number_alone_at_the_foot_of_a_single_page_is_its_number() -> None:
    assert blocks(Paper("", "{}").say("A: So.").read()) == ["A: So."]
    assert "1985" in Paper().say("A: So.", "1985", "A: Yes.").read().text


def test_a_sentence_goes_on_over_a_page() -> None:
    paper = Paper().say("A: We had no money for the things")
    paper.add_page()
    paper.say("that were asked of us.")
    assert blocks(paper.read()) == ["A: We had no money for the things that were asked of us."]


def test_what_speakers_say_at_the_top_of_pages_is_no_header() -> None:
    paper = Paper()
    for end in "abcd":
        paper.set_y(20)
        paper.say("Q: And?", f"A: {_ANSWER}", f"Q: And after that, in {end}?")
        paper.add_page()
    assert Paper.read(paper).text.count("Q: And?") == 4


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The commit-", "tee met."], "The committee met."),
        (["A long-term plan. The long-", "term plan."], "A long-term plan. The long-term plan."),
        (["In the Lib-", "Dem party."], "In the Lib-Dem party."),
        (["The commit\u00ad", "tee met."], "The committee met."),
        (["From 2010-", "2012 on."], "From 2010-2012 on."),
        (["It was anti-", "American, he said."], "It was anti-American, he said."),
        (["Our co-op and the co-", "op of theirs."], "Our co-op and the co-op of theirs."),
        (["A fax grobble. The fax-", "grobble."], "A fax grobble. The fax-grobble."),
    ],
)
def test_hyphens_at_the_ends_of_lines_are_undone(lines: list[str], expected: str) -> None:
    assert laid(lines) == [expected]


_ENGLISH = "That is what we said to them and it was not there, because they would not give it."


@pytest.mark.parametrize("hyphen", ["-", "\u0002"])
@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        ("sister-/city people", "sister-city people"),  # both are words, and both as one are none
        ("a semi-/nar about it", "a seminar about it"),
        ("the munici-/palities are", "the municipalities are"),
        ("a grobble-/ment of it", "a grobblement of it"),  # a word that nobody knows
        ("an anti-/American law", "an anti-American law"),
        ("the 2019-/2020 budget", "the 2019-2020 budget"),
    ],
)
def test_what_people_write_decides_on_a_hyphen(hyphen: str, parted: str, whole: str) -> None:
    first, second = parted.replace("-", hyphen).split("/")
    assert whole in " ".join(laid([_ENGLISH, first, second, _ENGLISH]))


def test_german_compounds_are_written_as_one() -> None:
    german = (
        "Das ist es, was wir ihnen gesagt haben, und sie haben es nicht gewollt, weil es so war."
    )
    assert "die Bürgerpartnerstadt" in laid([german, "die Bürger-", "partnerstadt", german])[0]


def test_a_word_that_is_broken_off_keeps_its_dash() -> None:
    assert laid(["Q: Why did you g\u0002", "A: So."]) == ["Q: Why did you g-", "A: So."]


def glyphs(lines: Sequence[str], x: float = 72, y: float = 700, width: float = 6) -> list[Glyph]:
    """Lines in a typewriter's letters, one below the other."""
    return [
        Glyph(char, x + width * at, y - 14 * row, x + width * (at + 1), y - 14 * row + 12)
        for row, line in enumerate(lines)
        for at, char in enumerate(line)
    ]


def laid(lines: Sequence[str]) -> list[str]:
    return paragraphs([Page(glyphs(lines), 800)]).paragraphs


def test_scripts_without_spaces_are_joined_without_one() -> None:
    assert laid(["งบประมาณมาช้า", "มากในปีนี้และ"]) == ["งบประมาณมาช้ามากในปีนี้และ"]
    assert laid(["我们没有足够的钱", "来做这件事情呢"]) == ["我们没有足够的钱来做这件事情呢"]


def test_a_first_line_set_in_begins_a_paragraph() -> None:
    page = [
        *glyphs(["   The first goes on for", "some lines and more of", "it to the very end of"]),
        *glyphs(["   the next, which does so"], y=658),
    ]
    assert len(paragraphs([Page(page, 800)]).paragraphs) == 2


def test_letters_that_are_drawn_as_one_are_parted() -> None:
    assert laid(["The oﬀice ﬁles"]) == ["The office files"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned_are_read_as_they_are_shown(turn: int) -> None:
    paper = Paper()
    with paper.rotation(turn, 100, 100):
        paper.lines("Q: Why?", "A: Because of it.", x=60, y=80, step=8)
    data = bytes(paper.output())
    assert code(data) == "R51"  # set across the page
    turned = data.replace(b"/Type /Page\n", b"/Type /Page /Rotate %d\n" % turn)
    assert turned != data
    assert blocks(read_pdf(turned, "a.pdf")) == ["Q: Why?", "A: Because of it."]


def test_a_watermark_is_not_read() -> None:
    paper = Paper().say("A: So.")
    with paper.rotation(45, 100, 100):
        paper.text(80, 100, "DRAFT")
    assert blocks(paper.read()) == ["A: So."]


def test_pictures_of_pages_are_told() -> None:
    blank = Paper()
    blank.rect(10, 10, 50, 50)
    assert code(bytes(blank.output())) == "R51"
    mixed = Paper().say("A: So.")
    mixed.add_page()
    (notice,) = mixed.read().notices
    assert (notice.code, notice.message) == ("R54", "no text stands on these pages: 2")


def test_locked_documents_are_told_and_those_that_open_are_read() -> None:
    locked, guarded = Paper().say("A: So."), Paper().say("A: So.")
    locked.set_encryption(owner_password="o", user_password="u")
    guarded.set_encryption(owner_password="o")
    assert code(bytes(locked.output())) == "R50"
    assert blocks(guarded.read()) == ["A: So."]


@pytest.mark.parametrize("data", [b"", b"x", b"%PDF-1.7", b"%PDF-1.4\nnothing of it\n%%EOF"])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    assert code(data) == "R30"


def test_long_documents_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper().say("A: So.")
    paper.add_page()
    data = bytes(paper.output())
    with monkeypatch.context() as patched:
        patched.setattr(reader, "MAX_PAGES", 1)
        assert code(data) == "R53"
    monkeypatch.setattr(reader, "MAX_MILLION", 0)
    assert code(data) == "R53"


def test_letters_that_stand_for_nothing_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(glyphs(["\ue000\ue001\ue002 a"]), 800)
    monkeypatch.setattr(reader, "_pages", lambda *_: iter([page]))
    assert code(b"%PDF-1.7") == "R52"


_WHOLE = bytes(Paper().say("Q: Why?", f"A: {_ANSWER}").output())


def tell_or_read(data: bytes, read: Callable[[bytes, str], Document] = read_pdf) -> None:
    try:
        read(data, "a.pdf")
    except ScapolicyError as error:
        assert {fault.file for fault in error.problems} == {"a.pdf"}  # noqa: PT017


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    tell_or_read(data)
    tell_or_read(b"%PDF-1.7\n" + data)


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_document_is_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    tell_or_read(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


_PLACE = st.floats(-100, 1000, allow_nan=False)


@given(st.lists(st.builds(Glyph, st.characters(), _PLACE, _PLACE, _PLACE, _PLACE), max_size=60))
def test_no_letters_get_lost_between_the_edges(found: list[Glyph]) -> None:
    upright = [
        glyph
        for glyph in found
        if glyph.left < glyph.right and glyph.bottom < glyph.top and glyph.char.isalpha()
    ]
    kept = "".join(paragraphs([Page(upright, 10_000)]).paragraphs)
    assert sum(map(str.isalpha, kept)) >= len(upright)
