"""Encodings of transcripts: nothing is read wrongly in silence."""

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.encoding import decode, decode_transcript

THAI = "ผู้สัมภาษณ์: งบประมาณเป็นอย่างไรบ้างคะ\nผู้ให้ข้อมูล: ไม่พอครับ ต้องรอจากจังหวัด\n"
ARABIC = "المحاور: ما رأيك في البرنامج؟\nالضيف: البرنامج جيد لكن التمويل غير كاف.\n"
CHINESE = "访谈者：请您介绍一下这里的情况。\n受访者：我们主要服务老年人，钱不够用。\n"
TRADITIONAL = "訪談者：請您介紹一下這裡的情況。\n受訪者：我們主要服務老年人，錢不夠用。\n"
JAPANESE = "聞き手：予算はどうですか。\n話し手：足りません。毎年お願いしています。\n"
KOREAN = "면접자: 예산은 어떻습니까?\n응답자: 부족합니다. 매년 기다려야 합니다.\n"
RUSSIAN = "Вопрос: Хватает ли денег?\nОтвет: Нет, мы ждём каждый год.\n"
GREEK = "Ερώτηση: Φτάνουν τα χρήματα;\nΑπάντηση: Όχι, περιμένουμε κάθε χρόνο.\n"
HEBREW = "מראיין: האם יש מספיק כסף?\nמרואיין: לא, אנחנו מחכים כל שנה.\n"
FRENCH = "Q : L'argent suffit-il ?\nR : Non, très peu, et l'été à la mairie c'était gênant.\n"
SPANISH = "P: ¿Alcanza el dinero?\nR: No, señora, cada año esperamos — así es aquí.\n"
POLISH = "P: Czy pieniędzy starcza?\nO: Nie, czekamy każdego roku, środki są później.\n"
TURKISH = "S: Bütçe yetiyor mu?\nC: Hayır, her yıl bekliyoruz, işler ağır.\n"
GERMAN = "F: Reicht das Geld?\nA: Nein, wir müssen jährlich drauf warten, natürlich.\n"
ENGLISH = "Q: Why? — “So”\nA: It’s fine, isn’t it?\n"
MIXED = "Interviewer: How is it?\nNurse: เงินไม่พอ really, we use HIS ของโรงพยาบาล daily.\n"

LEGACY = [
    (THAI, "cp874", "cp874"),
    (THAI, "tis-620", "cp874"),
    (MIXED, "cp874", "cp874"),
    (ARABIC, "cp1256", "cp1256"),
    (CHINESE, "gb18030", "gb18030"),
    (CHINESE, "gbk", "gb18030"),
    (TRADITIONAL, "big5", "big5"),
    (JAPANESE, "shift_jis", "cp932"),
    (JAPANESE, "euc_jp", "euc_jp"),
    (JAPANESE, "iso2022_jp", "iso2022_jp_2"),
    (KOREAN, "euc_kr", "cp949"),
    (RUSSIAN, "cp1251", "cp1251"),
    (RUSSIAN, "koi8_r", "koi8_r"),
    (GREEK, "cp1253", "cp1253"),
    (HEBREW, "cp1255", "cp1255"),
    (FRENCH, "cp1252", "cp1252"),
    (FRENCH, "mac_roman", "mac_roman"),
    (SPANISH, "cp1252", "cp1252"),
    (POLISH, "cp1250", "cp1250"),
    (TURKISH, "cp1254", "cp1254"),
    (GERMAN, "cp1252", "cp1252"),
    (ENGLISH, "cp1252", "cp1252"),
]
TEXTS = [text for text, _, name in LEGACY if name != "koi8_r"]


@pytest.mark.parametrize(("text", "encoding", "named"), LEGACY)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_legacy_encoding_is_found_and_told(
    text: str, encoding: str, named: str, newline: str
) -> None:
    data = text.replace("\n", newline).encode(encoding)
    found, notes = decode_transcript(data, "a.txt")
    assert found == text
    assert [(note.code in {"R33", "R34"}, note.file) for note in notes] == [(True, "a.txt")]
    assert f"read as {named}" in notes[0].message


