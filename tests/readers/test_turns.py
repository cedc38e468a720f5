"""Turns: who speaks, who asks, and what is no speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.readers.document import Document
from scapolicy.readers.turns import find_turns


def turns(text: str, *, headings: bool = False, **roles: list[str]) -> list[tuple[str, str, bool]]:
    """Speaker, text and whether it asks, of each turn."""
    found, _ = find_turns(Document(text, headings=headings), **roles)
    assert all(text[turn.start : turn.end] == turn.text for turn in found)
    return [(turn.speaker, turn.text, turn.interviewer) for turn in found]


def notes(text: str) -> list[str]:
    return [note.code for note in find_turns(Document(text))[1]]


def test_a_turn_runs_to_the_next_label() -> None:
    text = "Interviewer: How?\n\nMayor: So.\n\nAnd so:\n- this\n\nInterviewer: Oh?\nMayor: Yes."
    assert turns(text) == [
        ("Interviewer", "How?", True),
        ("Mayor", "So.\n\nAnd so:\n- this", False),
        ("Interviewer", "Oh?", True),
        ("Mayor", "Yes.", False),
    ]


@pytest.mark.parametrize(
    "label",
    ["Interviewer", "INTERVIEWER", "Interviewer 2", "Q", "Q1", "I", "Moderator", "Researcher",
     "**Interviewer**", "ผู้สัมภาษณ์", "采访者", "Entrevistador"],
)  # fmt: skip
def test_an_interviewer_is_known_by_the_label(label: str) -> None:
    assert [asks for _, _, asks in turns(f"{label}: How?\n\nInformant: So.")] == [True, False]


@pytest.mark.parametrize(
    "line", ["**Q:** How?", "**Q**: How?", "_Q:_ How?", "  Q : How?", "Q：How?"]
)
def test_labels_may_be_set_in_bold_or_apart(line: str) -> None:
    assert turns(f"{line}\n\nA: So.") == [("Q", "How?", True), ("A", "So.", False)]


@pytest.mark.parametrize(
    "line",
    ["Note: the tape ran out.", "See http://x.org", "At 10:30 we left.", "One thing: money.",
     "However: it rained.", "and so it was: late", "A very long line of words before it: no"],
)  # fmt: skip
def test_words_before_a_colon_are_not_always_a_speaker(line: str) -> None:
    assert turns(f"Q: How?\n\nA: So.\n\n{line}") == [
        ("Q", "How?", True),
        ("A", f"So.\n\n{line}", False),
    ]


def test_a_label_that_occurs_once_must_answer_an_interviewer() -> None:
    assert turns("Q: How?\n\nClerk: So.\n\nTown: nothing.") == [
        ("Q", "How?", True),
        ("Clerk", "So.\n\nTown: nothing.", False),
    ]


def test_roles_may_be_named() -> None:
    text = "Ajarn: How?\n\nI: So.\n\nAjarn: Oh?\n\nI: Yes."
    assert [asks for _, _, asks in turns(text, interviewers=["ajarn"], informants=["I"])] == [
        True,
        False,
        True,
        False,
    ]


def test_headings_are_not_speech_and_the_speaker_goes_on_after_them() -> None:
    text = "Q: How?\n\nA: So.\n\n## Part 2\n\nAnd so.\n"
    assert turns(text, headings=True) == [
        ("Q", "How?", True),
        ("A", "So.", False),
        ("A", "And so.", False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Just a text.", ["N03"]),
        ("", ["N10"]),
        ("Tape four.\n\nQ: How?\n\nA: So.", ["N04"]),
        ("Mayor: a\n\nClerk: b\n\nMayor: c\n\nClerk: d", ["N09"]),
        ("Q: How?\n\nA: So.", []),
    ],
)
def test_what_a_reader_should_know_is_told(text: str, expected: list[str]) -> None:
    assert notes(text) == expected


_LINES = st.lists(
    st.sampled_from(
        [
            "Q: how",
            "A: so",
            "Mayor: yes",
            "Note: tape",
            "and on",
            "",
            "  ",
            "# head",
            "x: y",
            ":",
            "Q:",
        ]
    ),
    max_size=15,
).map("\n".join)


@given(_LINES, st.booleans())
def test_turns_are_in_order_and_true_to_the_text(text: str, headings: bool) -> None:
    found, _ = find_turns(Document(text, headings=headings))
    assert all(text[one.start : one.end] == one.text == one.text.strip() != "" for one in found)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start for end, one in zip(ends, found, strict=False))
    assert [one.number for one in found] == list(range(1, len(found) + 1))
