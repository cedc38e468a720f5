r"""LaTeX: tables for `\input` into a document, with booktabs, and longtable for long ones."""

import re
from collections.abc import Iterable, Mapping, Sequence

from scapolicy.tables.table import Cell, Table
from scapolicy.writers.kinds import Kind, kinds_of
from scapolicy.writers.mark import MARK

_LONG = 40  # rows
_WIDE = 30  # characters of a cell from which on its column has lines
_MEANT = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\symbol{34}",
    "`": "{`}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_SPECIAL = re.compile(r"""[\\~^<>|"`&%$#_{}]""")
_JOINED = re.compile(r"([-,'])(?=\1)")  # two become a dash or a quotation mark
_OPTION = re.compile(r"^(\s*)([\[*])")  # what the end of the line above would take for its own
_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def write_latex(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a .tex file; `about` says what was run, in comments."""
    said = "".join(f"% {_BREAK.sub(' ', f'{key}: {value}')}\n" for key, value in about.items())
    needs = "% Needs booktabs and longtable; for Thai and others XeLaTeX or LuaLaTeX.\n"
    parts = [f"% {MARK}\n{needs}{said}", *map(_environment, tables)]
    return "\n".join(parts).encode()


def _environment(table: Table) -> str:
    columns = "".join(_column(table, place, kind) for place, kind in enumerate(kinds_of(table)))
    head = f"\\toprule\n{_line(table.columns)}\\midrule\n"
    body = "".join(map(_line, table.rows))
    notes = "".join(f"\\par\\smallskip\\noindent {_text(note)}\n" for note in table.notes)
    title = _text(table.title or table.name)
    if len(table.rows) > _LONG:
        return (
            f"\\begin{{longtable}}{{{columns}}}\n\\caption{{{title}}}\\\\\n{head}\\endfirsthead\n"
            f"{head}\\endhead\n\\bottomrule\n\\endfoot\n{body}\\end{{longtable}}\n{notes}"
        )
    return (
        f"\\begin{{table}}[htbp]\n\\centering\n\\caption{{{title}}}\n\\begin{{tabular}}{{{columns}}}\n"
        f"{head}{body}\\bottomrule\n\\end{{tabular}}\n{notes}\\end{{table}}\n"
    )


def _column(table: Table, place: int, kind: Kind) -> str:
    if kind is not Kind.TEXT:
        return "r"
    wide = any(len(str(row[place])) > _WIDE for row in table.rows)
    return r"p{0.35\linewidth}" if wide else "l"


def _line(cells: Iterable[Cell]) -> str:
    return f"{' & '.join(_text(str(cell)) for cell in cells)} \\\\\n"


def _text(text: str) -> str:
    """A text in which nothing is a command, on one line."""
    plain = _SPECIAL.sub(lambda found: _MEANT[found[0]], _BREAK.sub(" ", text))
    return _OPTION.sub(r"\1{\2}", _JOINED.sub(r"\1{}", plain))
