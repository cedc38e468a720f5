"""Where a file lies, which may be inside of an archive, and its bytes."""

from typing import NamedTuple

from scapolicy.errors import Problem, ScapolicyError, problem, reason_of
from scapolicy.readers import BUNDLES
from scapolicy.readers.files import Where, read_bytes, state_of

MAX_MEGABYTES = 100
"""The largest file that is read; an interview of ten hours has half a megabyte of text."""


class Place(NamedTuple):
    """A file, and what is meant inside of it where that is an archive.

    `size` is what this has in bytes, as the archive tells.
    """

    path: Where
    member: str = ""
    size: int = 0

    def __str__(self) -> str:
        return f"{self.path}/{self.member}" if self.member else str(self.path)


def read_place(place: Place) -> bytes:
    """The bytes of a file.

    Raises:
        ScapolicyError: it can't be opened, is no file, or is too large.

    """
    path, member = place.path, place.member
    bundle = BUNDLES.get(path.suffix.lower())
    if member and bundle is not None:
        return bundle.extract(path, member)
    most = MAX_MEGABYTES * 10**6
    try:
        state = state_of(path)
        if not state.is_file:
            raise ScapolicyError([problem("R08", at=str(path), reason="it is not a file")])
        data = b"" if state.size > most else read_bytes(path, most)
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None
    if max(state.size, len(data)) > most:
        raise ScapolicyError([problem("R17", at=str(path), limit=MAX_MEGABYTES)])
    return data


def unopened(path: str | Where, error: OSError) -> Problem:
    """Why a file can't be opened."""
    return problem("R08", at=str(path), reason=reason_of(error))
