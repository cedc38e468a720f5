"""Transcripts in time: who says what, in the order in which it is said."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.chat import read_chat
from scapolicy.readers.document import Document
from scapolicy.readers.tiers import read_eaf, read_textgrid
from scapolicy.readers.transcriber import read_trs

Reader = Callable[[bytes, str], Document]


def said(document: Document) -> list[tuple[str, str, float | None]]:
    return [(one.speaker, document.text[one.start : one.end], one.begin) for one in document.spoken]


def code(read: Reader, data: bytes) -> str:
    with pytest.raises(ScapolicyError) as caught:
        read(data, "a.x")
    assert caught.value.problems[0].file == "a.x"
    return caught.value.problems[0].code


def eaf(*tiers: str, opening: str = "") -> bytes:
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{n * 500}"/>' for n in range(10))
    order = f'<TIME_ORDER>{slots}<TIME_SLOT TIME_SLOT_ID="tsx"/></TIME_ORDER>'
    document = f"{opening}<ANNOTATION_DOCUMENT>{order}{''.join(tiers)}</ANNOTATION_DOCUMENT>"
    return document.encode()


def tier(name: str, *annotations: tuple[str, str], more: str = "") -> str:
    inside = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{at}" TIME_SLOT_REF1="{at}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        for at, words in annotations
    )
    return f'<TIER TIER_ID="{name}" {more}>{inside}</TIER>'


def below(name: str, parent: str, *annotations: tuple[str, str]) -> str:
    inside = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}{at}" ANNOTATION_REF="{parent}{at}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        for at, words in annotations
    )
    return f'<TIER TIER_ID="{name}" PARENT_REF="{parent}">{inside}</TIER>'


def test_the_tiers_of_elan_are_put_together_by_time() -> None:
    clerk = tier("K", ("ts2", "So &amp;\n so."), ("ts6", "Yes."), more='PARTICIPANT="Clerk"')
    document = read_eaf(eaf(clerk, tier("Q", ("ts0", "How?"), ("ts5", "And?"))), "a.eaf")
    assert said(document) == [
        ("Q", "How?", 0.0),
        ("Clerk", "So & so.", 1.0),
        ("Q", "And?", 2.5),
        ("Clerk", "Yes.", 3.0),
    ]


def test_translations_are_left_out_and_told() -> None:
    document = read_eaf(
        eaf(tier("A", ("ts0", "ครับ")), below("gloss", "A", ("ts0", "yes"))), "a.eaf"
    )
    assert said(document) == [("A", "ครับ", 0.0)]
    assert [notice.code for notice in document.notices] == ["R62"]
    assert "gloss" in document.notices[0].message


def test_a_tier_stands_for_the_one_without_words_that_it_depends_on() -> None:
    tiers = [below("A-tx", "ref", ("ts2", "So.")), tier("ref", ("ts2", "001"))]
    document = read_eaf(eaf(*tiers, below("A-ft", "ref", ("ts2", "Thus."))), "a.eaf")
    assert said(document) == [("A-tx", "So.", 1.0)]


def test_what_has_no_time_stays_behind_what_stands_before_it() -> None:
    tiers = [tier("A", ("ts4", "So."), ("tsx", "And."), ("ts8", "Yes.")), tier("Q", ("ts6", "Hm?"))]
    assert [words for _, words, _ in said(read_eaf(eaf(*tiers), "a.eaf"))] == [
        "So. And.",
        "Hm?",
        "Yes.",
    ]


LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0 ! the beginning
xmax = 3
tiers? <exists>
size = 3
item []:
    item [1]:
        class = "IntervalTier"
        name = "Clerk"
        xmin = 0
        xmax = 3
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1.5
            text = ""
        intervals [2]:
            xmin = 1.5
            xmax = 3
            text = "He said ""so""
 to me = 7."
    item [2]:
        class = "TextTier"
        name = "bells"
        xmin = 0
        xmax = 3
        points: size = 1
        points [1]:
            number = 1
            mark = "ding"
    item [3]:
        class = "IntervalTier"
        name = "Q"
        xmin = 0
        xmax = 3
        intervals: size = 1
        intervals [1]:
            xmin = 0.25
            xmax = 1
            text = "How?"
"""
SHORT = """File type = "ooTextFile"
"TextGrid"

0
3
<exists>
3
"IntervalTier"
"Clerk"
0
3
2
0
1.5
""
1.5
3
"He said ""so""
 to me = 7."
"TextTier"
"bells"
0
3
1
1
"ding"
"IntervalTier"
"Q"
0
3
1
0.25
1
"How?"
"""


