"""`scapolicy verify`: whether a run gives the same results again."""

import click

from scapolicy.commands.telling import say, tell
from scapolicy.errors import counted


@click.command("verify")
@click.argument("results", metavar="RESULTS")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-c",
    "--codebook",
    metavar="NAME|FILE",
    help="The codebook of the run, where it is a file; one that comes with scapolicy or that"
    " scapolicy.toml names is found without.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes to use.  [default: all cores, where that pays]",
)
@click.pass_context
def verify_command(
    ctx: click.Context, results: str, paths: tuple[str, ...], codebook: str | None, jobs: int | None
) -> None:
    """Make a run again, and see whether the same bytes come out.

    RESULTS is the results folder, which stays as it is; PATH are the transcripts, given as they
    were for the run. The options are those of the run. Exits 1 where anything differs, and names
    each transcript, codebook, option, version and table that does.
    """
    from scapolicy.verification import verify

    found = verify(results, paths, codebook=codebook, jobs=jobs)
    for one in (*found.differences, *found.notes):
        tell(f"{one.severity}: {one}", err=False)
    again = (
        f"{counted(found.sources, 'source')} coded again, {counted(found.files, 'table')} compared"
    )
    if found.identical:
        say(f"{again}: the same, byte for byte")
        return
    say(f"{again}: {counted(len(found.differences), 'difference')}")
    ctx.exit(1)
