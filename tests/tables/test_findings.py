"""Findings: shares, informants and levels; and the passages behind them."""

import pytest

import scapolicy as sp
from scapolicy.records import FindingRule
from tests.build import codebook, rule, source

TALK = "Interviewer: And?\n\nInformant: {}\n"


def coded(rule_of_findings: FindingRule, *said: tuple[str, str, str]) -> sp.Coded:
    """Informants, their levels, and what they said of money, all in one province."""
    rules = [
        rule("good", terms=("a grant",)),
        rule("bad", "barrier", terms=("broke",)),
        rule("talk", "neutral", terms=("money",)),
    ]
    book = codebook(("money", rules), findings=rule_of_findings)
    sources = [
        source(
            TALK.format(text), f"{n}.md", informant=who, level=level, province="P", consent="yes"
        )
        for n, (who, level, text) in enumerate(said)
    ]
    return sp.code(sources, book)


@pytest.mark.parametrize(
    ("findings", "said", "expected"),
    [
        (FindingRule(), [("A", "local", "Nothing.")], "not mentioned"),
        (FindingRule(), [("A", "local", "Money.")], "partial"),
        (FindingRule(), [("A", "local", "We got a grant.")], "present"),
        (FindingRule(), [("A", "local", "We are broke.")], "absent"),
        (FindingRule(), [("A", "local", "A grant. Broke.")], "partial"),
        (FindingRule(), [("A", "local", "A grant. A grant. Broke.")], "present"),
        (FindingRule(informants=2), [("A", "local", "A grant.")], "partial"),
        (
            FindingRule(informants=2),
            [("A", "local", "A grant."), ("A", "x", "A grant.")],
            "partial",
        ),
        (FindingRule(informants=2), [("A", "local", "A grant."), ("B", "x", "Money.")], "partial"),
        (FindingRule(informants=2), [("A", "x", "A grant."), ("B", "x", "A grant.")], "present"),
        (FindingRule(levels=("Local",)), [("A", "central", "A grant.")], "partial"),
        (FindingRule(levels=("Local",)), [("A", "local", "A grant.")], "present"),
        (
            FindingRule(levels=("local", "central")),
            [("A", "local", "Broke."), ("B", "central", "Broke.")],
            "absent",
        ),
    ],
)
def test_a_finding(findings: FindingRule, said: list[tuple[str, str, str]], expected: str) -> None:
    assert coded(findings, *said).findings()["factor"].tolist() == [expected]


@pytest.mark.parametrize(
    ("by", "counted", "behind"),
    [
        ("factor", ["attribute.factor", "factor"], ["attribute.factor", "factor"]),
        ("words", ["words", "factor"], ["attribute.words", "factor"]),
    ],
)
def test_a_case_that_is_called_like_another_column_keeps_one_of_its_own(
    by: str, counted: list[str], behind: list[str]
) -> None:
    talk = source(TALK.format("A grant."), "a.md", consent="yes", **{by: "North"})
    run = sp.code([talk], codebook(("money", [rule("good", terms=("a grant",))])))
    assert run.matrix(by).columns.tolist() == run.findings(by).columns.tolist() == counted
    assert run.matrix(by).iloc[0].tolist() == ["North", 1]
    assert run.passages(by).columns.tolist()[:2] == behind
    assert run.passages(by).iloc[0].tolist()[:2] == ["North", "factor"]


def test_every_passage_behind_a_cell_is_listed_with_its_side() -> None:
    said = [("A", "local", "A grant. Broke."), ("B", "central", "Money, a grant, broke.")]
    table = coded(FindingRule(), *said).passages()
    rows = table[["province", "factor", "finding", "side", "source", "segment", "informant"]]
    assert rows.to_numpy().tolist() == [
        ["P", "factor", "partial", "for", "0.md", 2, "A"],
        ["P", "factor", "partial", "against", "0.md", 3, "A"],
        ["P", "factor", "partial", "both", "1.md", 2, "B"],
    ]
    assert table["text"].tolist() == ["A grant.", "Broke.", "Money, a grant, broke."]
    assert table["informant_level"].tolist() == ["local", "local", "central"]


def test_the_passages_are_as_many_as_the_matrix_counts() -> None:
    said = [("A", "local", "A grant. Broke. Money and a grant."), ("B", "x", "Broke.")]
    result = coded(FindingRule(), *said)
    assert len(result.passages()) == result.matrix()["factor"].sum()
    assert len(result.passages(level="code")) == result.matrix(level="code")["money"].sum()
