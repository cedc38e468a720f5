"""Conditions, sets and scope: where a rule's words must stand for it to hit."""

import pytest

from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.matcher import Matcher, Miss
from scapolicy.matching.sentence import Stretch
from scapolicy.matching.sets import expand, resolve
from scapolicy.records import Condition, Reach, Relation
from tests.build import codebook, rule

NEAR, BEFORE, AFTER = Relation.NEAR, Relation.BEFORE, Relation.AFTER
ALL, ANY, NONE = Relation.ALL_OF, Relation.ANY_OF, Relation.NONE_OF


def found(text: str, *conditions: Condition, **attributes: str) -> list[str]:
    """The context of each hit of `budget` in a text whose sentences end at full stops.

    Each sentence is a segment, two sentences are a turn.
    """
    book = codebook(("c", [rule(terms=("budget",), conditions=conditions)]))
    hits = Matcher(book).hits(text, stretches(text), attributes)
    return [", ".join(text[slice(*span)] for span in hit.context) for hit in hits]


def stretches(text: str) -> list[Stretch]:
    places, start = [], 0
    for number, sentence in enumerate(text.split(". ")):
        places.append(Stretch(start, start + len(sentence), number // 2 + 1, number + 1))
        start += len(sentence) + 2
    return places


@pytest.mark.parametrize(
    ("text", "condition", "expected"),
    [
        ("the budget was cut", Condition(NEAR, ("cut",), 1), ["cut"]),
        ("the budget was cut", Condition(NEAR, ("cut",), 0), []),
        ("cut the budget", Condition(NEAR, ("cut",), 1), ["cut"]),
        ("a budget. cut", Condition(NEAR, ("cut",), 9), []),
        ("budget budget", Condition(NEAR, ("budget",), 0), ["budget", "budget"]),
        ("a budget", Condition(NEAR, ("budget",), 9), []),
        ("the budget was cut", Condition(BEFORE, ("cut",), 1), ["cut"]),
        ("cut the budget", Condition(BEFORE, ("cut",), 1), []),
        ("cut the budget", Condition(AFTER, ("cut",), 1), ["cut"]),
        ("the budget was cut", Condition(AFTER, ("cut",), 1), []),
        ("cut one budget that he cut", Condition(NEAR, ("cut",), 9), ["cut"]),
        ("staff, budget, plan", Condition(ALL, ("plan", "staff"), Reach.SENTENCE), ["staff, plan"]),
        ("staff, budget", Condition(ALL, ("plan", "staff"), Reach.SENTENCE), []),
        ("a budget. a plan", Condition(ANY, ("plan",), Reach.SENTENCE), []),
        ("a budget. a plan", Condition(ANY, ("plan",), Reach.SEGMENT), []),
        ("a budget. a plan", Condition(ANY, ("plan", "x"), Reach.TURN), ["plan"]),
        ("a budget. x. a plan", Condition(ANY, ("plan",), Reach.TURN), []),
        ("a plan and one budget", Condition(ANY, ("plan",), 1), []),
        ("a budget", Condition(NONE, ("plan",), Reach.TURN), [""]),
        ("a budget. a plan", Condition(NONE, ("plan",), Reach.TURN), []),
        ("a budget. a plan", Condition(NONE, ("plan",), Reach.SENTENCE), [""]),
        ("a plan for one budget", Condition(NONE, ("plan",), 1), [""]),
        ("a plan for budget", Condition(NONE, ("plan",), 1), []),
        ("the budget bureau", Condition(NONE, ("budget bureau",), 0), []),
    ],
)
def test_a_condition(text: str, condition: Condition, expected: list[str]) -> None:
    assert found(text, condition) == expected


@pytest.mark.parametrize("within", [Reach.SEGMENT, Reach.TURN])
def test_context_in_another_sentence_is_no_place_in_this_one(within: Reach) -> None:
    book = codebook(
        ("c", [rule(valence="barrier", terms=("budget",),
                    conditions=(Condition(ANY, ("mayor",), within),))])
    )  # fmt: skip
    text = "The budget was not. The old mayor came."
    (hit,) = Matcher(book).hits(text, [Stretch(0, 19), Stretch(20, len(text))])
    assert text[slice(*hit.context[0])] == "mayor"


def test_all_conditions_must_hold() -> None:
    near, none = Condition(NEAR, ("cut",), 3), Condition(NONE, ("never",), Reach.SENTENCE)
    assert found("the budget was cut", near, none) == ["cut"]
    assert found("the budget was never cut", near, none) == []


def test_words_that_fail_a_condition_hide_no_other_hit() -> None:
    near = Condition(NEAR, ("cut",), 3)
    book = codebook(
        ("c", [rule("long", terms=("a budget",), conditions=(near,)), rule("b", terms=("budget",))])
    )
    assert [hit.rule.id for hit in Matcher(book).hits("a budget", [Stretch(0, 8)])] == ["b"]


def test_a_rule_for_some_sources_is_tried_in_those_only() -> None:
    book = codebook(("c", [rule(terms=("budget",), where={"level": ("central", "local")})]))
    tried = [{"level": "Central"}, {"level": "private"}, {}]
    hits = [Matcher(book).hits("a budget", [Stretch(0, 8)], each) for each in tried]
    assert [len(each) for each in hits] == [1, 0, 0]


def test_a_rule_for_a_language_is_tried_in_that_only() -> None:
    book = codebook(("c", [rule(terms=("budget",), language="th")]))
    assert Matcher(book).hits("a budget", [Stretch(0, 8)]) == []
    assert len(Matcher(book, "th").hits("a budget", [Stretch(0, 8)])) == 1


def test_sets_stand_for_their_terms_in_rules_and_conditions() -> None:
    near = Condition(NEAR, ("$cut",), 2)
    rules = [rule(terms=("no $money",), conditions=(near,), exclude=("no $money bureau",))]
    book = codebook(("c", rules), sets={"money": ("budget*", "funds"), "cut": ("cut", "lost")})
    text = "no budgets cut. no budgets. no funds lost. no budget bureau cut"
    hits = Matcher(book).hits(text, stretches(text))
    assert [text[hit.start : hit.end] for hit in hits] == ["no budgets", "no funds"]


def test_a_set_may_hold_another_but_not_itself() -> None:
    assert resolve({"a": ["x", "$b y"], "b": ["z"]}) == {"a": ("x", "z y"), "b": ("z",)}
    for sets in ({"a": ["$a"]}, {"a": ["$b"], "b": ["$a"]}):
        with pytest.raises(RuleFaultError, match="holds itself"):
            resolve(sets)


def test_too_many_combinations_are_refused() -> None:
    words = [f"w{n}" for n in range(50)]
    assert len(expand("$w x", {"w": words})) == 50
    with pytest.raises(RuleFaultError, match="125,000 terms"):
        expand("$w $w $w", {"w": words})


def test_what_nearly_hit_is_told_with_the_reason() -> None:
    near = Condition(NEAR, ("cut",), 3)
    book = codebook(
        (
            "c",
            [
                rule("n", terms=("budget",), conditions=(near,)),
                rule("e", terms=("budget",), exclude=("the budget",)),
                rule("o", terms=("budget line", "line")),
            ],
        )
    )
    misses: list[Miss] = []
    Matcher(book).hits("the budget line", [Stretch(0, 15)], on_miss=misses.append)
    assert {(miss.rule.id, str(miss.why)) for miss in misses} == {
        ("n", "condition"),
        ("e", "excluded"),
        ("o", "overlap"),
    }
