"""The formats that tables are written in, by the suffix of the file.

Some formats hold one table a file, others several. What is written into a file for people carries
a mark, so that a later run knows its own work and writes over nothing else.
"""

from collections.abc import Callable, Mapping, Sequence

from scapolicy.tables.table import Table
from scapolicy.writers.comma import write_csv
from scapolicy.writers.json import write_json
from scapolicy.writers.latex import write_latex
from scapolicy.writers.markdown import write_markdown
from scapolicy.writers.page import write_html
from scapolicy.writers.parquet import write_parquet
from scapolicy.writers.spss import write_sav
from scapolicy.writers.tab import write_tsv
from scapolicy.writers.xlsx import write_xlsx

SINGLE: dict[str, Callable[[Table], bytes]] = {
    ".csv": write_csv,
    ".tsv": write_tsv,
    ".parquet": write_parquet,
    ".sav": write_sav,
}
"""From a file's suffix to the writer of a format that holds one table."""

SEVERAL: dict[str, Callable[[Sequence[Table], Mapping[str, str]], bytes]] = {
    ".xlsx": write_xlsx,
    ".json": write_json,
    ".md": write_markdown,
    ".html": write_html,
    ".tex": write_latex,
}
"""From a file's suffix to the writer of a format that holds several, and what was run."""
