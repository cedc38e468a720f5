"""A run made again from its own record: whether the same bytes come out, or what differs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from scapolicy.choices import options_of, several
from scapolicy.comparison import causes, unlike, unsaid
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.inputs import codebook_of
from scapolicy.own_hash import OWN_HASH, is_as_written
from scapolicy.readers.folder import Corpus, TranscriptFile, find_transcripts
from scapolicy.readers.place import unopened
from scapolicy.recorded import Record, folder_of, found_record, read_record
from scapolicy.records import RESULT_TABLES, RUN_RECORD, Codebook
from scapolicy.results_folder import hash_of
from scapolicy.studies import StudyPlan, run_study
from scapolicy.temporary import temporary_folder


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of making a run again.

    `differences` is empty where the same bytes came out; `notes` is what to know even so.
    `sources` and `files` count what was coded and what was compared.
    """

    differences: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    sources: int
    files: int

    @property
    def identical(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def verify(
    results: str | Path,
    paths: str | Path | Iterable[str | Path],
    *,
    codebook: str | Path | None = None,
    jobs: int | None = None,
    on_done: Callable[[TranscriptFile], None] | None = None,
) -> Verification:
    """Make a run again and compare its results, byte for byte; the folder stays as it is.

    Args:
        results: the results folder.
        paths: the transcripts, given as they were for the run: a folder or file, or several.
        codebook: the codebook, where it is a file that `scapolicy.toml` does not name.
        jobs: how many processes; None for as many as pay for this corpus.
        on_done: called after each transcript, in order.

    Raises:
        ScapolicyError: it is no results folder, or the inputs can't be found; what was changed in
            the folder is among the problems.

    """
    folder = folder_of(results)
    before, faults = _opened(folder)
    try:
        asking = before["options"].get("interviewers", [])
        corpus = find_transcripts(several(paths), interviewers=asking)
        book = codebook_of(before, corpus, codebook)
        with temporary_folder() as new:
            run_study(
                _plan_of(before, corpus, book),
                new,
                tables_only="codings.csv" not in before["outputs"],
                jobs=jobs,
                cache=False,
                skip_unreadable=True,  # what can't be read now is named as an input that differs
                on_done=on_done,
            )
            return _compared(folder, before, new, faults)
    except ScapolicyError as error:
        raise ScapolicyError([*faults.values(), *error.problems]) from None
    except OSError as error:
        raise ScapolicyError([unopened(folder, error)]) from None


def _opened(folder: Path) -> tuple[Record, dict[str, Problem]]:
    """The record of a run, and by file name what is not as the run wrote it."""
    record = found_record(folder)
    try:
        return record, dict(_changed(folder, record["outputs"]))
    except OSError as error:
        raise ScapolicyError([unopened(folder, error)]) from None


def _changed(folder: Path, hashes: Mapping[str, str]) -> Iterator[tuple[str, Problem]]:
    for name in sorted({*hashes}.intersection(RESULT_TABLES)):
        path = folder / name
        if not path.is_file():
            yield name, problem("V01", at=str(path))
        elif hash_of(path) != hashes[name]:
            yield name, problem("V02", at=str(path))


def _plan_of(before: Record, corpus: Corpus, book: Codebook) -> StudyPlan:
    options = (before["options"][name] for name in ("by", "unit", "speakers", "level"))
    return StudyPlan(corpus, (book,), options_of(*options))


def _compared(
    folder: Path, before: Record, new: Path, faults: Mapping[str, Problem]
) -> Verification:
    after = read_record(new)
    silent = unsaid(before, after)
    outputs = list(_outputs(folder, before, new, faults))
    found = [*causes(before, after), *outputs]
    record = folder / RUN_RECORD
    touched = [] if is_as_written(before) else [problem("V15", at=str(record))]
    if not found:
        parts = unlike(before, after)
        if parts:
            found.append(problem("V11", at=str(record), parts=", ".join(parts)))
        elif not (silent or touched) and OWN_HASH in before and _differ(record, new / RUN_RECORD):
            found.append(problem("V02", at=str(record)))
    notes = [problem("V12", at=str(record), parts=", ".join(silent))] if silent else []
    sources, files = len(after["inputs"]), len(after["outputs"])
    return Verification((*touched, *found), tuple(notes), sources, files)


def _differ(one: Path, other: Path) -> bool:
    return one.read_bytes() != other.read_bytes()


def _outputs(
    folder: Path, before: Record, new: Path, faults: Mapping[str, Problem]
) -> Iterator[Problem]:
    """Which tables differ: from what the run wrote, or from what comes out now."""
    for name in RESULT_TABLES:
        old, made = folder / name, new / name
        recorded = before["outputs"].get(name)
        now = hash_of(made) if made.is_file() else None
        if recorded != now and old.is_file() and hash_of(old) == now:
            yield problem("V11", at=str(folder / RUN_RECORD), parts=name)
            continue
        if name in faults:
            yield faults[name]
        if recorded != now:
            line = None if name in faults else _first_difference(old, made)
            yield problem("V10", at=str(old), line=line)


def _first_difference(first: Path, second: Path) -> int | None:
    """The first line in which two files differ; None where one is missing."""
    if not (first.is_file() and second.is_file()):
        return None
    with first.open("rb") as one, second.open("rb") as other:
        for line, (left, right) in enumerate(zip_longest(one, other), 1):
            if left != right:
                return line
    return None