@pytest.mark.parametrize("text", [THAI, CHINESE, ARABIC, ENGLISH, "a\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_needs_no_notice(text: str, encoding: str) -> None:
    assert decode_transcript(text.encode(encoding), "a.txt") == (text, ())


@pytest.mark.parametrize("text", [THAI, CHINESE, ARABIC, KOREAN, JAPANESE, RUSSIAN, "a b\n", "ไทย"])
@pytest.mark.parametrize("end", ["le", "be"])
def test_two_byte_units_are_known_without_a_mark(text: str, end: str) -> None:
    found, notes = decode_transcript(text.encode(f"utf-16-{end}"), "a.txt")
    assert found == text
    assert [note.code for note in notes] == ["R33"]
    marks = {"le": codecs.BOM_UTF16_LE, "be": codecs.BOM_UTF16_BE}
    assert decode_transcript(marks[end] + text.encode(f"utf-16-{end}"), "a.txt") == (text, ())


def test_line_ends_may_be_mixed() -> None:
    text, _ = decode_transcript("a\r\nb\rc\nไทย".encode("cp874"), "a.txt")
    assert text == "a\nb\nc\nไทย"


def test_a_close_guess_names_the_other() -> None:
    _, notes = decode_transcript(KOREAN.splitlines()[0].encode("euc_kr"), "a.txt")
    assert [note.code for note in notes] == ["R34"]
    assert "cp949" in notes[0].message
    assert "encoding: " in notes[0].remedy


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\0\0", "R04"),
        (b"a\0b", "R04"),
        (b"\0\x89PN", "R04"),
        (b"PK\x03\x04\0\0", "R04"),
        (b"\x7fELF\x02\x01\x01\0", "R04"),
        (b"a\x1b[0m\x1ab", "R04"),
        (THAI.encode()[:-2], "R05"),
        (THAI.encode() + b"\xe9", "R05"),
        (bytes(range(0x80, 0x100)), "R05"),
        (b"\xef\xbb\xbfcaf\xe9", "R05"),
        ("a".encode("utf-16") + b"\0", "R31"),
        (b"\xff\xfe\0\0abc", "R31"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ScapolicyError) as caught:
        decode_transcript(data, "a.txt")
    assert [(fault.code, fault.file) for fault in caught.value.problems] == [(code, "a.txt")]


TALK = (Path(__file__).parents[2] / "transcripts" / "CM-01.md").read_text(encoding="utf-8")


@given(
    st.sampled_from([*TEXTS, MIXED, TALK]),
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from("\0\1\7\b\x0e\x1a")), min_size=1, max_size=4
    ),
)
def test_a_sign_that_no_text_has_does_not_make_utf_8_another_encoding(
    text: str, signs: list[tuple[float, str]]
) -> None:
    for share, sign in signs:
        place = round(share * len(text))
        text = text[:place] + sign + text[place:]
    with pytest.raises(ScapolicyError) as caught:
        decode_transcript(text.encode(), "a.txt")
    [fault] = caught.value.problems
    first = re.search("[\0\1\7\b\x0e\x1a]", text)
    assert first
    assert (fault.code, fault.line) == ("R04", text.count("\n", 0, first.start()) + 1)
    assert f"U+{ord(first[0]):04X}" in fault.message


@pytest.mark.parametrize("more", ["", "."])
def test_nor_does_it_make_letters_of_one_byte_those_of_two(more: str) -> None:
    data = f"{TALK}caf\xe9 \7{more}".encode("cp1252")
    with pytest.raises(ScapolicyError) as caught:
        decode_transcript(data, "a.txt")
    assert [fault.code for fault in caught.value.problems] == ["R05"]


def test_what_is_stated_is_obeyed() -> None:
    assert decode_transcript(b"\xe9", "a.txt", "cp1251") == ("й", ())
    assert decode_transcript("é".encode("utf-16"), "a.txt", "cp1251") == ("é", ())
    for encoding, code in (("utf-8", "R31"), ("klingon", "R32"), ("hex", "R32"), ("\0", "R32")):
        with pytest.raises(ScapolicyError) as caught:
            decode_transcript(b"\xe9", "a.txt", encoding)
        assert [fault.code for fault in caught.value.problems] == [code]


def test_settings_and_codebooks_are_utf_8_or_nothing() -> None:
    with pytest.raises(ScapolicyError):
        decode(THAI.encode("cp874"), "a.yaml")


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_unicode_is_read_as_it_was_written(text: str, encoding: str) -> None:
    assume(encoding != "utf-8" or not text.startswith("\ufeff"))
    assert decode_transcript(text.encode(encoding), "a.txt") == (text.lstrip("\ufeff"), ())


_WORDS = sorted({word for text in TEXTS for word in text.split()})


@given(
    st.lists(st.sampled_from(_WORDS), min_size=1).map(" ".join),
    st.sampled_from(sorted({encoding for _, encoding, _ in LEGACY} | {"utf-16-le", "utf-16-be"})),
)
def test_text_is_read_as_it_was_written_or_a_notice_is_given(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data = text.encode()
    try:
        found, notes = decode_transcript(data, "a.txt")
    except ScapolicyError:
        return
    # A word or two of another encoding may happen to be UTF-8.
    assert found == text or notes or data.decode("utf-8") == found


@given(st.binary(max_size=80), st.sampled_from(["", "cp874", "utf-16", "gb18030", "x"]))
def test_any_bytes_are_a_text_or_a_problem(data: bytes, encoding: str) -> None:
    try:
        text, told = decode_transcript(data, "a.txt", encoding)
    except ScapolicyError as error:
        text, told = "", error.problems
    assert "\r" not in text
    assert {note.file for note in told} <= {"a.txt"}
