"""`explain` says of each turn what a run makes of it, whatever the unit and whoever speaks."""

import pytest
from hypothesis import given, settings

import scapolicy as sp
from scapolicy.matching.matcher import Matcher
from scapolicy.records import Codebook, Condition, Match, Reach, Relation, Source
from tests.analysis.study import ROOT
from tests.analysis.test_units import sources
from tests.build import codebook, rule, source

UNITS = ("sentence", "turn", "paragraph", "document")


def _where(relation: Relation, *terms: str, within: int | Reach) -> Condition:
    return Condition(relation, terms, within)


BOOK = codebook(
    (
        "money",
        [
            rule("wide", terms=("budget",), conditions=(
                _where(Relation.ANY_OF, "staff", "side", within=Reach.SEGMENT),)),
            rule("alone", terms=("budget", "预算"), conditions=(
                _where(Relation.NONE_OF, "women's", within=Reach.SEGMENT),)),
        ],
    ),
    (
        "people",
        [
            rule("turn", terms=("staff",), conditions=(
                _where(Relation.ALL_OF, "we", "war-time", within=Reach.TURN),)),
            rule("near", terms=("we",), conditions=(_where(Relation.NEAR, "staff", within=2),)),
        ],
    ),
)  # fmt: skip


def explained(one: Source, book: Codebook, unit: str, speakers: str) -> list[Match]:
    """The hits that are shown of all turns which are evidence."""
    return [
        match
        for turn in one.turns
        if speakers == "all" or not turn.interviewer
        for match in sp.explain(one, turn.number, book, unit=unit, speakers=speakers).matches
    ]


@pytest.mark.parametrize("speakers", ["informants", "all"])
@pytest.mark.parametrize("unit", UNITS)
@settings(max_examples=40)
@given(talks=sources())
def test_hits_of_all_turns_are_those_of_the_run(
    unit: str, speakers: str, talks: list[Source]
) -> None:
    run = sp.code(talks, BOOK, unit=unit, speakers=speakers)
    for one, coded in zip(talks, run.sources, strict=True):
        assert explained(one, BOOK, unit, speakers) == list(coded.matches)


@pytest.mark.parametrize("unit", UNITS)
def test_hits_of_all_turns_of_shipped_talks_are_those_of_the_run(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sp.load_codebook("key-factors")
    compiled = Matcher(book, "en")  # once, as it takes longer than all the rest
    monkeypatch.setattr("scapolicy.coder.Matcher", lambda *_: compiled)
    talks = sp.read_transcripts(ROOT / "transcripts")[::4]
    run = sp.code(talks, book, unit=unit)
    for one, coded in zip(talks, run.sources, strict=True):
        assert explained(one, book, unit, "informants") == list(coded.matches)


@pytest.mark.parametrize("unit", UNITS)
def test_a_condition_wider_than_a_turn_is_looked_for_where_the_run_looks(unit: str) -> None:
    talk = source("Clerk: A budget came.\n\nInterviewer: Staff?\n\nClerk: We have staff.\n")
    book = codebook(("money", [rule("wide", terms=("budget",), conditions=(
        _where(Relation.ANY_OF, "staff", within=Reach.SEGMENT),))]))  # fmt: skip
    found = sp.explain(talk, 1, book, unit=unit)
    (coded,) = sp.code([talk], book, unit=unit).sources
    assert found.matches == coded.matches
    assert found.codings == coded.codings
    assert len(found.matches) == (unit == "document")
    assert len(found.misses) == (unit != "document")


def test_an_interviewers_turn_is_explained_as_where_everyone_is_evidence() -> None:
    talk = source("Interviewer: A budget, and staff?\n\nClerk: No.\n")
    found = sp.explain(talk, 1, BOOK)
    (coded,) = sp.code([talk], BOOK, speakers="all").sources
    assert found.matches == coded.matches
    assert found.matches
    assert not sp.explain(talk, 2, BOOK).matches
