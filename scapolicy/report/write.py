"""A report → a file, over an earlier one, but over nothing else."""

from collections.abc import Sequence
from pathlib import Path

from scapolicy.analysis.compare import Conditions
from scapolicy.errors import Problem, ScapolicyError, problem, reason_of
from scapolicy.report.gathered import Wanted
from scapolicy.report.page import page_report
from scapolicy.report.word import word_report
from scapolicy.whole_file import write_whole
from scapolicy.writers.mark import is_marked, is_untouched

_MAKERS = {".html": page_report, ".htm": page_report, ".docx": word_report}


def write_report(
    results: str | Path,
    path: str | Path,
    *,
    codebook: str | Path | None = None,
    passages: bool = True,
    group: Conditions | None = None,
    against: Conditions | None = None,
) -> Sequence[Problem]:
    """Write the report of a results folder: a page (`.html`) or a Word document (`.docx`).

    The other arguments are those of `make_report`. Returns what to know of it, as figures that
    could not be drawn.

    Raises:
        ScapolicyError: as for `make_report`, or the file can't be written or holds other things.

    """
    path = Path(path)
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        suffix = path.suffix or "no suffix"
        raise ScapolicyError([problem("P06", at=str(path), suffix=suffix)])
    data, notes = make(results, Wanted(codebook, group, against, passages))
    try:
        found = path.read_bytes() if path.exists() else None
        if found is not None and not is_untouched(found):
            raise ScapolicyError([problem("O02" if is_marked(found) else "O03", at=str(path))])
        write_whole(path, data)
    except OSError as error:
        raise ScapolicyError([problem("P08", at=str(path), reason=reason_of(error))]) from None
    return notes
