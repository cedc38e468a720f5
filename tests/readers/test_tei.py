"""TEI documents: utterances where they are stated, else paragraphs; other XML is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.document import Document
from scapolicy.readers.tei import read_tei


def tei(body: str, header: str = "", opening: str = "") -> bytes:
    return (
        f'{opening}<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>'
        f"<text><front><p>Nope</p></front><body>{body}</body><back><p>Nope</p></back></text></TEI>"
    ).encode()


def said(document: Document) -> list[tuple[str, str]]:
    return [(one.speaker, document.text[one.start : one.end]) for one in document.spoken]


def spoken(body: str, header: str = "") -> list[tuple[str, str]]:
    return said(read_tei(tei(body, header), "a.xml"))


def code(data: bytes) -> str:
    with pytest.raises(ScapolicyError) as caught:
        read_tei(data, "a.xml")
    assert caught.value.problems[0].file == "a.xml"
    return caught.value.problems[0].code


def test_utterances_are_read_with_those_who_say_them() -> None:
    name = "<persName><forename>Ann</forename> <surname>K</surname></persName>"
    people = f'<person xml:id="K1">{name}</person>'
    body = (
        '<u who="#Q">How?</u><div><u who="#K1"><seg>So. <pb n="4"/>And <note>aside</note>so.</seg>'
        '<seg>Yes.</seg></u></div><u>Hm.</u><u who="x.xml#Q #K1">Both.</u>'
    )
    assert spoken(body, people) == [
        ("Q", "How?"),
        ("Ann K", "So. And so. Yes."),
        ("", "Hm."),
        ("Q & Ann K", "Both."),
    ]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("the com<pb/>mittee", "the committee"),
        ("the<lb/>committee", "the committee"),
        ('the com<lb break="no"/>mittee', "the committee"),
        ("a <choice><sic>teh</sic><corr>the</corr></choice> b", "a the b"),
        ("a <sic>teh</sic> b", "a teh b"),
        ("a <vocal><desc>laughs</desc></vocal> b<gap/>", "a b"),
        ("<w>We</w> <w>met</w> <pc join='left'>.</pc>", "We met."),
        ("<w>We</w><w>met</w><pc>.</pc>", "We met."),
        ("<pc join='right'>(</pc>\n <w>so</w><pc>)</pc>", "(so)"),
        ("a &amp; <!-- x -->b<?x y?>", "a & b"),
        ("<u who='#b'>inner</u> outer", "inner outer"),
    ],
)
def test_what_is_said_is_read_through_its_markup(inside: str, expected: str) -> None:
    assert spoken(f'<u who="#a">{inside}</u>') == [("a", expected)]


def test_headings_beside_what_is_said_are_told() -> None:
    heads = "<head>The first talk</head><u>Yes <head>inside</head>.</u><div><p>An end.</p></div>"
    document = read_tei(tei(heads), "a.xml")
    assert said(document) == [("", "Yes inside .")]
    [note] = document.notices
    assert note.code == "R70"
    assert note.message.startswith("5 words that stand beside what is said")
    assert "'The first talk'" in note.message


def test_the_speeches_of_a_play_are_utterances() -> None:
    body = "<sp><speaker>Clerk.</speaker><p>So.</p><stage>Goes.</stage><p>Yes.</p></sp>"
    assert spoken(body) == [("Clerk", "So. Yes.")]


@pytest.mark.parametrize(
    ("who", "written", "speaker"),
    [
        ("#h", "<speaker>Hamlet</speaker>", "Hamlet"),
        ("#h", "<speaker> The  Prince.</speaker>", "The Prince"),
        ("#h #a", "<speaker>Both</speaker>", "Both"),
        ("#a", "<speaker>The clerk</speaker>", "Ana"),
        ("#h", "<speaker/>", "h"),
        ("#h #a", "", "h & Ana"),
    ],
)
def test_a_speaker_whom_the_header_does_not_name_is_called_as_written(
    who: str, written: str, speaker: str
) -> None:
    header = '<person xml:id="a"><persName>Ana</persName></person><person xml:id="h"/>'
    data = tei(f'<sp who="{who}">{written}<p>So.</p></sp>', header)
    assert said(read_tei(data, "a.xml")) == [(speaker, "So.")]


def test_times_are_counted_from_the_moment_that_they_name() -> None:
    line = (
        '<timeline unit="ms"><when xml:id="T0"/><when xml:id="T1" interval="500" since="#T0"/>'
        '<when xml:id="T2" interval="1500" since="#T1"/><when xml:id="T3" interval="x"/></timeline>'
    )
    utterances = "".join(f'<u who="#{n % 2}" start="#T{n}">So.</u>' for n in range(5))
    document = read_tei(tei(line + utterances), "a.xml")
    assert [one.begin for one in document.spoken] == [0.0, 0.5, 2.0, None, None]


def test_without_utterances_paragraphs_are_read() -> None:
    items = "<list><item>A <p>b</p></item></list>"
    body = f"<head>One</head><div><p>The <hi>first</hi>.</p><p/>{items}</div>"
    assert read_tei(tei(body), "a.xml").text == "One\n\nThe first.\n\nA b\n"
    assert read_tei(tei(""), "a.xml").text == ""


@pytest.mark.parametrize(
    "data", [b"<html/>", b"<TEIx/>", b"<x xmlns='http://www.tei-c.org/ns/1.0'/>"]
)
def test_other_xml_is_refused(data: bytes) -> None:
    assert code(data) == "R63"


@pytest.mark.parametrize(
    "opening",
    [
        "<!DOCTYPE TEI>",
        '<!DOCTYPE TEI SYSTEM "http://example.org/tei.dtd">',
        '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        f"<!DOCTYPE TEI [<!ENTITY x '{'a' * 100}'><!ENTITY y '{'&x;' * 100}'>]>",
    ],
)
def test_document_types_and_entities_are_refused(opening: str) -> None:
    expected = "R78" if "ENTITY" in opening else "R30"
    assert code(tei("<p>So.</p>", opening=opening)) == expected


@pytest.mark.parametrize("data", [b"", b"<TEI>", b"x", b"<TEI>&x;</TEI>"])
def test_what_is_no_xml_is_told(data: bytes) -> None:
    assert code(data) == "R30"


_WHOLE = tei('<u who="#a" start="#t"><seg>So <pb/>it was.</seg></u>', "<when xml:id='t'/>")


@given(st.data())
def test_any_bytes_are_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for content in (bytes(whole), data.draw(st.binary(max_size=80))):
        try:
            read_tei(content, "a.xml")
        except ScapolicyError as error:
            assert {fault.file for fault in error.problems} == {"a.xml"}  # noqa: PT017
