"""Options that several commands share, and how they show a figure and name a codebook."""

from typing import TYPE_CHECKING

import click

from scapolicy.records import DEFAULT_CODEBOOK, Speakers, Unit

if TYPE_CHECKING:
    from scapolicy.records import Codebook
    from scapolicy.reliability.coefficients import Coefficient

codebooks_option = click.option(
    "-c",
    "--codebook",
    "codebooks",
    multiple=True,
    metavar="NAME|FILE",
    help="A codebook that comes with scapolicy, or a YAML file; repeatable.  "
    f"[default: {DEFAULT_CODEBOOK}]",
)
one_codebook_option = click.option(
    "-c",
    "--codebook",
    metavar="NAME|FILE",
    help=f"A codebook that comes with scapolicy, or a YAML file.  [default: {DEFAULT_CODEBOOK}]",
)
unit_option = click.option(
    "--unit",
    type=click.Choice([str(unit) for unit in Unit]),
    help="What receives a code.  [default: sentence]",
)
speakers_option = click.option(
    "--speakers",
    type=click.Choice([str(who) for who in Speakers]),
    default=str(Speakers.INFORMANTS),
    show_default=True,
    help="Whose turns are evidence.",
)
interviewers_option = click.option(
    "--interviewer",
    "interviewers",
    multiple=True,
    metavar="LABEL",
    help="Label of an interviewer, beside Interviewer, Q, Moderator …; repeatable.",
)
compared_unit_option = click.option(
    "--unit",
    type=click.Choice(["turn", "segment"]),
    default="turn",
    show_default=True,
    help="What is compared.",
)
resamples_option = click.option(
    "--resamples",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    metavar="N",
    help="Draws behind the intervals; 0 for no intervals.",
)
seed_option = click.option(
    "--seed", type=int, default=1, show_default=True, help="Seed of the draws."
)


def number(figure: "Coefficient") -> str:
    """A figure to three places, or that it is undefined."""
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


def named(book: "Codebook") -> str:
    """Which codebook was used, for those who did not name one."""
    return f"Codebook: {book.title} {book.version} ({book.name})"
