"""`scapolicy sensitivity`: which findings of a run hold when choices are made otherwise."""

import click

from scapolicy.commands.tables import deliver, load, table_command


@table_command("sensitivity")
@click.argument("paths", metavar="TRANSCRIPTS...", nargs=-1, required=True)
@click.option(
    "-c",
    "--codebook",
    metavar="NAME|FILE",
    help="The codebook of the run, where it is a file that scapolicy.toml does not name.",
)
def sensitivity_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    paths: tuple[str, ...],
    codebook: str | None,
) -> None:
    """Show which findings hold when choices are made otherwise, one at a time.

    RESULTS is a folder that `scapolicy code` wrote, TRANSCRIPTS what it was given. Tried are the
    other units of coding, negation not heeded, windows halved and doubled, other thresholds, and
    each informant left out.
    """
    from scapolicy.analysis.sensitivity import sensitivity
    from scapolicy.inputs import inputs_of

    made_of = inputs_of(results, paths, codebook=codebook)
    coded = load(results, where)
    options = made_of.record["options"]
    found = sensitivity(
        made_of.sources_of(coded),
        made_of.codebook,
        **{name: options[name] for name in ("by", "unit", "speakers", "level")},
    )
    deliver(found.tables(), out, coded)
