"""The report as a Word document: the same as the page, on paper."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

import scapolicy as sp
from tests.commands.test_code import ROOT, run
from tests.report.study import SAID, TALK, coded, in_word


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of the study that comes along."""
    folder = tmp_path_factory.mktemp("shipped") / "results"
    assert run("code", ROOT / "transcripts", "-o", folder, "-q").returncode == 0
    return folder


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_it_has_the_sections_of_the_page(shipped: Path) -> None:
    word = opened(in_word(shipped))
    heads = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert heads == [
        "Overview",
        "Factors and findings",
        "Frequencies",
        "Figures",
        "Codebook",
        "Methods",
        "Checklist",
        "Passages",
    ]


def test_the_matrix_and_its_findings_are_those_of_the_run(shipped: Path) -> None:
    word = opened(in_word(shipped))
    [table] = [one for one in word.tables if one.rows[0].cells[0].text == "Factor"]
    head, *rows = cells(table)
    coded_again = sp.read_results(shipped)
    counts, found = coded_again.summary().matrix(), coded_again.summary().findings()
    assert head[1:] == [str(row[0]) for row in counts.rows]
    for place, row in enumerate(rows, 1):
        pairs = zip(counts.rows, found.rows, strict=True)
        assert row[1:] == [f"{count[place]} {finding[place]}" for count, finding in pairs]


def test_heads_of_tables_come_again_on_each_page(shipped: Path) -> None:
    for table in opened(in_word(shipped)).tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml


def test_every_passage_is_there_with_the_matched_words_in_bold(shipped: Path) -> None:
    word = opened(in_word(shipped))
    text = "\n".join(one.text for one in word.paragraphs)
    for row in sp.read_results(shipped).passages().to_dict("records"):
        assert row["text"] in text
    bold = {run.text for one in word.paragraphs for run in one.runs if run.bold}
    words = {match.text for source in sp.read_results(shipped).sources for match in source.matches}
    assert words & bold


def test_pictures_have_words_for_those_who_do_not_see_them(shipped: Path) -> None:
    shapes = opened(in_word(shipped)).inline_shapes
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert len(told) == 5
    assert all("Enabling environment" in one for one in told)


def test_without_passages_nothing_of_what_was_said_is_in_the_file(tmp_path: Path) -> None:
    results = coded(tmp_path)
    data = in_word(results, codebook=tmp_path / "book.yaml", passages=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Passages are not in this report." in text
    assert "came late" not in text
    assert "zebra" not in text


def test_what_is_said_stands_as_it_was_said(tmp_path: Path) -> None:
    results = coded(tmp_path)
    word = opened(in_word(results, codebook=tmp_path / "book.yaml"))
    text = "\n".join(one.text for one in word.paragraphs)
    assert SAID[0] in text
    assert "<img src=x" in text


def test_characters_that_no_document_holds_are_replaced_and_told(tmp_path: Path) -> None:
    coded(tmp_path)
    talk = TALK.format(name="P-9", province="North", said="A budget\uffff of\ufffe the\x7f town.")
    (tmp_path / "talks" / "more.md").write_text(talk, encoding="utf-8")
    book, results, out = tmp_path / "book.yaml", tmp_path / "results", tmp_path / "report.docx"
    done = run("code", tmp_path / "talks", "-c", book, "-o", results, "-q")
    assert done.returncode == 0, done.stderr
    done = run("report", results, "-c", book, "-o", out)
    assert done.returncode == 0, done.stderr
    assert "can't hold some characters: \ufffd stands for them in 1 text of the report [X31]" in (
        " ".join(done.stderr.split())
    )
    said = [one.text for one in docx.Document(str(out)).paragraphs]
    assert any("A budget\ufffd of\ufffd the" in one for one in said)
    done = run("report", results, "-c", book, "-o", tmp_path / "report.html")
    assert (done.returncode, "X31" in done.stderr) == (0, False)


FLAT = """\
title: T
version: 1
codes:
  - id: money
    definition: Money there is.
    rules: [{valence: facilitator, terms: [budget*]}]
"""


def test_a_codebook_without_categories_is_printed_once_and_small_tables_upright(
    tmp_path: Path,
) -> None:
    results = coded(tmp_path)
    (tmp_path / "flat.yaml").write_text(FLAT, encoding="utf-8")
    done = run("code", tmp_path / "talks", "-c", tmp_path / "flat.yaml", "-o", results, "-q")
    assert done.returncode == 0, done.stderr
    word = opened(in_word(results, codebook=tmp_path / "flat.yaml"))
    said = [one.text for one in word.paragraphs]
    assert said.count("Money there is.") == 1
    assert len(word.sections) == 1


def test_definitions_that_are_not_there_are_told(tmp_path: Path) -> None:
    results = coded(tmp_path)
    out = tmp_path / "report.html"
    done = run("report", results, "-o", out)
    assert "the definitions of the codebook 'book' are not in this report [P12]" in done.stderr
    assert "the definitions of the codebook" in out.read_text(encoding="utf-8")
    done = run("report", results, "-o", out, "-c", tmp_path / "book.yaml")
    assert "P12" not in done.stderr + out.read_text(encoding="utf-8")


def test_the_same_results_give_the_same_bytes_and_an_earlier_report_is_replaced(
    shipped: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report.docx"
    assert run("report", shipped, "-o", out).returncode == 0
    first = out.read_bytes()
    assert run("report", shipped, "-o", out).returncode == 0
    assert out.read_bytes() == first
    edited = docx.Document(str(out))
    edited.add_paragraph("My own words.")
    edited.core_properties.modified = datetime(2026, 11, 24, tzinfo=UTC)  # as word processors do
    edited.save(str(out))
    own = out.read_bytes()
    done = run("report", shipped, "-o", out)
    assert (done.returncode, "[O02]" in done.stderr) == (2, True)
    assert out.read_bytes() == own
    docx.Document().save(str(out))
    mine = out.read_bytes()
    done = run("report", shipped, "-o", out)
    assert (done.returncode, "[O03]" in done.stderr) == (2, True)
    assert out.read_bytes() == mine
