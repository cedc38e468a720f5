"""Every message there is, by its code.

The reference page of messages is written from these tables.
"""

from scapolicy.messages import (
    agreement,
    attributes,
    codebooks,
    informants,
    notes,
    results,
    stores,
    tables,
    transcripts,
)
from scapolicy.messages.kind import Kind

_TABLES = (
    agreement,
    attributes,
    codebooks,
    informants,
    notes,
    results,
    stores,
    tables,
    transcripts,
)
MESSAGES: dict[str, Kind] = {
    code: kind for table in _TABLES for code, kind in table.MESSAGES.items()
}
