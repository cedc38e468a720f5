"""Where a file lies, which may be inside of an archive, and its bytes."""

import os
from pathlib import Path
from typing import NamedTuple

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers import BUNDLES

MAX_MEGABYTES = 100
"""The largest file that is read; an interview of ten hours has half a megabyte of text."""


class Place(NamedTuple):
    """A file, and what is meant inside of it where that is an archive."""

    path: Path
    member: str = ""

    def __str__(self) -> str:
        return f"{self.path}/{self.member}" if self.member else str(self.path)


def read_place(place: Place) -> bytes:
    """The bytes of a file.

    Raises:
        ScapolicyError: it can't be opened, is no file, or is too large.

    """
    path, member = place
    bundle = BUNDLES.get(path.suffix.lower())
    if member and bundle is not None:
        return bundle.extract(path, member)
    if path.exists() and not path.is_file():
        raise ScapolicyError([problem("R08", at=str(path), reason="it is not a file")])
    try:
        if path.stat().st_size > MAX_MEGABYTES * 10**6:
            raise ScapolicyError([problem("R17", at=str(path), limit=MAX_MEGABYTES)])
        return path.read_bytes()
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None


def leads_out(path: Path, root: Path) -> bool:
    """Whether a path, all links followed, lies outside of a folder."""
    real = os.path.realpath  # which a link that leads to itself does no harm
    return not Path(real(path)).is_relative_to(real(root))


def unopened(path: Path, error: OSError) -> Problem:
    """Why a file can't be opened."""
    return problem("R08", at=str(path), reason=error.strerror or type(error).__name__)
