"""The table of messages, and that the code fills it in rightly."""

import ast
import pickle
import re
import string
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import scapolicy as sp
from scapolicy.commands import main
from scapolicy.errors import ScapolicyError, problem
from scapolicy.messages.every import MESSAGES
from tests.analysis.study import shipped

SOURCE = Path(__file__).resolve().parents[1] / "scapolicy"
_PLACES = {"at", "line", "place"}


def needed(code: str) -> set[str]:
    """The values that a row of the table wants."""
    kind = MESSAGES[code]
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
        if "messages" not in path.parts
    )
    assert [code for code in MESSAGES if f'"{code}"' not in text] == []


def test_every_option_that_a_message_names_is_one_of_a_command() -> None:
    named = {
        option
        for kind in MESSAGES.values()
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", f"{kind.message} {kind.remedy}")
    }
    assert "-o" in named
    assert "--out" not in named  # whose short form is what the documentation says
    assert named - {"-m"} <= set(options(main))  # that of Python


def options(command: click.Command) -> Iterator[str]:
    for one in command.params:
        yield from one.opts
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from options(inner)


@pytest.mark.parametrize(
    ("arguments", "suffix"),
    [
        (["matrix"], ".xlsx"),
        (["framework"], ".xlsx"),
        (["framework"], ".md"),
        (["compare", "--group", "province=Rayong"], ".csv"),
        (["figure", "heatmap"], ".svg"),
    ],
)
def test_a_file_that_can_not_be_written_is_called_a_file(
    arguments: list[str], suffix: str, tmp_path: Path
) -> None:
    sp.write_results(shipped(), tmp_path / "results")
    command = [*arguments, str(tmp_path / "results"), "-o", str(tmp_path / "none" / f"x{suffix}")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    told = " ".join(done.stderr.split())
    assert "the file can't be written here (No such file or directory) [E20]" in told
    assert "Choose another file with -o." in told


def test_settings_that_can_not_be_written_are_called_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Interviewer: And?\nMayor: The budget.\n", encoding="utf-8")
    write = Path.open

    def refuse(path: Path, *how: object, **more: object) -> object:
        if path.name == "scapolicy.toml":
            raise PermissionError(13, "Permission denied")
        return write(path, *how, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    done = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert done.exit_code == 2
    told = " ".join(done.stderr.split())
    assert "the settings can't be written here (Permission denied) [S07]" in told
    assert "-o" not in told.split()


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
