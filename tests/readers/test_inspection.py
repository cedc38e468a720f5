"""What is told of a transcript before it is coded: language, speakers, oddities."""

from datetime import date

import pytest

from scapolicy.readers.folder import Reading
from scapolicy.readers.inspection import Inspection, inspect_readings
from scapolicy.readers.language import detect_language, is_mixed
from scapolicy.records import Source
from tests.build import source

TODAY = date(2026, 11, 23)
TALK = "Interviewer: Why did you go?\n\nMayor: We went because they asked us to come to them.\n"


def inspected(*sources: Source) -> list[Inspection]:
    return inspect_readings([Reading(one, "utf-8") for one in sources], TODAY)


def oddities(*sources: Source) -> list[list[str]]:
    return [[one.code for one in each.oddities] for each in inspected(*sources)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We could not go because there was no money for it.", "en"),
        ("No pudimos ir porque no había dinero para el viaje de la ciudad.", "es"),
        ("Wir konnten nicht fahren, weil es kein Geld für die Reise gab.", "de"),
        ("Nous ne pouvions pas partir parce que nous n'avions pas de budget.", "fr"),
        ("Vi kunne ikke rejse, fordi der ikke var penge til det.", "da"),
        ("เราไปไม่ได้ครับ", "th"),
        ("我们不能去", "zh"),
        ("お金がないので行けません", "ja"),
        ("لم نذهب", "ar"),
        ("Bangkok.", ""),
        ("12 %", ""),
        ("", ""),
    ],
)
def test_a_language_is_told_by_script_and_small_words(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_two_scripts_are_mixed_but_a_word_of_another_is_not() -> None:
    assert is_mixed("We went to see them yesterday. เราไปพบเขาเมื่อวานนี้")
    assert not is_mixed("เราทำ MOU กับเขาเมื่อปีที่แล้วครับ แล้วก็เงียบไปเลย")
    assert not is_mixed("We went.")


def test_an_ordinary_transcript_has_no_oddity() -> None:
    one = source(TALK, date="2020-06-14", consent="true", language="en")
    assert oddities(one) == [[]]
    (found,) = inspected(one)
    assert [(it.label, it.interviewer, it.turns, it.words) for it in found.speakers] == [
        ("Interviewer", True, 1, 4),
        ("Mayor", False, 1, 10),
    ]
    assert (found.format, found.words, found.language, found.consent) == ("md", 14, "en", "given")


@pytest.mark.parametrize(
    ("text", "attributes", "expected"),
    [
        (TALK, {}, ["T08"]),
        (TALK, {"consent": "yes", "date": "2027-01-01"}, ["T04"]),
        (TALK, {"consent": "yes", "date": "last spring"}, ["T06"]),
        (TALK, {"consent": "yes", "language": "th"}, ["T07"]),
        (TALK, {"consent": "yes", "language": "English"}, []),
        (TALK, {"consent": "yes", "language": "Klingonish"}, ["N20"]),
        (TALK, {"consent": "not stated"}, ["T09"]),
        (TALK, {"consent": "pending"}, ["T12"]),
        ("Q: Why?\n\nA: Because they asked us.", {"consent": "yes"}, ["T02"]),
        ("Interviewer: Why did you go there?", {"consent": "yes"}, ["T01"]),
        ("So it was.", {"consent": "yes"}, ["N03"]),
    ],
)
def test_what_is_odd_is_told(text: str, attributes: dict[str, str], expected: list[str]) -> None:
    assert oddities(source(text, **attributes)) == [expected]


def test_the_same_text_under_two_names_is_told_of_both() -> None:
    twins = [source(TALK, name, consent="yes") for name in ("a.md", "b.md")]
    assert oddities(*twins) == [["T03"], ["T03"]]