@pytest.mark.parametrize("grid", [LONG, SHORT, LONG.replace("\n", "\r\n")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_both_forms_of_a_textgrid_are_read(grid: str, encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    document = read_textgrid(mark + grid.encode(encoding), "a.TextGrid")
    assert said(document) == [("Q", "How?", 0.25), ("Clerk", 'He said "so" to me = 7.', 1.5)]


def grid(*tiers: tuple[str, list[str]]) -> bytes:
    lines = ['"ooTextFile"', '"TextGrid"', "0", "9", "<exists>", str(len(tiers))]
    for name, words in tiers:
        lines += ['"IntervalTier"', f'"{name}"', "0", "9", str(len(words))]
        for at, word in enumerate(words):
            lines += [str(at), str(at + 1), f'"{word}"']
    return "\n".join(lines).encode()


def test_sounds_are_no_speech_and_words_only_where_nothing_holds_them_together() -> None:
    words, sounds = ["we", "met"], ["w", "i", "m"]
    aligned = read_textgrid(grid(("A - words", words), ("A - phones", sounds)), "a")
    assert [one[:2] for one in said(aligned)] == [("A", "we met")]
    assert "A - phones" in aligned.notices[0].message
    whole = read_textgrid(grid(("A", ["we met"]), ("words", words), ("phones", sounds)), "a")
    assert [one[:2] for one in said(whole)] == [("A", "we met")]


@pytest.mark.parametrize(
    "data", [b"", b"x", b'"ooTextFile" "Pitch" 0 1', LONG.encode()[:-60], SHORT.encode()[:80]]
)
def test_what_is_no_whole_textgrid_is_told(data: bytes) -> None:
    assert code(read_textgrid, data) == "R30"


CHAT = """@UTF8
@Begin
@Participants:\tINV Ann Investigator , KAM Kamon Adult
@Date:\t17-OCT-2019
*INV:\thow did it
\tbegin ? \x1510_1500\x15
%mor:\tadv|how
\tmore of it
*KAM:\t<we had> [//] we &-um &=laughs had (.) n(o) money@q [+ x] . \x152000_3000\x15
*KAM:\tgonna [: going to] be late_night +...
@End
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_chat_transcript_is_read_without_its_codes(ends: str) -> None:
    document = read_chat(CHAT.replace("\n", ends).encode(), "a.cha")
    assert said(document) == [
        ("INV", "how did it begin?", 0.01),
        ("KAM", "we had we um had no money. going to be late night…", 2.0),
    ]
    assert document.attributes == {"interviewer": "INV", "date": "2019-10-17"}


def test_a_chat_file_of_several_sessions_has_the_date_of_the_first() -> None:
    later = CHAT.replace("*KAM:\t<we", "@Date:\t19-OCT-2019\n*KAM:\t<we")
    assert read_chat(later.encode(), "a.cha").attributes["date"] == "2019-10-17"


@pytest.mark.parametrize("sign", ["[", "a [: ", "<", "{}%", "( ", "&", "a:", "+"])
def test_codes_that_are_never_closed_take_no_time(sign: str) -> None:
    assert read_chat(f"*A:\t{sign * 50_000} so".encode(), "a.cha").text.strip().endswith("so")


def test_a_chat_file_in_which_nobody_speaks_is_told() -> None:
    assert code(read_chat, b"@Begin\n@End\n") == "R30"


def trs(turns: str, opening: str = '<!DOCTYPE Trans SYSTEM "trans-14.dtd">') -> bytes:
    names = '<Speaker id="s1" name="Anné"/><Speaker id="s2" name="Clerk"/>'
    return (
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{opening}<Trans><Speakers>{names}</Speakers>'
        f"<Episode><Section>{turns}</Section></Episode></Trans>"
    ).encode("latin-1")


def test_the_turns_of_transcriber_are_read() -> None:
    turns = (
        '<Turn startTime="0" speaker="s1"><Sync time="0.5"/>\nHow\n<Event desc="b"/>\nso?\n</Turn>'
        '<Turn startTime="3"><Sync time="3"/></Turn>'
        '<Turn startTime="4" speaker="s2 s1"><Sync time="4"/><Who nb="1"/>Well.'
        '<Who nb="2"/>Yes?<Who nb="9"/> More.</Turn>'
    )
    assert said(read_trs(trs(turns), "a.trs")) == [
        ("Anné", "How so?", 0.5),
        ("Clerk", "Well.", 4.0),
        ("Anné", "Yes? More.", 4.0),
    ]


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_eaf, b""),
        (read_eaf, b"<a/>"),
        (read_eaf, eaf()[:-5]),
        (read_eaf, eaf(opening="<!DOCTYPE ANNOTATION_DOCUMENT>")),
        (read_trs, b"<a/>"),
        (read_trs, trs("&x;", '<!DOCTYPE Trans [<!ENTITY x SYSTEM "file:///etc/hostname">]>')),
        (read_trs, trs("", "<!DOCTYPE Trans [<!ELEMENT x EMPTY>]>")),
    ],
)
def test_what_is_broken_or_declares_entities_is_told(read: Reader, data: bytes) -> None:
    assert code(read, data) == ("R78" if b"ENTITY" in data else "R30")


WHOLE = {
    read_eaf: eaf(tier("A", ("ts4", "So.")), below("B", "A", ("ts4", "x"))),
    read_textgrid: LONG.encode(),
    read_chat: CHAT.encode(),
    read_trs: trs('<Turn speaker="s2 s1"><Who nb="1"/>Well.<Who nb="2"/>Yes?</Turn>'),
}


@pytest.mark.parametrize("read", WHOLE)
@given(data=st.data())
def test_any_bytes_are_read_or_told(read: Reader, data: st.DataObject) -> None:
    whole = bytearray(WHOLE[read])
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for content in (bytes(whole), data.draw(st.binary(max_size=80))):
        try:
            document = read(content, "a.x")
        except ScapolicyError as error:
            assert {fault.file for fault in error.problems} == {"a.x"}  # noqa: PT017
        else:
            assert all(document.text[one.start : one.end].strip() for one in document.spoken)
