"""Every problem of a codebook, with its line, from the smallest file that has it."""

import textwrap
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.codebook.load import has_errors

HEAD = "title: T\nversion: 1\ncodes:\n  - id: a\n    definition: A.\n    rules:\n"


def check(tmp_path: Path, text: str | bytes) -> list[tuple[str, int | None]]:
    """The problems of a codebook by code and line; loading refuses it exactly for errors."""
    path = tmp_path / "book.yaml"
    path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
    problems = sp.check_codebook(path)
    if has_errors(problems):
        with pytest.raises(sp.ScapolicyError) as caught:
            sp.load_codebook(path)
        errors = [fault for fault in problems if fault.severity == "error"]
        assert sorted(map(str, caught.value.problems)) == sorted(map(str, errors))
    else:
        sp.load_codebook(path)
    return [(fault.code, fault.line) for fault in problems]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{valence: facilitator, terms: [no money]}", []),
        ("{valence: facilitator, terms: no money}", []),
        ("{valence: facilitator, term: [x], terms: [y]}", [("C02", 7)]),
        ("{terms: [x]}", [("C03", 7)]),
        ("{valence: good, terms: [x]}", [("C04", 7)]),
        ("{valence: facilitator, terms: [[x]]}", [("C04", 7), ("C10", 7)]),
        ("{valence: facilitator, terms: []}", [("C04", 7), ("C10", 7)]),
        ("{valence: facilitator, terms: [x], terms: [y]}", [("C05", 7)]),
        ("{terms: , valence: facilitator, terms: [y]}", [("C05", 7)]),
        ("{valence: facilitator, id: 'No Id', terms: [x]}", [("C07", 7)]),
        ("{valence: facilitator, terms: [x, y, X]}", [("C09", 7)]),
        ("{valence: facilitator}", [("C10", 7)]),
        ("{valence: facilitator, terms: ['*', '* x', 'x*!', '--']}", [("C11", 7)] * 4),
        ("{valence: facilitator, terms: [x], exclude: ['*']}", [("C11", 7)]),
        ("{valence: facilitator, regex: ['(a', '(?=a)b']}", [("C12", 7)] * 2),
        ("{valence: facilitator, regex: ['(a+)+']}", [("C13", 7)]),
        ("{valence: facilitator, regex: ['^$']}", [("C14", 7)]),
        ("{valence: facilitator, tokens: [[{NO: x}]]}", [("C15", 7)]),
        ("{valence: facilitator, tokens: [[{POS: NOUN}]]}", [("C15", 7)]),
        (
            "{valence: facilitator, tokens: [[{LOWER: {REGEX: x}}], [{_: {a: 1}}], [{}]]}",
            [("C15", 7)] * 3,
        ),
        ("{valence: facilitator, tokens: x}", [("C04", 7), ("C10", 7)]),
        ("{valence: facilitator, terms: [the x y], exclude: [x y]}", [("C17", 7)]),
        ("{valence: facilitator, lemmas: [givve]}", [("C20", 7)]),
        ("{valence: facilitator, lemmas: [give]}", []),
        ("{valence: facilitator, terms: [x], case_sensitive: maybe}", [("C04", 7)]),
        ("{valence: facilitator, terms: [x], near: y}", []),
        ("{valence: facilitator, terms: [x], near: {terms: [y], within: 3}}", []),
        ("{valence: facilitator, terms: [x], any_of: {terms: [y], within: turn}}", []),
        ("{valence: facilitator, terms: [x], near: {terms: [y], within: turn}}", [("C04", 7)]),
        ("{valence: facilitator, terms: [x], near: {within: 3}}", [("C03", 7)]),
        ("{valence: facilitator, terms: [x], near: ['*']}", [("C11", 7)]),
        ("{valence: facilitator, terms: [x $no], exclude: [$no]}", [("C11", 7)] * 2),
        ("{valence: facilitator, terms: [x], near: [y], none_of: [y, z]}", [("C25", 7)]),
        ("{valence: facilitator, terms: [x], near: [y], none_of: {terms: [y], within: 3}}", []),
        ("{valence: facilitator, terms: [x], all_of: [y, z], none_of: [y]}", [("C25", 7)]),
        ("{valence: facilitator, terms: [x], any_of: [y, z], none_of: [y]}", []),
        ("{valence: facilitator, terms: [x], where: {level: central}}", []),
        ("{valence: facilitator, terms: [x], where: [central]}", [("C04", 7)]),
        ("{valence: facilitator, terms: [x], language: th}", [("C25", 7)]),
    ],
)
def test_a_rule(tmp_path: Path, rule: str, expected: list[tuple[str, int]]) -> None:
    assert check(tmp_path, f"{HEAD}      - {rule}\n") == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("{valence: barrier, terms: [sleepless]}", ["C56"]),
        ("{valence: facilitator, terms: [rested]}", []),
        ("{valence: neutral, terms: [sleep]}", []),
        ("{valence: barrier, negated: barrier, terms: [sleepless]}", ["C56"]),
        ("{valence: barrier, negated: facilitator, terms: [sleepless]}", []),
    ],
)
@pytest.mark.parametrize("flat", [True, False])
def test_a_factor_of_barriers_alone(
    tmp_path: Path, second: str, expected: list[str], flat: bool
) -> None:
    code = (
        f"{{id: fatigue, definition: F., rules: [{{valence: barrier, terms: [tired]}}, {second}]}}"
    )
    codes = f"codes: [{code}]"
    text = codes if flat else f"categories: [{{id: health, definition: H., {codes}}}]"
    path = tmp_path / "book.yaml"
    path.write_text(f"title: T\nversion: 1\n{text}\n")
    found = sp.check_codebook(path)
    assert [fault.code for fault in found] == expected
    name = "the code 'fatigue'" if flat else "the category 'health'"
    assert all(f"all rules of {name} are barriers" in fault.message for fault in found)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("terms: [budget*]", "terms: [budget, budgets]", [("C26", 8)]),
        ("terms: [no * money]", "terms: [no more money]", [("C26", 8)]),
        ("terms: [budget*]", "terms: [budget, staff]", []),
        ("terms: [budget, staff]", "terms: [budget*]", []),
        ("terms: [budget*], near: [no]", "terms: [budget]", []),
        ("terms: [budget*], near: [no]", "terms: [budget], near: [no]", [("C26", 8)]),
        ("terms: [budget*], where: {level: local}", "terms: [budget]", []),
        ("terms: [budget*], exclude: [the budget]", "terms: [budget]", []),
        ("terms: [budget*], case_sensitive: true", "terms: [budget]", []),
    ],
)
def test_a_rule_that_another_makes_useless(
    tmp_path: Path, first: str, second: str, expected: list[tuple[str, int]]
) -> None:
    rules = "".join(f"      - {{valence: facilitator, {each}}}\n" for each in (first, second))
    assert check(tmp_path, HEAD + rules) == expected


