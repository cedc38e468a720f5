"""`scapolicy explain`: why a turn is coded as it is."""

import click

from scapolicy.commands.options import codebook_option
from scapolicy.commands.telling import say
from scapolicy.records import Unit


@click.command("explain")
@click.argument("place", metavar="FILE:TURN")
@codebook_option
@click.option(
    "--unit",
    type=click.Choice([str(unit) for unit in Unit]),
    default=str(Unit.SENTENCE),
    show_default=True,
    help="What receives a code.",
)
def explain_command(place: str, codebook: str, unit: str) -> None:
    """Show for one turn which rules hit, which nearly did, and what turned them.

    FILE:TURN is a transcript and the number of a turn in it, as in codings.csv:
    transcripts/CM-01.md:4
    """
    from scapolicy.codebook.load import load_codebook
    from scapolicy.explanation import explain, explanation_text
    from scapolicy.readers.folder import read_transcripts

    file, colon, number = place.rpartition(":")
    if not colon or not number.isdecimal():
        raise click.BadParameter(
            "give a file and a turn, as in interview.md:4", param_hint="FILE:TURN"
        )
    sources = read_transcripts(file)
    if len(sources) != 1:
        raise click.BadParameter("give one file, not a folder", param_hint="FILE:TURN")
    found = explain(sources[0], int(number), load_codebook(codebook), unit=unit)
    say(explanation_text(found))
