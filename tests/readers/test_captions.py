"""Captions: WebVTT, SubRip and .sbv, with speakers, tags, repeats and times that are wrong."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.captions import read_sbv, read_srt, read_vtt
from scapolicy.readers.document import Document
from scapolicy.readers.turns import find_turns

Said = list[tuple[str, str, float | None]]

TEAMS = """WEBVTT

6b1c/12-0
00:00:01.100 --> 00:00:03.250
<v Ada Park>Is there enough money,
Somchai?</v>

6b1c/15-0
00:00:03.250 --> 00:00:05.000
<v Somchai J.>No, &amp; it came late.</v>

6b1c/15-1
00:00:05.000 --> 00:00:06.500
<v Somchai J.>Very late.</v>
"""
ZOOM = """WEBVTT

1
00:00:02.160 --> 00:00:05.220
Ada Park: Shall we begin?

2
00:00:05.790 --> 00:00:09.390
Somchai J.: Yes. So: the ratio was 3:1, right?

3
00:00:09.390 --> 00:00:12.000
and nobody disagreed.

4
00:00:12.500 --> 00:00:14.000
Ada Park: Hm.
"""
ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.000 align:start position:0%
\x20
the<00:00:00.500><c> funds</c><00:00:01.000><c> came</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
the funds came
\x20

00:00:02.010 --> 00:00:04.000 align:start position:0%
the funds came
late<00:00:02.500><c> again</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
late again
\x20

00:00:04.010 --> 00:00:06.000 align:start position:0%
late again
late<00:00:05.000><c> again</c>
"""


def said(document: Document) -> Said:
    turns, _ = find_turns(document)
    assert all(document.text[turn.start : turn.end] == turn.text for turn in turns)
    return [(turn.speaker, turn.text, turn.begin) for turn in turns]


def vtt(text: str) -> Said:
    return said(read_vtt(text.encode(), "a.vtt"))


def cues(*texts: str, header: str = "WEBVTT\n\n") -> str:
    return header + "\n\n".join(
        f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{text}" for n, text in enumerate(texts)
    )


def told(document: Document) -> list[str]:
    return [note.code for note in document.notices]


