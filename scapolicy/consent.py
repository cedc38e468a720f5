"""Whether an informant let their words be analysed."""

from collections.abc import Mapping

from scapolicy.errors import Problem, problem
from scapolicy.records import Source

ATTRIBUTE = "consent"
SILENT = "not stated"
"""What the attribute holds where a study asks for consent, and nothing was said."""

_REFUSED = frozenset(["false", "no", "n", "0", "refused", "withdrawn", "none", SILENT])
_GIVEN = frozenset(
    "true yes y 1 given granted signed written oral verbal informed obtained agreed ok"
    " ใช่ ยินยอม ให้ความยินยอม ยินยอมแล้ว sí si oui ja sim da evet 是 同意 已同意"
    " はい 동의 예 نعم".split()
)


def is_refused(attributes: Mapping[str, str]) -> bool:
    """Whether the attribute `consent` says that a source must not be analysed.

    Whatever does not plainly say yes (`pending`, `no, see e-mail`) counts as no.

    >>> is_refused({"consent": "No"}), is_refused({"consent": "yes"}), is_refused({})
    (True, False, False)
    """
    said = _said(attributes)
    return bool(said) and said not in _GIVEN


def is_unclear(attributes: Mapping[str, str]) -> bool:
    """Whether something is said of consent that is neither yes nor no.

    >>> is_unclear({"consent": "pending"}), is_unclear({"consent": "no"}), is_unclear({})
    (True, False, False)
    """
    return is_refused(attributes) and _said(attributes) not in _REFUSED


def is_silent(attributes: Mapping[str, str]) -> bool:
    """Whether nothing is said of consent.

    >>> is_silent({"consent": "not stated"}), is_silent({"consent": "no"})
    (True, False)
    """
    return _said(attributes) in ("", SILENT)


def _said(attributes: Mapping[str, str]) -> str:
    return attributes.get(ATTRIBUTE, "").strip().lower()


def why_left_out(source: Source) -> Problem:
    """Why a source is not analysed: its informant refused, or nobody plainly said yes."""
    if is_silent(source.attributes):
        return problem("T09", at=source.name)
    if is_unclear(source.attributes):
        return problem("T12", at=source.name, said=source.attributes[ATTRIBUTE])
    return problem("N01", at=source.name)