@pytest.mark.parametrize(
    ("rule", "said", "barred"),
    [
        ("terms: [budget], none_of: [budget]", "The budget.", True),
        ("terms: [Budget], none_of: {within: turn, terms: ['budget*']}", "The budget.", True),
        (
            "terms: [no budget at all], none_of: {within: 2, terms: [budget]}",
            "no budget at all",
            True,
        ),
        ("terms: [no more money], none_of: [no * money]", "No more money.", True),
        ("terms: [$cash], none_of: [fund, money]", "The fund, money.", True),
        ("terms: [fund], none_of: [$cash]", "The fund.", True),
        ("lemmas: [give money], none_of: ['g*']", "They gave money.", True),
        ("terms: [budget], none_of: [the budget]", "A budget.", False),
        ("terms: ['budget*'], none_of: [budget]", "Budgets.", False),
        ("terms: [budget], none_of: [budget bureau], case_sensitive: true", "budget", False),
        ("terms: [$cash], none_of: [fund]", "Money.", False),
        ("terms: [war-time], none_of: [war]", "In war-time.", False),
        ("lemmas: [give money], none_of: [gave]", "They give money.", False),
    ],
)
def test_a_term_that_its_own_rule_rules_out(
    tmp_path: Path, rule: str, said: str, barred: bool
) -> None:
    text = f"sets: {{cash: [fund, money]}}\n{HEAD}      - {{valence: facilitator, {rule}}}\n"
    found = [one for one in check(tmp_path, text) if one[0] != "C27"]
    assert found == ([("C54", 8)] if barred else [])
    (tmp_path / "a.md").write_text(f"Q: What?\n\nA: {said}\n")
    coded = sp.code(
        sp.read_transcripts(tmp_path / "a.md"), sp.load_codebook(tmp_path / "book.yaml")
    )
    assert len(coded.codings()) == (0 if barred else 1)


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ("{money: [budget]}", []),
        ("{money: [budget, $more], more: [fund]}", []),
        ("{money: [budget], idle: [x]}", [("C27", 1)]),
        ("{money: [$money]}", [("C24", 1)]),
        ("{money: [$nothing]}", [("C24", 1)]),
        ("{money: budget}", []),
        ("{money: []}", [("C04", 1)]),
        ("[money]", [("C04", 1), ("C11", 8)]),
    ],
)
def test_sets(tmp_path: Path, sets: str, expected: list[tuple[str, int]]) -> None:
    text = f"sets: {sets}\n{HEAD}      - {{valence: facilitator, terms: [no $money]}}\n"
    assert check(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ("{effect: lack, terms: [out of reach]}", []),
        ("{effect: praise, side: before, within: 2, terms: [never]}", [("C28", 1)]),
        ("{effect: negation, side: before, terms: [never]}", []),
        ("{effect: bad, terms: [x]}", [("C04", 1)]),
        ("{effect: lack, terms: [x], within: far}", [("C04", 1)]),
        ("{effect: lack, terms: ['*']}", [("C11", 1)]),
        ("{effect: lack, terms: [x]}, {effect: wish, terms: [x]}", [("C28", 1)]),
    ],
)
def test_cues(tmp_path: Path, cues: str, expected: list[tuple[str, int]]) -> None:
    text = f"cues: [{cues}]\n{HEAD}      - {{valence: facilitator, terms: [x]}}\n"
    assert check(tmp_path, text) == expected


