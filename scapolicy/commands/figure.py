"""`scapolicy figure`: a figure of a results folder."""

import click

from scapolicy.commands.tables import level_option, load, where_option
from scapolicy.commands.telling import describe, say, tell


@click.command("figure")
@click.argument(
    "kind", type=click.Choice(["heatmap", "valences", "frequencies", "network", "dispersion"])
)
@click.argument("results", metavar="RESULTS")
@where_option
@click.option(
    "--by",
    multiple=True,
    metavar="ATTRIBUTE",
    help="The attribute that makes a case: a column of the heat map, a panel of valences and"
    " frequencies, a group of sources in the dispersion; give it twice for combinations. A network"
    " has none.",
)
@level_option
@click.option("-o", "--out", required=True, metavar="FILE", help="The file: .svg, .pdf or .png.")
def figure_command(
    kind: str,
    results: str,
    where: tuple[str, ...],
    by: tuple[str, ...],
    level: str | None,
    out: str,
) -> None:
    """Draw a figure of a results folder, for print and screen.

    RESULTS is a folder that `scapolicy code` wrote. Prints what the figure shows in words, which
    also stand in the file for those who don't see it. Needs the extra: pip install
    'scapolicy[analysis]'.
    """
    from scapolicy.figures.write import figure, write_figure

    drawing = figure(load(results, where), kind, by, level=level)
    for note in write_figure(drawing, out):
        tell(f"note: {note}")
    say(f"Written to {out}")
    describe(drawing.words)
