"""JSON: tables with their titles, notes and rows, numbers as numbers."""

import json
from collections.abc import Sequence

from scapolicy.tables.table import Table
from scapolicy.writers.mark import MARK


def write_json(tables: Sequence[Table]) -> bytes:
    """Tables as the bytes of a JSON file, each row an object by column."""
    text = json.dumps(
        {"made": MARK, "tables": [_content(table) for table in tables]},
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
