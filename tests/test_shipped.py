"""What ships with scapolicy: transcripts, codebook, and the results that they give."""

from collections import Counter
from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.records import Finding, FindingRule, Valence
from scapolicy.tables.findings import find
from scapolicy.tables.tally import Cell
from scapolicy.words import count_words
from scripts.generate import thai_beside_english

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
SOURCES = sp.read_transcripts(ROOT / "transcripts")
FACTORS = (
    "clear_strategic_plan, enabling_environment, suitable_partner, local_participation, "
    "strong_leadership, effective_management, positive_attitude, areas_of_cooperation, evaluation"
).split(", ")


def test_there_are_nineteen_interviews_with_the_attributes_of_the_study() -> None:
    assert len(SOURCES) == 19
    wanted = {"informant", "province", "level", "organization", "role", "rank", "date", "consent"}
    assert all(wanted <= set(source.attributes) for source in SOURCES)
    provinces = {source.attributes["province"] for source in SOURCES}
    assert provinces == {"Central", "Chiang Mai", "Khon Kaen", "Pathum Thani", "Rayong"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_an_interview_is_marked_and_of_the_length_of_an_interview(source: sp.Source) -> None:
    head = source.text[: source.turns[0].start]
    assert "Illustrative interview, written for the scapolicy project." in head
    assert 600 <= sum(count_words(turn.text) for turn in source.turns) <= 1500
    asking = [turn for turn in source.turns if turn.interviewer]
    assert 7 <= len(asking) <= len(source.turns) - 7
    assert {note.code for note in source.notices} == {"N04"}


THAI = sp.read_transcripts(ROOT / "transcripts-th")


@pytest.mark.parametrize("source", THAI, ids=lambda source: source.name)
def test_a_thai_interview_has_the_turns_of_its_english_one(source: sp.Source) -> None:
    (english,) = (each for each in SOURCES if each.name == source.name)
    assert "Illustrative interview, written for the scapolicy project." in source.text
    assert [turn.interviewer for turn in source.turns] == [
        turn.interviewer for turn in english.turns
    ]
    assert dict(source.attributes) == {**english.attributes, "language": "th"}


def test_the_codings_of_the_two_languages_are_compared() -> None:
    table = (GOLDEN / "thai-beside-english.csv").read_text(encoding="utf-8")
    assert table == thai_beside_english()


def test_the_codebook_has_the_nine_factors_each_with_a_full_guide() -> None:
    book = sp.load_codebook("key-factors")
    assert [category.id for category in book.categories] == FACTORS
    for item in (*book.categories, *(code for cat in book.categories for code in cat.codes)):
        guide = item.guide
        assert all([guide.definition, guide.when_to_use, guide.example, guide.source]), item.id


@pytest.mark.parametrize("language", ["", "th"])
def test_each_factor_has_rules_for_and_against(language: str) -> None:
    for category in sp.load_codebook("key-factors").categories:
        rules = [rule for code in category.codes for rule in code.rules]
        ways = {str(rule.valence) for rule in rules if rule.language == language}
        assert {"facilitator", "barrier"} <= ways, category.id


@pytest.mark.parametrize("name", sorted(sp.shipped_codebooks()))
def test_every_shipped_codebook_is_without_problems_and_codes_the_shipped_study(name: str) -> None:
    assert sp.check_codebook(name) == []
    coded = sp.code(SOURCES, sp.load_codebook(name))
    silent = [note for note in coded.notices if note.code == "N06"]
    assert len(coded.codings()) > 0
    assert len(silent) <= 1


def test_the_shipped_study_gives_the_golden_tables() -> None:
    coded = sp.code(SOURCES, sp.load_codebook("key-factors"))
    for name in ("matrix", "findings", "frequencies"):
        table = getattr(coded, name)()
        assert table.to_csv(index=False) == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8")


def test_no_interviewer_is_coded() -> None:
    coded = sp.code(SOURCES, sp.load_codebook("key-factors"))
    asking = {(s.name, turn.number) for s in SOURCES for turn in s.turns if turn.interviewer}
    assert asking.isdisjoint({(row.source, row.turn) for row in coded.codings().itertuples()})


def test_two_thirds_for_a_factor_make_it_present_and_one_third_absent() -> None:
    assert sp.load_codebook("key-factors").findings == FindingRule()
    counts = Cell(Counter({Valence.FACILITATOR: 2, Valence.BARRIER: 1}), informants={"a"})
    assert find(counts, FindingRule()) is Finding.PRESENT
    counts = Cell(Counter({Valence.FACILITATOR: 1, Valence.BARRIER: 2}), informants={"a"})
    assert find(counts, FindingRule()) is Finding.ABSENT


def test_every_part_of_the_house_is_on_its_plan() -> None:
    plan = (ROOT / "CONTRIBUTING.md").read_text()
    parts = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "scapolicy").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    own = {"__init__.py", "__main__.py"}
    assert [name for name in sorted(parts - own) if f"`{name}`" not in plan] == []
