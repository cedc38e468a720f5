"""`scapolicy compare`: two groups of the sources of a results folder, side by side."""

import click

from scapolicy.commands.tables import conditions_of, deliver, level_option, load, table_command
from scapolicy.commands.telling import say


@table_command("compare")
@click.option(
    "--group",
    multiple=True,
    required=True,
    metavar="ATTRIBUTE=VALUE",
    help="What the sources of the group have; several values of one attribute are alternatives,"
    " several attributes all hold.",
)
@click.option(
    "--against",
    multiple=True,
    metavar="ATTRIBUTE=VALUE",
    help="The same for those to compare with; all others that state the attributes of the group,"
    " unless given.",
)
@level_option
def compare_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    group: tuple[str, ...],
    against: tuple[str, ...],
    level: str | None,
) -> None:
    """Compare two groups of sources by any attribute, such as an outcome.

    RESULTS is a folder that `scapolicy code` wrote. Prints for each factor the share of segments
    with the difference, its keyness, which way it is spoken of, and the passages of factors that
    help in one group and hinder in the other. Needs the extra: pip install 'scapolicy[analysis]'.
    """
    from scapolicy.analysis.compare import compare
    from scapolicy.commands.grid import show_tables
    from scapolicy.commands.passages import show_passages

    conditions = conditions_of(group, "--group"), conditions_of(against, "--against")
    coded = load(results, where)
    found = compare(coded, *conditions, level=level)
    if out is not None:
        deliver(found.tables(), out, coded)
        return
    show_tables([found.shares, found.keyness, found.balance])
    say()
    show_passages(found.passages, found.passages.columns[:3])
