"""The hash of itself that a record holds: one that was changed by hand is told from a run's own."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

OWN_HASH = "own_sha256"
"""The key of a record that holds it."""


def with_own_hash(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with the hash of all the rest of it, which comes last."""
    rest = {key: value for key, value in record.items() if key != OWN_HASH}
    # Keys in order, and the lines and spaces of one writer: how it is set says nothing.
    text = json.dumps(rest, sort_keys=True)
    return {**rest, OWN_HASH: hashlib.sha256(text.encode()).hexdigest()}


def is_as_written(record: Mapping[str, Any]) -> bool:
    """Whether a record fits its own hash; one of an older version has none, and is taken to.

    >>> record = with_own_hash({"by": "rank"})
    >>> is_as_written(record), is_as_written({**record, "by": "level"})
    (True, False)
    """
    return OWN_HASH not in record or record[OWN_HASH] == with_own_hash(record)[OWN_HASH]
