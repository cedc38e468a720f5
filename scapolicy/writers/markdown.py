"""Markdown: tables with their titles above and notes below, numbers to the right."""

import re
from collections.abc import Iterable, Mapping, Sequence

from scapolicy.tables.table import Cell, Table, as_read
from scapolicy.writers.mark import MARK, sealed

_MEANT = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_NUMBERED = re.compile(r"^(\d+)(?=[.)])")
_LINE_END = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")


def write_markdown(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a Markdown file; `about` says what was run."""
    said = "".join(f"- {_text(key)}: {_text(value)}\n" for key, value in about.items())
    run = [f"## What was run\n\n{said}"] if said else []
    return sealed("\n".join([f"<!-- {MARK} -->\n", *map(_section, tables), *run]))


def _section(table: Table) -> str:
    title = f"## {_text(table.title)}\n\n" if table.title else ""
    rules = ("---:" if _is_number(table, place) else "---" for place in range(len(table.columns)))
    lines = [_line(table.columns), f"| {' | '.join(rules)} |", *map(_line, table.rows)]
    notes = "".join(f"\n{_paragraph(note)}\n" for note in table.notes)
    return title + "\n".join(lines) + "\n" + notes


def _is_number(table: Table, place: int) -> bool:
    return bool(table.rows) and all(isinstance(row[place], int | float) for row in table.rows)


def _line(cells: Iterable[Cell]) -> str:
    return f"| {' | '.join(_text(as_read(cell)) for cell in cells)} |"


def _text(text: str) -> str:
    """A text in which nothing is markup, on one line."""
    return _LINE_END.sub(" ", _MEANT.sub(r"\\\1", text))


def _paragraph(text: str) -> str:
    """A text on a line of its own, in which nothing begins a list or underlines a title."""
    text = _text(text).strip()
    return f"\\{text}" if text[:1] in ("+", "-", "=") else _NUMBERED.sub(r"\1\\", text)
