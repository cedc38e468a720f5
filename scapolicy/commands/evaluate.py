"""`scapolicy evaluate`: codings against a person's."""

from typing import TYPE_CHECKING

import click

from scapolicy.commands.options import (
    compared_unit_option,
    number,
    resamples_option,
    seed_option,
)
from scapolicy.commands.tables import several_out_option, write_all
from scapolicy.commands.telling import say
from scapolicy.errors import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from scapolicy.commands.columns import View
    from scapolicy.reliability import Evaluation, Undefined
    from scapolicy.reliability.bootstrap import Interval


_MOST_PAIRS = 10


@click.command("evaluate")
@click.argument("codings", metavar="CODINGS")
@click.argument("gold", metavar="GOLD")
@compared_unit_option
@click.option(
    "--transcripts",
    multiple=True,
    metavar="PATH",
    help="Transcripts from which the text of missed passages is taken; repeatable.",
)
@click.option(
    "--passages",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    metavar="N",
    help="How many passages of each kind of difference to print.",
)
@resamples_option
@seed_option
@several_out_option
@click.option(
    "--min-f1",
    type=click.FloatRange(0, 1),
    metavar="X",
    help="Exit with status 1 where micro-F1 is below X.",
)
@click.pass_context
def evaluate_command(
    ctx: click.Context,
    codings: str,
    gold: str,
    unit: str,
    transcripts: tuple[str, ...],
    passages: int,
    resamples: int,
    seed: int,
    out: str | None,
    min_f1: float | None,
) -> None:
    """Measure codings against a person's: precision, recall, F1, valence.

    CODINGS is a results folder or a codings.csv. GOLD is a CSV file with the columns source, turn
    (or segment), category and, if you like, valence, one row a category on a unit; a row without
    a category is a unit that carries none. Only the units that GOLD names are compared. Exits 1
    where --min-f1 is not reached.
    """
    from scapolicy.reliability import evaluate

    found = evaluate(
        codings,
        gold,
        unit=unit,
        transcripts=transcripts or None,
        resamples=resamples,
        seed=seed,
    )
    _show_evaluation(found, passages)
    if out is not None:
        write_all(found.tables(), out)
    f1 = found.micro.f1
    if min_f1 is not None and not (isinstance(f1, float) and f1 >= min_f1):
        say(f"\nMicro-F1 is {number(f1)}, not {min_f1:g} or more.")
        ctx.exit(1)


def _show_evaluation(found: "Evaluation", passages: int) -> None:
    from scapolicy.commands.view import show
    from scapolicy.reliability.evaluation import STRANGE

    strange = [note for note in found.notes if note.code == STRANGE]
    rest = [note for note in found.notes if note.code != STRANGE]
    show(
        f"{counted(found.units, found.unit)} of the gold standard",
        *map(str, strange),
        *_head(found),
        "\nPresence",
        _presence_view(found),
        "\nValence, where both have the category",
        *_valence_lines(found),
        *_confusion_parts(found),
        *_passage_lines(found, passages),
        *(["\nNotes", *map(str, rest)] if rest else []),
    )


def _head(found: "Evaluation") -> "Iterator[str]":
    """What the figures below are, said once."""
    if found.intervals:
        yield f"95 %: the middle 95 % of the figure when the {found.unit}s are drawn anew"
    if any("undefined" in row for row in found.tables()[0].rows):
        yield "undefined: there is nothing to work it out from"


def _presence_view(found: "Evaluation") -> "View":
    from scapolicy.commands.columns import View

    view = View()
    view.add_column("")
    for head in (("right",), ("wrong",), ("missed",), ("preci-", "sion"), ("recall",), ("F1",)):
        view.add_column(*head, number=True)
    view.add_column("95 %", number=True)
    whole = ("(micro)", found.micro, found.intervals.get("micro_f1"))
    each = [(*one, found.category_intervals.get(one[0])) for one in found.categories.items()]
    for name, counts, interval in [*each, whole]:
        view.add_row(
            name,
            str(counts.right),
            str(counts.wrong),
            str(counts.missed),
            number(counts.precision),
            number(counts.recall),
            number(counts.f1),
            _span(interval),
        )
    view.add_row(
        "(macro)", "", "", "", "", "", number(found.macro), _span(found.intervals.get("macro_f1"))
    )
    return view


def _valence_lines(found: "Evaluation") -> "Iterator[str]":
    accuracy = number(found.micro.valence_accuracy)
    share = f"{found.micro.alike} of {found.micro.valences} right: {accuracy}"
    span = _span(found.intervals.get("valence"))
    yield f"{share} (95 %: {span})" if span else share
    wrong = {pair: times for pair, times in found.valences.items() if pair[0] is not pair[1]}
    for (expected, got), times in wrong.items():
        yield f"  {expected}, coded {got}: {times}"


def _confusion_parts(found: "Evaluation") -> "Iterator[str | View]":
    from scapolicy.commands.columns import View

    if not found.confusion:
        return
    view = View()
    view.add_column("missed")
    view.add_column("coded")
    view.add_column(f"{found.unit}s", number=True)
    for (missed, wrong), times in list(found.confusion.items())[:_MOST_PAIRS]:
        view.add_row(missed, wrong, str(times))
    yield "\nMissed, and coded instead"
    yield view


def _passage_lines(found: "Evaluation", most: int) -> "Iterator[RenderableType]":
    from scapolicy.commands.view import set_in

    titles = {"missed": "Missed", "wrong": "Wrongly coded", "valence": "Wrong valence"}
    for kind, title in titles.items():
        here = [one for one in found.passages if one.kind == kind]
        if not here or not most:
            continue
        yield f"\n{title}: {len(here)}"
        for one in here[:most]:
            way = f", {one.expected} coded {one.found}" if kind == "valence" else ""
            words = f" ({one.words})" if one.words else ""
            yield set_in(f"{one.source}:{one.number} {one.category}{way}{words}", 2)
            if one.text:
                yield set_in(one.text, 4)
        if len(here) > most:
            yield f"  and {len(here) - most} more"


def _span(interval: "Interval | Undefined | None") -> str:
    if isinstance(interval, tuple):
        return " to ".join(f"{end:.2f}" for end in interval)
    return "" if interval is None else str(interval)
