"""LaTeX: what is put into a document compiles, fits the page, and shows what the table holds."""

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

import scapolicy as sp
from tests.analysis.study import shipped
from tests.programs import program

ENGINES = ("pdflatex", "xelatex", "lualatex")
PREAMBLE = r"""\documentclass[a4paper]{article}
\usepackage{booktabs,longtable,array,graphicx}
\begin{document}
\input{tables}
\end{document}
"""
HARD = (
    "[1] first",
    "* note",
    "--where a ,,b'' ?` !`",
    "50% of #1 & $2 _x_ {y} ~z ^2",
    r"back\slash \\ \input{x}",
    "a < b > c | d",
    "",
    "two\nlines\n\nand a third",
)


def compiled(engine: str, tables: list[sp.Table], folder: Path) -> tuple[str, str]:
    """What a document with the tables shows, and what was said of it."""
    if engine != "pdflatex" and shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    program(engine)
    sp.export(tables, folder / "tables.tex")
    (folder / "main.tex").write_text(PREAMBLE, encoding="utf-8")
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "main.tex"]
    for _ in range(3):  # until a long table knows the widths of its columns
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=180)
        said = done.stdout.decode(errors="replace")
        assert done.returncode == 0, said[-2000:]
    with pypdfium2.PdfDocument(folder / "main.pdf") as pages:
        shown = "".join(page.get_textpage().get_text_range() for page in pages)
    return shown, said


@pytest.mark.parametrize("engine", ENGINES)
def test_what_means_something_to_latex_is_shown_as_it_is(engine: str, tmp_path: Path) -> None:
    rows = tuple((text, number - 3) for number, text in enumerate(HARD))
    tables = [sp.Table("hard", ("a_b", "n"), rows, "A & B", ("Mind --this.",))]
    tables.append(sp.Table("long", ("a_b", "n"), rows * 12))
    shown, _ = compiled(engine, tables, tmp_path)
    shown = shown.replace("’", "'").replace("\N{MINUS SIGN}", "-")
    for part in ("[1] first", "* note", "--where", "50% of #1 & $2", "{y}", "Mind --this."):
        assert part in shown
    assert r"\input{x}" in shown
    assert "a < b > c | d" in shown


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_of_a_study_fit_the_page(engine: str, tmp_path: Path) -> None:
    tables = [
        sp.matrix(shipped(), ["province"]),
        sp.matrix(shipped(), ["province", "level"], tell_zeros=True),
        sp.frequencies(shipped()),
    ]
    _, said = compiled(engine, tables, tmp_path)
    over = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", said)]
    assert max(over, default=0) < 15, over


def test_a_table_that_fits_as_it_is_is_set_as_it_is(tmp_path: Path) -> None:
    table = sp.Table("t", ("case", "n"), (("จังหวัด", 1), ("Rayong", -2)), "T")
    [path] = sp.export(table, tmp_path / "t.tex")
    text = path.read_text(encoding="utf-8")
    assert r"\begin{tabular}{lr}" in text
    assert "จังหวัด & 1 \\\\\nRayong & $-$2 \\\\\n" in text
    assert "rotatebox" not in text


def test_a_wide_table_has_heads_that_stand_upright(tmp_path: Path) -> None:
    [path] = sp.export(sp.matrix(shipped()), tmp_path / "t.tex")
    assert r"\rotatebox{90}{clear\_strategic\_plan}" in path.read_text(encoding="utf-8")
