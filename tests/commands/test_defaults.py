"""Options are arguments of the same names: what is not given means the same in both."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import click

import scapolicy as sp
from scapolicy.commands import main

_OTHERS: dict[str, tuple[Callable[..., Any], ...]] = {
    "code": (sp.code, sp.code_corpus, sp.plan_study, sp.run_study),
    "codebook check": (sp.check_codebook,),
    "codebook import": (sp.import_codebook,),
    "codebook suggest": (sp.suggest,),
    "coverage": (sp.coverage, sp.uncaught),
    "figure": (sp.figure, sp.write_figure),
    "report": (sp.make_report, sp.write_report),
    "pseudonymize": (sp.plan_pseudonyms,),
    "transcripts convert": (sp.convert_transcripts,),
    "withdraw": (sp.plan_withdrawal,),
}
"""The public functions of commands that have not one of the same name alone."""

_STATED = (str, int, float, list, tuple)


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from commands(found, f"{name} ")
        else:
            yield f"{above}{name}", found


def defaults() -> Iterator[tuple[Callable[..., Any], str, Any, Any]]:
    """Each argument that is an option too, where both state a default, and the option's first."""
    for name, command in commands(main):
        own = getattr(sp, name, None)
        functions = _OTHERS.get(name, (own,) if inspect.isfunction(own) else ())
        given = {one.name: one.get_default(click.Context(command)) for one in command.params}
        for function in functions:
            for argument, parameter in inspect.signature(function).parameters.items():
                option = given.get(argument)
                if isinstance(option, _STATED) and parameter.default is not parameter.empty:
                    yield function, argument, option, parameter.default


def test_an_option_and_its_argument_have_one_default() -> None:
    found = list(defaults())
    assert {"top", "unit", "count", "sort", "resamples", "present", "out"} <= {
        argument for _, argument, _, _ in found
    }
    differ = [
        (function.__name__, argument, option, default)
        for function, argument, option, default in found
        if (tuple(option) if isinstance(option, list) else option) != default
    ]
    assert differ == []
