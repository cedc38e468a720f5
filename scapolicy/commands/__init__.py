"""The command line: each command parses, calls one public function, prints, and exits.

Exit status: 0 done; 1 a check that was asked for came out negative; 2 bad usage or bad input;
130 stopped by Ctrl-C.
"""

import gc
import signal
import sys
from typing import Any

import click

from scapolicy.commands.agree import agree_command
from scapolicy.commands.code import code_command
from scapolicy.commands.codebook import codebook_group
from scapolicy.commands.compare import compare_command
from scapolicy.commands.cooccurrence import cooccurrence_command
from scapolicy.commands.coverage import coverage_command
from scapolicy.commands.crosstab import crosstab_command
from scapolicy.commands.diff import diff_command
from scapolicy.commands.evaluate import evaluate_command
from scapolicy.commands.explain import explain_command
from scapolicy.commands.figure import figure_command
from scapolicy.commands.findings import findings_command
from scapolicy.commands.framework import framework_command
from scapolicy.commands.frequencies import frequencies_command
from scapolicy.commands.init import init_command
from scapolicy.commands.kwic import kwic_command
from scapolicy.commands.matrix import matrix_command
from scapolicy.commands.pseudonymize import pseudonymize_command
from scapolicy.commands.qca import qca_command
from scapolicy.commands.report import report_command
from scapolicy.commands.sensitivity import sensitivity_command
from scapolicy.commands.telling import tell
from scapolicy.commands.transcripts import transcripts_group
from scapolicy.commands.verify import verify_command
from scapolicy.commands.withdraw import withdraw_command
from scapolicy.errors import ScapolicyError

EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


class _Terminated(KeyboardInterrupt):
    """The system asks the program to end: as Ctrl-C does, but with another status."""


def _terminate(*_: object) -> None:
    raise _Terminated


class _Group(click.Group):
    """A group that turns bad input into messages and an exit status, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ScapolicyError as error:
            for fault in error.problems:
                tell(fault)
            ctx.exit(EXIT_BAD_INPUT)
        except KeyboardInterrupt as stop:
            click.echo("Stopped; no results were changed.", err=True)
            ctx.exit(EXIT_TERMINATED if isinstance(stop, _Terminated) else EXIT_INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scapolicy")
def main() -> None:
    """Code interview transcripts with a codebook, in a way that can be run again."""


main.add_command(code_command)
main.add_command(codebook_group)
main.add_command(evaluate_command)
main.add_command(explain_command)
main.add_command(init_command)
main.add_command(transcripts_group)
main.add_command(pseudonymize_command)
main.add_command(withdraw_command)
main.add_command(agree_command)
main.add_command(matrix_command)
main.add_command(findings_command)
main.add_command(frequencies_command)
main.add_command(crosstab_command)
main.add_command(cooccurrence_command)
main.add_command(kwic_command)
main.add_command(compare_command)
main.add_command(framework_command)
main.add_command(qca_command)
main.add_command(sensitivity_command)
main.add_command(coverage_command)
main.add_command(figure_command)
main.add_command(report_command)
main.add_command(verify_command)
main.add_command(diff_command)


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
    signal.signal(signal.SIGTERM, _terminate)
    main(prog_name="scapolicy")
