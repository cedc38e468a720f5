"""What is to do where a package that an analysis needs is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from scapolicy.errors import ScapolicyError, problem


@contextmanager
def needed_by(what: str) -> Iterator[None]:
    """Import the packages of the extra `analysis` inside this.

    Raises:
        ScapolicyError: one is not installed; `what` is told as what needs it.

    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        raise ScapolicyError([problem("X03", what=what, package=package)]) from None
