"""`scapolicy withdraw`: everything from an informant and their organization is removed."""

import click


@click.command("withdraw")
@click.argument("informant", metavar="INFORMANT")
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--results",
    multiple=True,
    metavar="DIR",
    help="A results folder, or one that holds several; tables with these sources go. Repeatable.",
)
@click.option(
    "--codings",
    multiple=True,
    metavar="FILE",
    help="A person's codings, which lose the rows of these sources. Repeatable.",
)
@click.option(
    "--by",
    default="province",
    show_default=True,
    metavar="ATTRIBUTE",
    help="Tells organizations of the same name apart.",
)
@click.option("--yes", is_flag=True, help="Remove it; without this, only show what would go.")
def withdraw_command(
    informant: str,
    folder: str,
    results: tuple[str, ...],
    codings: tuple[str, ...],
    by: str,
    *,
    yes: bool,
) -> None:
    """Remove all that comes from an informant and the whole organization.

    INFORMANT is the informant's id, or the name of a transcript in FOLDER. Without --yes, what
    would be removed is only shown.
    """
    from scapolicy.withdrawal import plan_withdrawal, withdraw

    plan = plan_withdrawal(informant, folder, results=results, codings=codings, case=by)
    click.echo(f"{'Removed' if yes else 'Would be removed'} with {informant}:")
    if yes:
        withdraw(plan, folder)
    for name in plan.sources:
        click.echo(f"  transcript {name}")
    for path in plan.files[len(plan.sources) :]:
        click.echo(f"  results {path}")
    for path in plan.rows:
        click.echo(f"  rows of these transcripts in {path}")
    click.echo("Copies in backups, synchronised folders and version control are yours to remove.")
    if not yes:
        click.echo("Nothing was removed; say --yes to do it.")
    elif results:
        click.echo("Run `scapolicy code` again for results without them.")
