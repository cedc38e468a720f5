"""The table of messages, and that the code fills it in rightly."""

import ast
import pickle
import string
from pathlib import Path

import pytest

from scapolicy.errors import KINDS, ScapolicyError, problem

SOURCE = Path(__file__).resolve().parents[1] / "scapolicy"
_PLACES = {"at", "line", "place"}


def needed(code: str) -> set[str]:
    """The values that a row of the table wants."""
    kind = KINDS[code]
    fields = string.Formatter().parse(kind.message + kind.remedy)
    return {name.split("!")[0] for _, name, _, _ in fields if name}


def calls() -> list[tuple[str, str, set[str]]]:
    """Where a problem is made, its code, and the values given."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if name in ("problem", "fault", "refuse") and isinstance(first, ast.Constant):
                given = {word.arg for word in node.keywords if word.arg} - _PLACES
                extra = {"reason", "remedy"} if name == "refuse" else set()
                found.append((f"{path.name}:{node.lineno}", str(first.value), given | extra))
    return found


def test_every_message_gets_the_values_that_it_names() -> None:
    wrong = [(where, code) for where, code, given in calls() if not needed(code) <= given]
    assert wrong == []


def test_no_value_is_given_in_vain() -> None:
    vain = [
        (where, code, given - needed(code))
        for where, code, given in calls()
        if given - needed(code)
    ]
    assert vain == []


def test_every_message_is_used() -> None:
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if path.name != "errors.py"
    )
    assert [code for code in KINDS if f'"{code}"' not in text] == []


def test_problems_and_errors_travel_between_processes() -> None:
    error = ScapolicyError([problem("R01", at="x", line=3, place="y")])
    copy = pickle.loads(pickle.dumps(error))
    assert copy.problems == error.problems
    assert str(copy) == "x:3: y: there is no such file or folder [R01]\n  Check the path."


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"words": 1}, "1 word before the first speaker is not coded"),
        ({"words": 12}, "12 words before the first speaker are not coded"),
    ],
)
def test_a_message_counts_one_thing_as_one(values: dict[str, int], expected: str) -> None:
    assert problem("N04", **values).message == expected
