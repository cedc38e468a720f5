"""Options that several commands share, and how they show a figure."""

from typing import TYPE_CHECKING

import click

from scapolicy.records import DEFAULT_CODEBOOK

if TYPE_CHECKING:
    from scapolicy.reliability.coefficients import Coefficient

codebook_option = click.option(
    "-c",
    "--codebook",
    default=DEFAULT_CODEBOOK,
    show_default=True,
    metavar="NAME|FILE",
    help="A codebook that comes with scapolicy, or a YAML file.",
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
