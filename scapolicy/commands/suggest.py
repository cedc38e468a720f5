"""`scapolicy codebook suggest`: terms a codebook may lack, and terms that mislead."""

from typing import TYPE_CHECKING

import click

from scapolicy.commands.options import interviewers_option, named, one_codebook_option
from scapolicy.commands.tables import several_out_option, write_all
from scapolicy.commands.telling import describe, on_one_line, say

if TYPE_CHECKING:
    from scapolicy.suggestions import Suggestions


_MOST_SILENT = 20


@click.command("suggest")
@click.argument("gold", metavar="GOLD")
@click.argument("paths", nargs=-1, required=True, metavar="TRANSCRIPTS...")
@one_codebook_option
@interviewers_option
@click.option(
    "--category",
    "categories",
    multiple=True,
    metavar="ID",
    help="A category to tell of; repeatable.  [default: all]",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="How many terms of each kind to print for a category.",
)
@several_out_option
def suggest_command(
    gold: str,
    paths: tuple[str, ...],
    codebook: str | None,
    interviewers: tuple[str, ...],
    categories: tuple[str, ...],
    top: int,
    out: str | None,
) -> None:
    """Show terms that a codebook may lack, and terms that mislead.

    GOLD is a person's coding of turns of the TRANSCRIPTS, as for `scapolicy evaluate`. Terms are
    shown that are far more frequent in the turns coded with a category than in the others, and
    words of the codebook that matched where the person did not code, or never. What the folder's
    scapolicy.toml sets holds where an option is not given.
    """
    from scapolicy.commands.view import show_notes
    from scapolicy.errors import ScapolicyError, problem
    from scapolicy.studies import plan_study
    from scapolicy.suggestions import suggest

    book, *others = plan_study(paths, codebook or (), interviewers=interviewers).codebooks
    if others:  # those of the settings
        names = ", ".join(one.name for one in (book, *others))
        raise ScapolicyError([problem("C58", names=names)])
    found = suggest(gold, paths, book, categories=categories, interviewers=interviewers)
    describe(on_one_line(named(book)))
    say()
    _show(found, top)
    show_notes(found.notes)
    if out is not None:
        write_all(found.tables(), out)


def _show(found: "Suggestions", top: int) -> None:
    from scapolicy.commands.columns import View
    from scapolicy.commands.view import show
    from scapolicy.errors import counted, listed

    keys = View()
    for heading in ("category", "term", "with", "else", "sources", "G²", ""):
        keys.add_column(heading, number=heading not in ("category", "term", ""))
    for category in dict.fromkeys(key.category for key in found.keys):
        for key in [each for each in found.keys if each.category == category][:top]:
            numbers = (key.inside, key.outside, key.sources, f"{key.g2:.1f}")
            known = "known" if key.known else ""
            keys.add_row(category, key.term, *map(str, numbers), known)
    misleading = View()
    for heading in ("rule", "words", "right", "wrong"):
        misleading.add_column(heading, number=heading in ("right", "wrong"))
    for record in [each for each in found.records if each.wrong > each.right][:top]:
        misleading.add_row(record.rule, record.words, str(record.right), str(record.wrong))
    silent = f"{len(found.silent)} of {counted(found.rules, 'rule')} matched nowhere"
    show(
        "Terms far more frequent in the turns coded with a category",
        keys,
        "\nWords that mislead more often than not",
        misleading,
        f"\n{silent}" + (f": {listed(found.silent, _MOST_SILENT)}" if found.silent else ""),
    )
