"""`scapolicy pseudonymize`: names replaced by codes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from scapolicy.commands.telling import say, tell
from scapolicy.errors import counted

if TYPE_CHECKING:
    from scapolicy.pseudonyms import Pseudonymization, Replacement

_SHOWN = 3  # places of each name


@click.command("pseudonymize")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--names",
    metavar="FILE",
    help="Names to replace, a person a line: NAME, NAME = CODE, or NAME; OTHER NAME = CODE.",
)
@click.option(
    "--pipeline",
    default="",
    metavar="NAME|DIR",
    help="A trained spaCy pipeline that you have, which finds further people.",
)
@click.option("-o", "--out", metavar="DIR", help="A new or empty folder for the transcripts.")
@click.option(
    "--key",
    metavar="FILE",
    help="The key, which you keep elsewhere; one that is there is used and added to.",
)
def pseudonymize_command(
    paths: tuple[str, ...], names: str | None, pipeline: str, out: str | None, key: str | None
) -> None:
    """Replace names in transcripts by stable codes.

    Without --out, what would be replaced is only shown. The transcripts are written in the plain
    Markdown form, whatever they were; the originals stay. The key can be read by you alone.
    """
    if names is None and not pipeline and key is None:
        raise click.UsageError("say which names: --names FILE, --pipeline NAME, or both")
    if out is not None and key is None:
        raise click.UsageError("say where the key goes: --key FILE, outside of --out")
    from scapolicy.names import read_names
    from scapolicy.pseudonyms import plan_pseudonyms, pseudonymize

    listed = read_names(names) if names is not None else []
    plan = plan_pseudonyms(paths, listed, key=key, pipeline=pipeline, file=names or "")
    for note in plan.told:
        tell(f"note: {note}")
    if out is None or key is None:
        for line in _preview(plan):
            say(line)
        return
    pseudonymize(plan, paths, out, key)
    count = counted(len(plan.replacements), "name")
    talks = counted(len(plan.sources), "transcript")
    say(f"{count} replaced in {talks}, written as Markdown into {out}.")
    say(f"The key is {key}. Keep it away from the transcripts.")
    say("attributes and settings of the folder are not copied; the heads hold what they say.")
    say("Read the result; remove the originals as you promised.")


def _preview(plan: "Pseudonymization") -> Iterator[str]:
    by_name: dict[str, list[Replacement]] = {name: [] for name in plan.codes}
    for one in plan.replacements:
        by_name[one.name].append(one)
    for name, places in by_name.items():
        if places:
            origin = ", found by the pipeline" if name in plan.found else ""
            talks = len({one.source for one in places})
            times = f"{counted(len(places), 'time')} in {counted(talks, 'transcript')}"
            yield f"{name} -> {plan.codes[name]}: {times}{origin}"
            yield from (f"  {one.source}:{one.place}: … {one.context} …" for one in places[:_SHOWN])
            if len(places) > _SHOWN:
                yield f"  and {len(places) - _SHOWN} more"
    never = [name for name, places in by_name.items() if not places]
    if never:
        yield f"Never found: {', '.join(never)}"
    count = counted(len(plan.replacements), "name")
    yield f"{count} would be replaced; nothing was written."
