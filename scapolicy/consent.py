"""Whether an informant let their words be analysed."""

from collections.abc import Mapping

from scapolicy.errors import Problem, problem
from scapolicy.records import Source

ATTRIBUTE = "consent"
SILENT = "not stated"
"""What the attribute holds where a study asks for consent, and nothing was said."""

_REFUSED = frozenset(["false", "no", "n", "0", "refused", "withdrawn", "none", SILENT])


def is_refused(attributes: Mapping[str, str]) -> bool:
    """Whether the attribute `consent` says that a source must not be analysed.

    >>> is_refused({"consent": "No"}), is_refused({"consent": "yes"}), is_refused({})
    (True, False, False)
    """
    return attributes.get(ATTRIBUTE, "").strip().lower() in _REFUSED


def is_silent(attributes: Mapping[str, str]) -> bool:
    """Whether nothing is said of consent.

    >>> is_silent({"consent": "not stated"}), is_silent({"consent": "no"})
    (True, False)
    """
    return attributes.get(ATTRIBUTE, "").strip().lower() in ("", SILENT)


def why_left_out(source: Source) -> Problem:
    """Why a source is not analysed: its informant refused, or the study asks and nobody said."""
    if is_silent(source.attributes):
        return problem("T09", at=source.name)
    return problem("N01", at=source.name)