def test_ids_used_twice(tmp_path: Path) -> None:
    rule = "rules: [{id: r, valence: facilitator, terms: [%s]}]"
    text = "title: T\nversion: 1\ncategories:\n"
    for name, term in (("a", "x"), ("a", "y")):
        text += f"  - id: {name}\n    definition: D\n    codes:\n"
        text += f"      - {{id: c, definition: D, {rule % term}}}\n"
    assert check(tmp_path, text) == [("C06", 8), ("C06", 11), ("C06", 11)]


def test_a_term_in_two_codes(tmp_path: Path) -> None:
    text = f"{HEAD}      - {{valence: facilitator, terms: [x]}}\n"
    text += "  - id: b\n    definition: B.\n    rules:\n"
    text += "      - valence: facilitator\n        terms:\n          - y\n          - X\n"
    assert check(tmp_path, text) == [("C08", 14)]


def test_definitions_that_are_missing(tmp_path: Path) -> None:
    text = """\
        title: T
        version: 1
        categories:
          - id: a
            codes:
              - id: b
                rules: [{valence: facilitator, terms: [x]}]
        """
    assert check(tmp_path, text) == [("C16", 4), ("C16", 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("C04", 1)]),
        ("- a\n", [("C03", 1), ("C04", 1)]),
        ("title: [\n", [("C01", 2)]),
        ("title: T\nversion: 1\n", [("C03", 1)]),
        ("title: T\nversion: 1\ncodes: []\n", [("C04", 3)]),
        ("title: T\nversion: 1\ncodes: 3\ncategories: 4\n", [("C04", 3)] * 2),
        (b"title: \xff\n", [("R05", 1)]),
        (b"title: \0\n", [("R04", 1)]),
        ("a: " + "[" * 10_000, [("C52", None)]),
        ("a: " + "[" * 100 + "]" * 100, [("C52", None)]),
        ("title: T\nversion: 1\nlanguages: xx\n", [("C03", 1), ("C23", 1)]),
        ("findings: {present: 0.2, absent: 2}\n", [("C03", 1)] * 3 + [("C04", 1), ("C21", 1)]),
        ("findings: {present: 0.2}\n", [("C03", 1)] * 3 + [("C21", 1)]),
    ],
)
def test_a_file(tmp_path: Path, text: str | bytes, expected: list[tuple[str, int | None]]) -> None:
    found = check(tmp_path, text)
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_lemmas_of_an_unknown_language(tmp_path: Path) -> None:
    text = f"languages: [zz]\n{HEAD}      - {{valence: facilitator, lemmas: [give]}}\n"
    assert check(tmp_path, text) == [("C23", 1), ("C22", 8)]


