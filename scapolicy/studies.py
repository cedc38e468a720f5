"""A study run from its transcripts to its results folders, however large it is."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scapolicy.cache import Cache
from scapolicy.choices import options_of, require_jobs, several
from scapolicy.codebook.load import load_codebook
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.pool import work_through
from scapolicy.readers.address import located
from scapolicy.readers.folder import Corpus, TranscriptFile, find_transcripts
from scapolicy.records import (
    DEFAULT_ATTRIBUTE,
    DEFAULT_CODEBOOK,
    Codebook,
    Level,
    Options,
    Speakers,
    Unit,
)
from scapolicy.results import ResultsWriter, put_all
from scapolicy.results_folder import uninterrupted
from scapolicy.reuse import Engine
from scapolicy.run import run_corpus
from scapolicy.summary import Summary


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """What is to be run: the transcripts, the codebooks, and how these are applied."""

    corpus: Corpus
    codebooks: tuple[Codebook, ...]
    options: Options


@dataclass(frozen=True, slots=True)
class CodebookRun:
    """What one codebook's run gave, before its files are put in place.

    `reused` is the number of sources that came from earlier runs; `cache_fault` says why what was
    kept of these can't be used, empty where it can.
    """

    summary: Summary
    reused: int = 0
    cache_fault: str = ""


def plan_study(
    paths: str | Path | Iterable[str | Path],
    codebooks: str | Path | Iterable[str | Path] = (),
    *,
    by: str | None = None,
    unit: str | None = None,
    speakers: str = Speakers.INFORMANTS,
    level: str = Level.CATEGORY,
    interviewers: Sequence[str] = (),
) -> StudyPlan:
    """Find the transcripts and load the codebooks of a study.

    What is not given is as the folder's `scapolicy.toml` says, or else as usual: `key-factors`, by
    `province`, in sentences.

    Args:
        paths: folders and files of transcripts, or addresses of such.
        codebooks: names of codebooks that come with scapolicy, or YAML files.
        by: the attribute that results are reported by.
        unit: what receives a code: `sentence`, `turn`, `paragraph` or `document`.
        speakers: whose turns are evidence: `informants` or `all`.
        level: what a factor is in the tables: `category` or `code`.
        interviewers: labels of interviewers beside the ones that are known.

    Raises:
        ScapolicyError: with every problem of the paths and of all codebooks.

    """
    faults: list[Problem] = []
    corpus = Corpus(())
    try:
        corpus = find_transcripts(several(paths), interviewers=interviewers)
    except ScapolicyError as error:
        faults.extend(error.problems)
    books: dict[str, Codebook] = {}
    for name in several(codebooks) or corpus.study.codebooks or (DEFAULT_CODEBOOK,):
        try:
            book = load_codebook(name)
        except ScapolicyError as error:
            faults.extend(error.problems)
            continue
        if book.name in books:
            faults.append(problem("C29", at=str(located(name)), name=book.name))
        books[book.name] = book
    if faults:
        raise ScapolicyError(faults)
    by = by or corpus.study.by or DEFAULT_ATTRIBUTE
    unit = unit or corpus.study.unit or Unit.SENTENCE
    return StudyPlan(corpus, tuple(books.values()), options_of(by, unit, speakers, level))


def run_study(
    plan: StudyPlan,
    out: str | Path = "results",
    *,
    tables_only: bool = False,
    jobs: int | None = None,
    scheduler: str | None = None,
    cache: bool = True,
    skip_unreadable: bool = False,
    on_done: Callable[[TranscriptFile], None] | None = None,
    on_run: Callable[[CodebookRun], None] | None = None,
    on_written: Callable[[], None] | None = None,
) -> dict[Path, dict[str, Path]]:
    """Code a study and write its results, all of them or none; nothing is held but what is counted.

    Args:
        plan: what `plan_study` gave.
        out: the results folder; with several codebooks there is one in it for each.
        tables_only: whether codings, matches and passages are left out.
        jobs: how many processes; None for as many as pay for this corpus.
        scheduler: the address of a Dask cluster that does the work instead.
        cache: whether what earlier runs gave is taken from the cache in the results folder, and
            what this one gives is kept there.
        skip_unreadable: go on without the files that can't be read; they are told in `run.json`.
        on_done: called after each file, in order, with each codebook.
        on_run: called after each codebook; what it takes is held no longer.
        on_written: called once, when all results are in their place.

    Returns:
        The files by name, of each folder; the folders are in the order of the codebooks.

    Raises:
        ScapolicyError: with every problem of every file that can't be read; or a folder can't be
            written, or holds results that a person has changed.

    """
    require_jobs(jobs)
    options = plan.options
    engine = _engine(jobs, scheduler)
    folder, many = Path(out), len(plan.codebooks) > 1
    folders = [folder / book.name if many else folder for book in plan.codebooks]
    writers = [ResultsWriter(one, options.by, evidence=not tables_only) for one in folders]
    with ExitStack() as stack:
        for book, own, results in zip(plan.codebooks, folders, writers, strict=True):
            writer = stack.enter_context(results)
            with Cache(own) if cache else nullcontext() as kept:
                summary = run_corpus(
                    plan.corpus,
                    book,
                    options,
                    writer.add,
                    evidence=not tables_only,
                    engine=engine,
                    cache=kept,
                    skip_unreadable=skip_unreadable,
                    on_done=on_done,
                )
            writer.write(summary)
            if on_run is not None:
                reuse = (kept.reused, kept.fault) if kept else ()
                on_run(CodebookRun(summary, *reuse))
            del summary  # it knows each source, of which there may be very many
        with uninterrupted():
            written = put_all(writers)
            if on_written is not None:
                on_written()
    return dict(zip(folders, written, strict=True))


def _engine(jobs: int | None, scheduler: str | None) -> Engine:
    if scheduler is None:
        return partial(work_through, jobs=jobs)
    from scapolicy.cluster import work_on_cluster

    return partial(work_on_cluster, address=scheduler)
