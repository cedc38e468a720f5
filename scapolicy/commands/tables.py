"""What the commands that make tables of a results folder share."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scapolicy.commands.telling import say, tell
from scapolicy.records import RUN_RECORD

if TYPE_CHECKING:
    from scapolicy.coded import Coded
    from scapolicy.table_files import Written
    from scapolicy.tables.table import Table

Command = Callable[..., Any]

by_option = click.option(
    "--by",
    multiple=True,
    metavar="ATTRIBUTE",
    help="The attribute that makes a case, that of the run unless given; give it twice for"
    " combinations.",
)
level_option = click.option(
    "--level",
    type=click.Choice(["category", "code"]),
    help="What a factor is, as in the run unless given.",
)
several_out_option = click.option(
    "-o",
    "--out",
    metavar="DIR|FILE",
    help="Write all of it as CSV into this folder, or into a file whose suffix names the format.",
)
tell_zeros_option = click.option(
    "--tell-zeros",
    is_flag=True,
    help="Tell a zero from `not asked`, and show combinations of --by with `no transcript`.",
)
where_option = click.option(
    "--where",
    multiple=True,
    metavar="ATTRIBUTE=VALUE",
    help="Only sources with this value; several of one attribute are alternatives.",
)
_out_option = click.option(
    "-o",
    "--out",
    metavar="FILE",
    help="Write it instead of printing it; the suffix names the format.",
)


def table_command(name: str) -> Callable[[Command], click.Command]:
    """A command on a results folder, with the options that all of these have."""

    def command(function: Command) -> click.Command:
        argument = click.argument("results", metavar="RESULTS")
        return click.command(name)(argument(where_option(_out_option(function))))

    return command


def load(results: str, where: Sequence[str]) -> "Coded":
    """The sources of a results folder that the conditions select."""
    from scapolicy.analysis.selection import select
    from scapolicy.results_reader import read_results

    return select(read_results(results), conditions_of(where, "--where"))


def conditions_of(texts: Sequence[str], option: str) -> dict[str, list[str]]:
    """Conditions as a user gives them, `ATTRIBUTE=VALUE`, from attributes to values."""
    wanted: dict[str, list[str]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"{text!r} is not ATTRIBUTE=VALUE.", param_hint=option)
        wanted.setdefault(name.strip(), []).append(value.strip())
    return wanted


def about(coded: "Coded") -> dict[str, str]:
    """What was run, for those who read the tables: the command, its options, and on what.

    The hash of the run's record stands for all that the record names: each transcript, setting
    and version.
    """
    from importlib.metadata import version

    context, book = click.get_current_context(), coded.codebook
    record = (Path(context.params["results"]) / RUN_RECORD).read_bytes()
    return {
        "scapolicy": version("scapolicy"),
        "command": str(context.command.name),
        **dict(_options(context)),
        "run": f"{RUN_RECORD}, SHA-256 {sha256(record).hexdigest()}",
        "codebook": f"{book.title} {book.version} ({book.name}, SHA-256 {book.sha256})",
        "unit": str(coded.unit),
        "speakers": str(coded.speakers),
        "sources": str(len(coded.sources)),
    }


def _options(context: click.Context) -> Iterator[tuple[str, str]]:
    """The options of the command that say something; of a file only its name, as paths differ."""
    for option in context.command.params:
        value = context.params[str(option.name)]
        if not isinstance(option, click.Option) or option.name == "out":
            continue
        if value is None or value is False or value == ():
            continue
        values = [str(one) for one in (value if isinstance(value, tuple) else (value,))]
        if "FILE" in str(option.metavar) or "DIR" in str(option.metavar):
            values = [Path(one).name for one in values]
        yield max(option.opts, key=len), "; ".join(values)


def deliver(tables: "Sequence[Table]", out: str | None, coded: "Coded") -> None:
    """Write tables of coded sources into a file, or print them where none is given."""
    from scapolicy.commands.grid import show_tables
    from scapolicy.table_files import export_tables

    if out is None:
        show_tables(tables)
    else:
        tell_written(export_tables(tables, out, about(coded)))


def write_all(tables: "Sequence[Table]", out: str) -> None:
    """Write tables into a file, whose suffix names the format, or as CSV into a folder."""
    from scapolicy.commands.view import show_written
    from scapolicy.results import write_tables
    from scapolicy.table_files import export_tables, is_table_file

    if is_table_file(out):
        say()
        tell_written(export_tables(tables, out))
    else:
        show_written(out, write_tables(tables, out))


def tell_written(written: "Written") -> None:
    """Say into which files tables were written, and what to know of them."""
    for path in written.files:
        say(f"Written to {path}")
    for note in (note for table in written.tables for note in table.notes):
        tell(f"note: {note}")
