"""A framework written into a file, over an earlier one, of which no person's writing is lost."""

import shutil
from itertools import count
from pathlib import Path

from scapolicy.analysis.framework import Framework
from scapolicy.analysis.framework_summaries import (
    EARLIER,
    Summary,
    place_summaries,
    read_summaries,
)
from scapolicy.analysis.framework_workbook import FRAMEWORK_MARK, write_workbook
from scapolicy.errors import Problem, ScapolicyError, listed, problem, reason_of
from scapolicy.whole_file import write_whole
from scapolicy.writers.mark import is_untouched

_SUFFIX = ".xlsx"


def write_framework(framework: Framework, path: str | Path) -> tuple[Problem, ...]:
    """Write a framework as a workbook with room for summaries, and return what is to be told.

    Over an earlier framework, the summaries of that one are kept: in their cells, or in a sheet
    of their own where the case or the factor is gone. If anybody has saved the earlier one since
    it was written, it is kept beside as well, whole.

    Raises:
        ScapolicyError: the file is no `.xlsx`, can't be written, or holds something else than a
            framework by the same attributes; then it is left as it is.

    """
    path = Path(path)
    if path.suffix.lower() != _SUFFIX:
        shown = path.suffix or "no suffix"
        raise ScapolicyError([problem("E21", at=str(path), suffix=shown, known=_SUFFIX)])
    try:
        earlier = path.read_bytes() if path.exists() else None
        summaries = read_summaries(earlier, framework, str(path)) if earlier is not None else []
        data = write_workbook(framework, summaries)
        notes = [*_moved(framework, summaries)]
        if earlier is not None and not is_untouched(earlier, FRAMEWORK_MARK):
            notes.append(problem("X24", at=str(path), kept=_keep(path, earlier).name))
        write_whole(path, data)
    except OSError as error:
        raise ScapolicyError([problem("E20", at=str(path), reason=reason_of(error))]) from None
    return tuple(notes)


def _moved(framework: Framework, summaries: list[Summary]) -> list[Problem]:
    """Which summaries stand in no cell."""
    _, others = place_summaries(framework, summaries)
    if not others:
        return []
    where = listed([f"{', '.join(one.case)}: {one.factor}" for one in others])
    return [problem("X25", number=len(others), sheet=EARLIER, where=where)]


def _keep(path: Path, data: bytes) -> Path:
    """Put a copy of a file beside it, under the first name that is free."""
    for number in count(1):
        copy = path.with_stem(f"{path.stem}-earlier-{number}")
        try:
            with copy.open("xb") as file:
                shutil.copymode(path, copy)
                file.write(data)
        except FileExistsError:
            continue
        return copy
    raise AssertionError("numbers do not end")
