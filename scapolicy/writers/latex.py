r"""LaTeX: tables for `\input` into a document, with booktabs, and longtable for long ones."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scapolicy.tables.table import Cell, Table, as_read
from scapolicy.writers.kinds import Kind, kinds_of
from scapolicy.writers.mark import MARK, sealed

_LONG = 40  # rows
_NEEDS = """\
% Needs \\usepackage{booktabs,longtable,array,graphicx}; for Thai and others XeLaTeX or LuaLaTeX.
"""
# How many letters go into a line of a page, and into the gap between columns; then for small ones.
_LINE, _GAP = 74, 2.7
_SMALL_LINE, _SMALL_GAP = 92, 1.6
_NARROWEST = 3  # letters
_SMALL = "\\footnotesize\\setlength{\\tabcolsep}{3pt}\n"
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


@dataclass(frozen=True, slots=True)
class _Column:
    """How a column is set: what LaTeX is told, whether its head stands upright, its lines break."""

    kind: str
    turned: bool = False
    broken: bool = False


def write_latex(tables: Sequence[Table], about: Mapping[str, str]) -> bytes:
    """Tables as the bytes of a .tex file; `about` says what was run, in comments."""
    said = "".join(f"% {_BREAK.sub(' ', f'{key}: {value}')}\n" for key, value in about.items())
    parts = [f"% {MARK}\n{_NEEDS}{said}", *map(_environment, tables)]
    return sealed("\n".join(parts))


def _environment(table: Table) -> str:
    columns = _plain_columns(table)
    small = "" if columns else _SMALL
    columns = columns or _small_columns(table)
    kinds = "".join(column.kind for column in columns)
    head = f"\\toprule\n{_head(table.columns, columns)}\\midrule\n"
    body = "".join(_line(row, columns) for row in table.rows)
    notes = "".join(f"\\par\\smallskip\\noindent {_text(note)}\n" for note in table.notes)
    title = _text(table.title or table.name)
    if len(table.rows) > _LONG:
        return (
            f"{{{small}\\begin{{longtable}}{{{kinds}}}\n\\caption{{{title}}}\\\\\n{head}"
            f"\\endfirsthead\n{head}\\endhead\n\\bottomrule\n\\endfoot\n{body}\\end{{longtable}}\n"
            f"{notes}\\par}}\n"
        )
    return (
        f"\\begin{{table}}[htbp]\n\\centering\n\\caption{{{title}}}\n{small}"
        f"\\begin{{tabular}}{{{kinds}}}\n"
        f"{head}{body}\\bottomrule\n\\end{{tabular}}\n{notes}\\end{{table}}\n"
    )


def _widths(table: Table) -> list[int]:
    """The letters of the longest cell of each column, its head aside."""
    return [
        max([_NARROWEST, *(len(as_read(row[place])) for row in table.rows)])
        for place in range(len(table.columns))
    ]


def _plain_columns(table: Table) -> list[_Column]:
    """The columns as they are, if they fit into a line; else none."""
    widths = [max(pair) for pair in zip(_widths(table), map(len, table.columns), strict=True)]
    if sum(widths) + _GAP * len(widths) > _LINE:
        return []
    return [_Column("l" if kind is Kind.TEXT else "r") for kind in kinds_of(table)]


def _small_columns(table: Table) -> list[_Column]:
    """Columns in small print: long heads stand upright, long texts share what room is left."""
    widths = _widths(table)
    turned = [len(name) > width for name, width in zip(table.columns, widths, strict=True)]
    widths = [
        width if upright else max(width, len(name))
        for name, width, upright in zip(table.columns, widths, turned, strict=True)
    ]
    kinds = kinds_of(table)
    texts = [place for place, kind in enumerate(kinds) if kind is Kind.TEXT]
    room = _SMALL_LINE - _SMALL_GAP * len(widths)
    room -= sum(width for place, width in enumerate(widths) if place not in texts)
    columns = [_Column("r", upright) for upright in turned]
    for done, place in enumerate(sorted(texts, key=widths.__getitem__)):
        share = max(room / (len(texts) - done), 2 * _NARROWEST)
        if widths[place] <= share:
            room -= widths[place]
            columns[place] = _Column("l", turned[place])
        else:
            kind = rf">{{\raggedright\arraybackslash}}p{{{share / _SMALL_LINE:.3f}\linewidth}}"
            room -= share
            columns[place] = _Column(kind, turned[place], broken=True)
    return columns


def _head(names: Iterable[str], columns: Iterable[_Column]) -> str:
    cells = (
        rf"\rotatebox{{90}}{{{_text(name)}}}" if column.turned else _broken(name, column)
        for name, column in zip(names, columns, strict=True)
    )
    return f"{' & '.join(cells)} \\\\\n"


def _line(cells: Iterable[Cell], columns: Iterable[_Column]) -> str:
    pairs = zip(cells, columns, strict=True)
    return f"{' & '.join(_broken(cell, column) for cell, column in pairs)} \\\\\n"


def _broken(cell: Cell, column: _Column) -> str:
    """A cell; a name in a column of several lines may go on in the next one."""
    if not isinstance(cell, str):
        return as_read(cell).replace("-", "$-$", 1) if cell < 0 else as_read(cell)
    text = _text(cell)
    return text.replace(r"\_", r"\_\allowbreak{}") if column.broken else text


def _text(text: str) -> str:
    """A text in which nothing is a command and no two signs make another, on one line."""
    plain = _SPECIAL.sub(lambda found: _MEANT[found[0]], _BREAK.sub(" ", text))
    return _OPTION.sub(r"\1{\2}", _JOINED.sub(r"\1\\kern0pt{}", plain))
