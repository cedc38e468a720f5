"""What is counted of a study is of its evidence, whatever the unit of coding and whoever speaks."""

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.records import Source
from scapolicy.words import count_words
from tests.analysis.study import ROOT, shipped
from tests.build import codebook, rule, source

UNITS = ("sentence", "turn", "paragraph", "document")
SPEAKERS = ("informants", "all")
BOOK = codebook(
    ("money", [rule("money", terms=("budget", "预算", "งบประมาณ"))]),
    ("people", [rule("people", terms=("staff",))]),
)
TALK = (
    "Interviewer: And is there any budget at all for the staff?\n\nClerk: A budget came.\n\n"
    "Interviewer: So when was it, and who asked?\n\nMayor: We have staff. They wait.\n"
)
_PIECES = st.sampled_from(
    [
        *"budget staff We We Dr. No. co\u00adop out\u200bside war-time women\u2019s".split(),
        *"a\u2018b e\u0301 预算 我们。 か\u3099 งบประมาณ ไม่มี 3.5 . . ? ! … - '".split(),
        *("\n", "\n\n", "\u00a0"),
        *("[laughs]", "(laughs. Loudly. Again)", "[both laugh! Out loud", "#00:01:02#"),
    ]
)
_TURNS = st.tuples(
    st.sampled_from(["Interviewer", "Clerk", "Mayor"]),
    st.lists(_PIECES, max_size=14).map(" ".join),
)


@st.composite
def sources(draw: st.DrawFn) -> list[Source]:
    """One or two talks, most of them with questions between the answers."""
    talks = draw(st.lists(st.lists(_TURNS, min_size=1, max_size=5), min_size=1, max_size=2))
    texts = ["\n\n".join(f"{who}: {what}" for who, what in talk) + "\n" for talk in talks]
    return [source(text, f"{n}.md", province="North") for n, text in enumerate(texts)]


def read_back(coded: Coded) -> Coded:
    with TemporaryDirectory() as folder:
        sp.write_results(coded, folder)
        return sp.read_results(folder)


def check(coded: Coded, talks: list[Source]) -> None:
    """The shares of a study are shares, and its parts add up to all of it."""
    table = sp.coverage(coded)
    _, without = sp.uncaught(coded, talks, top=0)
    for name, segments, found, share, words, share_of_words, _ in table.rows:
        uncoded = [row for row in without.rows if row[0] == name]
        assert found + len(uncoded) == segments  # type: ignore[operator]
        left = sum(count_words(str(row[-1])) for row in uncoded)
        if segments:
            assert 0 <= share <= 1  # type: ignore[operator]
        if words:
            assert 0 <= share_of_words <= 1  # type: ignore[operator]
            assert share_of_words == pytest.approx(1 - left / words, abs=1e-5)  # type: ignore[operator]
        else:
            assert math.isnan(share_of_words)  # type: ignore[arg-type]
    numbers = [
        {row[0]: row[1:] for row in sp.matrix(coded, count="words", scale=scale).rows}
        for scale in ("counts", "per-1000-words")
    ]
    for case, counts in numbers[0].items():
        for count, rate in zip(counts, numbers[1][case], strict=True):
            assert math.isnan(rate) or 0 <= rate <= 1000  # type: ignore[arg-type, operator]
            assert math.isnan(rate) or count or not rate  # type: ignore[arg-type]


@pytest.mark.parametrize("speakers", SPEAKERS)
@pytest.mark.parametrize("unit", UNITS)
@settings(max_examples=40)
@given(talks=sources())
def test_shares_are_shares_and_parts_add_up(unit: str, speakers: str, talks: list[Source]) -> None:
    coded = sp.code(talks, BOOK, unit=unit, speakers=speakers)
    check(coded, talks)
    evidence = [
        [turn for turn in talk.turns if speakers == "all" or not turn.interviewer] for talk in talks
    ]
    words = [sum(count_words(turn.text) for turn in turns) for turns in evidence]
    assert [one.words for one in coded.sources] == words
    back = read_back(coded)
    for made in (
        sp.coverage,
        sp.kwic,
        lambda one: sp.matrix(one, count="words"),
        lambda one: sp.matrix(one, count="words", scale="per-1000-words"),
    ):
        assert repr(made(back)) == repr(made(coded))
    if unit == "document":
        said = ["\n\n".join(turn.text for turn in turns) for turns in evidence]
        for row in sp.kwic(coded).rows:
            assert f"{row[5]}{row[6]}{row[7]}" == said[int(str(row[0])[0])]


@pytest.mark.parametrize("unit", UNITS)
def test_the_shipped_study_adds_up(unit: str) -> None:
    check(shipped(unit), sp.read_transcripts(ROOT / "transcripts"))


def test_a_document_is_what_its_informants_say(tmp_path: Path) -> None:
    asked = source("Interviewer: Why?\n\nClerk: They went.", "b.md", province="North")
    talks = [source(TALK, province="North"), asked]
    coded = sp.code(talks, BOOK, unit="document")
    assert sp.coverage(coded).rows[0][1:] == (1, 1, 1.0, 8, 1.0, 2)
    _, without = sp.uncaught(coded, talks)
    assert without.rows == (("b.md", 1, 1, "Clerk", 0.0, "They went."),)
    assert without.notes == ("1 segment carries no code.",)
    assert sp.matrix(coded, count="words", scale="per-1000-words").rows == (("North", 800.0),)
    sp.write_results(coded, tmp_path / "r")
    for one in (coded, sp.read_results(tmp_path / "r")):
        lines = [row[4:8] for row in sp.kwic(one).rows]
        assert lines == [
            ("Clerk; Mayor", "A ", "budget", " came.\n\nWe have staff. They wait."),
            ("Clerk; Mayor", "A budget came.\n\nWe have ", "staff", ". They wait."),
        ]
