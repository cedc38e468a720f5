"""Word documents without colons: speakers by bold letters, styles, tables and meetings' layouts."""

import pytest

from scapolicy.readers.turns import find_turns
from scapolicy.readers.word import read_docx
from tests.readers.test_word import NS, b, p, part, r, table, text, with_body, with_part

TALK = [("Dr Wong", "Why Rayong?"), ("Ann", "They asked."), ("Dr Wong", "Who?"), ("Ann", "He.")]


def said(body: str, *styles: str) -> list[tuple[str, str, float | None]]:
    """Who says what and when in a document, to whose styles those given are added."""
    added = "".join(styles).replace("<w:style ", f"<w:style {NS} ").encode()

    def with_styles(content: bytes) -> bytes:
        return content.replace(b"</w:styles>", added + b"</w:styles>")

    turns, _ = find_turns(read_docx(with_part(part(body), with_styles), "a.docx"))
    return [(turn.speaker, turn.text, turn.begin) for turn in turns]


def style(name: str, kind: str, inside: str = "") -> str:
    return f"<w:style w:type='{kind}' w:customStyle='1' w:styleId='{name}'>{inside}</w:style>"


def styled(words: str, name: str) -> str:
    return f"<w:r><w:rPr><w:rStyle w:val='{name}'/></w:rPr><w:t>{words}</w:t></w:r>"


def in_style(words: str, name: str) -> str:
    return f"<w:p><w:pPr><w:pStyle w:val='{name}'/></w:pPr>{r(words)}</w:p>"


_BOLD = "<w:rPr><w:b/></w:rPr>"
_STYLES = (
    style("Heavy", "paragraph", _BOLD),
    style("Who", "paragraph", "<w:basedOn w:val='Heavy'/>"),
    style("Plain", "paragraph"),
    style("Name", "character", _BOLD),
    style("Red", "character"),
    style("Round", "paragraph", "<w:basedOn w:val='Round'/>"),
)


@pytest.mark.parametrize("name", ["Who", "Plain"])
def test_paragraphs_of_a_style_of_names_are_speakers(name: str) -> None:
    body = "".join(in_style(who, name) + p(words) for who, words in TALK)
    assert said(body, *_STYLES) == [(who, words, None) for who, words in TALK]


@pytest.mark.parametrize("name", ["Name", "Red"])
def test_names_in_a_style_of_their_own_are_speakers(name: str) -> None:
    body = "".join(f"<w:p>{styled(who, name)}{r(' ' + words)}</w:p>" for who, words in TALK)
    assert said(body, *_STYLES) == [(who, words, None) for who, words in TALK]


@pytest.mark.parametrize("words", ["Yes", "Go on"])
def test_short_answers_in_a_style_or_in_bold_are_no_speakers(words: str) -> None:
    body = "".join(in_style(one, "Round") for one in (words, words, "They came to us then."))
    assert [who for who, _, _ in said(p("We met.") + body, *_STYLES)] == [""]
    questions = ("Why Rayong?", words, "Who came to whom?", words, "And then?", "Where?")
    bold = "".join(f"<w:p>{b(one)}</w:p>{p('It was so.')}" for one in questions)
    assert [who for who, _, _ in said(bold)] == [""]


def test_a_bold_name_above_another_speaks_no_name() -> None:
    body = "".join(f"<w:p>{b(who)}</w:p>{p(words)}" for who, words in TALK)
    alone = f"<w:p>{b('Ann')}</w:p>"
    assert [words for _, words, _ in said(alone + body)][-4:] == [words for _, words in TALK]


_PICTURE, _BREAK = "<w:r><w:drawing/></w:r>", "<w:r><w:br/></w:r>"


def picture(at: int, who: str, words: str) -> str:
    return f"<w:p>{_PICTURE}{_BREAK}{b(who)}{r(f'   0:0{at}')}{_BREAK}{r(words)}</w:p>"


def above(at: int, who: str, words: str) -> str:
    return p(f"{who}   0:0{at}") + p(words)


def older(at: int, who: str, words: str) -> str:
    stamp = r(f"0:0:{at}.0 --&gt; 0:0:{at}.930")
    return f"<w:p>{stamp}{_BREAK}{r(who)}{_BREAK}{r(words)}</w:p>"


def older_in_three(at: int, who: str, words: str) -> str:
    return p(f"0:0:{at}.0 --&gt; 0:0:{at}.930") + p(who) + p(words)


_LAYOUTS = {one.__name__: one for one in (picture, above, older, older_in_three)}


@pytest.mark.parametrize("layout", _LAYOUTS)
@pytest.mark.parametrize("other", ["Ann", "Park, Ada", "Park, Ada (Guest)"])
def test_meetings_as_teams_saves_them_are_read(layout: str, other: str) -> None:
    talk = [(other if who == "Ann" else who, words) for who, words in TALK]
    body = "".join(_LAYOUTS[layout](at, *one) for at, one in enumerate(talk, 1))
    assert said(body) == [(who, words, float(at)) for at, (who, words) in enumerate(talk, 1)]
    document = read_docx(with_body(p("Our meeting") + body), "a.docx")
    assert "Our meeting" in document.text
    assert "N04" in [note.code for note in find_turns(document)[1]]


