"""HTML: one page with the tables, their titles and notes, that needs nothing else."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from scapolicy.tables.table import Table, as_read
from scapolicy.writers.kinds import Kind, kinds_of
from scapolicy.writers.mark import MARK, sealed

_STYLE = """\
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border-bottom: 1px solid #bbb; padding: .25rem .6rem; text-align: left }
td { max-width: 40rem; overflow-wrap: break-word; unicode-bidi: isolate; vertical-align: top;
  white-space: pre-line }
caption { font-size: 1.2rem; font-weight: bold; padding: .5rem 0; text-align: left }
dd { overflow-wrap: anywhere }
thead th { border-bottom: 2px solid #555 }
.n { text-align: right; font-variant-numeric: tabular-nums }
.wide { overflow-x: auto }
@media print { .wide { overflow-x: visible; font-size: .7rem } tr { break-inside: avoid } }
:root { color-scheme: light dark }
"""


_LINE_END = re.compile(r"\r\n?")


def write_html(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a page; `about` says what was run."""
    title = escape(tables[0].title or tables[0].name) if tables else "Tables"
    style = f"\n{_STYLE}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = (
        f'<!doctype html>\n<html lang="en" data-made="{MARK}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
    facts = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>\n" for k, v in about.items())
    run = f"<h2>What was run</h2>\n<dl>\n{facts}</dl>\n" if facts else ""
    return sealed(f"{head}{''.join(map(_section, tables))}{run}</body>\n</html>\n")


def _section(table: Table) -> str:
    numbers = [kind is not Kind.TEXT for kind in kinds_of(table)]
    head = _line("th", table.columns, numbers)
    body = "".join(_line("td", map(as_read, row), numbers) for row in table.rows)
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in table.notes)
    caption = f"<caption>{escape(table.title or table.name)}</caption>"
    inside = f"{caption}\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>"
    return f'<div class="wide" tabindex="0">\n<table>\n{inside}\n</table>\n</div>\n{notes}'


def _text(cell: str) -> str:
    """A cell, which may go on in a new line where its words are joined by `_`."""
    return escape(_LINE_END.sub("\n", cell)).replace("_", "_<wbr>")


def _line(tag: str, cells: Iterable[str], numbers: Iterable[bool]) -> str:
    opening = {
        False: f"<{tag}>" if tag == "td" else f'<{tag} scope="col">',
        True: f'<{tag} class="n">' if tag == "td" else f'<{tag} scope="col" class="n">',
    }
    pairs = zip(cells, numbers, strict=True)
    parts = (f"{opening[number]}{_text(cell)}</{tag}>" for cell, number in pairs)
    return f"<tr>{''.join(parts)}</tr>\n"
