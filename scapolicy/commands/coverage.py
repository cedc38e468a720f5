"""`scapolicy coverage`: how much of each transcript carries codes, and what no code caught."""

import click

from scapolicy.commands.tables import deliver, load, table_command


@table_command("coverage")
@click.argument("paths", metavar="[TRANSCRIPTS]...", nargs=-1)
@click.option(
    "-c",
    "--codebook",
    metavar="NAME|FILE",
    help="The codebook of the run, where it is a file that scapolicy.toml does not name.",
)
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="How many terms and passages without a code; 0 for all.",
)
def coverage_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    paths: tuple[str, ...],
    codebook: str | None,
    top: int,
) -> None:
    """Show how much of each transcript carries codes, and what no code caught.

    RESULTS is a folder that `scapolicy code` wrote. With TRANSCRIPTS, what it was given, the words
    and passages that no code caught are ranked: a start for codes that emerge.
    """
    from scapolicy.analysis.coverage import coverage, uncaught
    from scapolicy.inputs import inputs_of

    coded = load(results, where)
    tables = [coverage(coded)]
    if paths:
        made_of = inputs_of(results, paths, codebook=codebook)
        tables += uncaught(coded, made_of.sources_of(coded), top)
    deliver(tables, out, coded)
