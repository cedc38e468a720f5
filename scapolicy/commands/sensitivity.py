"""`scapolicy sensitivity`: which findings of a run hold when choices are made otherwise."""

import click

from scapolicy.commands.tables import deliver


@click.command("sensitivity")
@click.argument("results", metavar="RESULTS")
@click.argument("paths", metavar="TRANSCRIPTS...", nargs=-1, required=True)
@click.option(
    "-c",
    "--codebook",
    metavar="NAME|FILE",
    help="The codebook of the run, where it is a file that scapolicy.toml does not name.",
)
@click.option("-o", "--out", metavar="FILE", help="Write it; the suffix names the format.")
def sensitivity_command(
    results: str, paths: tuple[str, ...], codebook: str | None, out: str | None
) -> None:
    """Show which findings hold when choices are made otherwise, one at a time.

    RESULTS is a folder that `scapolicy code` wrote, TRANSCRIPTS what it was given. Tried are the
    other units of coding, negation not heeded, windows halved and doubled, other thresholds, and
    each informant left out.
    """
    from scapolicy.analysis.sensitivity import sensitivity
    from scapolicy.inputs import inputs_of

    made_of = inputs_of(results, paths, codebook=codebook)
    options = made_of.record["options"]
    found = sensitivity(
        made_of.sources,
        made_of.codebook,
        **{name: options[name] for name in ("by", "unit", "speakers", "level")},
    )
    deliver(found.tables(), out)
