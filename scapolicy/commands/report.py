"""`scapolicy report`: a results folder as a page to click through."""

import click

from scapolicy.commands.tables import conditions_of
from scapolicy.commands.telling import say


@click.command("report")
@click.argument("results", metavar="RESULTS")
@click.option(
    "-o",
    "--out",
    default="report.html",
    show_default=True,
    metavar="FILE",
    help="The page, or a Word document (.docx); an earlier report is replaced.",
)
@click.option(
    "-c",
    "--codebook",
    metavar="NAME|FILE",
    help="The codebook of the run, for its definitions; one that comes with scapolicy is found"
    " without.",
)
@click.option(
    "--no-passages",
    is_flag=True,
    help="Leave out all that was said, for readers who may not see it.",
)
@click.option(
    "--group",
    multiple=True,
    metavar="ATTRIBUTE=VALUE",
    help="Compare the sources that have this with others, as `scapolicy compare` does.",
)
@click.option(
    "--against",
    multiple=True,
    metavar="ATTRIBUTE=VALUE",
    help="Those to compare with; all others that state the attributes of the group, unless given.",
)
def report_command(
    results: str,
    out: str,
    codebook: str | None,
    group: tuple[str, ...],
    against: tuple[str, ...],
    *,
    no_passages: bool,
) -> None:
    """Make one HTML file of a results folder, to read and to pass on, or a Word document.

    It needs no network and no other file. A click on a cell of the matrix opens its passages; in
    Word they stand at the end.
    """
    from scapolicy.commands.view import show_notes
    from scapolicy.report import write_report

    notes = write_report(
        results,
        out,
        codebook=codebook,
        passages=not no_passages,
        group=conditions_of(group, "--group"),
        against=conditions_of(against, "--against"),
    )
    say(f"Written to {out}")
    show_notes(notes)
