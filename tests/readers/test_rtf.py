"""Rich Text Format: code pages, Unicode, and what is not speech."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.document import Document
from scapolicy.readers.rtf import read_rtf
from scapolicy.readers.turns import find_turns

_FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset222 Angsana New;}"
    r"{\f2\fnil\fcharset134{\*\falt SimSun;}Song;}{\f3\fnil\fcharset0\cpg1251 Cyr;}}"
)


def document(body: str, head: str = r"\ansi\ansicpg1252\deff0\uc1") -> Document:
    data = rf"{{\rtf1{head}{_FONTS}{{\colortbl;\red0;}}{body}}}".encode("latin-1")
    return read_rtf(data, "a.rtf")


def text(body: str, head: str = r"\ansi\ansicpg1252\deff0\uc1") -> str:
    return document(body, head).text


def hexed(words: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in words.encode(encoding))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"Q: Why?\par A: So.\par", "Q: Why?\n\nA: So.\n"),
        ("Q: Why?\\\nA: So.\\\r\n", "Q: Why?\n\nA: So.\n"),
        ("a\r\nb\\line c\\tab d", "ab\nc\td\n"),
        (r"\pard\plain\f0\fs24 a {\b b} c", "a b c\n"),
        (r"\{a\}\\ b\~c\_d\-e", "{a}\\ b\xa0c-de\n"),
        (r"\ldblquote a\rdblquote\emdash\lquote b\rquote\bullet", "“a”—‘b’•\n"),
        (r"caf\'e9 \'93x\'94", "café “x”\n"),
        (r"\u3652?\u3607\'3f\u3618?", "ไทย\n"),
        (r"{\uc2\u3652??b}\u3607?c{\uc0\u3618d}", "ไbทcยd\n"),
        (r"\u3652\par \u3607?", "ไ\n\nท\n"),
        (r"\u-10179?\u-8704?x", "😀x\n"),
        (r"{\upr{old}{\*\ud{new}}}", "new\n"),
        (r"a{\*\x\bin3 }}}}b", "ab\n"),
    ],
)
def test_words_and_signs(body: str, expected: str) -> None:
    assert text(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rf"\f1 {hexed('ไม่พอ', 'cp874')}\f0 \'e9", "ไม่พอé\n"),
        (rf"{{\f1 {hexed('ไม่พอ', 'cp874')}}}\'e9", "ไม่พอé\n"),
        (rf"\f1 {hexed('ไม่พอ', 'cp874')}\plain \'e9", "ไม่พอé\n"),
        (rf"\f2 {hexed('你好', 'gbk')}", "你好\n"),
        (rf"\f2 {hexed('丂', 'gbk')[:4]}@", "丂\n"),
        (rf"\f3 {hexed('Да', 'cp1251')}", "Да\n"),
        ("\\f1 " + "ไม่พอ".encode("cp874").decode("latin-1"), "ไม่พอ\n"),
    ],
)
def test_bytes_are_in_the_code_page_of_their_font(body: str, expected: str) -> None:
    assert text(body) == expected
    assert document(body).notices == ()


@pytest.mark.parametrize(
    ("head", "words", "encoding"),
    [
        (r"\ansi\ansicpg874", "ไม่พอ", "cp874"),
        (r"\ansi\ansicpg936", "你好", "gbk"),
        (r"\ansi\ansicpg65001", "ไทย", "utf-8"),
        (r"\ansi\ansicpg99999", "é", "cp1252"),
        (r"\mac", "é", "mac_roman"),
        (r"\pc", "é", "cp437"),
        (r"\ansi\ansicpg1252\deff1", "ไม่พอ", "cp874"),
    ],
)
def test_or_in_that_of_the_document(head: str, words: str, encoding: str) -> None:
    assert text(hexed(words, encoding), head) == f"{words}\n"


_THAI = r"\ansi\ansicpg874\deff0"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (_THAI, r"\f0 caf\'e9", "café\n"),
        (_THAI, r"caf\'e9 \plain caf{\b\'e9}", "café café\n"),
        (_THAI, r"\f0 Ren\'e9e Gru\'df", "Renée Gruß\n"),
        (_THAI, rf"\f0 caf\'e9 \f1 {hexed('ไม่พอ', 'cp874')}", "café ไม่พอ\n"),
        (r"\ansi\ansicpg1251\deff0", r"\f0 se\'f1or", "señor\n"),
        (r"\ansi\ansicpg936\deff0", r"\f0 f\'fcr", "für\n"),
        (r"\ansi\ansicpg65001\deff0", r"\f0 f\'fcr", "für\n"),
    ],
)
def test_a_font_of_ansi_is_western_european_whatever_the_document_is(
    head: str, body: str, expected: str
) -> None:
    assert text(body, head) == expected


@pytest.mark.parametrize(
    ("page", "words", "encoding"),
    [
        (874, "งบประมาณไม่พอ เขาบอกว่าอย่างนั้น", "cp874"),
        (1251, "Денег не хватает", "cp1251"),
        (936, "我们没有足够的预算", "gbk"),
        (1250, "Władza nie miała pieniędzy, więc się nie udało", "cp1250"),
        (65001, "งบประมาณ", "utf-8"),
    ],
)
def test_but_where_its_bytes_are_no_text_in_it_they_are_in_that_of_the_document(
    page: int, words: str, encoding: str
) -> None:
    # The single letter of bold type reads as a sign of ANSI, were it not for the others.
    letter = words[0]
    said = rf"\f0 {hexed(words, encoding)} {{\b {hexed(letter, encoding)}}}"
    assert (
        text(rf"{said}\par\f3 {hexed('Да', 'cp1251')}", rf"\ansi\ansicpg{page}\deff0")
        == f"{words} {letter}\n\nДа\n"
    )


@pytest.mark.parametrize(
    "unsaid",
    [
        r"{\v x}",
        r"\v x\v0 ",
        r"\v x\plain ",
        r"{\deleted\revauthdel1 x}",
        r"{\*\atnid x}{\*\annotation x\par y}",
        r"{\footnote x}",
        r"{\header x}{\footerr x}",
        r"{\info{\title x}{\author y}}",
        r"{\stylesheet{\s0 Normal;}}",
        r"{\pict\pngblip 89504e47}",
        r"{\*\unknown x {\b y}}",
        r"{\listtext 1.\tab}",
        r"{\v \'e9\u3652?x\par\cell}",
        r"{\header{\upr{x}{\*\ud{y}}}}",
    ],
)
def test_what_is_not_speech_is_left_out(unsaid: str) -> None:
    assert text(rf"A: So{unsaid} it is.\par End.") == "A: So it is.\n\nEnd.\n"


def test_inserted_text_links_and_boxes_are_read() -> None:
    assert text(r"a{\revised b}{\field{\*\fldinst HYPERLINK x}{\fldrslt c}}") == "abc\n"
    assert text(r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt b\par}}}") == "b\n"


def test_a_row_is_a_paragraph() -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl Q:\cell Why?\par So?\cell\row"
    body = rf"before\par {row}\trowd\pard\intbl A:\cell So.\cell\row\pard after\par"
    assert text(body) == "before\n\nQ:\tWhy?\n\nSo?\n\nA:\tSo.\n\nafter\n"


def test_the_turns_of_a_document_are_found() -> None:
    turns, _ = find_turns(document(r"Interviewer: Why?\par Mayor: So.\par"))
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Interviewer", "Why?"),
        ("Mayor", "So."),
    ]


def test_what_cannot_be_read_is_told() -> None:
    lost = document(r"a\f1 \'db\f0 b\u-10179?c\u-8704?")
    assert lost.text == "a\ufffdb\ufffdc\ufffd\n"
    assert [note.code for note in lost.notices] == ["R41"]
    assert lost.notices[0].message.startswith("3 ")
    broken = read_rtf(rb"{\rtf1 a\par {\b b", "a.rtf")
    assert broken.text == "a\n\nb\n"
    assert [note.code for note in broken.notices] == ["R42"]


@pytest.mark.parametrize("data", [b"", b"Q: Why?", b"PK\x03\x04", b"{\\pict}", b"{\\rt"])
def test_what_is_no_rtf_is_told(data: bytes) -> None:
    with pytest.raises(ScapolicyError) as caught:
        read_rtf(data, "a.rtf")
    assert [(fault.code, fault.file) for fault in caught.value.problems] == [("R30", "a.rtf")]


def test_what_follows_the_document_is_not_read() -> None:
    assert read_rtf(b"\xef\xbb\xbf{\\rtf1 a}b{c}", "a.rtf").text == "a\n"


_WORDS = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "S"]))


@given(_WORDS)
def test_unicode_is_read_as_it_was_written(words: str) -> None:
    units = words.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    body = "".join(f"\\u{number - 65536 if number > 32767 else number}?" for number in numbers)
    assert text("x" + body + "x") == f"x{words}x\n"


_TOKENS = (
    r"{ } \par \u3652? \'e9 \v \v0 \cell \row \pard \intbl \f1 \f9 \*"
    r" \* \upr \ud \bin2 \uc0 \plain x \ "
)


@given(st.lists(st.sampled_from([*_TOKENS.split(" "), " "])).map("".join) | st.text(max_size=30))
def test_any_body_is_a_document(body: str) -> None:
    found = read_rtf(b"{\\rtf1" + body.encode(), "a.rtf")
    assert found.text.strip() or not found.text
