"""The record of a run, read back from a results folder."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scapolicy.choices import require
from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.own_hash import is_as_written
from scapolicy.readers.address import require_local
from scapolicy.readers.journal import complete_withdrawal
from scapolicy.readers.place import unopened
from scapolicy.records import RUN_RECORD, Level, Speakers, Unit
from scapolicy.results_folder import complete

Record = Mapping[str, Any]

_NAMED = {str: str}
_SHAPE: dict[Any, Any] = {
    "scapolicy": str,
    "versions": _NAMED,
    "options": {"by": str, "unit": Unit, "speakers": Speakers, "level": Level},
    "codebook": {
        "name": str,
        "title": str,
        "version": str,
        "sha256": str,
        "findings": dict,
    },
    "settings": _NAMED,
    "inputs": [
        {
            "source": str,
            "sha256": str,
            "language": str,
            "words": int,
            "segments": int,
            "codings": int,
        }
    ],
    "left_out": [{"source": str, "why": str, "code": str}],
    "notices": [{"source": str, "what": str, "code": str}],
    "outputs": _NAMED,
}
_LATER: dict[Any, Any] = {
    "options": {"interviewers": [str]},
    "codebook": {"pipeline": {"name": str, "version": str, "sha256": str}},
}
"""What the records of older versions do not have."""


def folder_of(results: str | Path, argument: str = "results") -> Path:
    """The folder that a caller gave for an argument.

    Raises:
        ScapolicyError: it is no path, but what was read from one, say.

    """
    require((str, os.PathLike), results, argument, "the path of a results folder")
    return Path(results)


def read_record(folder: Path) -> Record:
    """What a run wrote down of itself; a run or a withdrawal that was cut off is completed first.

    Raises:
        ScapolicyError: there is no record, it is not as a run writes it, or it was changed.

    """
    record = found_record(folder)
    if not is_as_written(record):
        raise ScapolicyError([problem("P04", at=str(folder / RUN_RECORD))])
    return record


def found_record(folder: Path) -> Record:
    """The record that is there, whether or not it was changed after the run wrote it.

    Raises:
        ScapolicyError: there is none, or it is not as a run writes it.

    """
    require_local(folder)
    if not os.path.isdir(folder):
        raise ScapolicyError([problem("R01", at=str(folder))])
    path = folder / RUN_RECORD
    try:
        complete_withdrawal(folder)
        complete(folder)
        record = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ScapolicyError([_no_record(folder)]) from None
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None
    except (ValueError, RecursionError):
        raise ScapolicyError([problem("P02", at=str(path))]) from None
    later = (fits(record[part], shape, lacks=True) for part, shape in _LATER.items())
    if not fits(record, _SHAPE) or not all(later):
        raise ScapolicyError([problem("P02", at=str(path))])
    return dict(record)


def _no_record(folder: Path) -> Problem:
    """That a folder has no record; those of several codebooks lie each in a folder of its own."""
    inside = sorted(str(path.parent) for path in folder.glob(f"*/{RUN_RECORD}"))
    if inside:
        return problem("P11", at=str(folder), folders=listed(inside))
    return problem("P01", at=str(folder))


def fits(value: object, shape: object, *, lacks: bool = False) -> bool:
    """Whether a value is as a shape says; what the shape does not name is of no concern.

    With `lacks`, what the shape names may be missing.

    >>> fits({"a": ["x"], "b": 1}, {"a": [str]}), fits({"a": [1]}, {"a": [str]})
    (True, False)
    >>> fits("turn", Unit), fits("word", Unit)
    (True, False)
    """
    if isinstance(shape, type):
        return value in list(shape) if issubclass(shape, _CHOICES) else isinstance(value, shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if not (isinstance(shape, dict) and isinstance(value, dict)):
        return False
    if str in shape:
        return all(fits(one, shape[str]) for one in value.values())
    return all(fits(value[key], part) if key in value else lacks for key, part in shape.items())


_CHOICES = (Unit, Speakers, Level)
