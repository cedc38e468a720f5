"""`scapolicy frequencies`: how often codes, rules or words are found in a results folder."""

import click

from scapolicy.commands.tables import by_option, deliver, load, table_command


@table_command("frequencies")
@by_option
@click.option(
    "--of",
    type=click.Choice(["codes", "rules", "words"]),
    default="codes",
    show_default=True,
    help="What is counted.",
)
def frequencies_command(
    results: str, where: tuple[str, ...], out: str | None, by: tuple[str, ...], of: str
) -> None:
    """Count how often codes, rules or words are found, and by how many.

    RESULTS is a folder that `scapolicy code` wrote. The cases counted are those of --by.
    """
    from scapolicy.analysis.frequencies import frequencies
    from scapolicy.commands.view import frequency_view, show

    coded = load(results, where)
    table = frequencies(coded, by, of=of)
    if out is None and of == "codes":
        show(table.title, frequency_view(table, codes=True), *table.notes)
    else:
        deliver([table], out, coded)
