"""JSON: tables with their titles, notes and rows, numbers as numbers."""

import json
from collections.abc import Mapping, Sequence

from scapolicy.tables.table import Cell, Table, is_undefined
from scapolicy.writers.mark import MARK, sealed


def write_json(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a JSON file, rows as objects; `about` says what was run."""
    text = json.dumps(
        {"made": MARK, "run": dict(about), "tables": [_content(table) for table in tables]},
        ensure_ascii=False,
        indent=1,
        allow_nan=False,
    )
    return sealed(f"{text}\n")


def _content(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "notes": list(table.notes),
        "columns": list(table.columns),
        "rows": [dict(zip(table.columns, map(_value, row), strict=True)) for row in table.rows],
    }


def _value(cell: Cell) -> Cell | None:
    """A cell; JSON has no word for a number that is undefined or infinite."""
    return None if is_undefined(cell) else cell
