"""Turns: who speaks, who asks, and what is no speaker."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.readers.document import Document
from scapolicy.readers.plain import read_text
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


def test_a_name_that_has_a_colon_elsewhere_is_a_label_before_a_tab_too() -> None:
    text = "Q: How?\n\nMayor: So.\n\nQ\tAnd why?\n\nMayor\tWell.\n\nRice\t3 baht"
    assert turns(text) == [
        ("Q", "How?", True),
        ("Mayor", "So.", False),
        ("Q", "And why?", True),
        ("Mayor", "Well.\n\nRice\t3 baht", False),
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
        ("Q:\nA:\n", ["N10"]),
        ("Q:\n\nA: So.", []),
        ("A: So.\n\nA: And so.", []),
        ("...\n\nQ: How?\n\nA: So.", []),
        ("# Tape four\nQ: How?\n\nA: So.", ["N04"]),
    ],
)
def test_what_a_reader_should_know_is_told(text: str, expected: list[str]) -> None:
    assert notes(text) == expected


def test_words_before_the_first_speaker_are_counted() -> None:
    _, (note,) = find_turns(Document("Tape four, side two.\n\nQ:\n\nA: So."))
    assert note.message == "4 words before the first speaker are not coded"


def test_a_heading_before_the_first_speaker_is_not_speech() -> None:
    assert find_turns(Document("# Tape four\n\nQ: How?\n\nA: So.", headings=True))[1] == ()


def test_only_where_headings_are_known_does_a_hash_open_one() -> None:
    assert turns("Q: How?\n\nA: So.\n# 7 it was.", headings=False)[1][1] == "So.\n# 7 it was."


def test_a_document_of_headings_only_has_no_turns() -> None:
    assert turns("# One\n\n## Two", headings=True) == []


def test_the_head_is_not_speech() -> None:
    head = "---\ninformant: X\ninterviewer: Y\n---\n"
    found, _ = find_turns(Document(f"{head}Q: How?\nA: So.", body=len(head) - 1))
    assert [(turn.speaker, turn.text) for turn in found] == [("Q", "How?"), ("A", "So.")]


@pytest.mark.parametrize(
    "text",
    ["Q:How?\nA:So.", "问：How?\n答：So.", "ถาม:How?\nตอบ:So.", "**Q:**How?\n**A:**So.",
     "Interviewer:How?\nMayor: So.", "采访者：How?\n省长：So."],
)  # fmt: skip
def test_a_known_label_and_a_wide_colon_need_no_space(text: str) -> None:
    assert [(said, asks) for _, said, asks in turns(text)] == [("How?", True), ("So.", False)]


def test_a_colon_without_space_makes_no_speaker_of_other_words() -> None:
    text = "Q: How?\nA: See\nHttp://x.org\nHttp://y.org"
    assert turns(text)[1:] == [("A", "See\nHttp://x.org\nHttp://y.org", False)]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("ผู้ถาม", "ผู้ถูกสัมภาษณ์"), ("Pregunta", "Respuesta"), ("Investigadora", "Informante"),
     ("Intervieweuse", "Enquêtée"), ("Chercheur", "Répondant"), ("Befragerin", "Befragte Person"),
     ("Frage", "Antwort"), ("访问者", "被访者"), ("提问", "回答"), ("インタビュアー", "回答者"),
     ("司会者", "参加者"), ("الباحثة", "المبحوث"), ("س", "ج"), ("Spørger", "Interviewperson"),
     ("Interviewer A", "Participant B"), ("Interviewer (Dr Wong)", "Wong (respondent)"),
     ("Dr Wong (Interviewer)", "Mayor"), ("INT.", "RESP.")],
)  # fmt: skip
def test_roles_are_known_in_several_languages(asks: str, answers: str) -> None:
    text = f"{asks}: Yes.\n\n{answers}: No.\n\n{asks}: Yes.\n\n{answers}: No."
    assert [asking for _, _, asking in turns(text)] == [True, False] * 2


@pytest.mark.parametrize(
    "word",
    ["หมายเหตุ", "วันที่", "Fecha", "Lieu", "Anmerkung", "备注", "備考",
     "ملاحظة", "Dato", "PART 2", "Plan B"],
)  # fmt: skip
def test_words_before_a_colon_are_no_speakers_in_any_language(word: str) -> None:
    text = f"Q: How?\n\n{word}: so\n\nA: So.\n\n{word}: so\n\nQ: Oh?"
    assert [speaker for speaker, _, _ in turns(text)] == ["Q", "A", "Q"]


def test_labels_are_compared_composed_and_in_any_case() -> None:
    text = unicodedata.normalize("NFD", "ENQUÊTEUR: Oui ?\nÉlodie: Non.")
    assert [asks for _, _, asks in turns(text)] == [True, False]
    text = unicodedata.normalize("NFD", "Élodie: Oui ?\nMaire: Non.")
    assert [asks for _, _, asks in turns(text, interviewers=["élodie"])] == [True, False]


@pytest.mark.parametrize("text", ["A Mayor: So.", "Mayor: So.\n\nClerk: No."])
def test_a_label_that_occurs_once_needs_an_interviewer_before_it(text: str) -> None:
    assert turns(text) == [("", text, False)]


def test_speakers_of_one_role_are_told_apart_by_their_numbers() -> None:
    text = "Q: Who?\nOfficer 1: I.\nOfficer 2: And I."
    assert [speaker for speaker, _, _ in turns(text)] == ["Q", "Officer 1", "Officer 2"]


def test_nothing_names_no_interviewer() -> None:
    assert turns("So it was.", interviewers=["", " "]) == [("", "So it was.", False)]


@pytest.mark.parametrize(
    "text",
    ["[00:01] Interviewer: How?\n[00:09] Informant: So.",
     "Interviewer (00:01): How?\nInformant (00:09): So.",
     "- Interviewer: How?\n- Informant: So."],
    ids=["time before", "time after", "list"],
)  # fmt: skip
def test_a_label_may_carry_a_time_or_a_list_mark(text: str) -> None:
    assert [asks for _, _, asks in turns(text)] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[00:01] Q: How?\n[01:02:03] A: So.", [("Q", "How?", 1.0), ("A", "So.", 3723.0)]),
        ("Q (00:01): How?\nA [00:02.5]: So.", [("Q", "How?", 1.0), ("A", "So.", 2.5)]),
        ("Q: 00:00:01\nHow?\nA: 00:00:09\nSo.", [("Q", "How?", 1.0), ("A", "So.", 9.0)]),
        (
            "Ada Park  0:01\nHow?\n\nBo Li  0:09\nSo.\n\nAda Park  0:11\nAnd?\n\nBo Li 0:15\nNo.",
            [("Ada Park", "How?", 1.0), ("Bo Li", "So.", 9.0), ("Ada Park", "And?", 11.0),
             ("Bo Li", "No.", 15.0)],
        ),
        ("Q:          How?\nA:          So.", [("Q", "How?", None), ("A", "So.", None)]),
        (
            "[id1] So.\n\n[id2] No.\n\n[id1] [laughter] Oh.",
            [("id1", "So.", None), ("id2", "No.", None), ("id1", "[laughter] Oh.", None)],
        ),
        ("Q: How?\nA: 10:30\nor so.", [("Q", "How?", None), ("A", "10:30\nor so.", None)]),
        ("[00:01]\nQ: How?\n\n[00:09]\nA: So.", [("Q", "How?", 1.0), ("A", "So.", 9.0)]),
        ("Q:\n(0:01)\nHow?\n\nA:\n[0:09]\nSo.", [("Q", "How?", 1.0), ("A", "So.", 9.0)]),
        ("Q: [0:01] How?\nA: (0:09) So.", [("Q", "How?", 1.0), ("A", "So.", 9.0)]),
        ("[0:01 - 0:09] Q: How?\n0:09–0:12 A: So.", [("Q", "How?", 1.0), ("A", "So.", 9.0)]),
        ("0:01 --> 0:09 Q: How?\n0:09 --> 0:12 A: So.", [("Q", "How?", 1.0), ("A", "So.", 9.0)]),
        ("#00:00:01-5# I: How?\n#00:00:09-2# B: So.", [("I", "How?", 1.5), ("B", "So.", 9.2)]),
        ("1. Q: How?\n2. A: So.", [("Q", "How?", None), ("A", "So.", None)]),
        (">> Q: How?\n>> A: So.", [("Q", "How?", None), ("A", "So.", None)]),
        ("[Mod] How?\n[Mayor 1] So.", [("Mod", "How?", None), ("Mayor 1", "So.", None)]),
        (
            "Interviewer\nHow?\n\n**Informant**\nSo.",
            [("Interviewer", "How?", None), ("Informant", "So.", None)],
        ),
        ("Q\tHow?\nA\tSo.", [("Q", "How?", None), ("A", "So.", None)]),
        (
            "Ada Park\n0:01\nHow?\n\nBo Li\n0:09\nSo.\n\nAda Park\n0:11\nAnd?\n\nBo Li\n0:15\nNo.",
            [("Ada Park", "How?", 1.0), ("Bo Li", "So.", 9.0), ("Ada Park", "And?", 11.0),
             ("Bo Li", "No.", 15.0)],
        ),
    ],
)  # fmt: skip
def test_times_and_marks_of_labels_are_understood(
    text: str, expected: list[tuple[str, str, float | None]]
) -> None:
    found, _ = find_turns(Document(text))
    assert [(turn.speaker, turn.text, turn.begin) for turn in found] == expected


def test_a_legend_above_the_talk_says_who_asks() -> None:
    text = "KP = Interviewer (Ajarn)\nSM = informant\n\nKP: How?\n\nSM: So.\n"
    assert [(said, asks) for _, said, asks in turns(text)] == [("How?", True), ("So.", False)]


def test_a_label_mistyped_once_is_read_as_it_was_meant_and_told() -> None:
    text = "Q: How?\n\nMayor Bo: a\n\nQ: And?\n\nMayro Bo: b\n\nQ: So?\n\nMayor Bo: c"
    assert [speaker for speaker, _, _ in turns(text)] == ["Q", "Mayor Bo"] * 3
    _, (note,) = find_turns(Document(text))
    assert (note.code, note.line) == ("N11", 7)


def test_people_whose_labels_differ_by_a_letter_or_a_number_are_not_one() -> None:
    text = "Q: Who?\n\nSenator M: a\n\nQ: And?\n\nSenator R: b\n\nQ: So?\n\nSenator M: c"
    assert [speaker for speaker, _, _ in turns(text)][3] == "Senator R"
    assert notes(text) == []


def test_labels_that_are_nearly_alike_are_told() -> None:
    text = "".join(f"Ana Beltran: a{n}\n\nAna Beltrán: b{n}\n\nBo: c{n}\n\n" for n in range(2))
    assert notes(text) == ["N16", "N09"]
    assert notes(text.replace("Beltrán", "Castro")) == ["N09"]


_TALK = "".join(f"Clerk: Was it {n}?\n\nMayor: It was {n}.\n\n" for n in range(4))


@pytest.mark.parametrize(
    ("before", "after", "speaker"),
    [
        ("", "Deputy Mayor Somsri: Late.", "Deputy Mayor Somsri"),
        ("Mayor Elect: Early.\n\n", "Mayor Elect: Early.", "Mayor Elect"),
    ],
)
def test_who_speaks_once_where_all_are_labelled_is_a_speaker_and_told(
    before: str, after: str, speaker: str
) -> None:
    text = before + _TALK + ("" if before else after)
    assert speaker in [one for one, _, _ in turns(text)]
    assert "N13" in notes(text)


def test_labels_set_apart_alike_are_speakers_alike() -> None:
    text = _TALK.replace(": ", ":      ") + "Operator:     Goodbye."
    assert turns(text)[-1] == ("Operator", "Goodbye.", False)
    assert notes(text) == ["N13", "N12"]


@pytest.mark.parametrize("label", ["Bo Li  0:05\n", "(0:05) Bo Li: ", "Bo Li (0:05): "])
def test_who_speaks_once_where_all_labels_have_times_is_a_speaker(label: str) -> None:
    talk = "Ada Park  0:01\nHow was it?\n\nBo Li  0:05\nFine.\n\nAda Park  0:09\nAnd?\n"
    for name, time in (("Ada Park", "0:01"), ("Bo Li", "0:05"), ("Ada Park", "0:09")):
        written = label.replace("Bo Li", name).replace("0:05", time)
        talk = talk.replace(f"{name}  {time}\n", written)
    assert [speaker for speaker, _, _ in turns(talk)] == ["Ada Park", "Bo Li", "Ada Park"]
    assert "N13" in notes(talk)


def test_what_may_be_a_speaker_and_is_not_taken_for_one_is_told() -> None:
    found, told = find_turns(Document(_TALK + "Money: there was none."))
    assert found[-1].text == "It was 3.\n\nMoney: there was none."
    assert "'Money'" in next(note.message for note in told if note.code == "N14")


def test_much_before_the_first_speaker_is_told_as_perhaps_speech() -> None:
    told = find_turns(Document("So it was. " * 50 + "\n\n" + _TALK))[1]
    assert "150 words before the first speaker, 86% of the text" in told[-1].message


def test_who_asks_nearly_all_of_the_questions_is_the_interviewer_and_told() -> None:
    talk = "Ada: How was {n}?\n\nBo: It was {n}.\n\n"
    text = "".join(talk.format(n=n) for n in range(3))
    assert [asks for _, _, asks in turns(text)] == [True, False] * 3
    assert notes(text) == ["N12"]
    assert notes(text.replace("It was", "Was it").replace(".", "?")) == ["N09"]
    assert turns(text, informants=["Ada", "Bo"])[0][2] is False


def test_who_is_called_a_participant_asks_no_interview() -> None:
    talk = "Participant 1: Was it {n}?\n\nParticipant 2: It was {n}.\n\n"
    text = talk.format(n=1) + talk.format(n=2)
    assert notes(text) == ["N09"]
    assert notes(text.replace("Participant", "Speaker")) == ["N12"]


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


_WORDS = st.lists(
    st.sampled_from(["so", "Bangkok,", "10:30", "ก็ใช่", "（好）", "war-time", "*no*", "http://x"]),
    min_size=1,
    max_size=6,
).map(" ".join)
_NAMES = st.lists(
    st.sampled_from(["Mayor", "Vice Governor", "ปลัด", "省长", "Officer 2", "Élodie", "Dr. Ann"]),
    min_size=1,
    max_size=3,
    unique=True,
)
_COLONS = st.sampled_from([": ", " : ", ":\t", ":\n", "： "])
_BREAKS = st.sampled_from(["\n", "\n\n", "\n \n", "  \n"])


@st.composite
def _talks(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """A talk in which an interviewer and some others take turns, and who says what in it."""
    names = draw(_NAMES)
    said: list[tuple[str, str]] = []
    text = draw(st.sampled_from(["", "\n", "On tape\n\n"]))
    for _ in range(draw(st.integers(1, 5))):
        for speaker in ("Interviewer", draw(st.sampled_from(names))):
            paragraphs = draw(st.lists(_WORDS, min_size=1, max_size=3))
            speech = draw(_BREAKS).join(paragraphs)
            said.append((speaker, speech))
            text += speaker + draw(_COLONS) + speech + draw(_BREAKS)
    return text, said


@given(_talks())
def test_everything_said_is_in_the_turn_of_its_speaker(
    talk: tuple[str, list[tuple[str, str]]],
) -> None:
    text, said = talk
    assert [(speaker, speech) for speaker, speech, _ in turns(text)] == said


@given(_talks(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_line_ends_and_byte_order_marks_change_no_turn(
    talk: tuple[str, list[tuple[str, str]]], newline: str, encoding: str
) -> None:
    text, _ = talk
    document = read_text(text.replace("\n", newline).encode(encoding), "a.txt")
    assert find_turns(document) == find_turns(Document(text))


@given(_LINES, st.booleans())
def test_after_the_first_label_every_word_is_in_one_turn_heading_or_label(
    text: str, headings: bool
) -> None:
    found, _ = find_turns(Document(text, headings=headings))
    covered = [0] * len(text)
    for turn in found:
        for at in range(turn.start, turn.end):
            covered[at] += 1
    assert max(covered, default=0) <= 1
    start = found[0].start if found else len(text)
    position = 0
    for line in text.splitlines(keepends=True):
        left = "".join(
            letter
            for at, letter in enumerate(line, start=position)
            if not covered[at] and at >= start
        ).strip()
        assert left in ("", "Q:", "A:", "Mayor:") or (headings and left == "# head")
        position += len(line)
