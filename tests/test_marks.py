"""Marks of what is no speech count as no words; what only looks alike does."""

import pytest

import scapolicy as sp
from scapolicy.words import count_words
from tests.build import codebook, rule, source


@pytest.mark.parametrize(
    "mark",
    [
        "[laughter]", "(laughs)", "((laughing))", "*sighs*", "<applause>", "[both laugh loudly]",
        "[Cross Talk 3:00]", "[crosstalk]", "(inaudible 00:12)", "[unclear]", "[unclear 0:12]",
        "[Student discussion; unintelligible]", "[long pause]", "[เสียงหัวเราะ]", "(ถอนหายใจ)",
        "[ฟังไม่ชัด]", "(risas)", "(se ríe)", "[rires]", "(rit)", "(lacht)", "[unverständlich]",
        "(latter)", "（笑）", "[听不清]", "（大笑）", "（沈黙）",
        "[聞き取れず]", "[ضحك]", "(صمت طويل)",
        "[00:12]", "(1:02:03)", "#00:00:05-2#",
    ],
)  # fmt: skip
def test_marks_are_no_words(mark: str) -> None:
    assert count_words(f"Yes. {mark} No.") == 2
    assert count_words(mark) == 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("We laughed (about money).", 4),
        ("[Pallis District]", 2),
        ("They met in silence.", 4),
        ("(we were asked not to laugh at it)", 8),
        ("It ended 3:1, right?", 5),
        ("a * laugh", 2),
    ],
)
def test_what_is_said_is_words(said: str, words: int) -> None:
    assert count_words(said) == words


def test_no_rule_finds_the_words_of_a_mark_nor_a_phrase_across_one() -> None:
    book = codebook(("fun", [rule("r", terms=("laugh*", "sister city"))]))
    talk = "Q: And?\nA: We laughed. [laughter] A sister [pause] city, a sister city (laughs)."
    coded = sp.code([source(talk)], book)
    assert [match.text for match in coded.sources[0].matches] == ["laughed", "sister city"]
