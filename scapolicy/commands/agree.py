"""`scapolicy agree`: how far several coders agree."""

from typing import TYPE_CHECKING

import click

from scapolicy.commands.options import (
    compared_unit_option,
    number,
    resamples_option,
    seed_option,
)
from scapolicy.commands.tables import tell_written
from scapolicy.commands.telling import on_one_line, say
from scapolicy.errors import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scapolicy.commands.columns import View
    from scapolicy.reliability import Agreement, Figures
    from scapolicy.reliability.bootstrap import Interval
    from scapolicy.reliability.coefficients import Coefficient, Undefined

_TWO = 2
_UNSEEN = {
    "absent": "a {unit} that a coder has no row for counts as absent",
    "missing": "a {unit} that a coder has no row for is missing for that coder",
}


@click.command("agree")
@click.argument("paths", nargs=-1, required=True, metavar="CODINGS...")
@compared_unit_option
@click.option(
    "--transcripts",
    multiple=True,
    metavar="PATH",
    help="Transcripts whose informants' turns all count, coded or not; repeatable.",
)
@click.option(
    "--unseen",
    type=click.Choice(list(_UNSEEN)),
    default="absent",
    show_default=True,
    help="What a unit is for a coder who has no row for it.",
)
@resamples_option
@seed_option
@click.option("-o", "--out", metavar="FILE", help="Write all figures; the suffix names the format.")
@click.option(
    "--min-alpha",
    type=click.FloatRange(-1, 1),
    metavar="X",
    help="Exit with status 1 where alpha of all categories together is below X.",
)
@click.pass_context
def agree_command(
    ctx: click.Context,
    paths: tuple[str, ...],
    unit: str,
    transcripts: tuple[str, ...],
    unseen: str,
    resamples: int,
    seed: int,
    out: str | None,
    min_alpha: float | None,
) -> None:
    """Compare the codings of two coders or more.

    CODINGS is a CSV file or a results folder: one coder each, or several in a column `coder`. Its
    columns are source, turn (or segment), category and, if you like, valence. Exits 1 where
    --min-alpha is not reached.
    """
    from scapolicy.reliability import agree
    from scapolicy.table_files import export_tables

    found = agree(
        paths,
        unit=unit,
        transcripts=transcripts or None,
        unseen=unseen,
        resamples=resamples,
        seed=seed,
    )
    written = None if out is None else export_tables(found.table(), out)
    _show_agreement(found, resamples, seed)
    if written:
        say()
        tell_written(written)
    alpha = found.pooled.alpha
    if min_alpha is not None and not (isinstance(alpha, float) and alpha >= min_alpha):
        say(f"\nAlpha of all categories is {number(alpha)}, not {min_alpha:g} or more.")
        ctx.exit(1)


def _show_agreement(found: "Agreement", resamples: int, seed: int) -> None:
    from scapolicy.commands.view import show

    drawn = f"95 % of {resamples} resamples of the {found.unit}s, seed {seed}"
    show(
        f"{len(found.coders)} coders: {on_one_line(', '.join(found.coders))}",
        *_basis(found),
        "\nPresent or absent",
        _presence_view(found),
        *([f"interval: {drawn}"] if resamples else []),
        "\nOther coefficients",
        _others_view(found),
        *(["\nNotes", *map(str, found.notes)] if found.notes else []),
    )


def _basis(found: "Agreement") -> "Sequence[str]":
    """Which units were compared, and what one is that a coder has no row for."""
    which = f"every {found.unit} that any coder has a row for"
    if found.transcribed is not None:
        which = f"the {found.transcribed} of informants in the transcripts, and {which}"
    return f"{counted(found.units, found.unit)}: {which}", _UNSEEN[found.unseen].format(
        unit=found.unit
    )


def _presence_view(found: "Agreement") -> "View":
    from scapolicy.commands.columns import View

    view = View()
    view.add_column("")
    by_all = ("by", "both") if len(found.coders) == _TWO else ("by", "all")
    heads = [(f"{found.unit}s",), by_all, ("preva-", "lence"), ("agree-", "ment"), ("alpha",)]
    if found.pooled.interval is not None:
        heads.append(("interval",))
    for head in heads:
        view.add_column(*head, number=True)
    for row in _rows(found):
        cells = [str(row.units), str(row.by_all), _share(row.prevalence), _share(row.percent)]
        cells.append(number(row.alpha))
        if row.interval is not None:
            cells.append(_span(row.interval))
        view.add_row(row.category, *cells)
    return view


def _others_view(found: "Agreement") -> "View":
    from scapolicy.commands.columns import View

    view = View()
    view.add_column("")
    kappa = ("Cohen's", "kappa") if len(found.coders) == _TWO else ("mean kappa", "of pairs")
    heads = [kappa, ("Fleiss'", "kappa"), ("AC1",)]
    if found.pooled.valence:
        heads += [("valence:", "units"), ("agree-", "ment"), ("alpha",)]
    for head in heads:
        view.add_column(*head, number=True)
    for row in _rows(found):
        cells = [number(row.kappa), number(row.fleiss), number(row.ac1)]
        if row.valence:
            way = row.valence
            cells += [str(way.units), _share(way.percent), number(way.alpha)]
        view.add_row(row.category, *cells)
    return view


def _rows(found: "Agreement") -> "Sequence[Figures]":
    return (*found.categories, found.pooled)


def _share(figure: "Coefficient") -> str:
    return f"{figure:.1%}" if isinstance(figure, float) else str(figure)


def _span(interval: "Interval | Undefined") -> str:
    if isinstance(interval, tuple):
        return " to ".join(f"{end:.3f}" for end in interval)
    return str(interval)
