"""Coding as a user of the library sees it."""

from dataclasses import replace
from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.records import Codebook, FindingRule
from tests.build import codebook, rule, source

BOOK = codebook(
    ("money", [rule("good", terms=("a budget",)), rule("bad", "barrier", terms=("no money",))]),
    ("people", [rule("staff", "neutral", negated="barrier", terms=("staff",))]),
)
TALK = (
    "Interviewer: Was there a budget, or staff?\n\n"
    "Informant: We had a budget. But then no money and no staff. Staff is staff.\n\n"
    "Interviewer: And a budget?\n\n"
    "Informant: There was never a budget."
)


def coded(book: Codebook = BOOK, text: str = TALK, **options: str) -> sp.Coded:
    return sp.code([source(text, province="North", consent="true")], book, **options)


def test_codings_hold_the_passage_the_words_and_their_valence() -> None:
    rows = coded().codings()
    shown = rows[["turn", "segment", "code", "valence", "matches", "words", "text"]]
    assert shown.to_numpy().tolist() == [
        [2, 2, "money", "facilitator", 1, "a budget", "We had a budget."],
        [2, 3, "money", "barrier", 1, "no money", "But then no money and no staff."],
        [2, 3, "people", "barrier", 1, "staff", "But then no money and no staff."],
        [2, 4, "people", "neutral", 2, "Staff; staff", "Staff is staff."],
        [4, 6, "money", "barrier", 1, "a budget", "There was never a budget."],
    ]
    assert set(rows["coder"]) == {"rules"}
    assert (
        list(rows.columns)
        == (
            "source turn segment start end speaker province consent "
            "category code valence matches words text coder"
        ).split()
    )


def test_matches_hold_each_hit_and_the_cue_that_turned_it() -> None:
    rows = coded().matches()
    assert rows[["rule", "match", "negated", "cue"]].to_numpy().tolist() == [
        ["good", "a budget", "false", ""],
        ["bad", "no money", "false", ""],
        ["staff", "staff", "true", "no"],
        ["staff", "Staff", "false", ""],
        ["staff", "staff", "false", ""],
        ["good", "a budget", "true", "never"],
    ]


def test_offsets_lead_to_the_words() -> None:
    for row in coded().matches().itertuples():
        assert TALK[row.start : row.end] == row.match
    for row in coded().codings().itertuples():
        assert TALK[row.start : row.end] == row.text


def test_an_interviewer_is_no_evidence_unless_asked_for() -> None:
    assert set(coded().codings()["turn"]) == {2, 4}
    assert set(coded(speakers="all").codings()["turn"]) == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("unit", "factor"), [("sentence", 4), ("paragraph", 2), ("turn", 2), ("document", 1)]
)
def test_the_matrix_counts_each_segment_once_however_many_codes_it_carries(
    unit: str, factor: int
) -> None:
    assert coded(unit=unit).matrix().to_numpy().tolist() == [["North", factor]]


def test_a_segment_with_evidence_both_ways_is_mixed() -> None:
    rows = coded(unit="document").codings()
    assert rows[["code", "valence", "speaker"]].to_numpy().tolist() == [
        ["money", "mixed", "Informant"],
        ["people", "barrier", "Informant"],
    ]


def test_the_matrix_may_have_a_column_per_code() -> None:
    table = coded().matrix(level="code")
    assert list(table.columns) == ["province", "money", "people"]
    assert table.to_numpy().tolist() == [["North", 3, 2]]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("We had a budget.", "present"),
        ("We had a budget. No money. We had a budget. We had a budget.", "present"),
        ("We had a budget. No money.", "partial"),
        ("There was no money.", "absent"),
        ("Staff is staff.", "partial"),
        ("Nothing of that.", "not mentioned"),
    ],
)
def test_findings_weigh_facilitators_against_barriers(text: str, finding: str) -> None:
    assert coded(text=text).findings().to_numpy().tolist() == [["North", finding]]


def test_a_codebook_sets_its_own_thresholds() -> None:
    strict = codebook(
        ("money", list(BOOK.categories[0].codes[0].rules)), findings=FindingRule(0.9, 0.5)
    )
    text = "We had a budget. No money. We had a budget."
    assert coded(strict, text).findings().iloc[0, 1] == "partial"


def test_frequencies_count_categories_and_codes() -> None:
    table = coded().frequencies()
    assert table["code"].tolist() == ["", "money", "people"]
    assert table["segments"].tolist() == [4, 3, 2]
    assert table["matches"].tolist() == [6, 3, 3]
    assert table["share"].tolist() == [1.0, 0.75, 0.5]
    assert table["per_1000_words"].tolist() == [315.789, 157.895, 157.895]
    assert table[["facilitator", "barrier", "mixed", "neutral"]].to_numpy().tolist() == [
        [1, 2, 0, 1],
        [1, 2, 0, 0],
        [0, 1, 0, 1],
    ]


