"""`scapolicy explain`: why a turn is coded as it is."""

import click

from scapolicy.commands.options import (
    codebooks_option,
    interviewers_option,
    named,
    speakers_option,
    unit_option,
)
from scapolicy.commands.telling import describe, on_one_line, say


@click.command("explain")
@click.argument("place", metavar="FILE:TURN")
@codebooks_option
@unit_option
@speakers_option
@interviewers_option
def explain_command(
    place: str,
    codebooks: tuple[str, ...],
    unit: str | None,
    speakers: str,
    interviewers: tuple[str, ...],
) -> None:
    """Show for one turn which rules hit, which nearly did, and what turned them.

    FILE:TURN is a transcript and the number of a turn in it, as in codings.csv:
    transcripts/CM-01.md:4. What the folder's scapolicy.toml sets holds where an option is not
    given.
    """
    from scapolicy.explanation import explain, explanation_text
    from scapolicy.readers.folder import read_source
    from scapolicy.studies import plan_study

    file, colon, number = place.rpartition(":")
    if not colon or not number.isdecimal():
        raise click.BadParameter(
            "give a file and a turn, as in interview.md:4", param_hint="FILE:TURN"
        )
    plan = plan_study(file, codebooks, unit=unit, speakers=speakers, interviewers=interviewers)
    if len(plan.corpus.files) != 1:
        raise click.BadParameter("give one file, not a folder", param_hint="FILE:TURN")
    source, options = read_source(plan.corpus.files[0]), plan.options
    how = {"unit": options.unit, "speakers": options.speakers}
    found = [explain(source, int(number), book, **how) for book in plan.codebooks]
    for book, one in zip(plan.codebooks, found, strict=True):
        describe(on_one_line(f"{named(book)}, by {options.unit}"))
        say()
        say(explanation_text(one))
