"""What a run looks like on a terminal, and as plain text where there is none."""

import io
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from scapolicy.commands.columns import View
from scapolicy.commands.telling import legible, on_one_line, say, screen_width, tell
from scapolicy.errors import Problem, counted
from scapolicy.records import Finding, Level
from scapolicy.tables.table import Table, columns_of, is_undefined

if TYPE_CHECKING:
    from scapolicy.readers.folder import Corpus, TranscriptFile
    from scapolicy.summary import Summary

# From this many bytes on, the work is long enough to want a bar.
_LONG_WORK = 5_000_000
_WIDE_ENOUGH = 60  # columns, for a bar beside the numbers
_NOTES_OF_A_KIND = 3
_SIGNS = {
    Finding.PRESENT: ("+", "green"),
    Finding.PARTIAL: ("~", "yellow"),
    Finding.ABSENT: ("-", "red"),
    Finding.NOT_MENTIONED: (" ", "dim"),
}
_FREQUENCIES = {
    "segments": ("seg-", "ments"),
    "sources": ("sour-", "ces"),
    "share": ("share of", "segments"),
    "per_1000_words": ("per 1,000", "words"),
    "facilitator": ("facili-", "tator"),
    "barrier": ("bar-", "rier"),
    "mixed": ("mix-", "ed"),
    "neutral": ("neu-", "tral"),
}
_FORMS = {"share": ".1%", "per_1000_words": ".2f"}


def run_view(summary: "Summary") -> list[RenderableType]:
    """What was coded, to be shown: the factor matrix with its findings, and the frequencies."""
    book, counts = summary.codebook, summary.counts
    labels = {column.id: column.label for column in columns_of(book, summary.level)}
    matrix, findings = summary.matrix(), summary.findings()
    parts = [(len(summary.sources), "source"), (counts.words, "word"), (counts.segments, "segment")]
    numbers = ", ".join(counted(number, word) for number, word in parts)
    return [
        f"{book.title} {book.version}",
        f"{numbers} ({summary.unit})",
        f"\nFactor matrix by {counts.by}: segments coded, and the finding",
        _matrix_view(matrix, findings, labels),
        "+ present  ~ partial  - absent",
        "\nFrequencies",
        frequency_view(summary.frequencies(), codes=summary.level is Level.CODE),
    ]


class _Console(Console):
    """A terminal on which no text means anything but itself; only a `Text` is taken as it is."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(legible(text), **options)


def show(*parts: RenderableType) -> None:
    """Print lines, tables and such: with colour on a terminal, else plain, 80 columns wide."""
    terminal = sys.stdout.isatty()
    text = io.StringIO()
    console = _Console(
        file=None if terminal else text,
        highlight=False,
        markup=False,
        emoji=False,
        width=screen_width(),
    )
    for part in parts:
        console.print(part)
    for line in text.getvalue().splitlines():
        say(line.rstrip())


def set_in(text: str, cells: int) -> Padding:
    """A paragraph whose lines all begin so far from the edge."""
    return Padding(on_one_line(text), (0, 0, 0, cells))


def _matrix_view(counts: Table, found: Table, labels: Mapping[str, str]) -> View:
    """Factors down, cases across."""
    view = View()
    view.add_column("")
    for row in counts.rows:
        view.add_column(str(row[0]), number=True)
    for place, column in enumerate(counts.columns[1:], 1):
        pairs = zip(counts.rows, found.rows, strict=True)
        view.add_row(labels[column], *(_cell(row[place], other[place]) for row, other in pairs))
    return view


def _cell(count: object, finding: object) -> Text:
    sign, style = _SIGNS[Finding(str(finding))]
    return Text(f"{count} {sign}", style=style)


def frequency_view(table: Table, *, codes: bool = False) -> View:
    """The categories, and below each its codes if these are wanted."""
    view = View()
    view.add_column("")
    for head in _FREQUENCIES.values():
        view.add_column(*head, number=True)
    for row in table.rows:
        values = dict(zip(table.columns, row, strict=True))
        if codes or not values["code"]:
            for name, form in _FORMS.items():
                values[name] = "" if is_undefined(values[name]) else format(values[name], form)
            cells = (str(values[name]) for name in _FREQUENCIES)
            indent = "  " if codes and values["code"] else ""
            view.add_row(Text(indent + on_one_line(values["label"])), *cells)
    return view


def show_reuse(reused: int, files: int, fault: str) -> None:
    """Say how many sources were not coded again, as nothing about them has changed."""
    if reused:
        tell(f"{reused} of {counted(files, 'source')} taken from earlier runs: unchanged.")
    if fault:
        rest = "the rest was" if reused else "all was"
        tell(f"note: the cache can't be used ({fault}); {rest} coded again")


def show_notes(notes: Iterable[Problem]) -> None:
    """Print notes to standard error, a few of each kind."""
    kinds: dict[str, list[Problem]] = {}
    for note in notes:
        kinds.setdefault(note.code, []).append(note)
    for kind in kinds.values():
        shown = kind if len(kind) <= _NOTES_OF_A_KIND else kind[:1]
        for note in shown:
            tell(f"{note.severity}: {note}")
        more = len(kind) - len(shown)
        if more:
            tell(f"      … and {more} more of this kind, listed in run.json")


def show_written(folder: object, names: Iterable[str]) -> None:
    """Print which files were written, and where."""
    say(f"\nWritten to {folder}:")
    for line in textwrap.wrap(", ".join(names), screen_width()):
        say(line)


@contextmanager
def progress(
    corpus: "Corpus", codebooks: int = 1
) -> Iterator[Callable[["TranscriptFile"], None] | None]:
    """A bar on standard error for long work on a terminal; yields what moves it on.

    With several codebooks each file is worked on once with each.
    """
    sizes = {file.name: file.size for file in corpus.files} if sys.stderr.isatty() else {}
    total = codebooks * sum(sizes.values())
    if total < _LONG_WORK:
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    files = TextColumn("{task.fields[done]} of {task.fields[files]} files")
    bars = [BarColumn()] if console.width >= _WIDE_ENOUGH else []
    columns = (files, *bars, DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("coding", total=total, done=0, files=codebooks * len(corpus.files))
        numbers = count(1)
        yield lambda file: bar.update(task, advance=sizes.get(file.name, 0), done=next(numbers))