def test_captions_of_one_speaker_in_an_older_meeting_are_one_turn() -> None:
    body = older(1, "Bo", "We met") + older(2, "Bo", "at a fair.") + older(3, "Ann", "Where?")
    assert said(body) == [("Bo", "We met at a fair.", 1.0), ("Ann", "Where?", 3.0)]
    assert said(older(1, "Bo", "We met.")) == [("Bo", "We met.", 1.0)]


def test_times_of_day_in_a_talk_make_no_meeting() -> None:
    body = p("Q: When?") + p("A: At these:") + p("Tea  10:30") + p("A: And then?") + p("Q: Well.")
    assert [who for who, _, _ in said(body)] == ["Q", "A", "A", "Q"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Speaker", "Text"), *TALK], [(*one, None) for one in TALK]),
        (
            [("Time", "Speaker", "Text"), ("0:07", "bo", "Why?"), ("1:02", "ann", "So.")],
            [("bo", "Why?", 7.0), ("ann", "So.", 62.0)],
        ),
        (
            [("Ann", "0:07", "Why not?"), ("Bo", "0:09", "So it is."), ("Ann", "1:02", "Well.")],
            [("Ann", "Why not?", 7.0), ("Bo", "So it is.", 9.0), ("Ann", "Well.", 62.0)],
        ),
        (
            [("ผู้พูด", "ข้อความ"), ("ถาม", "ทำไม"), ("ตอบ", "เขาขอ"), ("", "ก็ดี")],
            [("ถาม", "ทำไม", None), ("ตอบ", "เขาขอ\n\nก็ดี", None)],
        ),
    ],
    ids=["header", "time first", "time in the middle", "merged cell"],
)
def test_columns_of_a_table_say_who_speaks_and_when(
    rows: list[tuple[str, ...]], expected: list[tuple[str, str, float | None]]
) -> None:
    body = table(*([p(cell) for cell in row] for row in rows))
    assert said(body) == expected
    assert said(p("A talk") + body) == expected


def test_speech_below_a_table_of_speech_is_read_with_it() -> None:
    rows = table(*([p(cell) for cell in row] for row in [("Speaker", "Text"), *TALK]))
    assert said(rows + p("Ann: And so."))[-1][:2] == ("Ann", "And so.")


def test_labelled_paragraphs_above_a_table_of_speech_are_read_with_it() -> None:
    rows = table(*([p(cell) for cell in row] for row in [("Speaker", "Text"), *TALK]))
    above = [("Bo", "Shall we?"), ("Ann", "Yes, let us."), ("Bo", "Well then.")]
    labelled = "".join(p(f"{who}: {words}") for who, words in above)
    assert said(p("A talk") + labelled + rows) == [(*one, None) for one in (*above, *TALK)]
    _, notices = find_turns(read_docx(with_body(p("A talk") + labelled + rows), "a.docx"))
    assert [note.message for note in notices if note.code == "N04"] == [
        "2 words before the first speaker are not coded"
    ]


def test_what_is_said_of_an_interview_above_its_table_is_no_speech() -> None:
    rows = table(*([p(cell) for cell in row] for row in [("Speaker", "Text"), *TALK]))
    head = p("Interviewer: Ms Lee") + p("Informant: an official") + p("Date: 3 May")
    assert said(head + rows) == [(*one, None) for one in TALK]


def test_rows_and_columns_without_speech_are_not_lost_in_silence() -> None:
    rows = [("Speaker", "Text", "Notes"), ("Ann", "Why?", "loud"), ("Part two",), ("Bo", "So.")]
    body = table(*([p(cell) for cell in row] for row in rows))
    assert "Part two" in text(body)
    (note,) = read_docx(with_body(body), "a.docx").notices
    assert note.message == "these columns were not read: Notes"


@pytest.mark.parametrize("mark", [": ", " : ", "：", ":\t"])
def test_a_colon_after_the_bold_letters_is_no_part_of_what_is_said(mark: str) -> None:
    lines = [(who, r(mark + words)) for who, words in TALK]
    body = "".join(f"<w:p>{b(who)}{words}</w:p>" for who, words in lines)
    assert said(body) == [(who, words, None) for who, words in TALK]


def test_a_forgotten_colon_after_a_bold_name_ends_no_turn() -> None:
    marks = [": ", ": ", " ", " "]
    body = "".join(
        f"<w:p>{b(who)}{r(mark + words)}</w:p>"
        for mark, (who, words) in zip(marks, TALK, strict=True)
    )
    assert said(body) == [(who, words, None) for who, words in TALK]


def test_bold_headings_above_labels_are_no_speakers() -> None:
    part = f"<w:p>{b('Money')}</w:p>" + "".join(p(f"{who}: {words}") for who, words in TALK)
    assert {who for who, _, _ in said(part + part)} == {"Dr Wong", "Ann"}


def test_a_title_above_the_names_of_the_columns_is_no_speech() -> None:
    rows = [("Interview with Ann", ""), ("Speaker", "Text"), *TALK]
    body = table(*([p(cell) for cell in row] for row in rows))
    assert said(body) == [(who, words, None) for who, words in TALK]
    assert text(body).startswith("Interview with Ann\n\nDr Wong: ")
