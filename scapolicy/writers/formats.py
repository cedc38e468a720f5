"""The formats that tables are written in, by the suffix of the file.

Some formats hold one table a file, others several. What is written into a file for people carries
a mark, so that a later run knows its own work and writes over nothing else.
"""

from collections.abc import Callable, Sequence

from scapolicy.tables.table import Table
from scapolicy.writers.comma import write_csv
from scapolicy.writers.json import write_json
from scapolicy.writers.markdown import write_markdown
from scapolicy.writers.tab import write_tsv

SINGLE: dict[str, Callable[[Table], bytes]] = {".csv": write_csv, ".tsv": write_tsv}
"""From a file's suffix to the writer of a format that holds one table."""

SEVERAL: dict[str, Callable[[Sequence[Table]], bytes]] = {
    ".json": write_json,
    ".md": write_markdown,
}
"""From a file's suffix to the writer of a format that holds several."""
