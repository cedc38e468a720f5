"""`scapolicy crosstab`: whether factors depend on attributes, from a results folder."""

import click

from scapolicy.commands.tables import by_option, deliver, level_option, load, table_command


@table_command("crosstab")
@by_option
@level_option
@click.option(
    "--count",
    type=click.Choice(["segments", "sources", "informants"]),
    default="segments",
    show_default=True,
    help="What either carries a factor or does not.",
)
def crosstab_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    by: tuple[str, ...],
    level: str | None,
    count: str,
) -> None:
    """Test whether some cases speak of a factor more than others.

    RESULTS is a folder that `scapolicy code` wrote. Needs the extra: pip install
    'scapolicy[analysis]'.
    """
    from scapolicy.analysis.crosstab import crosstab

    coded = load(results, where)
    deliver(crosstab(coded, by, level=level, count=count), out, coded)
