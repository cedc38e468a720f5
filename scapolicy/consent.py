"""Whether an informant let their words be analysed."""

from collections.abc import Mapping

_REFUSED = frozenset(["false", "no", "n", "0", "refused", "withdrawn", "none"])


def is_refused(attributes: Mapping[str, str]) -> bool:
    """Whether the attribute `consent` says that a source must not be analysed.

    >>> is_refused({"consent": "No"}), is_refused({"consent": "yes"}), is_refused({})
    (True, False, False)
    """
    return attributes.get("consent", "").strip().lower() in _REFUSED
