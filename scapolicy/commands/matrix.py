"""`scapolicy matrix`: the factor matrix of a results folder, by any attributes."""

import click

from scapolicy.commands.tables import (
    by_option,
    deliver,
    level_option,
    load,
    table_command,
    tell_zeros_option,
)


@table_command("matrix")
@by_option
@level_option
@click.option(
    "--count",
    type=click.Choice(["segments", "matches", "sources", "informants", "words"]),
    default="segments",
    show_default=True,
    help="What a cell counts.",
)
@click.option(
    "--scale",
    type=click.Choice(["counts", "row-share", "column-share", "per-1000-words", "presence"]),
    default="counts",
    show_default=True,
    help="What the numbers are put in relation to.",
)
@tell_zeros_option
def matrix_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    by: tuple[str, ...],
    level: str | None,
    count: str,
    scale: str,
    *,
    tell_zeros: bool,
) -> None:
    """Count what of each factor is in each case.

    RESULTS is a folder that `scapolicy code` wrote. A factor was not asked about where none of
    the rules that find it hits in what the interviewers of the case say. Where its
    columns have no room, the table is printed on its side, with cases as columns.
    """
    from scapolicy.analysis.matrix import matrix

    coded = load(results, where)
    table = matrix(coded, by, level=level, count=count, scale=scale, tell_zeros=tell_zeros)
    deliver([table], out, coded)
