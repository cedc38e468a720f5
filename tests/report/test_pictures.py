"""The figures of a report: what is drawn, and what is told of one that can't be drawn."""

from pathlib import Path
from typing import Any

import docx
import pytest

import scapolicy as sp
from scapolicy.figures import drawing
from scapolicy.report import pictures
from tests.analysis.study import coded as study
from tests.commands.test_code import run
from tests.report.study import BOOK, TALK, coded
from tests.report.test_page import parsed, text_of


@pytest.fixture(scope="module")
def by_rank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of transcripts that state no province, by rank."""
    folder = tmp_path_factory.mktemp("rank")
    (folder / "talks").mkdir()
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    for n, rank in enumerate(("head", "clerk", "clerk")):
        talk = TALK.format(name=f"P-{n}", province=rank, said="No budget and no staff.")
        talk = talk.replace("province:", "rank:")
        (folder / "talks" / f"{n}.md").write_text(talk, encoding="utf-8")
    how = ("-c", folder / "book.yaml", "--by", "rank", "-o", folder / "results", "-q")
    assert run("code", folder / "talks", *how).returncode == 0
    return folder / "results"


def figures(page: bytes) -> list[Any]:
    found: list[Any] = parsed(page).xpath("//section[@id='figures']/figure")
    return found


def test_a_run_by_another_attribute_has_all_figures(by_rank: Path) -> None:
    made = figures(sp.make_report(by_rank))
    assert len(made) == 5
    assert all(len(one.xpath(".//img")) == 1 for one in made)
    assert "by rank" in text_of(made[0])


def test_one_figure_that_fails_is_told_in_its_place_and_as_a_notice(
    by_rank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(coded: sp.Coded, kind: str) -> object:
        return sp.figure(coded, kind, by="levl" if kind == "valences" else ())

    monkeypatch.setattr(pictures, "figure", drawn)
    page = sp.make_report(by_rank)
    made = figures(page)
    assert [len(one.xpath(".//img")) for one in made] == [1, 0, 1, 1, 1]
    why = "No source has the attribute 'levl'. The attributes here are: informant, rank, consent."
    assert text_of(made[1]) == f"Not drawn: {why} Valences"
    overview = text_of(parsed(page).xpath("//section[@id='overview']")[0])
    assert "no source has the attribute 'levl'" in overview


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_a_dollar_in_a_name_breaks_no_report(suffix: str, tmp_path: Path) -> None:
    results, out = rich(tmp_path), tmp_path / f"report{suffix}"
    assert [one.code for one in sp.write_report(results, out)] == ["P12"]
    if suffix == ".docx":
        assert len(docx.Document(str(out)).inline_shapes) == 5
    else:
        made = figures(out.read_bytes())
        assert [len(one.xpath(".//img")) for one in made] == [1] * 5


def test_a_figure_that_the_library_refuses_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = rich(tmp_path, label="Money")  # only the heat map has the names of cases
    monkeypatch.setattr(drawing, "_STYLE", {**drawing._STYLE, "text.parse_math": True})
    notes = sp.write_report(results, tmp_path / "report.html")
    assert [one.code for one in notes] == ["X44", "P12"]
    made = figures((tmp_path / "report.html").read_bytes())
    assert [len(one.xpath(".//img")) for one in made] == [0, 1, 1, 1, 1]
    assert text_of(made[0]).startswith("Not drawn: The library that draws figures refuses")


def rich(folder: Path, label: str = r"Money ($) and price ($\foo$)") -> Path:
    """The results of a study with dollars in its names."""
    book = BOOK.replace("Money </script>", f"'{label}'")
    talk = TALK.format(name="A", province=r"$5_to_$10, $\foo$", said="A budget, no staff.")
    sp.write_results(study(folder, {"a.md": talk}, book), folder / "results")
    return folder / "results"


def test_what_keeps_all_figures_from_being_drawn_is_told_once(
    by_rank: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pictures, "figure", lambda coded, _: sp.figure(coded, "heatmap", "levl"))
    notes = sp.write_report(by_rank, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_bytes()
    assert figures(page) == []
    assert "No source has the attribute 'levl'" in text_of(
        parsed(page).xpath("//section[@id='figures']")[0]
    )
    assert [one.code for one in notes] == ["X01", "P12"]


def test_a_picture_too_large_for_word_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "talks").mkdir()
    for n in range(400):
        text = TALK.format(name=f"Q-{n}", province="North", said="A budget.")
        (tmp_path / "talks" / f"more-{n}.md").write_text(text, encoding="utf-8")
    results = coded(tmp_path, "--by", "informant")
    out = tmp_path / "report.docx"
    done = run("report", results, "-c", tmp_path / "book.yaml", "--no-passages", "-o", out)
    assert done.returncode == 0, done.stderr
    assert "dots is too large [X43]" in done.stderr
    word = docx.Document(str(out))
    assert len(word.inline_shapes) == 3
    told = [one.text for one in word.paragraphs if one.text.startswith("Not drawn: A picture of")]
    assert len(told) == 1
