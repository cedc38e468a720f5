"""`scapolicy findings`: the findings of a results folder, by any attributes."""

import click

from scapolicy.commands.tables import (
    by_option,
    deliver,
    level_option,
    load,
    table_command,
    tell_zeros_option,
)


@table_command("findings")
@by_option
@level_option
@click.option(
    "--present",
    type=float,
    metavar="SHARE",
    help="The share of facilitators from which a factor is present; by default the codebook's.",
)
@click.option(
    "--absent",
    type=float,
    metavar="SHARE",
    help="The share of facilitators up to which a factor is absent; by default the codebook's.",
)
@tell_zeros_option
def findings_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    by: tuple[str, ...],
    level: str | None,
    present: float | None,
    absent: float | None,
    *,
    tell_zeros: bool,
) -> None:
    """Say whether each factor is there, partly there or missing in each case.

    RESULTS is a folder that `scapolicy code` wrote. The share of facilitators among facilitators
    and barriers decides. Where its columns have no room, the table is printed on its side, with
    cases as columns.
    """
    from scapolicy.analysis.findings import findings

    coded = load(results, where)
    table = findings(coded, by, level=level, present=present, absent=absent, tell_zeros=tell_zeros)
    deliver([table], out, coded)
