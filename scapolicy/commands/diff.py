"""`scapolicy diff`: what differs between two runs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click

from scapolicy.commands.tables import tell_written
from scapolicy.commands.telling import on_one_line, say, screen_width, tell
from scapolicy.errors import counted

if TYPE_CHECKING:
    from scapolicy.difference import Change, Difference

_SIGNS = {"came": "+", "went": "-", "valence": "~", "case": ">"}
_KINDS = {
    "came": "came",
    "went": "went",
    "valence": "changed valence",
    "case": "count under another case",
}


@click.command("diff")
@click.argument("first", metavar="RESULTS")
@click.argument("second", metavar="LATER")
@click.option(
    "-o",
    "--out",
    metavar="FILE",
    help="Write the codings and the cells that changed, as tables; the suffix names the format.",
)
def diff_command(first: str, second: str, out: str | None) -> None:
    """Show which findings and codings changed between two runs, and why.

    RESULTS and LATER are results folders, the earlier run first. Of each finding that differs stand
    case, factor, and the number of segments behind it. A line that begins with + is a
    coding that came, - one that went, ~ one that speaks another way, > one that counts under
    another case; in brackets stand the rules whose matches differ.
    """
    from scapolicy.difference import diff
    from scapolicy.table_files import export_tables

    found = diff(first, second)
    written = None if out is None else export_tables(found.tables(), out)
    for line in _lines(found):
        tell(line, err=False)
    if written:
        say()
        tell_written(written)


def _lines(found: "Difference") -> Iterator[str]:
    if found.causes:
        yield "What the runs were made of differs:"
        for one in found.causes:
            yield f"  {on_one_line(one)}"
    else:
        yield "Both runs were made of the same: codebook, transcripts, options and versions."
    for note in found.notes:
        yield f"{note.severity}: {on_one_line(note)}"
    if found.rules:
        yield "\nRules whose matches differ:"
        for rule, number in found.rules.items():
            moved = f"{number.came} came, {number.went} went, {number.turned} turned"
            yield f"  {on_one_line(rule)}: {moved}"
    yield from _findings(found)
    counts = Counter(one.change for one in found.changes)
    told = [f"{counts[kind]} {words}" for kind, words in _KINDS.items() if counts[kind]]
    yield f"\nCodings: {', '.join(told) or 'none came, went or changed'}"
    for category, group in groupby(found.changes, lambda one: one.category):
        yield f"\n{_short(found.labels.get((category, ''), category))}"
        yield from _cells(group)


def _findings(found: "Difference") -> Iterator[str]:
    """The findings that differ, and how many cells do that have the same finding."""
    labels = {code or category: label for (category, code), label in found.labels.items()}
    differ = [one for one in found.cells if one.finding_before != one.finding]
    if differ:
        yield "\nFindings that differ, and the segments behind them:"
        for one in differ:
            sides = (one.finding_before, one.segments_before), (one.finding, one.segments)
            before, after = (f"{what} ({n})" if what else "not there" for what, n in sides)
            case, factor = on_one_line(one.case), labels.get(one.factor, one.factor)
            yield f"  {case}, {factor}: {before} → {after}"
    same = len(found.cells) - len(differ)
    if same:
        yield f"\n{counted(same, 'cell')} with the same finding, and another number of segments"


def _cells(changes: "Iterable[Change]") -> Iterator[str]:
    for case, group in groupby(changes, lambda one: one.case):
        yield _short(f"  {case}")
        for one in group:
            rules = f" [{', '.join(one.rules)}]" if one.rules else ""
            yield _short(f"    {_SIGNS[one.change]} {one.code}, {_way(one)}{rules}")
            who = f", {one.speaker}" if one.speaker else ""
            yield _short(f"      {one.source}, turn {one.turn}{who}")
            yield _short(f"      {one.words}")
            yield _short(f"      “{one.text}”")


def _way(one: "Change") -> str:
    if one.change == "valence":
        return f"{one.valence_before} → {one.valence}"
    if one.change == "case":
        return f"{one.valence}, counted under {one.case_before} before"
    return one.valence or one.valence_before


def _short(line: str) -> str:
    """A line that fits, with an ellipsis where something was cut off."""
    from scapolicy.commands.fitting import beginning

    indent = line[: len(line) - len(line.lstrip(" "))]
    return beginning(indent + on_one_line(line), screen_width())
