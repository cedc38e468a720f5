"""`scapolicy kwic`: the matches of a results folder, each in its context."""

import click

from scapolicy.commands.tables import by_option, deliver, load, table_command


@table_command("kwic")
@by_option
@click.option(
    "--category",
    "categories",
    multiple=True,
    metavar="CATEGORY",
    help="Only matches of this category; may be given again.",
)
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Only matches of this code, besides those of --category.",
)
@click.option(
    "--sort",
    type=click.Choice(["source", "left", "match", "right"]),
    default="source",
    show_default=True,
    help="By place in the sources, by the words before the match, the nearest first, by the match,"
    " or by the words after it.",
)
@click.option(
    "--width",
    type=click.IntRange(60, 1000),
    help="How wide printed lines are; as the terminal, or 80, unless given.",
)
def kwic_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    by: tuple[str, ...],
    categories: tuple[str, ...],
    codes: tuple[str, ...],
    sort: str,
    width: int | None,
) -> None:
    """Show each match of the rules with the words around it.

    RESULTS is a folder that `scapolicy code` wrote. Printed lines are cut at both ends to fit; a
    file holds the whole segment, with case, speaker, rule and valence.
    """
    from scapolicy.analysis.kwic import kwic
    from scapolicy.commands.concordance import show_concordance

    coded = load(results, where)
    table = kwic(coded, by, categories=categories, codes=codes, sort=sort)
    if out is None:
        show_concordance(table, width)
    else:
        deliver([table], out, coded)
