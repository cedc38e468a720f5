"""The steps composed: transcripts in, coded sources or the parts of a run's results out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from scapolicy.cache import Cache
from scapolicy.choices import options_of, require, require_codebook, require_jobs
from scapolicy.coded import Coded
from scapolicy.coder import Coder, Outcome, Result
from scapolicy.contribution import Contribution, contribution
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.libraries import versions_behind
from scapolicy.notices import notices_of
from scapolicy.pipelines import pipeline_at
from scapolicy.pool import Work, work_through
from scapolicy.readers.folder import Corpus, TranscriptFile
from scapolicy.readers.signs import source_faults
from scapolicy.records import (
    DEFAULT_ATTRIBUTE,
    Analysed,
    Codebook,
    CodedSource,
    Level,
    Options,
    Source,
    Speakers,
    Unit,
)
from scapolicy.reuse import Engine, cached
from scapolicy.summary import Summary
from scapolicy.tables.tally import Counts


def code(
    sources: Iterable[Source],
    codebook: Codebook,
    *,
    by: str = DEFAULT_ATTRIBUTE,
    unit: str = Unit.SENTENCE,
    speakers: str = Speakers.INFORMANTS,
    level: str = Level.CATEGORY,
) -> Coded:
    """Code sources with a codebook.

    Args:
        sources: what `read_transcripts` gave, or sources made otherwise.
        codebook: what `load_codebook` gave.
        by: the attribute that results are reported by, unless a table is asked for another.
        unit: what receives a code: `sentence`, `turn`, `paragraph` or `document`.
        speakers: whose turns are evidence: `informants` or `all`.
        level: what a factor is in the tables, likewise: `category` or `code`.

    Raises:
        ScapolicyError: several sources have the same name, or one holds what can't be written.

    """
    require_codebook(codebook)
    options = options_of(by, unit, speakers, level)
    coder = Coder(codebook, options.unit, options.speakers)
    settings: dict[str, str] = {}
    interviewers: dict[str, None] = {}
    notices: dict[Problem, None] = {}
    names: Counter[str] = Counter()
    faults: list[Problem] = []

    def coding(source: Source) -> Outcome[CodedSource]:
        require(Source, source, "sources", "what read_transcripts gave")
        names[source.name] += 1
        settings.update(source.read_with.settings)
        interviewers.update(dict.fromkeys(source.read_with.interviewers))
        notices.update(dict.fromkeys(source.read_with.notices))
        wrong = list(source_faults(source))
        faults.extend(wrong)
        return Outcome() if wrong else coder.code(source)

    coded = _coded(map(coding, sources), codebook, options)
    faults += (problem("R79", count=n, name=name) for name, n in names.items() if n > 1)
    if faults:
        raise ScapolicyError(faults)
    return replace(
        coded,
        notices=(*notices, *coded.notices),
        settings=dict(sorted(settings.items())),
        interviewers=(*interviewers,),
    )


def code_corpus(
    corpus: Corpus,
    codebook: Codebook,
    *,
    by: str = DEFAULT_ATTRIBUTE,
    unit: str = Unit.SENTENCE,
    speakers: str = Speakers.INFORMANTS,
    level: str = Level.CATEGORY,
    jobs: int | None = None,
    skip_unreadable: bool = False,
    on_done: Callable[[TranscriptFile], None] | None = None,
) -> Coded:
    """Read and code the files of a corpus, and hold all that was coded.

    Args:
        corpus: what `find_transcripts` gave.
        codebook: what `load_codebook` gave.
        by: as in `code`.
        unit: as in `code`.
        speakers: as in `code`.
        level: as in `code`.
        jobs: how many processes; None for as many as pay for this corpus.
        skip_unreadable: go on without the files that can't be read; they are among the notices.
        on_done: called after each file, in order.

    Raises:
        ScapolicyError: with every problem of every file that can't be read.

    """
    require_codebook(codebook)
    require_jobs(jobs)
    options = options_of(by, unit, speakers, level)
    outcomes = work_through(corpus.files, partial(_coding, codebook, options), jobs)
    done = _calling_when_done(corpus.files, outcomes, on_done)
    coded = _coded(done, codebook, options, skip_unreadable=skip_unreadable)
    return replace(
        coded,
        notices=(*corpus.notices, *coded.notices),
        settings=corpus.settings,
        interviewers=corpus.interviewers,
    )


def run_corpus(
    corpus: Corpus,
    codebook: Codebook,
    options: Options,
    on_source: Callable[[Contribution], None],
    *,
    evidence: bool = True,
    engine: Engine = work_through,
    cache: Cache | None = None,
    skip_unreadable: bool = False,
    on_done: Callable[[TranscriptFile], None] | None = None,
) -> Summary:
    """Read and code the files of a corpus, and hand on what each gives to the results.

    Nothing is held but what is counted, so that a corpus may be larger than memory.

    Args:
        corpus: what `find_transcripts` gave.
        codebook: what `load_codebook` gave.
        options: how the codebook is applied, and how the results are reported.
        on_source: takes what each source gives, in the order of their names.
        evidence: whether the rows of codings, matches and passages are made.
        engine: what works through the files; this machine's processes unless given.
        cache: what sources gave to earlier runs, and where what they give now is kept.
        skip_unreadable: as in `code_corpus`.
        on_done: as in `code_corpus`.

    Raises:
        ScapolicyError: with every problem of every file that can't be read.

    """
    counts = Counts(options.by)
    sources: list[Analysed] = []
    told = _Told()
    make = partial(_contributing, codebook, options, evidence)
    if cache is None:
        outcomes = engine(corpus.files, make)
    else:
        book = f"{codebook.sha256} {codebook.name} {codebook.trained}"
        how = f"{book} {options.unit} {options.speakers} {options.level} {evidence}"
        outcomes = cached(corpus.files, make, engine, cache, how)
    for given in told.results(_calling_when_done(corpus.files, outcomes, on_done)):
        counts.add(given.source.name, given.source.attributes, given.count)
        sources.append(given.source)
        on_source(given)
    told.check(skip_unreadable=skip_unreadable)
    return Summary(
        codebook,
        options.unit,
        options.speakers,
        options.level,
        sources=sources,
        counts=counts,
        versions=versions_behind(sources, codebook),
        left_out=tuple(told.left_out),
        notices=(
            *corpus.notices,
            *told.notices,
            *notices_of(sources, counts.matches, codebook),
        ),
        settings=corpus.settings,
        interviewers=corpus.interviewers,
    )


def _coding(codebook: Codebook, options: Options) -> Work[Outcome[CodedSource]]:
    _check_pipeline(codebook)
    return Coder(codebook, options.unit, options.speakers).code_file


def _check_pipeline(codebook: Codebook) -> None:
    """See that a process, which may be another machine's, has the pipeline that the run records.

    Raises:
        ScapolicyError: it has another one.

    """
    if codebook.trained and pipeline_at(codebook.pipeline) != codebook.trained:
        raise ScapolicyError([problem("K17", name=codebook.trained.name)])


def _contributing(
    codebook: Codebook,
    options: Options,
    evidence: bool,  # noqa: FBT001  functools.partial fills it
) -> Work[Outcome[Contribution]]:
    _check_pipeline(codebook)
    coder = Coder(codebook, options.unit, options.speakers)

    def contribute(file: TranscriptFile) -> Outcome[Contribution]:
        outcome = coder.code_file(file)
        coded = outcome.result
        given = contribution(coded, options.level, evidence=evidence) if coded else None
        return Outcome(given, outcome.notices, outcome.left_out, outcome.unreadable)

    return contribute


def _calling_when_done(
    files: Iterable[TranscriptFile],
    outcomes: Iterable[Outcome[Result]],
    on_done: Callable[[TranscriptFile], None] | None,
) -> Iterator[Outcome[Result]]:
    for file, outcome in zip(files, outcomes, strict=True):
        yield outcome
        if on_done is not None:
            on_done(file)


@dataclass(slots=True)
class _Told:
    """What outcomes tell beside their results."""

    left_out: list[Problem] = field(default_factory=list[Problem])
    notices: list[Problem] = field(default_factory=list[Problem])
    unreadable: list[Problem] = field(default_factory=list[Problem])

    def results(self, outcomes: Iterable[Outcome[Result]]) -> Iterator[Result]:
        """The results of the outcomes; the rest is noted."""
        for outcome in outcomes:
            self.unreadable.extend(outcome.unreadable)
            self.left_out.extend(outcome.left_out)
            self.notices.extend(outcome.notices)
            if outcome.result is not None:
                yield outcome.result

    def check(self, *, skip_unreadable: bool) -> None:
        """Raise what could not be read, unless it may be left out."""
        if self.unreadable and not skip_unreadable:
            raise ScapolicyError(self.unreadable)


def _coded(
    outcomes: Iterable[Outcome[CodedSource]],
    codebook: Codebook,
    options: Options,
    *,
    skip_unreadable: bool = False,
) -> Coded:
    told = _Told()
    sources = sorted(told.results(outcomes), key=lambda source: source.name)
    told.check(skip_unreadable=skip_unreadable)
    used = {match.code for source in sources for match in source.matches}
    return Coded(
        codebook=codebook,
        unit=options.unit,
        speakers=options.speakers,
        by=options.by,
        level=options.level,
        sources=tuple(sources),
        versions=versions_behind(sources, codebook),
        left_out=tuple(told.left_out),
        notices=(*told.notices, *notices_of(sources, used, codebook)),
    )
