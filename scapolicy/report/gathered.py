"""All that a report is made of, gathered from a results folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scapolicy.analysis.compare import Conditions
from scapolicy.codebook.load import load_codebook, shipped_codebooks
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.recorded import folder_of
from scapolicy.records import Codebook
from scapolicy.report.compared import compared
from scapolicy.report.content import Content, content_of
from scapolicy.report.pictures import Pictures, pictures
from scapolicy.report.results import Results, read_results
from scapolicy.results_reader import read_results as read_coded

Made = tuple[bytes, Sequence[Problem]]
"""A report as the bytes of a file, and what to know of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is asked for: the codebook of the run, the groups to compare, and passages."""

    codebook: str | Path | None = None
    group: Conditions | None = None
    against: Conditions | None = None
    passages: bool = True


def gathered(results: str | Path, wanted: Wanted, picture: str) -> tuple[Results, Content]:
    """What a results folder tells, and what a report shows of it.

    `picture` is the format of the figures, `.svg` or `.png`.

    Raises:
        ScapolicyError: it is no results folder, or not as a run wrote it; the codebook is another;
            the groups can't be compared.

    """
    folder, said = folder_of(results), wanted.passages
    found = read_results(folder, passages=said)
    book = _codebook(found, wanted.codebook)
    shown = Pictures(lacking="The run wrote no evidence to draw figures from.")
    comparison = None
    if "codings.csv" in found.record["outputs"] or wanted.group or wanted.against:
        coded = read_coded(folder)
        comparison = compared(coded, found, wanted.group, wanted.against)
        shown = pictures(coded, picture, said=said)
    return found, content_of(found, book, shown, comparison, said=said)


def _codebook(results: Results, given: str | Path | None) -> Codebook | None:
    """The codebook of the run: the one given, or one that comes with scapolicy, or none."""
    name, sha256 = results.record["codebook"]["name"], results.record["codebook"]["sha256"]
    if given is None and name not in shipped_codebooks():
        return None
    book = load_codebook(name if given is None else given)
    if book.sha256 == sha256:
        return book
    if given is None:
        return None
    raise ScapolicyError([problem("P07", at=str(given), name=name)])
