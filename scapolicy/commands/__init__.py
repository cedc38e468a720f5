"""The command line: each command parses, calls one public function, prints, and exits.

Exit status: 0 done; 1 a check that was asked for came out negative; 2 bad usage or bad input;
129, 130 and 143 stopped by the end of its terminal, by Ctrl-C, or by the system.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from scapolicy.errors import ScapolicyError
from scapolicy.stopping import STOPPED, status_of, stop_once

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

EXIT_BAD_INPUT = 2

WRITTEN = "scapolicy.written"
"""Set in a context once results are in place, for what is said of a command that is stopped."""


_COMMANDS = {
    "agree": "Compare the codings of two coders or more.",
    "code": "Code transcripts, and write all tables of the results.",
    "codebook": "Check, read and import codebooks.",
    "compare": "Compare two groups of sources.",
    "cooccurrence": "Count which factors are spoken of together.",
    "coverage": "Show what part of each transcript carries codes.",
    "crosstab": "Test whether some cases speak of a factor more.",
    "diff": "Show what differs between two runs, and why.",
    "evaluate": "Measure codings against a person's.",
    "explain": "Show what hit in one turn, and what nearly did.",
    "figure": "Draw a figure of a results folder.",
    "findings": "Say whether each factor is there in each case.",
    "framework": "Put the passages of factors and cases side by side.",
    "frequencies": "Count how often codes, rules or words are found.",
    "init": "Write a scapolicy.toml for a folder of transcripts.",
    "kwic": "Show each match with the words around it.",
    "matrix": "Count what of each factor is in each case.",
    "pseudonymize": "Replace names in transcripts by stable codes.",
    "qca": "Ask which factors go with an outcome: truth table.",
    "report": "Make a report to read and to click through.",
    "sensitivity": "Show which findings hold when choices differ.",
    "transcripts": "See what was read of transcripts, and convert them.",
    "verify": "Make a run again, and compare all bytes.",
    "withdraw": "Remove all that comes from an informant.",
}


@contextmanager
def _legible_errors() -> Iterator[None]:
    """What click says of arguments, which may be names of files, goes to the terminal too."""
    try:
        yield
    except click.UsageError as error:
        from scapolicy.commands.telling import legible

        said = error.format_message()
        if legible(said) == said:
            raise
        raise click.UsageError(legible(said), error.ctx) from None


class _Group(click.Group):
    """A group that turns bad input into messages and an exit status, never a traceback.

    A command is imported when it is asked for: all of them take as long as click.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(
            import_module(f"scapolicy.commands.{cmd_name}"), f"{cmd_name}_command"
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        names = (name for name in _COMMANDS if name.startswith(incomplete))
        found = [CompletionItem(name, help=_COMMANDS[name]) for name in names]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _legible_errors():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _legible_errors():
                return super().invoke(ctx)
        except ScapolicyError as error:
            from scapolicy.commands.telling import tell

            for fault in error.problems:
                tell(fault)
            ctx.exit(EXIT_BAD_INPUT)
        except KeyboardInterrupt as stop:
            from scapolicy.commands.telling import tell_at_last

            tell_at_last("Stopped; all results are written." if WRITTEN in ctx.meta else STOPPED)
            ctx.exit(status_of(stop))


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scapolicy")
def main() -> None:
    """Code interview transcripts with a codebook, in a way that can be run again."""


# After so many new objects Python looks for garbage, of which there is hardly any here; its own
# number costs a tenth of a run. A small study is done before.
_GARBAGE_FROM = 500_000


def entry() -> None:
    """The installed command."""
    gc.set_threshold(_GARBAGE_FROM)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show a character gets a ? for it, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    stop_once()
    main(prog_name="scapolicy")
