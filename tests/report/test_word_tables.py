"""Tables of the Word report: what stands where, and that no word is broken."""

from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.report.word_tables import laid_out
from tests.commands.test_code import ROOT, run
from tests.programs import absent, opened_in_office

TALK = """\
---
province: Province of number {case}
consent: true
---
Mayor: The budget is late, the mayor leads, and the partner suits us.
"""
CASES = 12
cells = st.text("abc mW-/กข", max_size=12) | st.just("m" * 90) | st.just("participation")


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 30))
    return draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4))


@given(tables(), st.floats(200, 700))
def test_every_column_has_a_place_and_the_page_has_room(
    lines: list[list[str]], room: float
) -> None:
    layout = laid_out(lines, room)
    placed = [at for block in layout.blocks for at in block.columns[1:]]
    assert placed == list(range(1, len(lines[0])))
    for block in layout.blocks:
        assert block.columns[0] == 0
        assert sum(block.widths) <= room + 0.01
        for at, width in zip(block.columns, block.widths, strict=True):
            longest = max((len(word) for line in lines for word in line[at].split()), default=0)
            # No letter is narrower than 0.4 of its size, and none wider than that.
            most = room / 2 if at == 0 else room - block.widths[0]
            assert width >= min(0.4 * layout.size * min(longest, 64), most) - 0.01


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The reports of the study that comes along, and of one with many cases."""
    folder = tmp_path_factory.mktemp("word")
    (folder / "talks").mkdir()
    for case in range(CASES):
        talk = TALK.format(case=case)
        (folder / "talks" / f"talk-{case}.md").write_text(talk, encoding="utf-8")
    made = []
    for talks in (ROOT / "transcripts", folder / "talks"):
        results = folder / f"results-{talks.name}"
        assert run("code", talks, "-o", results, "-q").returncode == 0
        made.append(folder / f"{talks.name}.docx")
        sp.write_report(
            results,
            made[-1],
            group={"province": ["Rayong", "Province of number 1"][len(made) - 1 : len(made)]},
        )
    return made


def words_of(tables: list[Any]) -> set[str]:
    texts = (cell.text for table in tables for row in table.rows for cell in row.cells)
    return {word for text in texts for word in text.split()}


def test_a_table_with_many_cases_has_several_parts(documents: list[Path]) -> None:
    tables = docx.Document(str(documents[1])).tables
    parts = [one for one in tables if one.rows[0].cells[1].text.startswith("Province")]
    heads = [[cell.text for cell in part.rows[0].cells] for part in parts]
    assert len(parts) > 1
    assert {head[0] for head in heads} == {"Factor"}
    assert sum(len(head) - 1 for head in heads) == CASES


def test_libreoffice_breaks_no_word_and_loses_no_row(documents: list[Path]) -> None:
    for document in documents:
        paper = opened_in_office(document, "pdf", document.parent)
        if not paper.exists():
            absent("LibreOffice Writer is not installed")
        with pypdfium2.PdfDocument(paper) as pdf:
            lines = [line for page in pdf for line in lines_of(page)]
        words = words_of(docx.Document(str(document)).tables)
        assert {word for word in words if not any(word in line for line in lines)} == set()


def lines_of(page: Any) -> list[str]:
    """The lines of text on a page; PDFium has a mark of its own for some hyphens."""
    text: str = page.get_textpage().get_text_bounded()
    return text.replace("\x02", "-").splitlines()
