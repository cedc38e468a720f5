"""JSON: tables with their titles, notes and rows, numbers as numbers."""

import json
from collections.abc import Mapping, Sequence

from scapolicy.tables.table import Table
from scapolicy.writers.mark import MARK


def write_json(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a JSON file, rows as objects; `about` says what was run."""
    text = json.dumps(
        {"made": MARK, "run": dict(about), "tables": [_content(table) for table in tables]},
        ensure_ascii=False,
        indent=1,
        allow_nan=False,
    )
    return f"{text}\n".encode()


def _content(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "notes": list(table.notes),
        "columns": list(table.columns),
        "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
    }
