"""`scapolicy qca`: the cases with an outcome compared with those without, as crisp sets."""

import click

from scapolicy.commands.tables import conditions_of, deliver, level_option, load, table_command


@table_command("qca")
@click.option(
    "--outcome",
    multiple=True,
    required=True,
    metavar="ATTRIBUTE=VALUE",
    help="What a case has that has the outcome; several are alternatives.",
)
@click.option(
    "--by",
    default="",
    metavar="ATTRIBUTE",
    help="The attribute that makes a case; that of the run unless given.",
)
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    metavar="FACTOR",
    help="A factor to compare by; all of them unless given.",
)
@click.option(
    "--present",
    multiple=True,
    type=click.Choice(["present", "partial", "absent", "not mentioned"]),
    default=["present"],
    show_default=True,
    help="A finding that puts a case into the set of a factor.",
)
@level_option
def qca_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    outcome: tuple[str, ...],
    by: str,
    conditions: tuple[str, ...],
    present: tuple[str, ...],
    level: str | None,
) -> None:
    """Compare the cases that have an outcome with those that have not.

    RESULTS is a folder that `scapolicy code` wrote. Prints the truth table of crisp sets, and how
    necessary and how sufficient each factor, and its absence (~), is for the outcome.
    """
    from scapolicy.analysis.qca import qca

    coded = load(results, where)
    found = qca(
        coded,
        conditions_of(outcome, "--outcome"),
        by,
        conditions=conditions,
        present=present,
        level=level,
    )
    deliver(found.tables(), out, coded)
