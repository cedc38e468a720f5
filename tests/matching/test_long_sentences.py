"""A sentence may be a whole talk: what was recognised by a program has no full stops."""

import random
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from scapolicy.coder import Coder
from scapolicy.matching.matcher import Matcher
from scapolicy.matching.sentence import Stretch
from scapolicy.records import Speakers, Unit
from tests.build import codebook, rule, source

ENGLISH = (
    "we had no budget for the staff and but it was not a problem because they should never have"
    " the plan without any money if the city is good, although; nobody complained"
).split()
THAI = "เรา ไม่มี งบประมาณ แต่ คน ไม่ได้ เป็น ปัญหา เพราะ ควร มี แผน โดยไม่มี เงิน ถ้า เมือง ดี และ".split()
BOOKS = {
    "en": codebook(
        (
            "means",
            [
                rule("f", "facilitator", terms=("budget", "staff")),
                rule("b", "barrier", terms=("plan", "mon*y"), regex=("x.*y|cit.",)),
            ],
        )
    ),
    "th": codebook(
        (
            "means",
            [
                rule("f", "facilitator", terms=("งบประมาณ", "คน")),
                rule("b", "barrier", terms=("แผน",)),
            ],
        ),
        languages=("th",),
    ),
}


def calls(matcher: Matcher, text: str) -> int:
    """How many functions are called to find the hits of a text of one sentence."""
    return calls_of(lambda: matcher.hits(text, [Stretch(0, len(text))]))


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called to do some work."""
    made = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:  # noqa: ARG001
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("th", THAI)])
def test_what_is_done_for_a_sentence_is_in_proportion_to_its_length(
    language: str, words: list[str]
) -> None:
    if language == "th":
        pytest.importorskip("pythainlp")
    chosen = random.Random(1).choices(words, k=4000)
    matcher = Matcher(BOOKS[language])
    short, long = " ".join(chosen[:1000]), " ".join(chosen)
    matcher.hits(long, [Stretch(0, len(long))])  # words of Thai are found once, and remembered
    once, four_times = calls(matcher, short), calls(matcher, long)
    assert once > 1000
    assert four_times < 5 * once


@pytest.mark.parametrize(
    "words",
    [["no", "budget", "but"], ["budget", "but"], ["although", "budget"], ["although", "budget,"]],
)
def test_so_is_what_is_done_where_each_of_its_clauses_is_outweighed(words: list[str]) -> None:
    matcher = Matcher(BOOKS["en"])
    short, long = " ".join(words * 500), " ".join(words * 2000)
    once, four_times = calls(matcher, short), calls(matcher, long)
    assert once > 1000
    assert four_times < 5 * once


def test_what_is_done_for_many_short_turns_of_thai_is_in_proportion_to_their_number() -> None:
    pytest.importorskip("pythainlp")
    chosen = random.Random(1).choices(THAI, k=6400)
    turns = [f"{'AB'[n % 2]}: {''.join(chosen[n * 8 : n * 8 + 8])}" for n in range(800)]
    short, long = source("\n".join(turns[:200])), source("\n".join(turns))
    assert len(long.turns) == 800
    coder = Coder(BOOKS["th"], Unit.SENTENCE, Speakers.ALL)
    coder.code(long)
    once, four_times = calls_of(lambda: coder.code(short)), calls_of(lambda: coder.code(long))
    assert four_times < 5 * once


def test_a_regex_reaches_over_so_many_characters_of_a_sentence_and_no_more() -> None:
    matcher = Matcher(codebook(("c", [rule("r", regex=("begin.*end",))])))
    near = f"begin {'word ' * 900}end"
    far = f"begin {'word ' * 1100}end"
    assert len(matcher.hits(near, [Stretch(0, len(near))])) == 1
    assert matcher.hits(far, [Stretch(0, len(far))]) == []


def test_words_behind_the_first_thousands_of_a_sentence_are_found_by_a_regex() -> None:
    matcher = Matcher(codebook(("c", [rule("r", regex=("needle[s]?",))])))
    text = "word " * 5000 + "needle " + "word " * 5000 + "needles " + "x" * 12_000
    hits = matcher.hits(text, [Stretch(0, len(text))])
    assert [text[hit.start : hit.end] for hit in hits] == ["needle", "needles"]


@pytest.mark.parametrize("regex", ["^word", "word $", "d wor$", r"\Bord\b word\b$"])
def test_the_ends_of_a_piece_are_no_ends_of_the_sentence(regex: str) -> None:
    matcher = Matcher(codebook(("c", [rule("r", regex=(regex,))])))
    text = "a" + " word" * 3000 + "s"
    assert matcher.hits(text, [Stretch(0, len(text))]) == []
