"""`scapolicy transcripts`: what was read of each transcript, before anyone trusts a number."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from scapolicy.commands.telling import on_one_line, page, say, screen_width, tell, wrapped
from scapolicy.errors import counted, together

if TYPE_CHECKING:
    from scapolicy.commands.columns import View
    from scapolicy.errors import Problem
    from scapolicy.readers.folder import Corpus
    from scapolicy.readers.inspection import Inspection
    from scapolicy.records import Source, Turn

_MOST_SPEAKERS, _MOST_VALUES = 6, 4


@click.group("transcripts")
def transcripts_command() -> None:
    """See what was read of transcripts, and convert them."""


_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


@transcripts_command.command("list")
@_PATHS
def list_command(paths: tuple[str, ...]) -> None:
    """List transcripts with what was read of each.

    That is: format, encoding, language, turns, words, speakers, attributes, consent. A question
    mark stands behind a guess, a star before who asks, and – for consent not stated.
    Exits 1 where a file can't be read.
    """
    from scapolicy.commands.view import show

    inspected, unreadable, _ = _inspected(paths)
    parts: list[str | View] = [counted(len(inspected), "transcript"), _files_view(inspected)]
    if any(one.source.attributes for one in inspected):
        parts += ["\nAttributes", _attributes_view(inspected)]
    show(*parts)
    _tell(unreadable)
    if unreadable:
        click.get_current_context().exit(1)


def _files_view(inspected: "Sequence[Inspection]") -> "View":
    """A row for each file: what it was read as, and what is in it."""
    from scapolicy.commands.columns import View

    view = View()
    for heading in ("source", "read as", "lang.", "turns", "words", "speakers, * asks", "consent"):
        view.add_column(heading, number=heading in ("turns", "words"))
    view.add_column("odd", number=True)
    for one in inspected:
        view.add_row(
            one.source.name,
            _read_as(one),
            _language(one),
            str(len(one.source.turns)),
            str(one.words),
            _speakers(one),
            "–" if one.consent == "not stated" else one.consent,
            str(len(one.oddities) or ""),
        )
    return view


def _read_as(one: "Inspection") -> str:
    return " ".join(filter(None, (one.format, _encoding(one))))


def _encoding(one: "Inspection") -> str:
    return one.encoding + "?" * one.encoding_guessed


def _language(one: "Inspection") -> str:
    return one.language if one.language_stated or not one.language else f"{one.language}?"


def _speakers(one: "Inspection") -> str:
    """Who speaks, those who ask first."""
    asking = sorted(one.speakers, key=lambda speaker: not speaker.interviewer)
    labels = ["*" * who.interviewer + (who.label or "(no label)") for who in asking]
    more = len(labels) - _MOST_SPEAKERS
    return ", ".join(labels[:_MOST_SPEAKERS] + ([f"and {more} more"] if more > 0 else []))


def _attributes_view(inspected: "Sequence[Inspection]") -> "View":
    """A row for each attribute: how many sources state it, where, and its values."""
    from scapolicy.commands.columns import View

    view = View()
    view.add_column("")
    view.add_column("stated", number=True)
    for heading in ("in", "values"):
        view.add_column(heading)
    names = dict.fromkeys(name for one in inspected for name in one.source.attributes)
    for name in names:
        stated = [one for one in inspected if name in one.origins and one.source.attributes[name]]
        values = Counter(one.source.attributes[name] for one in stated)
        shown = [
            f"{value} ({times})" if times > 1 else value
            for value, times in values.most_common(_MOST_VALUES)
        ]
        more = len(values) - len(shown)
        view.add_row(
            name,
            f"{len(stated)}/{len(inspected)}",
            ", ".join(dict.fromkeys(one.origins[name] for one in stated)),
            ", ".join(shown) + (f" and {more} more" if more else ""),
        )
    return view


@transcripts_command.command("check")
@_PATHS
def check_command(paths: tuple[str, ...]) -> None:
    """Tell what looks odd in transcripts, or can't be read. Exits 1 where anything does.

    Notes are told too, as a run will tell them; they are nothing odd.
    """
    inspected, unreadable, corpus = _inspected(paths)
    odd = [oddity for one in inspected for oddity in one.oddities]
    for oddity in odd:
        tell(oddity, err=False)
    _tell(unreadable)
    notes = _foreseen(inspected, corpus)
    for note in together(notes, weighed=True):
        tell(note, err=False)
    read_as = Counter(map(_read_as, inspected))
    if read_as:
        say("Read as " + ", ".join(f"{kind} ({read_as[kind]})" for kind in sorted(read_as)))
    say(
        f"{counted(len(inspected), 'transcript')} read, {counted(len(unreadable), 'problem')}, "
        f"{counted(len(odd), 'oddity', 'oddities')}"
        + (f", {counted(len(notes), 'note')}" if notes else "")
    )
    if odd or unreadable:
        click.get_current_context().exit(1)


def _foreseen(inspected: "Sequence[Inspection]", corpus: "Corpus") -> "list[Problem]":
    """What a run will note of these transcripts, whatever its codebook."""
    from scapolicy.consent import is_refused
    from scapolicy.notices import foreseen, long_sentence_in
    from scapolicy.records import DEFAULT_ATTRIBUTE, Analysed

    agreed = [one for one in inspected if not is_refused(one.source.attributes)]
    coded = [
        Analysed(
            name=one.source.name,
            attributes=one.source.attributes,
            sha256=one.source.sha256,
            words=sum(who.words for who in one.speakers if not who.interviewer),
            segments=0,
            language=one.speaks,
        )
        for one in agreed
    ]
    left_out = [note for one in inspected for note in one.left_out]
    long = [note for one in agreed for note in long_sentence_in(one.source)]
    by = corpus.study.by or DEFAULT_ATTRIBUTE
    return [*corpus.notices, *left_out, *long, *foreseen(coded, by)]


@transcripts_command.command("show")
@click.argument("path", metavar="FILE")
@click.option(
    "--turn",
    "turns",
    multiple=True,
    type=int,
    metavar="N",
    help="Only this turn, as long as it is; repeatable.",
)
def show_command(path: str, turns: tuple[int, ...]) -> None:
    """Show one transcript as it was understood.

    Its attributes, its speakers, and the beginning of each turn.
    """
    from scapolicy.errors import ScapolicyError

    inspected, unreadable, _ = _inspected((path,))
    if unreadable:
        raise ScapolicyError(unreadable)
    if len(inspected) != 1:
        raise click.BadParameter("give one file, not a folder", param_hint="FILE")
    one = inspected[0]
    if turns:
        page("\n\n".join(_whole_turns(one.source, turns)) + "\n")
        return
    lines = [
        on_one_line(one.source.name),
        f"  read as {_read_as(one)}",
        f"  language {on_one_line(_language(one)) or 'not known'}",
        f"  consent {one.consent}",
        *_section("Attributes", _attribute_lines(one)),
        *_section("Speakers", _speaker_lines(one)),
        *_section("Turns", _turn_lines(one)),
        *_section("Left out", [f"  {note}" for note in one.left_out]),
        *_section("To look at", [f"  {oddity}" for oddity in one.oddities]),
    ]
    page("\n".join(lines) + "\n")


def _section(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *lines] if lines else []


def _attribute_lines(one: "Inspection") -> list[str]:
    """Each attribute, and the place that states it where that is not the head."""
    lines: list[str] = []
    for name, value in one.source.attributes.items():
        origin = one.origins.get(name, "")
        place = f"  (from {origin})" if value and origin not in ("", "its head") else ""
        lines.append(f"  {on_one_line(f'{name}: {value}')}{place}")
    return lines


def _speaker_lines(one: "Inspection") -> list[str]:
    return [
        f"  {on_one_line(speaker.label) or '(no label)'}: "
        f"{counted(speaker.turns, 'turn')}, {counted(speaker.words, 'word')}"
        + (", asks" if speaker.interviewer else "")
        for speaker in one.speakers
    ]


def _turn_lines(one: "Inspection") -> list[str]:
    from scapolicy.commands.fitting import beginning

    return [beginning(f"  {_turn_line(turn)}", screen_width()) for turn in one.source.turns]


def _whole_turns(source: "Source", numbers: Sequence[int]) -> list[str]:
    """Some turns as long as they are, in the order in which they were asked for."""
    from scapolicy.errors import ScapolicyError, problem

    by_number = {turn.number: turn for turn in source.turns}
    faults = [
        problem("R16", at=source.name, turn=number, turns=len(by_number))
        for number in numbers
        if number not in by_number
    ]
    if faults:
        raise ScapolicyError(faults)
    return [wrapped(_turn_line(by_number[number]), screen_width()) for number in numbers]


def _turn_line(turn: "Turn") -> str:
    """A turn on one line: its number, who speaks, when, and what was said."""
    time = "" if turn.begin is None else f" at {turn.begin:g} s"
    asks = " asks" if turn.interviewer else ""
    said = on_one_line(turn.text)
    return f"{turn.number} {on_one_line(turn.speaker)}{asks}{time}: {said}"


@transcripts_command.command("convert")
@_PATHS
@click.option(
    "-o", "--out", required=True, metavar="DIR", help="A new or empty folder for the transcripts."
)
def convert_command(paths: tuple[str, ...], out: str) -> None:
    """Write transcripts in the plain Markdown form, one file each.

    Attributes, turns, speakers, who asks and times are kept; what else stands in them is told.
    """
    from scapolicy.conversion import convert_transcripts

    notices: list[Problem] = []
    written = convert_transcripts(paths, out, on_notice=notices.append)
    _tell(notices)
    say(f"{counted(len(written), 'transcript')} written to {out}")


def _inspected(
    paths: tuple[str, ...],
) -> "tuple[list[Inspection], list[Problem], Corpus]":
    """The transcripts, the problems of those that can't be read, and what was found."""
    from scapolicy.readers.folder import find_transcripts, readings
    from scapolicy.readers.inspection import inspect_readings

    unreadable: list[Problem] = []
    corpus = find_transcripts(paths)
    found = readings(corpus, on_unreadable=unreadable.append)
    today = datetime.now().astimezone().date()
    return inspect_readings(found, today), unreadable, corpus


def _tell(problems: "list[Problem]") -> None:
    for one in problems:
        tell(one)
