"""The comparison of a report: what `compare` says, with the passages that differ."""

import csv
import hashlib
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import html

import scapolicy as sp
from scapolicy.own_hash import with_own_hash
from tests.commands.test_code import ROOT, run
from tests.report.study import in_word

GROUP = {"province": ["Chiang Mai", "Khon Kaen"]}
AGAINST = {"province": ["Rayong", "Pathum Thani"]}
ASKED = (
    *("--group", "province=Chiang Mai", "--group", "province=Khon Kaen"),
    *("--against", "province=Rayong", "--against", "province=Pathum Thani"),
)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of the study that comes along."""
    folder = tmp_path_factory.mktemp("shipped") / "results"
    assert run("code", ROOT / "transcripts", "-o", folder, "-q").returncode == 0
    return folder


def section(page: bytes) -> Any:
    return html.document_fromstring(page.decode()).xpath("//section[@id='comparison']")[0]


def texts(row: Any) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row]


def expected(shipped: Path) -> list[list[str]]:
    """The rows without the last column, made of the tables of `compare`."""
    found = sp.compare(sp.read_results(shipped), GROUP, AGAINST)
    shares = found.shares.frame().merge(found.keyness.frame(), on="category")
    rows = []
    for row in shares.to_dict("records"):
        share, other = f"{row['group_x']:.2%}", f"{row['against_x']:.2%}"
        interval = f"{row['low']:+.2%} to {row['high']:+.2%}"
        key = f"{row['keyness']:+.2f}", f"{row['log_ratio']:+.2f}"
        p = "< 0.001" if row["p_holm"] < 0.001 else f"{row['p_holm']:.3f}"
        rows.append([share, other, f"{row['difference']:+.2%}", interval, *key, p])
    return rows


def test_it_shows_what_compare_says(shipped: Path) -> None:
    shown = section(sp.make_report(shipped, group=GROUP, against=AGAINST))
    labels = [one.label for one in sp.read_results(shipped).codebook.categories]
    rows = [texts(row) for row in shown.xpath(".//tbody/tr")]
    assert [row[0] for row in rows] == labels
    assert [row[1:-1] for row in rows] == expected(shipped)
    told = " ".join(shown.text_content().split())
    assert "province = Chiang Mai or Khon Kaen (group)" in told
    assert "province = Rayong or Pathum Thani (against)" in told
    assert "of one informant are not independent of each other" in told


def test_the_passages_that_differ_are_those_of_compare(shipped: Path) -> None:
    page = sp.make_report(shipped, group=GROUP, against=AGAINST)
    data = json.loads(
        html.document_fromstring(page.decode()).xpath("//script[@id='data']/text()")[0]
    )
    table = sp.compare(sp.read_results(shipped), GROUP, AGAINST).passages.frame()
    ids = [one.id for one in sp.read_results(shipped).codebook.categories]
    shown = {
        (ids[int(factor)], side, one["source"], one["segment"], "".join(one["parts"]))
        for factor, sides in data["differing"].items()
        for side, places in sides.items()
        for one in (data["passages"][place] for place in places)
    }
    columns = table[["category", "group", "source", "segment", "text"]]
    assert shown == set(columns.itertuples(index=False, name=None))
    assert len(shown) == len(table) > 0
    buttons = section(page).xpath(".//tbody//button")
    assert {ids[int(one.get("data-factor"))] for one in buttons} == set(table["category"])
    assert sum(int(one.text_content().split()[0]) for one in buttons) == len(table)


def test_without_passages_it_says_how_many_differ_and_shows_none(shipped: Path) -> None:
    page = sp.make_report(shipped, group=GROUP, against=AGAINST, passages=False)
    assert section(page).xpath(".//button") == []
    table = sp.compare(sp.read_results(shipped), GROUP, AGAINST).passages.frame()
    last = [texts(row)[-1] for row in section(page).xpath(".//tbody/tr")]
    assert sum(int(one.split()[0]) for one in last if one != "none") == len(table)
    for text in table["text"]:
        assert text not in page.decode()


def test_without_groups_there_is_no_comparison(shipped: Path) -> None:
    page = html.document_fromstring(sp.make_report(shipped).decode())
    assert page.xpath("//section[@id='comparison'] | //a[@href='#comparison']") == []


def test_the_command_takes_groups_as_compare_does(shipped: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = run("report", shipped, "-o", out, *ASKED)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == sp.make_report(shipped, group=GROUP, against=AGAINST)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--group", "province=Mars"), "[X02]"),
        (("--group", "planet=Mars"), "[X01]"),
        (("--group", "Mars"), "ATTRIBUTE=VALUE"),
        (("--against", "province=Rayong"), "[P10]"),
        (("--group", "province=Rayong", "--against", "province=Rayong"), "[X20]"),
    ],
)
def test_groups_that_can_not_be_are_refused(
    shipped: Path, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    out = tmp_path / "page.html"
    done = run("report", shipped, "-o", out, *options)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert not out.exists()


def test_tables_that_contradict_each_other_are_refused(shipped: Path, tmp_path: Path) -> None:
    results = tmp_path / "results"
    shutil.copytree(shipped, results)
    with (results / "passages.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with (results / "passages.csv").open("w", encoding="utf-8", newline="") as file:
        factor = header.index("factor")
        kept = [row for row in rows if row[factor] != "evaluation"]
        csv.writer(file, lineterminator="\n").writerows([header, *kept])
    record = json.loads((results / "run.json").read_text())
    digest = hashlib.sha256((results / "passages.csv").read_bytes()).hexdigest()
    record["outputs"]["passages.csv"] = digest
    (results / "run.json").write_text(json.dumps(with_own_hash(record)))
    done = run("report", results, "-o", tmp_path / "page.html", *ASKED)
    assert (done.returncode, "[P02]" in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


def test_factors_that_nothing_speaks_of_have_empty_cells(tmp_path: Path) -> None:
    for name, said in (("a", "We have enough money."), ("b", "There is no money.")):
        text = f"---\nprovince: {name}\nconsent: true\n---\nMayor: {said}\n"
        (tmp_path / f"{name}.md").write_text(text)
    results = tmp_path / "results"
    assert run("code", tmp_path, "-o", results, "-q").returncode == 0
    shown = section(sp.make_report(results, group={"province": ["a"]}))
    rows = {row[0]: row[1:] for row in map(texts, shown.xpath(".//tbody/tr"))}
    assert rows["Evaluation"][4:] == ["", "", "", "none"]
    assert rows["Effective management"][-1].startswith("2 passages")


def test_in_word_it_is_a_table_with_links_to_the_passages(shipped: Path) -> None:
    word = docx.Document(io.BytesIO(in_word(shipped, group=GROUP, against=AGAINST)))
    heads = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert heads[2:4] == ["Frequencies", "Comparison"]
    [table] = [one for one in word.tables if one.rows[0].cells[1].text == "Group"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [[cell.replace("\u2212", "-") for cell in row[1:-1]] for row in rows] == expected(
        shipped
    )
    passages = sp.compare(sp.read_results(shipped), GROUP, AGAINST).passages.frame()
    links = re.findall(r'<w:hyperlink w:anchor="(\w+)"', word.element.xml)
    marks = re.findall(r'<w:bookmarkStart [^>]*w:name="(\w+)"', word.element.xml)
    assert len(links) == len(passages)
    assert set(links) == set(marks)
    assert len(set(marks)) == len(marks)
    for mark in marks:
        xpath = f"//w:p[w:bookmarkStart[@w:name='{mark}']]"
        [paragraph] = word.element.xpath(xpath)
        said = "".join(paragraph.xpath(".//w:t/text()"))
        assert said in set(passages["text"])


def test_in_word_without_passages_there_is_no_link(shipped: Path) -> None:
    data = in_word(shipped, passages=False, group=GROUP, against=AGAINST)
    word = docx.Document(io.BytesIO(data))
    assert "w:hyperlink" not in word.element.xml
    assert "Comparison" in [one.text for one in word.paragraphs]
