"""The formats that tables are written in, by the suffix of the file.

Some formats hold one table a file, others several. What is written into a file for people carries
a mark, so that a later run knows its own work and writes over nothing else.
"""

from collections.abc import Callable, Mapping, Sequence

from scapolicy.tables.table import Table
from scapolicy.writers.comma import write_csv
from scapolicy.writers.fit import CONTROLS, Limits, fit, in_bytes, in_utf16
from scapolicy.writers.json import write_json
from scapolicy.writers.kinds import LARGEST_EXACT
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

_LIMITS: dict[str, Limits] = {
    ".csv": Limits("a .csv file"),
    ".tsv": Limits("a .tsv file"),
    ".md": Limits("an .md file"),
    ".json": Limits("a .json file", named=True, null=True),
    ".html": Limits("an .html file", illegal=CONTROLS),
    ".tex": Limits("a .tex file", illegal=CONTROLS, instead="?"),
    ".xlsx": Limits(
        "an .xlsx file",
        illegal=CONTROLS,
        longest=32_767,
        length=in_utf16,
        largest=10**15 - 1,
        rows=1_048_575,
        columns=16_384,
    ),
    ".parquet": Limits("a .parquet file", largest=2**63 - 1, typed=True, named=True),
    ".sav": Limits(
        "a .sav file",
        illegal=CONTROLS,
        longest=32_767,
        longest_head=255,
        length=in_bytes,
        unit="bytes",
        largest=LARGEST_EXACT,
        typed=True,
    ),
}


def fitted(table: Table, suffix: str) -> Table:
    """The table as a format can hold it; its notes say what had to be changed.

    Raises:
        ScapolicyError: it has more rows or columns than there is room for.

    """
    return fit(table, _LIMITS[suffix])
