"""`scapolicy transcripts`: what was read of each transcript, before anyone trusts a number."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scapolicy.errors import Problem
    from scapolicy.readers.inspection import Inspection

_MOST_WORDS = 8


@click.group("transcripts")
def transcripts_group() -> None:
    """See what was read of transcripts, and convert them."""


_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


@transcripts_group.command("list")
@_PATHS
def list_command(paths: tuple[str, ...]) -> None:
    """List transcripts: turns, words, speakers, who asks, language, consent."""
    from scapolicy.commands.view import new_view, show

    inspected, unreadable = _inspected(paths)
    view = new_view()
    view.add_column("source", overflow="fold")
    for heading in ("turns", "words"):
        view.add_column(heading, justify="right")
    for heading in ("speakers", "asks", "lang.", "consent"):
        view.add_column(heading, overflow="fold")
    view.add_column("odd", justify="right")
    for one in inspected:
        asks = [speaker.label for speaker in one.speakers if speaker.interviewer]
        others = [speaker.label for speaker in one.speakers if not speaker.interviewer]
        language = one.language if one.language_stated or not one.language else f"{one.language}?"
        view.add_row(
            one.source.name,
            str(len(one.source.turns)),
            str(one.words),
            ", ".join(others),
            ", ".join(asks),
            language,
            one.consent,
            str(len(one.oddities) or ""),
        )
    show(f"{len(inspected)} transcripts", view)
    _tell(unreadable)


@transcripts_group.command("check")
@_PATHS
def check_command(paths: tuple[str, ...]) -> None:
    """Tell what looks odd in transcripts, or can't be read. Exits 1 where anything does."""
    inspected, unreadable = _inspected(paths)
    odd = [oddity for one in inspected for oddity in one.oddities]
    for oddity in odd:
        click.echo(str(oddity))
    _tell(unreadable)
    click.echo(
        f"{len(inspected)} transcripts read, {len(unreadable)} problems, {len(odd)} oddities"
    )
    if odd or unreadable:
        click.get_current_context().exit(1)


@transcripts_group.command("show")
@click.argument("path", metavar="FILE")
def show_command(path: str) -> None:
    """Show one transcript as it was understood: attributes, speakers, turns."""
    from scapolicy.errors import ScapolicyError

    inspected, unreadable = _inspected((path,))
    if unreadable:
        raise ScapolicyError(unreadable)
    if len(inspected) != 1:
        raise click.BadParameter("give one file, not a folder", param_hint="FILE")
    one = inspected[0]
    source = one.source
    lines = [source.name, ""]
    lines += [f"{name}: {value}" for name, value in source.attributes.items()]
    lines += ["", "Speakers"]
    lines += [
        f"  {speaker.label or '(no label)'}: {speaker.turns} turns, {speaker.words} words"
        + (", asks" if speaker.interviewer else "")
        for speaker in one.speakers
    ]
    lines += ["", "Turns"]
    for turn in source.turns:
        words = turn.text.split()
        more = " …" if len(words) > _MOST_WORDS else ""
        time = "" if turn.begin is None else f" at {turn.begin:g} s"
        asks = " asks" if turn.interviewer else ""
        said = " ".join(words[:_MOST_WORDS])
        lines.append(f"  {turn.number} {turn.speaker}{asks}{time}: {said}{more}")
    if one.oddities:
        lines += ["", "To look at", *(f"  {oddity}" for oddity in one.oddities)]
    click.echo_via_pager("\n".join(lines) + "\n")


@transcripts_group.command("convert")
@_PATHS
@click.option(
    "-o", "--out", required=True, metavar="DIR", help="A new or empty folder for the transcripts."
)
def convert_command(paths: tuple[str, ...], out: str) -> None:
    """Write transcripts in the plain Markdown form, one file each.

    Attributes, turns, speakers, who asks and times are kept.
    """
    from scapolicy.conversion import convert_transcripts

    written = convert_transcripts(paths, out)
    click.echo(f"{len(written)} transcripts written to {out}")


def _inspected(paths: tuple[str, ...]) -> "tuple[list[Inspection], list[Problem]]":
    from scapolicy.readers.folder import read_transcripts
    from scapolicy.readers.inspection import inspect_sources

    unreadable: list[Problem] = []
    sources = read_transcripts(paths, on_unreadable=unreadable.append)
    today = datetime.now().astimezone().date()
    return inspect_sources(sources, today), unreadable


def _tell(unreadable: "list[Problem]") -> None:
    for fault in unreadable:
        click.echo(str(fault), err=True)
