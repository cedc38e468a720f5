"""YAML as a tree with lines: what is kept, and what strangers' files cannot do."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.yaml_nodes import (
    MAX_DEPTH,
    MAX_NODES,
    Items,
    Pairs,
    Scalar,
    flatten,
    parse,
    plain_value,
)

TEXT = "tag:yaml.org,2002:str"
WHOLE = "tag:yaml.org,2002:int"


def tree(text: str) -> Items | Pairs | Scalar:
    node = parse(text, "a.yaml")
    assert node is not None
    return node


def leaves(text: str) -> list[tuple[str, int, str]]:
    node = tree(text)
    assert isinstance(node, Pairs)
    return [(name, key.line, value) for name, key, value in flatten(node)]


def fault(text: str, **options: object) -> tuple[str, int | None]:
    with pytest.raises(ScapolicyError) as caught:
        parse(text, "a.yaml", **options)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert problem.file == "a.yaml"
    return problem.code, problem.line


def test_every_node_knows_its_line_and_how_it_was_typed() -> None:
    assert tree("a: 'x'\nb:\n- 1\n") == Pairs(
        (
            (Scalar("a", 1, TEXT), Scalar("x", 1, TEXT)),
            (
                Scalar("b", 2, TEXT),
                Items((Scalar("1", 3, WHOLE),), 3),
            ),
        ),
        1,
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "--- \n...\n"])
def test_nothing_is_none_or_an_empty_value(text: str) -> None:
    node = parse(text, "a.yaml")
    assert node is None or plain_value(node) is None


def test_repeated_keys_are_all_there() -> None:
    assert leaves("a: 1\na: 2\n") == [("a", 1, "1"), ("a", 2, "2")]


def test_lines_are_counted_from_where_the_text_stands_in_its_file() -> None:
    node = parse("a: 1\nb: 2\n", "a.md", first_line=10)
    assert isinstance(node, Pairs)
    assert [key.line for key, _ in node.entries] == [10, 11]
    assert fault("a: 1\nb: [\n", first_line=10) == ("C01", 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c", ("C01", 1)),
        ("a: 1\n\tb: 2", ("C01", 2)),
        ("a: 1\nb: *nobody\n", ("C01", 2)),
        ("a: 1\n? [b, c]\n: 2\n", ("C01", 2)),
        ("a: 1\n---\nb: 2\n", ("C01", 2)),
        ("a: é\nb: é\nc: \x7f\n", ("C01", 3)),
        ("'é': 1\n\nb: \x0c\n", ("C01", 3)),
        ("a: 1\nb: @x\n", ("C01", 2)),
        ("a: !x!y 1\n", ("C01", 1)),
        ("%YAML 9.9\n---\na: 1\n", ("C01", 1)),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, expected: tuple[str, int]) -> None:
    assert fault(text) == expected


def test_the_code_of_a_fault_is_the_callers() -> None:
    assert fault("a: [", fault="R10")[0] == "R10"


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!unknown", "!!binary"]
)
def test_a_tag_makes_nothing_but_text(tag: str) -> None:
    assert plain_value(tree(f"a: {tag} 'echo x'")) == {"a": "echo x"}


def test_an_alias_stands_for_what_it_names() -> None:
    assert plain_value(tree("a: &x [1, 2]\nb: *x\n")) == {"a": [1, 2], "b": [1, 2]}


def test_as_deep_as_allowed_is_read() -> None:
    assert isinstance(tree("[" * MAX_DEPTH + "]" * MAX_DEPTH), Items)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &a [*a]", "C18"),
        ("a: &a {b: *a}", "C18"),
        (f"a: &a {'x' * 100_000}\nb: [{'*a,' * 1_000}]", "C18"),
        (f"a: &a [{'x,' * (MAX_NODES // 2)}]\nb: *a\nc: *a", "C18"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "C52"),
        ("[" * 200_000, "C52"),
        ("{a: " * 200_000, "C52"),
        ("- " * 200_000 + "a", "C52"),
        (f"[{'a,' * MAX_NODES}]", "C53"),
        (f"a: &a x\nb: [{'y,' * MAX_NODES}]\nc: *a", "C53"),
        ("".join(f"k{n}: {n}\n" for n in range(MAX_NODES)), "C53"),
        (f"a: {'x' * 100 * MAX_NODES}", "C53"),
    ],
    ids="self,self in map,long,twice,deep,brackets,braces,dashes,wide,alias,keys,text".split(","),
)
def test_what_would_fill_the_memory_or_the_stack_is_refused_for_what_it_is(
    text: str, code: str
) -> None:
    assert fault(text) == (code, None)


def test_aliases_of_aliases_are_refused() -> None:
    lines = ["a0: &a0 x"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert fault("\n".join(lines)) == ("C18", None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("x", "x"),
        ("", None),
        ("~", None),
        ("null", None),
        ("'null'", "null"),
        ("12", 12),
        ("-3", -3),
        ("1_000", 1000),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("'12'", "12"),
        ("true", True),
        ("Yes", True),
        ("off", False),
        ("'true'", "true"),
        ("2020-06-14", "2020-06-14"),
        ("[1, x]", [1, "x"]),
        ("{b: {c: 1}}", {"b": {"c": 1}}),
    ],
)
def test_plain_values_are_recognised_where_they_are_not_quoted(
    typed: str, expected: object
) -> None:
    assert plain_value(tree(f"a: {typed}")) == {"a": expected}


@pytest.mark.parametrize(
    "typed", ["010", "1:30", ".inf", "-.INF", ".nan", "1:30.5", "9" * 5000], ids=lambda t: t[:6]
)
def test_numbers_of_yaml_only_stay_as_typed(typed: str) -> None:
    assert plain_value(tree(f"a: {typed}")) == {"a": typed}


@pytest.mark.parametrize("typed", ["!!int x", "!!int ''", "!!float x"])
def test_a_tag_that_the_value_does_not_bear_out_is_passed_over(typed: str) -> None:
    assert plain_value(tree(f"a: {typed}")) == {"a": typed.split()[1].strip("'")}


def test_leaves_have_dotted_names_and_lists_become_one_text() -> None:
    text = "a: [x, y]\nb:\n  c: 010\n  d:\n    e: ~\nf: [{g: 1, h: 2}, z]\n"
    assert leaves(text) == [
        ("a", 1, "x; y"),
        ("b.c", 3, "010"),
        ("b.d.e", 5, ""),
        ("f", 6, "g: 1, h: 2; z"),
    ]


# Without the line ends of old mainframes, which PyYAML writes as it would write a new line.
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=20)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
def test_what_was_dumped_is_read_again(value: object) -> None:
    assert plain_value(tree(yaml.safe_dump(value, allow_unicode=True))) == value


@given(st.text(alphabet="ab:- \n\t[]{}&*!|>'\"%@#?,é\x7f~0.", max_size=40))
def test_any_text_is_a_tree_or_one_problem(text: str) -> None:
    last = text.count("\n") + 1
    try:
        node = parse(text, "a.yaml")
    except ScapolicyError as error:
        node, faults = None, error.problems
    else:
        faults = ()
    assert [fault.code for fault in faults] in ([], ["C01"], ["C18"])
    assert all(fault.line is None or 1 <= fault.line <= last for fault in faults)
    assert node is None or 1 <= node.line <= last