def faults(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(ScapolicyError) as caught:
        read_vtt(text.encode(), "a.vtt")
    assert {fault.file for fault in caught.value.problems} == {"a.vtt"}
    return [(fault.code, fault.line) for fault in caught.value.problems]


def test_voices_are_speakers() -> None:
    assert vtt(TEAMS) == [
        ("Ada Park", "Is there enough money, Somchai?", 1.1),
        ("Somchai J.", "No, & it came late. Very late.", 3.25),
    ]


@pytest.mark.parametrize(
    "voice",
    ["<v Ada>", "<v.loud Ada>", "<v.first.loud  Ada >", "<v\tAda>", "<V Ada:>", "<v &#65;da>"],
)
def test_a_voice_may_have_classes(voice: str) -> None:
    assert vtt(cues(f"{voice}Why?")) == [("Ada", "Why?", 0.0)]


def test_several_voices_in_a_caption_are_several_turns() -> None:
    text = cues("<v Ada>Why?</v> <v Bo>Because\nof it.</v>", "It is so.")
    assert vtt(text) == [("Ada", "Why?", 0.0), ("Bo", "Because of it. It is so.", 0.0)]
    assert told(read_vtt(text.encode(), "a.vtt")) == ["R23"]


def test_labels_at_the_start_of_captions_are_speakers() -> None:
    assert vtt(ZOOM) == [
        ("Ada Park", "Shall we begin?", 2.16),
        ("Somchai J.", "Yes. So: the ratio was 3:1, right? and nobody disagreed.", 5.79),
        ("Ada Park", "Hm.", 12.5),
    ]


@pytest.mark.parametrize(
    ("texts", "speakers"),
    [
        (["So: the ratio was 3:1.", "It was."], [""]),
        (["It was.", "Remember: it was 3:1.", "Remember: it was."], [""]),
        (["It was so.", "Rather: it came late.", "Late."], [""]),
        (["the way it went: so", "the way it went: so", "no", "no"], [""]),
        (["See https://x.example", "At 10:30"], [""]),
        (["[laughs] Yes.", "[laughs] No."], [""]),
        (["Fecha: hoy.", "Fecha: hoy.", "备注：无。", "备注：无。"], [""]),
        (["Ada: Hm.", "Hm.", "Hm."], ["Ada"]),
        (["Hm.", "Ada: Hm.", "Hm.", "Ada: Hm."], ["", "Ada"]),
        (["Hm.", "Interviewer: Hm.", "Hm."], ["", "Interviewer"]),
        (["ada: Hm.", "bo: Hm.", "ada: Hm.", "bo: Hm."], ["ada", "bo", "ada", "bo"]),
        (["Ada: Hm.", "Bo: Hm.", "Ada: Hm."], ["Ada", "Bo", "Ada"]),
        (["Ada: Hm.\nBo: Hm.", "Ada: Hm.\nBo: Hm."], ["Ada", "Bo", "Ada", "Bo"]),
        (["Ada:\nHm.", "Bo:", "Hm."], ["Ada", "Bo"]),
        (["[SPEAKER_00]: Hm.", "[SPEAKER_01]: Hm."], ["SPEAKER_00", "SPEAKER_01"]),
        (["[Speaker 1] Hm.", "[Speaker 2] Hm."], ["Speaker 1", "Speaker 2"]),
        (["spk_0: Hm.", "spk_1: Hm."], ["spk_0", "spk_1"]),
        (["Ada Park (she/her): Hm.", "Hm."], ["Ada Park (she/her)"]),
        (["Ana de la Cruz: Hm.", "Hm."], ["Ana de la Cruz"]),
        (["ผู้สัมภาษณ์: ครับ", "สมชาย: ครับ"], ["ผู้สัมภาษณ์", "สมชาย"]),
        (["问：好吗？", "答：好。"], ["问", "答"]),
        (["\u200fأحمد: نعم", "\u200fأحمد: نعم"], ["أحمد"]),
        ([">> Ada: Hm.", ">> Bo: Hm.", ">> Ada: Hm."], ["Ada", "Bo", "Ada"]),
        (["&gt;&gt; Ada: Hm.", "&gt;&gt; Hm.", "&gt;&gt; Ada: Hm."], ["Ada", "", "Ada"]),
    ],
)
def test_a_label_is_what_looks_like_one(texts: list[str], speakers: list[str]) -> None:
    assert [speaker for speaker, _, _ in vtt(cues(*texts))] == speakers


def test_another_who_is_not_named_begins_a_paragraph() -> None:
    assert vtt(cues("- Why?\n- So.", "- Hm.", "and on")) == [
        ("", "- Why?\n\n- So.\n\n- Hm. and on", 0.0)
    ]
    assert vtt(cues("- Hm.", "and on")) == [("", "- Hm. and on", 0.0)]
    assert vtt(cues(">> Why?", ">> So.", "Hm.")) == [("", "Why?\n\nSo. Hm.", 0.0)]


def test_paragraphs_part_at_pauses_where_nobody_is_named() -> None:
    text = (
        "WEBVTT\n\n00:00.000 --> 00:01.000\nOne\n\n00:03.000 --> 00:04.000\ntwo.\n\n"
        "00:06.000 --> 00:07.000\nThree\n\n00:12.000 --> 00:13.000\nfour"
    )
    assert vtt(text) == [("", "One two.\n\nThree\n\nfour", 0.0)]


def test_scripts_without_spaces_are_joined_without() -> None:
    assert vtt(cues("我们今天\n开会", "讨论预算", "and so")) == [
        ("", "我们今天开会讨论预算 and so", 0.0)
    ]


def test_the_header_may_state_the_language() -> None:
    header = "WEBVTT\nKind: captions\nLanguage: th\n\n"
    said = "00:01.000 --> 00:02.000\nLanguage: es\n"
    assert read_vtt((header + said).encode(), "a.vtt").attributes == {"language": "th"}
    assert read_vtt(f"WEBVTT\n\n{said}".encode(), "a.vtt").attributes == {}


def test_what_is_no_speech_is_skipped() -> None:
    text = (
        "WEBVTT - Some title\nKind: captions\nX: y\n\nNOTE made\nby hand --> so\n\n"
        "STYLE\n::cue { color: red; }\n\nREGION\nid:a\nwidth:40%\n\nNOTE\n\n"
        "an id\n00:01.000 --> 00:02.000 region:a align:left\n"
        "<b>One</b> <i.x>two</i> <lang en>three</lang>\n\n"
        "NOTE one --> two\nthree\n\n00:02.000 --> 00:03.000\n"
        "<00:02.500>4 < 5 &lt;6&gt; &nbsp;R&D &AB;\n"
    )
    assert vtt(text) == [("", "One two three 4 < 5 <6> R&D &AB;", 1.0)]


def test_a_note_ends_where_a_caption_begins() -> None:
    assert vtt("WEBVTT\n\nNOTE x\n00:01.000 --> 00:02.000\nHm.") == [("", "Hm.", 1.0)]


@pytest.mark.parametrize(
    ("times", "begin"),
    [
        ("00:01.500 --> 00:02.000", 1.5),
        ("0:0:1.5 --> 0:0:2.5", 1.5),
        ("100:00:01.500 --> 100:00:02.000", 360001.5),
        ("00:01,500 --> 00:02,000", 1.5),
        ("00:00:01 --> 00:00:02", 1.0),
        ("00:01.500-->00:02.000", 1.5),
        ("00:01.500 –> 00:02.000", 1.5),
        ("  00:01.500 \t-->  00:02.000  line:0", 1.5),
    ],
)
def test_times_are_read_as_they_are_written(times: str, begin: float) -> None:
    assert vtt(f"WEBVTT\n\n{times}\nHm.") == [("", "Hm.", begin)]


@pytest.mark.parametrize(
    "times",
    [
        "00:00:07.000 --> 00:00:1d.890",
        "00:00:0x.000 --> 00:00:01.000",
        "00:01:00:00.000 --> 00:01:02.000",
        "00:60.000 --> 00:61.000",
        "60:00.000 --> 61:00.000",
        "00:01.000 -->",
        "00:01.000",
        "--> 00:01.000",
        "1 --> 2",
        "00:01.000 --> 00:02.000x",
    ],
)
@pytest.mark.parametrize("above", ["", "1\n", "an id\n"])
def test_times_that_cannot_be_read_are_told_with_their_line(times: str, above: str) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\nHm.\n\n{above}{times}\nHm.\n"
    if times == "00:01.000" and not above:
        assert faults(text) == [("R20", 6)]
        return
    assert faults(text) == [("R20", 6 + above.count("\n"))]


def test_all_times_that_are_wrong_are_told_at_once() -> None:
    assert faults("WEBVTT\n\n1\n0:1 --> x\nHm.\n\n2\n0:2 -> y\nHm.\n") == [("R20", 4), ("R20", 8)]


def test_an_arrow_in_speech_is_speech() -> None:
    assert vtt(cues("from A\nto A --> B and\n5 -> 6")) == [
        ("", "from A to A --> B and 5 -> 6", 0.0)
    ]


def test_rolling_captions_are_said_once() -> None:
    assert vtt(ROLLING) == [("", "the funds came late again late again", 0.0)]
    rows = ["one two", "one two\nthree", "three\nfour", "four"]
    assert vtt(cues(*rows)) == [("", "one two three four", 0.0)]


def test_a_screen_that_is_cleared_repeats_nothing() -> None:
    assert vtt(cues("one", "one\ntwo", "two\nthree", "", "", "three\nfour")) == [
        ("", "one two three three four", 0.0)
    ]


def test_growing_captions_are_said_once() -> None:
    assert vtt(cues("the", "the funds", "the funds came", "again")) == [
        ("", "the funds came again", 0.0)
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Yes.", "Yes.", "Yes."], "Yes. Yes. Yes."),
        (
            ["Yes.", "Yes.\nI do.", "Well", "it", "came", "late"],
            "Yes. Yes. I do. Well it came late",
        ),
    ],
)
def test_what_is_said_twice_stays(texts: list[str], expected: str) -> None:
    assert vtt(cues(*texts)) == [("", expected, 0.0)]


