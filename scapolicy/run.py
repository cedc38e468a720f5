"""The steps composed: transcripts in, coded sources out, in one process or a pool."""

import multiprocessing
import os
import signal
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from scapolicy.coded import Coded
from scapolicy.coding import to_codings, to_matches
from scapolicy.consent import is_refused
from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.matching.matcher import Matcher, Stretch
from scapolicy.readers.folder import Corpus, TranscriptFile, read_source
from scapolicy.records import Codebook, CodedSource, Segment, Source, Speakers, Turn, Unit
from scapolicy.segment import segment, sentences
from scapolicy.words import count_words, holds_thai

# Below this many bytes, starting a second process costs more than it saves (docs/decisions/0006).
POOL_PAYS_FROM = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: its codings and what to know of them, or why it has none.

    `left_out` calls the source by its name; `unreadable` by the path that the user gave.
    """

    coded: CodedSource | None = None
    notices: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    unreadable: tuple[Problem, ...] = ()


class Coder:
    """A codebook, compiled, and how it is to be applied; codes one source at a time."""

    def __init__(self, codebook: Codebook, unit: Unit, speakers: Speakers) -> None:
        self._codebook = codebook
        self._unit = unit
        self._speakers = speakers
        self._matchers: dict[str, Matcher] = {}

    def matcher(self, source: Source) -> Matcher:
        """The codebook, compiled for the language of a source."""
        language = language_of(source, self._codebook)
        if language not in self._matchers:
            self._matchers[language] = Matcher(self._codebook, language)
        return self._matchers[language]

    def stretches(self, source: Source, segments: Sequence[Segment]) -> list[Stretch]:
        """The sentences of a source that are evidence, with their turns and segments."""
        starts = [one.start for one in segments]
        return [
            Stretch(start, end, turn.number, segments[bisect_right(starts, start) - 1].number)
            for turn in self.evidence(source)
            for start, end in sentences(source.text, turn.start, turn.end)
        ]

    def evidence(self, source: Source) -> list[Turn]:
        """The turns of a source that may be coded."""
        everyone = self._speakers is Speakers.ALL
        return [turn for turn in source.turns if everyone or not turn.interviewer]

    def code(self, source: Source) -> Outcome:
        """Code a source, unless its informant gave no consent."""
        if is_refused(source.attributes):
            return Outcome(left_out=(problem("N01", at=source.name),))
        evidence = self.evidence(source)
        segments = segment(source, self._unit)
        stretches = self.stretches(source, segments)
        hits = self.matcher(source).hits(source.text, stretches, source.attributes)
        matches = to_matches(source, segments, hits, self._codebook)
        numbers = {turn.number for turn in evidence}
        analysed = sum(one.turn in numbers for one in segments)
        if self._unit is Unit.DOCUMENT:
            analysed = min(1, len(evidence))
        coded = CodedSource(
            name=source.name,
            attributes=source.attributes,
            sha256=source.sha256,
            words=sum(count_words(turn.text) for turn in evidence),
            segments=analysed,
            matches=matches,
            codings=to_codings(
                source, segments, matches, self._codebook, self._unit, sorted(numbers)
            ),
            thai=holds_thai(source.text),
        )
        return Outcome(coded, (*source.notices, *self._language(source)))

    def _language(self, source: Source) -> Iterator[Problem]:
        language = source.attributes.get("language", "")
        known = self._codebook.languages
        if language and language_of(source, self._codebook) not in known:
            listed = ", ".join(known)
            yield problem("N07", at=source.name, language=language, languages=listed)

    def code_file(self, file: TranscriptFile) -> Outcome:
        """Read a file and code it; a file that can't be read is part of the outcome."""
        try:
            source = read_source(file)
        except ScapolicyError as error:
            left_out = tuple(replace(fault, file=file.name) for fault in error.problems)
            return Outcome(left_out=left_out, unreadable=error.problems)
        return self.code(source)


def language_of(source: Source, codebook: Codebook) -> str:
    """The language a source is in, as a two-letter code: its attribute, or the codebook's first."""
    stated = source.attributes.get("language", "").strip().lower().partition("-")[0]
    return stated or codebook.languages[0]


def code(
    sources: Iterable[Source],
    codebook: Codebook,
    *,
    unit: str = Unit.SENTENCE,
    speakers: str = Speakers.INFORMANTS,
) -> Coded:
    """Code sources with a codebook.

    Args:
        sources: what `read_transcripts` gave, or sources made otherwise.
        codebook: what `load_codebook` gave.
        unit: what receives a code: `sentence`, `turn`, `paragraph` or `document`.
        speakers: whose turns are evidence: `informants` or `all`.

    """
    coder = Coder(codebook, Unit(unit), Speakers(speakers))
    return _collect(map(coder.code, sources), codebook, Unit(unit), Speakers(speakers))