def test_every_case_and_column_is_there_with_its_zeros() -> None:
    sources = [
        source("We had a budget.", "b.md", province="South"),
        source("Nothing.", "a.md", province="North"),
        source("Nothing.", "c.md"),
    ]
    result = sp.code(sources, BOOK)
    assert result.matrix().to_numpy().tolist() == [["North", 0], ["South", 1], ["(none)", 0]]
    assert result.frequencies()["cases"].tolist() == [1, 1, 0]
    assert any("c.md" in str(note) and "(none)" in str(note) for note in result.notes())


def test_an_attribute_that_no_source_states_is_no_case(tmp_path: Path) -> None:
    result = sp.code([source(TALK, rank="clerk")], BOOK)
    for table in (result.matrix, result.findings, result.frequencies, result.passages):
        with pytest.raises(sp.ScapolicyError, match="no source has the attribute 'levl'"):
            table(by="levl")
    with pytest.raises(sp.ScapolicyError, match="no source has the attribute 'levl'"):
        sp.write_results(result, tmp_path / "results", by="levl")
    assert not (tmp_path / "results").exists()
    assert result.matrix().to_numpy().tolist() == [["(none)", 4]]  # by province, unless asked


@pytest.mark.parametrize("answer", ["false", "False", "no", "withdrawn"])
def test_an_interview_without_consent_is_left_out_and_told(answer: str) -> None:
    result = sp.code([source(TALK, "a.md", province="North", consent=answer)], BOOK)
    assert result.sources == ()
    assert [(one.code, one.file) for one in result.left_out] == [("N01", "a.md")]
    assert result.matrix().empty


def test_sources_of_one_name_are_refused_all_at_once() -> None:
    talks = [source("Nothing.", name) for name in ("a.md", "b.md", "a.md", "c.md", "c.md", "c.md")]
    talks.append(source("Nothing.", "b.md", consent="no"))  # it would be left out under that name
    with pytest.raises(sp.ScapolicyError) as error:
        sp.code(talks, BOOK)
    told = "{} sources are called '{}', so that their results could not be told apart"
    named = {"a.md": 2, "b.md": 2, "c.md": 3}
    assert [one.message for one in error.value.problems] == [
        told.format(number, name) for name, number in named.items()
    ]


def spoken_by(speaker: str, one: sp.Source) -> sp.Source:
    return replace(one, turns=tuple(replace(turn, speaker=speaker) for turn in one.turns))


def test_sources_that_hold_what_can_not_be_written_are_refused_all_at_once() -> None:
    talks = [
        source("Mayor: A budget \ud83d came.", "a.md", rank="clerk\0", **{"lev\x1ael": "local"}),
        spoken_by("Ma\udc80yor", source("Mayor: Yes.", "b.md", province="Nor\udfffth")),
        source("Mayor: A budget came.", "c\ud800.md"),
        source("Mayor: No\0thing.", "d.md"),
        source("Mayor: A budget came \U0001f600.", "e.md", rank="line\nbreak\ttab"),
    ]
    with pytest.raises(sp.ScapolicyError) as error:
        sp.code(talks, BOOK)
    sign = "{} holds {} (as character {}), a sign that no text has"
    assert [(one.code, one.file, one.message) for one in error.value.problems] == [
        ("R80", "a.md", sign.format("the text", "U+D83D", 17)),
        ("R80", "a.md", sign.format("the attribute 'rank'", "U+0000", 6)),
        ("R80", "a.md", sign.format(r"the attribute 'lev\x1ael'", "U+001A", 4)),
        ("R80", "b.md", sign.format("the speaker", "U+DC80", 3)),
        ("R80", "b.md", sign.format("the attribute 'province'", "U+DFFF", 4)),
        ("R80", "c\ud800.md", sign.format("the name", "U+D800", 2)),
        ("R80", "d.md", sign.format("the text", "U+0000", 10)),
    ]


def test_what_a_reader_should_know_is_told() -> None:
    sources = [source("Nothing.", "a.md", language="th", province="North")]
    assert [note.code for note in sp.code(sources, BOOK).notes()] == ["N03", "N07", "N02", "N06"]


def test_an_attribute_that_is_called_like_a_column_keeps_its_own() -> None:
    interview = replace(source(TALK), attributes={"province": "North", "text": "tape 3"})
    result = sp.code([interview], BOOK)
    assert result.codings().iloc[0]["attribute.text"] == "tape 3"


def test_a_flat_codebook_has_its_codes_as_columns() -> None:
    from scapolicy.records import Category, Code

    codes = (Code("money", "Money", (rule("m", terms=("budget",)),)), Code("none", "None", ()))
    flat = Codebook(
        "t", "T", "1", ("en",), tuple(Category(c.id, c.label, (c,)) for c in codes), flat=True
    )
    result = sp.code([source("A budget.", province="North")], flat)
    assert list(result.matrix().columns) == ["province", "money", "none"]
    assert result.frequencies()[["category", "code"]].to_numpy().tolist() == [
        ["money", ""],
        ["none", ""],
    ]
