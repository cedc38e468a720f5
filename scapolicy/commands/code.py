"""`scapolicy code`: from transcripts to tables."""

from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scapolicy.commands import WRITTEN
from scapolicy.commands.options import DEFAULT_CODEBOOK
from scapolicy.commands.telling import tell
from scapolicy.records import Level, Speakers, Unit

if TYPE_CHECKING:
    from scapolicy.cache import Engine
    from scapolicy.errors import Problem
    from scapolicy.readers.folder import Corpus
    from scapolicy.records import Codebook


@click.command("code")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-c",
    "--codebook",
    "codebooks",
    multiple=True,
    metavar="NAME|FILE",
    help="A codebook that comes with scapolicy, or a YAML file; repeatable.  "
    "[default: key-factors]",
)
@click.option(
    "-o",
    "--out",
    default="results",
    show_default=True,
    metavar="DIR",
    help="Folder for the tables (with several codebooks, one folder in it for each); what an "
    "earlier run wrote there is replaced.",
)
@click.option(
    "--by",
    metavar="ATTRIBUTE",
    help="The attribute whose values are the cases: rows in the files, columns in what is printed."
    "  [default: province]",
)
@click.option(
    "--unit",
    type=click.Choice([str(unit) for unit in Unit]),
    help="What receives a code.  [default: sentence]",
)
@click.option(
    "--speakers",
    type=click.Choice([str(who) for who in Speakers]),
    default=str(Speakers.INFORMANTS),
    show_default=True,
    help="Whose turns are evidence.",
)
@click.option(
    "--level",
    type=click.Choice([str(level) for level in Level]),
    default=str(Level.CATEGORY),
    show_default=True,
    help="What the columns of matrix and findings are.",
)
@click.option(
    "--interviewer",
    "interviewers",
    multiple=True,
    metavar="LABEL",
    help="Label of an interviewer, beside Interviewer, Q, Moderator …; repeatable.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes to use.  [default: all cores, where that pays]",
)
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="What codes the files: processes of this machine, or a Dask cluster.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Of the Dask cluster, as tcp://10.0.0.1:8786.",
)
@click.option(
    "--skip-unreadable",
    is_flag=True,
    help="Go on without the files that can't be read, and list them.",
)
@click.option(
    "--tables-only",
    is_flag=True,
    help="Write matrix, findings and frequencies, without codings, matches and passages.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Code every source again, whether or not it has changed since the last run.",
)
@click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Print nothing but errors, and that no source states the attribute of --by.",
)
@click.pass_context
def code_command(
    ctx: click.Context,
    paths: tuple[str, ...],
    codebooks: tuple[str, ...],
    out: str,
    by: str | None,
    unit: str | None,
    speakers: str,
    level: str,
    interviewers: tuple[str, ...],
    jobs: int | None,
    engine: str,
    scheduler: str | None,
    *,
    skip_unreadable: bool,
    tables_only: bool,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Code transcripts and write matrix, findings, frequencies and the evidence.

    PATH is a folder of transcripts (its subfolders too) or a file; several may be given. What a
    folder's scapolicy.toml sets holds where an option is not given.
    """
    from scapolicy.cache import Cache
    from scapolicy.notices import NO_CASES, without_case
    from scapolicy.records import DEFAULT_ATTRIBUTE
    from scapolicy.results import ResultsWriter, put_all
    from scapolicy.results_folder import uninterrupted
    from scapolicy.run import run_corpus

    if not quiet:  # rich takes longer to import than a small study to read
        from scapolicy.commands.view import (
            progress,
            run_view,
            show,
            show_notes,
            show_reuse,
            show_written,
        )
    works = _engine(engine, scheduler, jobs)
    books, corpus = _inputs(codebooks, paths, interviewers)
    asked = by or corpus.study.by
    by = asked or DEFAULT_ATTRIBUTE
    folders = [Path(out) / book.name if len(books) > 1 else Path(out) for book in books]
    writers = [ResultsWriter(folder, by, evidence=not tables_only) for folder in folders]
    told: list[list[Callable[[], None]]] = []
    with ExitStack() as stack:
        for book, folder, results in zip(books, folders, writers, strict=True):
            writer = stack.enter_context(results)
            with (
                nullcontext() if no_cache else Cache(folder) as cache,
                nullcontext() if quiet else progress(corpus) as advance,
            ):
                summary = run_corpus(
                    corpus,
                    book,
                    writer.add,
                    by=by,
                    unit=unit or corpus.study.unit or Unit.SENTENCE,
                    speakers=speakers,
                    level=level,
                    evidence=not tables_only,
                    engine=works,
                    cache=cache,
                    skip_unreadable=skip_unreadable,
                    on_done=advance,
                )
            writer.write(summary)
            if not quiet:  # what is held of a run is what it shows, not its sources
                told.append([partial(show, *run_view(summary))])
                if cache is not None:
                    reuse = cache.reused, len(corpus.files), cache.fault
                    told[-1].append(partial(show_reuse, *reuse))
                told[-1].append(partial(show_notes, [*summary.left_out, *summary.notes()]))
            else:  # a name mistyped is told all the same
                strays = without_case(summary.sources, asked) if asked else ()
                wrong = [note for note in strays if note.code == NO_CASES]
                told.append([partial(tell, f"{note.severity}: {note}") for note in wrong])
            del summary
        with uninterrupted():
            written = put_all(writers)
            ctx.meta[WRITTEN] = True
    for lines, folder, names in zip(told, folders, written, strict=True):
        for line in lines:
            line()
        if not quiet:
            show_written(folder, names)


def _engine(name: str, scheduler: str | None, jobs: int | None) -> "Engine":
    if (name == "dask") is not (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together.")
    if scheduler is not None:
        if jobs is not None:
            raise click.UsageError("--jobs is for this machine; a cluster has its own workers.")
        from scapolicy.cluster import work_on_cluster

        return partial(work_on_cluster, address=scheduler)
    from scapolicy.pool import work_through

    return partial(work_through, jobs=jobs)


def _inputs(
    codebooks: tuple[str, ...], paths: tuple[str, ...], interviewers: tuple[str, ...]
) -> "tuple[list[Codebook], Corpus]":
    """The codebooks and the corpus, with all problems of both told at once."""
    from scapolicy.codebook.load import load_codebook
    from scapolicy.errors import ScapolicyError, problem
    from scapolicy.readers.address import located
    from scapolicy.readers.folder import find_transcripts

    faults: list[Problem] = []
    books: dict[str, Codebook] = {}
    corpus: Corpus | None = None
    try:
        corpus = find_transcripts(paths, interviewers=interviewers)
    except ScapolicyError as error:
        faults.extend(error.problems)
    set_ones = corpus.study.codebooks if corpus else ()
    for name in codebooks or set_ones or (DEFAULT_CODEBOOK,):
        try:
            book = load_codebook(name)
        except ScapolicyError as error:
            faults.extend(error.problems)
            continue
        if book.name in books:
            faults.append(problem("C29", at=str(located(name)), name=book.name))
        books[book.name] = book
    if faults or corpus is None:
        raise ScapolicyError(faults)
    return list(books.values()), corpus