def code_corpus(
    corpus: Corpus,
    codebook: Codebook,
    *,
    unit: str = Unit.SENTENCE,
    speakers: str = Speakers.INFORMANTS,
    jobs: int | None = None,
    skip_unreadable: bool = False,
    on_done: Callable[[TranscriptFile], None] | None = None,
) -> Coded:
    """Read and code the files of a corpus, never holding more than a few of their texts.

    Args:
        corpus: what `find_transcripts` gave.
        codebook: what `load_codebook` gave.
        unit: as in `code`.
        speakers: as in `code`.
        jobs: how many processes; None for as many as pay for this corpus.
        skip_unreadable: go on without the files that can't be read; they are among the notices.
        on_done: called after each file, in order.

    Raises:
        ScapolicyError: with every problem of every file that can't be read.

    """
    how = (codebook, Unit(unit), Speakers(speakers))
    outcomes = _outcomes(corpus.files, how, jobs or _paying_jobs(corpus.files), on_done)
    coded = _collect(outcomes, *how, skip_unreadable=skip_unreadable)
    return replace(coded, settings=corpus.settings)


def _outcomes(
    files: Sequence[TranscriptFile],
    how: tuple[Codebook, Unit, Speakers],
    jobs: int,
    on_done: Callable[[TranscriptFile], None] | None,
) -> Iterator[Outcome]:
    outcomes = map(Coder(*how).code_file, files) if jobs == 1 else _pooled(files, how, jobs)
    for file, outcome in zip(files, outcomes, strict=True):
        yield outcome
        if on_done is not None:
            on_done(file)


def _paying_jobs(files: Sequence[TranscriptFile]) -> int:
    size = sum(file.path.stat().st_size for file in files if file.path.exists())
    if size < POOL_PAYS_FROM:
        return 1
    return min(os.cpu_count() or 1, len(files))


_coder: Coder | None = None


def _start_worker(codebook: Codebook, unit: Unit, speakers: Speakers) -> None:
    global _coder  # noqa: PLW0603  a worker compiles the codebook once, for all its files
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _coder = Coder(codebook, unit, speakers)


def _work(file: TranscriptFile) -> Outcome:
    assert _coder is not None
    return _coder.code_file(file)


def _pooled(
    files: Sequence[TranscriptFile], how: tuple[Codebook, Unit, Speakers], jobs: int
) -> Iterator[Outcome]:
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), _start_worker, initargs=how
    )
    try:
        yield from pool.map(_work, files)
    except BaseException:
        # Nobody wants to wait for a worker in the middle of a long file.
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _collect(
    outcomes: Iterable[Outcome],
    codebook: Codebook,
    unit: Unit,
    speakers: Speakers,
    *,
    skip_unreadable: bool = False,
) -> Coded:
    sources: list[CodedSource] = []
    left_out: list[Problem] = []
    notices: list[Problem] = []
    unreadable: list[Problem] = []
    for outcome in outcomes:
        unreadable.extend(outcome.unreadable)
        left_out.extend(outcome.left_out)
        notices.extend(outcome.notices)
        if outcome.coded is not None:
            sources.append(outcome.coded)
    if unreadable and not skip_unreadable:
        raise ScapolicyError(unreadable)
    return Coded(
        codebook=codebook,
        unit=unit,
        speakers=speakers,
        sources=tuple(sorted(sources, key=lambda source: source.name)),
        left_out=tuple(left_out),
        notices=(*notices, *_consent(sources), *_silent_codes(sources, codebook)),
    )


def _consent(sources: Sequence[CodedSource]) -> Iterator[Problem]:
    silent = [one.name for one in sources if not one.attributes.get("consent", "").strip()]
    if silent:
        yield problem("N02", sources=listed(silent))


def _silent_codes(sources: Sequence[CodedSource], codebook: Codebook) -> Iterator[Problem]:
    used: dict[str, int] = defaultdict(int)
    for source in sources:
        for match in source.matches:
            used[match.code] += 1
    codes = [code.id for category in codebook.categories for code in category.codes]
    silent = [code for code in codes if code not in used]
    if silent:
        yield problem("N06", count=len(silent), codes=listed(silent, 8))
