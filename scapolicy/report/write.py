"""A report → a file, over an earlier one, but over nothing else."""

from pathlib import Path

from scapolicy.analysis.compare import Conditions
from scapolicy.errors import ScapolicyError, problem, reason_of
from scapolicy.report.page import make_report
from scapolicy.report.word import make_word_report
from scapolicy.whole_file import write_whole
from scapolicy.writers.mark import is_marked, is_untouched

_MAKERS = {".html": make_report, ".htm": make_report, ".docx": make_word_report}


def write_report(
    results: str | Path,
    path: str | Path,
    *,
    codebook: str | Path | None = None,
    passages: bool = True,
    group: Conditions | None = None,
    against: Conditions | None = None,
) -> None:
    """Write the report of a results folder: a page (`.html`) or a Word document (`.docx`).

    The other arguments are those of `make_report`.

    Raises:
        ScapolicyError: as for `make_report`, or the file can't be written or holds other things.

    """
    path = Path(path)
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        suffix = path.suffix or "no suffix"
        raise ScapolicyError([problem("P06", at=str(path), suffix=suffix)])
    data = make(results, codebook=codebook, passages=passages, group=group, against=against)
    try:
        found = path.read_bytes() if path.exists() else None
        if found is not None and not is_untouched(found):
            raise ScapolicyError([problem("O02" if is_marked(found) else "O03", at=str(path))])
        write_whole(path, data)
    except OSError as error:
        raise ScapolicyError([problem("P08", at=str(path), reason=reason_of(error))]) from None
