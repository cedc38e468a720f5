"""What a run was made of, found again: its transcripts and its codebook."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from scapolicy.choices import several
from scapolicy.codebook.load import load_codebook, shipped_codebooks
from scapolicy.coded import Coded
from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.address import located
from scapolicy.readers.folder import Corpus, find_transcripts, readings
from scapolicy.recorded import Record, folder_of, read_record
from scapolicy.records import Codebook, Source


@dataclass(frozen=True, slots=True)
class Inputs:
    """The record of a run, the sources that it coded, and its codebook."""

    record: Record
    sources: tuple[Source, ...]
    codebook: Codebook

    def sources_of(self, coded: Coded) -> list[Source]:
        """The sources that are among those coded, as `select` chose them, say."""
        names = {one.name for one in coded.sources}
        return [one for one in self.sources if one.name in names]


def inputs_of(
    results: str | Path,
    paths: str | Path | Iterable[str | Path],
    *,
    codebook: str | Path | None = None,
) -> Inputs:
    """Read again what a run was made of, as long as it is the same.

    Args:
        results: the results folder.
        paths: the transcripts, given as they were for the run: a folder or file, or several.
        codebook: the codebook, where it is a file that `scapolicy.toml` does not name.

    Raises:
        ScapolicyError: it is no results folder; or a transcript or the codebook is another one.

    """
    record = read_record(folder_of(results))
    corpus = find_transcripts(
        several(paths), interviewers=record["options"].get("interviewers", [])
    )
    book = codebook_of(record, corpus, codebook)
    wanted = {one["source"]: one["sha256"] for one in record["inputs"]}
    found = {one.source.name: one.source for one in readings(corpus, on_unreadable=lambda _: None)}
    faults = [
        problem("X52", at=name, results=str(results))
        for name, sha256 in wanted.items()
        if name not in found or found[name].sha256 != sha256
    ]
    recorded = record["codebook"]
    pipeline = asdict(book.trained) if book.trained else None
    if book.sha256 != recorded["sha256"] or recorded.get("pipeline", pipeline) != pipeline:
        faults.append(
            problem(
                "X52", at=str(located(codebook) if codebook else book.name), results=str(results)
            )
        )
    if faults:
        raise ScapolicyError(faults)
    return Inputs(record, tuple(found[name] for name in wanted), book)


def codebook_of(record: Record, corpus: Corpus, given: str | Path | None = None) -> Codebook:
    """The codebook given, or one of the run's name that the study has or scapolicy comes with.

    Raises:
        ScapolicyError: there is none, or it has faults.

    """
    if given is not None:
        return load_codebook(given)
    name = record["codebook"]["name"]
    for own in corpus.study.codebooks:
        book = load_codebook(own)
        if book.name == name:
            return book
    if name not in shipped_codebooks():
        raise ScapolicyError([problem("V13", name=name)])
    return load_codebook(name)
