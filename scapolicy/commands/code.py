"""`scapolicy code`: from transcripts to tables."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

import click

from scapolicy.commands import WRITTEN
from scapolicy.commands.options import (
    codebooks_option,
    interviewers_option,
    speakers_option,
    unit_option,
)
from scapolicy.commands.telling import tell
from scapolicy.records import Level

if TYPE_CHECKING:
    from scapolicy.readers.folder import TranscriptFile
    from scapolicy.studies import CodebookRun, StudyPlan

    _Bar = AbstractContextManager[Callable[[TranscriptFile], None] | None]

_Line = Callable[[], None]
"""Prints something, once all results are in place."""


@click.command("code")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@codebooks_option
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
@unit_option
@speakers_option
@click.option(
    "--level",
    type=click.Choice([str(level) for level in Level]),
    default=str(Level.CATEGORY),
    show_default=True,
    help="What the columns of matrix and findings are.",
)
@interviewers_option
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
    if (engine == "dask") is not (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together.")
    if scheduler is not None and jobs is not None:
        raise click.UsageError("--jobs is for this machine; a cluster has its own workers.")
    from scapolicy.studies import plan_study, run_study

    plan = plan_study(
        paths,
        codebooks,
        by=by,
        unit=unit,
        speakers=speakers,
        level=level,
        interviewers=interviewers,
    )
    told: list[list[_Line]] = []
    stated = bool(by or plan.corpus.study.by)
    view = partial(_quiet_view, stated=stated) if quiet else partial(_view, plan)
    with nullcontext() if quiet else _bar(plan) as advance:
        written = run_study(
            plan,
            out,
            tables_only=tables_only,
            jobs=jobs,
            scheduler=scheduler,
            cache=not no_cache,
            skip_unreadable=skip_unreadable,
            on_done=advance,
            on_run=lambda run: told.append(view(run)),
            on_written=lambda: ctx.meta.update({WRITTEN: True}),
        )
    for lines, (folder, files) in zip(told, written.items(), strict=True):
        for line in lines:
            line()
        if not quiet:
            from scapolicy.commands.view import show_written

            show_written(folder, files)


def _bar(plan: "StudyPlan") -> "_Bar":
    from scapolicy.commands.view import progress  # rich takes longer to import than a small study

    return progress(plan.corpus, len(plan.codebooks))


def _view(plan: "StudyPlan", run: "CodebookRun") -> list[_Line]:
    """What is shown of a run when its results are in place; it holds nothing of its sources."""
    from scapolicy.commands.view import run_view, show, show_notes, show_reuse

    summary = run.summary
    return [
        partial(show, *run_view(summary)),
        partial(show_reuse, run.reused, len(plan.corpus.files), run.cache_fault),
        partial(show_notes, [*summary.left_out, *summary.notes()]),
    ]


def _quiet_view(run: "CodebookRun", *, stated: bool) -> list[_Line]:
    """That nobody states the attribute that was asked for: it may be mistyped."""
    from scapolicy.notices import NO_CASES

    notes = run.summary.notes() if stated else ()
    return [partial(tell, f"{one.severity}: {one}") for one in notes if one.code == NO_CASES]
