"""What a run looks like on a terminal, and as plain text where there is none."""

import io
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as View
from rich.text import Text

from scapolicy.commands.telling import legible, on_one_line, say, tell
from scapolicy.errors import Problem, counted
from scapolicy.records import Finding
from scapolicy.tables.table import Table, columns_of, is_undefined

if TYPE_CHECKING:
    from scapolicy.readers.folder import Corpus, TranscriptFile
    from scapolicy.summary import Summary

_PLAIN_WIDTH = 80
_CASES_ABREAST = 5
# From this many bytes on, the work is long enough to want a bar.
_LONG_WORK = 5_000_000
_NOTES_OF_A_KIND = 3
_SIGNS = {
    Finding.PRESENT: ("+", "green"),
    Finding.PARTIAL: ("~", "yellow"),
    Finding.ABSENT: ("-", "red"),
    Finding.NOT_MENTIONED: (" ", "dim"),
}
_FREQUENCIES = {
    "segments": "seg-\nments",
    "sources": "sour-\nces",
    "share": "share of\nsegments",
    "per_1000_words": "per 1,000\nwords",
    "facilitator": "facili-\ntator",
    "barrier": "bar-\nrier",
    "mixed": "mix-\ned",
    "neutral": "neu-\ntral",
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
        *(
            _matrix_view(matrix, findings, labels, start)
            for start in range(0, len(matrix.rows), _CASES_ABREAST)
        ),
        "+ present  ~ partial  - absent",
        "\nFrequencies",
        frequency_view(summary.frequencies()),
    ]


class _Console(Console):
    """A terminal on which no text means anything but itself; only a `Text` is taken as it is."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(legible(text), **options)


def show(*parts: RenderableType) -> None:
    """Print lines, tables and such: with colour on a terminal, else plain, 80 columns wide."""
    terminal = sys.stdout.isatty()
    width = None if terminal else _PLAIN_WIDTH
    text = io.StringIO()
    console = _Console(
        file=None if terminal else text, highlight=False, markup=False, emoji=False, width=width
    )
    for part in parts:
        console.print(part)
    for line in text.getvalue().splitlines():
        say(line.rstrip())


class _View(View):
    """A table in which no cell looks like another row."""

    def add_row(self, *cells: RenderableType | None, **options: Any) -> None:
        lines = (on_one_line(one) if isinstance(one, str) else one for one in cells)
        super().add_row(*lines, **options)


def new_view() -> View:
    """A table as all of the commands print them."""
    return _View(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)


def _matrix_view(counts: Table, found: Table, labels: Mapping[str, str], start: int) -> View:
    """Factors down, some of the cases across."""
    view = new_view()
    view.add_column("", overflow="fold")
    chosen = range(start, min(start + _CASES_ABREAST, len(counts.rows)))
    for index in chosen:
        view.add_column(on_one_line(counts.rows[index][0]), justify="right", overflow="fold")
    for place, column in enumerate(counts.columns[1:], 1):
        cells = (_cell(counts.rows[i][place], found.rows[i][place]) for i in chosen)
        view.add_row(labels[column], *cells)
    return view


def _cell(count: object, finding: object) -> Text:
    sign, style = _SIGNS[Finding(str(finding))]
    return Text(f"{count} {sign}", style=style)


def frequency_view(table: Table, *, codes: bool = False) -> View:
    """The categories, and below each its codes if these are wanted."""
    view = new_view()
    view.add_column("", overflow="fold")
    for heading in _FREQUENCIES.values():
        view.add_column(heading, justify="right")
    for row in table.rows:
        values = dict(zip(table.columns, row, strict=True))
        if codes or not values["code"]:
            for name, form in _FORMS.items():
                values[name] = "" if is_undefined(values[name]) else format(values[name], form)
            cells = (str(values[name]) for name in _FREQUENCIES)
            indent = 2 if codes and values["code"] else 0
            view.add_row(Padding(on_one_line(values["label"]), (0, 0, 0, indent)), *cells)
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
    for line in textwrap.wrap(", ".join(names), _PLAIN_WIDTH):
        say(line)


@contextmanager
def progress(corpus: "Corpus") -> Iterator[Callable[["TranscriptFile"], None] | None]:
    """A bar on standard error for long work on a terminal; yields what moves it on."""
    sizes = {file.name: file.size for file in corpus.files} if sys.stderr.isatty() else {}
    total = sum(sizes.values())
    if total < _LONG_WORK:
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    files = TextColumn("{task.fields[done]} of {task.fields[files]} files")
    columns = (files, BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=total, done=0, files=len(corpus.files))
        numbers = count(1)
        yield lambda file: bar.update(task, advance=sizes.get(file.name, 0), done=next(numbers))
