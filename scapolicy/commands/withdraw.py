"""`scapolicy withdraw`: everything from an informant and their organization is removed."""

from pathlib import Path

import click

from scapolicy.commands.telling import on_one_line, say, tell, tell_at_last
from scapolicy.errors import together
from scapolicy.stopping import status_of


@click.command("withdraw")
@click.argument("informant", metavar="INFORMANT")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@click.option(
    "--results",
    multiple=True,
    metavar="DIR",
    help="A results folder, or one that holds several; those that speak of them go. Repeatable.",
)
@click.option(
    "--codings",
    multiple=True,
    metavar="FILE",
    help="A person's codings, which lose the rows of these sources. Repeatable.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="FILE",
    help="A key of pseudonyms, which loses their lines. Repeatable.",
)
@click.option(
    "--by",
    default="",
    metavar="ATTRIBUTE",
    help="Tells organizations of the same name apart.  [default: `by` of scapolicy.toml, or"
    " province]",
)
@click.option("--yes", is_flag=True, help="Remove it; without this, only show what would go.")
@click.pass_context
def withdraw_command(
    ctx: click.Context,
    informant: str,
    folders: tuple[str, ...],
    results: tuple[str, ...],
    codings: tuple[str, ...],
    keys: tuple[str, ...],
    by: str,
    *,
    yes: bool,
) -> None:
    """Remove all that comes from an informant and the whole organization.

    INFORMANT is the informant's id, or the name of a transcript. FOLDER holds the transcripts;
    further ones hold copies of them. Results in and beside these folders, and in the current one,
    are found. Without --yes, what would be removed is only shown.
    """
    from scapolicy.readers.journal import is_pending
    from scapolicy.withdrawal import plan_withdrawal, withdraw

    plan = plan_withdrawal(informant, folders, results=results, codings=codings, keys=keys, case=by)
    try:
        if yes:
            withdraw(plan)
    except KeyboardInterrupt as stop:
        rest = f"the next command that reads {folders[0]} does the rest"
        done = rest if is_pending(Path(folders[0])) else "nothing was removed"
        tell_at_last(f"Stopped; {done}.")
        ctx.exit(status_of(stop))
    say(f"{'Removed' if yes else 'Would be removed'} with {informant}:")
    for name in plan.sources:
        why = f" ({plan.reasons[name]})" if name in plan.reasons else ""
        say(f"  transcript {on_one_line(name)}{why}")
    for step in plan.steps:
        say(f"  {on_one_line(step)}")
    for note in together(plan.told):
        tell(note, err=False)
    say("Copies in backups, synchronised folders and version control are yours to remove.")
    if not yes:
        say("Nothing was removed; say --yes to do it.")
