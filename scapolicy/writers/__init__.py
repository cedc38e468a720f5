"""Tables → bytes: one module a format."""

from collections.abc import Callable

from scapolicy.tables.table import Table
from scapolicy.writers.comma import write_csv

WRITERS: dict[str, Callable[[Table], bytes]] = {".csv": write_csv}
"""From a file's suffix to its writer."""
