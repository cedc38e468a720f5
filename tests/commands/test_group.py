"""The commands as a group: all are listed, and none is imported before it is asked for."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import click
import pytest
from click.testing import CliRunner

from scapolicy import commands
from scapolicy.commands import main
from tests.commands.test_code import ROOT, run

ELSEWHERE = {"suggest"}  # a command of `codebook`


def test_every_command_is_listed_with_a_line_that_fits() -> None:
    made = {
        one.name
        for one in iter_modules(commands.__path__)
        if isinstance(
            getattr(import_module(f"scapolicy.commands.{one.name}"), f"{one.name}_command", None),
            click.Command,
        )
    }
    context = click.Context(main)
    listed = main.list_commands(context)
    assert set(listed) == made - ELSEWHERE
    found = [main.get_command(context, name) for name in listed]
    assert [one.name for one in found if one] == listed == sorted(listed)
    shown = CliRunner().invoke(main, ["--help"], terminal_width=80).output.splitlines()
    lines = shown[shown.index("Commands:") + 1 :]
    assert [line.split()[0] for line in lines] == listed
    assert all(line.endswith(".") and not line.endswith("...") for line in lines)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("scapolicy cod", ["plain,code", "plain,codebook"]),
        ("scapolicy codebook im", ["plain,import"]),
        ("scapolicy matrix --tell", ["plain,--tell-zeros"]),
        ("scapolicy --vers", ["plain,--version"]),
    ],
)
def test_the_shell_completes(words: str, told: list[str]) -> None:
    count = str(len(words.split()) - 1)
    environment = {"COMP_WORDS": words, "COMP_CWORD": count}
    done = run(**environment, _SCAPOLICY_COMPLETE="bash_complete")
    assert done.stdout.split() == told


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_imports_no_command(arguments: list[str]) -> None:
    code = (
        "import sys; from scapolicy.commands import main;"
        "main(sys.argv[1:], standalone_mode=False);"
        "print(sorted(name for name in sys.modules if name.startswith('scapolicy.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == (
        "['scapolicy.commands', 'scapolicy.errors', 'scapolicy.messages',"
        " 'scapolicy.messages.kind', 'scapolicy.stopping']"
    )


def test_a_command_that_there_is_not_is_bad_usage() -> None:
    done = run("matrx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command 'matrx'" in done.stderr


def _all_of(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for own in command.list_commands(click.Context(command)):
            each = command.get_command(click.Context(command), own)
            assert each is not None
            yield from _all_of(each, f"{name} {own}")


@pytest.mark.parametrize(("name", "command"), list(_all_of(main, "scapolicy")))
def test_no_line_of_help_is_cut(name: str, command: click.Command) -> None:
    context = click.Context(command, info_name=name, terminal_width=80)
    _usage, _, told = command.get_help(context).partition("\n\n")
    lines = told.splitlines()
    assert [line for line in lines if line.endswith("...")] == []
