"""Segments: where sentences end, and that nothing is lost or counted twice."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy import segment as segment_module
from scapolicy.records import Unit
from scapolicy.segment import segment, sentences
from tests.build import source


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Lee met Gov. Kim.", ["Dr. Lee met Gov. Kim."]),
        ("See No. 5. I said no. Then yes.", ["See No. 5.", "I said no.", "Then yes."]),
        ("J. Smith came at 5 p.m. today.", ["J. Smith came at 5 p.m. today."]),
        ("It cost 3.5 million. Really.", ["It cost 3.5 million.", "Really."]),
        ("Well... you know. Yes.", ["Well... you know.", "Yes."]),
        ("Well... You know.", ["Well...", "You know."]),
        ('"Why?" he asked. "Go!" She went.', ['"Why?" he asked.', '"Go!"', "She went."]),
        ("no capital here. and none here.", ["no capital here.", "and none here."]),
        ("We went [laughs. Loudly.] home. Yes.", ["We went [laughs. Loudly.] home.", "Yes."]),
        ("A heading\n\nA line\nwrapped here.", ["A heading", "A line\nwrapped here."]),
        ("那里好。这里也好！", ["那里好。", "这里也好！"]),
        ("So it was I. We went.", ["So it was I.", "We went."]),
        (
            "El Sr. Ruiz vino. ¿Y Ud. qué dijo? ¡Nada!",
            ["El Sr. Ruiz vino.", "¿Y Ud. qué dijo?", "¡Nada!"],
        ),
        ("En EE. UU. no hay, p. ej. aquí. Bueno.", ["En EE. UU. no hay, p. ej. aquí.", "Bueno."]),
        (
            "Mme Roy et M. Petit sont là. «\u00a0Oui\u00a0!\u00a0» dit-il.",
            ["Mme Roy et M. Petit sont là.", "«\u00a0Oui\u00a0!\u00a0» dit-il."],
        ),
        ("Pourquoi ? Parce que, cf. p. 3, voilà.", ["Pourquoi ?", "Parce que, cf. p. 3, voilà."]),
        (
            "Am 3. Oktober kam Hr. Lang, z. B. aus Ulm. Gut.",
            ["Am 3. Oktober kam Hr. Lang, z. B. aus Ulm.", "Gut."],
        ),
        ("Es waren 12. Dann kamen mehr.", ["Es waren 12.", "Dann kamen mehr."]),
        (
            "Den 3. marts kl. 10 kom vi, dvs. alle. Ja.",
            ["Den 3. marts kl. 10 kom vi, dvs. alle.", "Ja."],
        ),
        ("「そうですか。」と彼は言った。はい。", ["「そうですか。」", "と彼は言った。", "はい。"]),
        ("لماذا؟ لا توجد ميزانية. نعم!", ["لماذا؟", "لا توجد ميزانية.", "نعم!"]),
        ("予算がない．来年は３．５倍だ．", ["予算がない．", "来年は３．５倍だ．"]),
        ("الميزانية قليلة؛ لكننا بدأنا. نعم.", ["الميزانية قليلة؛ لكننا بدأنا.", "نعم."]),
        ("预算不够。我们怎么办？没有办法！", ["预算不够。", "我们怎么办？", "没有办法！"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


_SCRIPTS = (
    "Ea3é\u0301ßøñІя ไทยงบมี่้ 预算没か\u3099ガーｶ لماذامِيـ ת한국 🙂👨\u200d👩\ufe0f"
    " .!?…\"'’”»«)]*_。！？．｡「」（）؟؛،۔।-–\u00a0\u202f\u3000\n\t"
)


@given(st.text(_SCRIPTS, max_size=80), st.text(_SCRIPTS, max_size=20), st.text(_SCRIPTS))
def test_sentences_of_a_turn_do_not_depend_on_what_stands_around(
    text: str, before: str, after: str
) -> None:
    spans = list(sentences(text, 0, len(text)))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    begin = len(before)
    within = sentences(before + text + after, begin, begin + len(text))
    assert [(start - begin, end - begin) for start, end in within] == spans


@given(st.text("aB .!?\n\"'…。\u00a0é1ไ预م🙂\u0301«»3", max_size=60))
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    spans = list(sentences(text, 0, len(text)))
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


_INTERVIEW = "Q: Did you?\n\nA: We did. Twice.\n\nAnd again.\n\nQ: Oh?\n\nA: Yes."


@pytest.mark.parametrize(
    ("unit", "texts"),
    [
        (Unit.SENTENCE, ["Did you?", "We did.", "Twice.", "And again.", "Oh?", "Yes."]),
        (Unit.PARAGRAPH, ["Did you?", "We did. Twice.", "And again.", "Oh?", "Yes."]),
        (Unit.TURN, ["Did you?", "We did. Twice.\n\nAnd again.", "Oh?", "Yes."]),
        (Unit.DOCUMENT, [_INTERVIEW[3:]]),
    ],
)
def test_a_unit_cuts_all_turns_and_counts_from_one(unit: Unit, texts: list[str]) -> None:
    interview = source(_INTERVIEW)
    segments = segment(interview, unit)
    assert [interview.text[one.start : one.end] for one in segments] == texts
    assert [one.number for one in segments] == list(range(1, len(texts) + 1))


@pytest.mark.parametrize("spaces", [True, False])
def test_long_thai_is_read_in_pieces_and_parted_as_if_it_were_read_at_once(
    monkeypatch: pytest.MonkeyPatch, *, spaces: bool
) -> None:
    pythainlp = pytest.importorskip("pythainlp.tokenize")
    lines = [
        line.partition(": ")[2]
        for path in sorted(Path("transcripts-th").rglob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    said = " ".join(random.Random(4).choices([one for one in lines if one], k=150))
    text = said.replace(". ", " ") if spaces else said.replace(" ", "")
    whole = cut(text)
    assert len(text) > 6000
    read: list[int] = []
    once = pythainlp.sent_tokenize

    def sent_tokenize(piece: str, engine: str) -> list[str]:
        read.append(len(piece))
        return list(once(piece, engine=engine))

    monkeypatch.setattr(pythainlp, "sent_tokenize", sent_tokenize)
    monkeypatch.setattr(segment_module, "_READ_AT_ONCE", 1000)
    monkeypatch.setattr(segment_module, "_READ_BESIDE", 100)
    assert cut(text) == whole
    assert len(whole) > 100 or not spaces
    assert max(read) == 1000
    assert sum(read) < 1.3 * len(text)


def test_thai_is_parted_by_its_sentence_model_and_not_at_abbreviations() -> None:
    text = "ต้องรอ ครม. ตั้งสามเดือนครับ เราไม่มีงบประมาณ. We wait."
    spans = list(sentences(text, 0, len(text)))
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    parts = [text[start:end] for start, end in spans]
    assert any("ครม. ตั้ง" in part for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