def test_five_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = """\
        title: T
        version: 1
        categories:
          - id: a
            lable: A
            definition: D
            codes:
              - id: c
                definition: D
                rules:
                  - {valence: good, terms: [x]}
                  - {valence: facilitator, regex: ['(x']}
              - id: c
                definition: D
                rules:
                  - {valence: facilitator}
        """
    assert check(tmp_path, text) == [
        ("C02", 5),
        ("C04", 11),
        ("C12", 12),
        ("C06", 13),
        ("C10", 16),
    ]


def test_a_misspelt_key_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(HEAD.replace("definition", "definiton"))
    assert any("did you mean 'definition'?" in str(fault) for fault in sp.check_codebook(path))


def test_a_codebook_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(sp.ScapolicyError, match="key-factors"):
        sp.load_codebook("no-such-book")


_SCALARS = st.sampled_from(["x", "no", "1", "", "a b", "*", "é", "{}", "[]", "null", "[[x]]"])
_KEYS = st.sampled_from(
    [
        "title",
        "version",
        "codes",
        "categories",
        "id",
        "rules",
        "terms",
        "regex",
        "valence",
        "tokens",
        "near",
        "none_of",
        "sets",
        "cues",
        "where",
    ]
)
_TREES = st.recursive(
    _SCALARS.map(lambda text: text if text[:1] in "{[" else f"'{text}'"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(_KEYS, inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=12,
)


@given(_TREES)
def test_nothing_in_a_file_is_more_than_a_problem(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "tree.yaml"
    path.write_text(text, encoding="utf-8")
    assert sp.check_codebook(path)


_LARGE = "{words: [" + ", ".join(f"w{n}" for n in range(2000)) + "]"


@pytest.mark.parametrize(
    ("sets", "terms", "expected"),
    [
        ("}", "$words", []),
        (
            ", many: [" + ", ".join(f"$words x{n}" for n in range(300)) + "]}",
            "$many",
            ["C24"],
        ),
        (", " + ", ".join(f"s{n}: [$words x{n}]" for n in range(260)) + "}", "$words", ["C24"]),
        ("}", ", ".join(f"$words x{n}" for n in range(25)), []),
        ("}", ", ".join(f"$words x{n}" for n in range(251)), ["C57"]),
        ("}", "$words $words", ["C11"]),
    ],
)
def test_what_sets_stand_for_is_bounded_before_it_is_written_out(
    tmp_path: Path, sets: str, terms: str, expected: list[str]
) -> None:
    text = f"sets: {_LARGE}{sets}\n{HEAD}      - {{valence: facilitator, terms: [{terms}]}}\n"
    tracemalloc.start()
    try:
        found = {code for code, _ in check(tmp_path, text)} - {"C27"}  # unused sets
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sorted(found) == expected
    if expected:
        assert most < 45e6
