"""Sources in several languages in one run: which rules are tried, and what the reader is told."""

import json
from pathlib import Path

import scapolicy as sp
from scapolicy.records import Source
from tests.build import codebook, rule, source

ENGLISH = "We asked the ministry twice, but there was nobody who could tell us about the budget."
GERMAN = "Wir haben zweimal im Ministerium gefragt, aber niemand wusste etwas vom Budget."
THAI = "เราถามกระทรวงสองครั้งแล้ว แต่ไม่มีใครตอบเรื่อง budget ครับ"
BOOK = codebook(
    (
        "c",
        [
            rule("english", terms=("ministry",), language="en"),
            rule("german", terms=("ministerium",), language="de"),
            rule("all", terms=("budget",)),
        ],
    ),
    languages=("en", "de"),
)


def interview(text: str, name: str, **attributes: str) -> Source:
    return source(text, name, consent="true", province="North", **attributes)


def told(*sources: Source) -> dict[str, str]:
    return {note.code: note.message for note in sp.code(sources, BOOK).notes() if note.code > "N06"}


def rules_hit(one: Source) -> list[str]:
    return [match.rule for match in sp.code([one], BOOK).sources[0].matches]


def test_the_rules_of_the_language_that_a_text_reads_as_are_tried() -> None:
    assert rules_hit(interview(ENGLISH, "a.md")) == ["english", "all"]
    assert rules_hit(interview(GERMAN, "b.md")) == ["german", "all"]
    assert rules_hit(interview("Ministerium, ministry.", "c.md")) == ["english"]


def test_a_stated_language_counts_however_it_is_written() -> None:
    for written in ("German", "de-AT", "deu", "Deutsch"):
        assert rules_hit(interview("Ministerium, ministry.", "c.md", language=written)) == [
            "german"
        ]


def test_detected_languages_are_told_in_one_line() -> None:
    sources = [interview(ENGLISH, f"{n}.md") for n in range(6)]
    message = told(*sources, interview(GERMAN, "d.md"))["N21"]
    assert "de (1: d.md); en (6: 0.md, 1.md, 2.md and 3 more)" in message


def test_nothing_is_told_where_every_language_is_stated() -> None:
    stated = interview(ENGLISH, "a.md", language="en"), interview(GERMAN, "b.md", language="de")
    assert told(*stated) == {}


def test_a_stated_language_that_the_text_is_not_in_is_told() -> None:
    assert "a.md (en, is th)" in told(interview(THAI, "a.md", language="English"))["N23"]


def test_a_language_that_there_is_not_is_told_and_passed_over() -> None:
    notes = told(interview(GERMAN, "b.md", language="Klingon"))
    assert "'Klingon' (1: b.md)" in notes["N20"]
    assert "de (1: b.md)" in notes["N21"]


def test_a_language_that_the_codebook_is_not_for_is_told() -> None:
    notes = told(interview(THAI, "a.md"), interview("Nej.", "b.md", language="da"))
    assert "da (1: b.md); th (1: a.md)" in notes["N07"]


def test_a_long_text_in_no_clear_language_is_told() -> None:
    notes = told(interview("Qx zzt vorp! " * 20, "a.md"))
    assert "a.md" in notes.get("N22", notes.get("N21", ""))
    assert told(interview("Hm.", "a.md")) == {}


def test_the_record_of_a_run_holds_each_source_s_language(tmp_path: Path) -> None:
    sources = [
        interview(GERMAN, "a.md"),
        interview("Hm.", "b.md"),
        interview("Ja.", "c.md", language="de"),
    ]
    sp.write_results(sp.code(sources, BOOK), tmp_path)
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert [(one["language"], one["language_from"]) for one in record["inputs"]] == [
        ("de", "text"),
        ("en", "codebook"),
        ("de", "attribute"),
    ]
