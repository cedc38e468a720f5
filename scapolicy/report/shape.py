"""What the record of a run must hold for a report to be made of it."""

from typing import Any

_NAMED = {str: str}
RECORD: dict[Any, Any] = {
    "scapolicy": str,
    "versions": _NAMED,
    "options": {"by": str, "unit": str, "speakers": str, "level": str},
    "codebook": {"name": str, "title": str, "version": str, "sha256": str},
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


def fits(value: object, shape: object) -> bool:
    """Whether a value is as a shape says; what the shape does not name is of no concern.

    >>> fits({"a": ["x"], "b": 1}, {"a": [str]}), fits({"a": [1]}, {"a": [str]})
    (True, False)
    """
    if isinstance(shape, type):
        return isinstance(value, shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if not (isinstance(shape, dict) and isinstance(value, dict)):
        return False
    if str in shape:
        return all(fits(one, shape[str]) for one in value.values())
    return all(key in value and fits(value[key], part) for key, part in shape.items())
