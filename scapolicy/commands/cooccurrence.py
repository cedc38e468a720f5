"""`scapolicy cooccurrence`: which factors of a results folder are spoken of together."""

import click

from scapolicy.commands.tables import deliver, level_option, load, table_command


@table_command("cooccurrence")
@level_option
@click.option(
    "--within",
    type=click.Choice(["segment", "turn", "source"]),
    default="segment",
    show_default=True,
    help="Where two factors must both be, to be together.",
)
@click.option(
    "--measure",
    type=click.Choice(["counts", "jaccard", "lift"]),
    default="counts",
    show_default=True,
    help="How it is said how far two go together.",
)
@click.option("--pairs", is_flag=True, help="One row a pair, with all measures.")
def cooccurrence_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    level: str | None,
    within: str,
    measure: str,
    *,
    pairs: bool,
) -> None:
    """Count which factors are spoken of together.

    RESULTS is a folder that `scapolicy code` wrote.
    """
    from scapolicy.analysis.cooccurrence import cooccurrence

    coded = load(results, where)
    table = cooccurrence(coded, level=level, within=within, measure=measure, pairs=pairs)
    deliver([table], out, coded)
