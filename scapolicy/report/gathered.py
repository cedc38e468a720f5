"""All that a report is made of, gathered from a results folder."""

from pathlib import Path

from scapolicy.codebook.load import load_codebook, shipped_codebooks
from scapolicy.errors import ScapolicyError, problem
from scapolicy.records import Codebook
from scapolicy.report.content import Content, content_of
from scapolicy.report.pictures import Shown, pictures
from scapolicy.report.results import Results, read_results


def gathered(
    results: str | Path, codebook: str | Path | None, *, passages: bool, picture: str
) -> tuple[Results, Content]:
    """What a results folder tells, and what a report shows of it.

    `picture` is the format of the figures, `.svg` or `.png`.

    Raises:
        ScapolicyError: it is no results folder, or not as a run wrote it; the codebook is another.

    """
    folder = Path(results)
    found = read_results(folder, passages=passages)
    book = _codebook(found, codebook)
    shown: tuple[tuple[Shown, ...], str] = ((), "The run wrote no evidence to draw figures from.")
    if "codings.csv" in found.record["outputs"]:
        shown = pictures(folder, found.record["options"]["level"], picture, said=passages)
    return found, content_of(found, book, *shown, said=passages)


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