def test_a_caption_written_twice_at_one_time_is_read_once() -> None:
    cue = "00:01.000 --> 00:02.000\nHm.\n\n"
    assert vtt("WEBVTT\n\n" + cue + cue) == [("", "Hm.", 1.0)]


SRT = "1\n00:00:01,500 --> 00:00:02,000\nOne\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n"


@pytest.mark.parametrize(
    "text",
    [
        SRT,
        SRT.replace("1\n00", "00").replace("2\n00", "00"),
        SRT.replace("2\n00", "7\n00"),
        SRT.replace("\n\n2", "\n2"),
        SRT.replace("\n", "\n\n"),
        SRT.replace("000\ntwo", "000  X1:63 X2:223 Y1:43 Y2:58\ntwo"),
        SRT.replace("One", "<i>One</i>").replace("two", r"{\an8}<font color=\"#fff\">two</font>"),
        SRT.replace("two", r"\htwo"),
        SRT + "\n3\n",
        SRT + "\n3\n00:00:04,000 --> 00:00:05,000\n",
        "\n\n" + SRT,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_subrip_is_read_however_it_is_written(text: str, encoding: str, newline: str) -> None:
    data = text.replace("\n", newline).encode(encoding)
    assert said(read_srt(data, "a.srt")) == [("", "One two", 1.5)]


@pytest.mark.parametrize("number", ["\x1e4", "9" * 5000, "๔"])
def test_a_caption_may_be_numbered_strangely(number: str) -> None:
    assert vtt(f"WEBVTT\n\n{number}\n00:01.000 --> 00:02.000\nHm.") == [("", "Hm.", 1.0)]


def test_a_number_without_times_is_told() -> None:
    text = SRT + "\n3\nthree\n\n4\n00:00:05,000 --> 00:00:06,000\nfour\n"
    document = read_srt(text.encode(), "a.srt")
    assert said(document) == [("", "One two three four", 1.5)]
    assert [(note.code, note.line) for note in document.notices] == [("R69", 10)]


@pytest.mark.parametrize("times", ["00:00:1d.000 --> 00:00:05.000", "00:00:03.000 -->"])
def test_one_caption_whose_times_are_broken_is_read_without(times: str) -> None:
    good = [f"00:0{n}.000 --> 00:0{n}.900\n<v Ada>Word {n}.\n" for n in range(4)]
    text = "\n".join(["WEBVTT\n", *good[:2], f"{times}\n<v Bo>Broken.\n", *good[2:]])
    document = read_vtt(text.encode(), "a.vtt")
    assert said(document) == [
        ("Ada", "Word 0. Word 1.", 0.0),
        ("Bo", "Broken.", None),
        ("Ada", "Word 2. Word 3.", 2.0),
    ]
    [note] = document.notices
    assert (note.code, note.line) == ("R69", 9)
    assert times in note.message


def test_words_after_a_blank_line_belong_to_the_caption() -> None:
    text = SRT.replace("One", "One\n\nand a half\n\n30").replace("two", "two<br>2")
    assert said(read_srt(text.encode(), "a.srt")) == [("", "One and a half 30 two 2", 1.5)]


def test_words_before_the_first_caption_are_told() -> None:
    document = read_srt(("Talk with Ada\n\n" + SRT).encode(), "a.srt")
    assert said(document) == [("", "One two", 1.5)]
    assert told(document) == ["R22"]


def test_sbv_is_read() -> None:
    text = "0:00:00.599,0:00:04.160\nAda: one[br]two\n\n0:00:04.160,0:01:06.770\nBo: 3, 4\n"
    assert said(read_sbv(text.encode(), "a.sbv")) == [
        ("Ada", "one two", 0.599),
        ("Bo", "3, 4", 4.16),
    ]
    with pytest.raises(ScapolicyError) as caught:
        read_sbv(text.replace("0:01:06", "0:01:66").encode(), "a.sbv")
    assert [(fault.code, fault.line) for fault in caught.value.problems] == [("R20", 4)]


@pytest.mark.parametrize("text", ["Q: Why?\nA: So.\n", "WEBVT\n"])
def test_what_holds_no_captions_is_refused(text: str) -> None:
    assert faults(text) == [("R21", None)]


@pytest.mark.parametrize("text", ["", "\n \n", "WEBVTT", "WEBVTT\n\nNOTE x\n"])
def test_captions_without_words_have_no_turns(text: str) -> None:
    assert vtt(text) == []


def test_a_file_in_another_encoding_is_read_and_told() -> None:
    document = read_srt(SRT.replace("One", "café").encode("cp1252"), "a.srt")
    assert said(document)[0][1] == "café two"
    assert told(document) == ["R33"]


_WORDS = st.text(st.characters(categories=["Ll", "Lu", "Lo"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.sampled_from(["Ada", "Bo", "Q"]), _WORDS), max_size=8))
def test_all_that_is_said_is_in_a_turn(lines: list[tuple[str, str]]) -> None:
    text = cues(*(f"<v {name}>{words}</v>" for name, words in lines))
    found = vtt(text.replace(" 00:", " 01:"))
    whole = "".join("".join(text.split()) for _, text, _ in found)
    assert whole == "".join(words for _, words in lines)


def sound(document: Document) -> None:
    at = 0
    for one in document.spoken:
        assert at <= one.start < one.end <= len(document.text)
        assert document.text[one.start : one.end].strip() == document.text[one.start : one.end]
        at = one.end


def read_or_told(read: Callable[[bytes, str], Document], data: bytes) -> None:
    try:
        document = read(data, "a")
    except ScapolicyError as error:
        files = {fault.file for fault in error.problems}
    else:
        sound(document)
        files = {"a"}
    assert files == {"a"}


_PARTS = (
    "WEBVTT|\n|\n\n|1|00:01.000 --> 00:02.000|0:00:01.000,0:00:02.000|-->|NOTE|STYLE|<v Ada>|<v|>"
    "|</v>|Ada: |So: |>> |- |Hm.| |&amp;|&#0;|&#xd800;|<00:01.000>|<c>|{\\an8}|00:01|ไทย|我|\r"
)
_PIECES = st.sampled_from(
    "WEBVTT|\n|\n\n|1|00:01.000 --> 00:02.000|0:00:01.000,0:00:02.000|-->|NOTE|STYLE|<v Ada>|<v|>"
    "|</v>|Ada: |So: |>> |- |Hm.| |&amp;|&#0;|&#xd800;|<00:01.000>|<c>|00:01|ไทย|我|\r".split("|")
)


@given(st.binary(max_size=80) | st.lists(_PIECES).map(lambda some: "".join(some).encode()))
def test_any_bytes_are_a_document_or_problems(data: bytes) -> None:
    for read in (read_vtt, read_srt, read_sbv):
        read_or_told(read, data)


@given(st.data())
@settings(max_examples=50)
def test_damaged_captions_are_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([TEAMS, ZOOM, ROLLING, SRT])).encode())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for read in (read_vtt, read_srt, read_sbv):
        read_or_told(read, bytes(whole))
