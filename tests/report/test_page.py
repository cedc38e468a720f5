"""The report as a file: what it holds, what it does not, and when there is none."""

import base64
import csv
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

import scapolicy as sp
from scapolicy.own_hash import with_own_hash
from tests.commands.test_code import ROOT, run
from tests.report.study import BACKWARDS, BOOK, LONG, SAID, coded


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a study that was coded; tests do not change it."""
    folder = tmp_path_factory.mktemp("study")
    coded(folder)
    return folder


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of the study that comes along."""
    folder = tmp_path_factory.mktemp("shipped") / "results"
    assert run("code", ROOT / "transcripts", "-o", folder, "-q").returncode == 0
    return folder


def parsed(page: bytes) -> Any:
    return html.document_fromstring(page.decode())


def data_of(page: bytes) -> Any:
    return json.loads(parsed(page).xpath("//script[@id='data']/text()")[0])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_command_writes_a_page_and_says_so(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = run("report", study / "results", "-c", study / "book.yaml", "-o", out)
    assert (done.returncode, done.stdout) == (0, f"Written to {out}\n"), done.stderr
    titles = [text_of(one) for one in parsed(out.read_bytes()).xpath("//h2")]
    assert titles[:8] == [
        "Overview",
        "Factors and findings",
        "Frequencies",
        "Figures",
        "Passages",
        "Codebook",
        "Methods",
        "Checklist",
    ]


def test_the_cells_are_those_of_matrix_and_findings(shipped: Path) -> None:
    page = parsed(sp.make_report(shipped))
    matrix, findings = rows(shipped / "matrix.csv"), rows(shipped / "findings.csv")
    labels = [row["label"] for row in rows(shipped / "frequencies.csv") if not row["code"]]
    table = page.xpath("//section[@id='matrix']//tbody/tr")
    assert [text_of(row.find("th")) for row in table] == labels
    for row, name in zip(table, list(matrix[0])[1:], strict=True):
        shown = [re.match(r"(\d+) ([a-z ]+)", text_of(cell)) for cell in row.findall("td")]
        assert [one and (one[1], one[2]) for one in shown] == [
            (counted[name], found[name]) for counted, found in zip(matrix, findings, strict=True)
        ]


def test_every_passage_is_there_with_the_words_that_were_matched(shipped: Path) -> None:
    passages = data_of(sp.make_report(shipped))["passages"]
    table = rows(shipped / "passages.csv")
    assert ["".join(one["parts"]) for one in passages] == [row["text"] for row in table]
    for one, row in zip(passages, table, strict=True):
        assert set(one["parts"][1::2]) == set(row["words"].split("; "))
        assert (one["source"], str(one["turn"]), one["side"]) == (
            row["source"],
            row["turn"],
            row["side"],
        )


def test_a_cell_opens_as_many_passages_as_it_counts(shipped: Path) -> None:
    page = sp.make_report(shipped)
    passages = data_of(page)["passages"]
    for button in parsed(page).xpath("//button[@class='cell']"):
        place = int(button.get("data-case")), int(button.get("data-factor"))
        inside = [one for one in passages if (one["case"], one["factor"]) == place]
        assert len(inside) == int(button.find("b").text)


def test_by_code_the_columns_are_codes(tmp_path: Path) -> None:
    results = coded(tmp_path, "--level", "code")
    page = sp.make_report(results)
    heads = parsed(page).xpath("//section[@id='matrix']//tbody//th")
    assert [text_of(head) for head in heads] == ["Budget", "Fund", "Staff"]
    assert {one["factor"] for one in data_of(page)["passages"]} == {0, 1}


def test_what_was_said_can_neither_run_nor_end_its_element(study: Path) -> None:
    page = sp.make_report(study / "results", codebook=study / "book.yaml")
    scripts = parsed(page).xpath("//script")
    assert len(scripts) == 2
    alien = "//img[not(ancestor::figure/parent::section[@id='figures'])]"
    assert parsed(page).xpath(f"{alien} | //b[text()='& means'] | //em | //i") == []
    assert {tuple(one.attrib) for one in parsed(page).xpath("//img")} == {("src", "alt")}
    assert not [name for one in parsed(page).iter() for name in one.attrib if name[:2] == "on"]
    said = {"".join(one["parts"]) for one in data_of(page)["passages"]}
    lines = {text.replace("\u2028", "\n") for text in SAID}
    assert lines >= {text for text in said if text.startswith(("=", LONG, BACKWARDS))}
    assert len([text for text in said if text.startswith(("=", LONG, BACKWARDS))]) == 3
    assert "\u2028" not in page.decode()


def test_nothing_is_fetched_and_only_its_own_script_runs(study: Path) -> None:
    page = sp.make_report(study / "results")
    policy = parsed(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not parsed(page).xpath("//@style")
    sources = parsed(page).xpath("//@src")
    assert all(one.startswith("data:image/svg+xml;base64,") for one in sources)
    for one in sources:
        drawn = base64.b64decode(one.partition(",")[2])
        assert not re.search(rb"<script|onload|<image|href=\"(?!#)", drawn)
    assert {link[:1] for link in parsed(page).xpath("//a/@href")} == {"#"}
    assert not re.search(rb"https?:", page)


def test_what_users_named_is_set_apart_from_the_writing_around_it(study: Path) -> None:
    page = parsed(sp.make_report(study / "results", codebook=study / "book.yaml"))
    for name in (
        "<em>North",
        "Money <b>& means</b>",
        "talk-1.md",
        "Money there is, <i>or is not</i>.",
    ):
        holders = [one for one in page.iter() if one.text == name]
        assert {one.tag for one in holders} <= {"bdi", "option"}, name
        assert holders, name


def test_heads_of_tables_say_what_they_are_heads_of(study: Path) -> None:
    page = parsed(sp.make_report(study / "results"))
    assert {head.get("scope") for head in page.xpath("//thead//th")} == {"col"}
    assert {head.get("scope") for head in page.xpath("//tbody//th")} == {"row"}
    assert len(page.xpath("//table")) == len(page.xpath("//table/caption"))


def test_without_passages_nothing_of_what_was_said_is_in_the_file(study: Path) -> None:
    page = sp.make_report(study / "results", codebook=study / "book.yaml", passages=False).decode()
    table = rows(study / "results" / "passages.csv")
    heard = {word for row in table for word in re.findall(r"\w{4,}", row["text"])}
    # Words that the page, its style or its script has of its own.
    own = "budget fund script document title came town with line asked said late plan onerror"
    assert not {word for word in heard - set(own.split()) if word in page}
    assert "zebra" not in page
    assert "Passages are not in this report" in text_of(parsed(page.encode()))
    assert data_of(page.encode())["passages"] == []


def test_messages_that_may_quote_are_left_out_with_the_passages(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text(
        "---\nprovince: North\nconsent: true\n---\n"
        "Interviewer: And?\n\nMayor: Yes.\n\nMayor: I saw it.\n\nMayro: There is a budget.\n\n"
        "Interviewer: Good?\n\nMayor: Good.\n"
    )
    results = tmp_path / "results"
    assert run("code", tmp_path / "talk.md", "-o", results, "-q").returncode == 0
    assert "Mayro" in (results / "run.json").read_text()
    assert b"Mayro" in sp.make_report(results)
    assert b"Mayro" not in sp.make_report(results, passages=False)
    assert b"may quote the transcript" in sp.make_report(results, passages=False)


def test_a_run_without_evidence_has_a_report_without_passages(tmp_path: Path) -> None:
    page = sp.make_report(coded(tmp_path, "--tables-only"))
    assert "Passages are not in this report" in text_of(parsed(page))
    assert parsed(page).xpath("//button[@class='cell']") == []


def test_what_was_left_out_is_told_with_the_reason(study: Path) -> None:
    overview = parsed(sp.make_report(study / "results")).xpath("//section[@id='overview']")[0]
    assert "Left out 2" in text_of(overview)
    assert "refused.md, silent.md: left out: no consent was given N01" in text_of(overview)


def test_definitions_come_from_the_codebook_of_the_run(study: Path, shipped: Path) -> None:
    def section(page: bytes) -> str:
        return text_of(parsed(page).xpath("//section[@id='codebook']")[0])

    assert "Definitions are left out" in section(sp.make_report(study / "results"))
    given = section(sp.make_report(study / "results", codebook=study / "book.yaml"))
    assert "When to use: A sum is spoken of." in given
    assert "When to use" in section(sp.make_report(shipped))


def test_the_methods_state_versions_hashes_and_the_rule_of_findings(study: Path) -> None:
    page = parsed(sp.make_report(study / "results", codebook=study / "book.yaml"))
    methods = text_of(page.xpath("//section[@id='methods']")[0])
    record = json.loads((study / "results" / "run.json").read_text())
    assert f"with scapolicy {record['scapolicy']}" in methods
    assert record["codebook"]["sha256"] in methods
    assert all(one["sha256"] in methods for one in record["inputs"])
    assert all(one in methods for one in record["outputs"].values())
    assert "at least 60% of the evidence" in methods
    assert "at most 40%" in methods


def test_the_same_results_give_the_same_bytes_anywhere(study: Path, tmp_path: Path) -> None:
    shutil.copytree(study / "results", tmp_path / "elsewhere")
    page = sp.make_report(tmp_path / "elsewhere")
    assert page == sp.make_report(study / "results")
    assert str(tmp_path).encode() not in page


def refused(*arguments: object) -> str:
    done = run("report", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_only_an_earlier_report_is_replaced(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    for _ in range(2):
        sp.write_report(study / "results", out)
    out.write_text("<!doctype html><p>my own page")
    assert "[O03]" in refused(study / "results", "-o", out)
    assert out.read_text() == "<!doctype html><p>my own page"


def test_a_report_that_someone_edited_is_kept(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    sp.write_report(study / "results", out)
    mine = out.read_text(encoding="utf-8").replace("</main>", "<p>My own words.</p></main>")
    out.write_text(mine, encoding="utf-8")
    assert "[O02]" in refused(study / "results", "-o", out)
    assert out.read_text(encoding="utf-8") == mine


def test_one_of_a_thing_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\nprovince: North\n---\nInterviewer: And?\n\nMayor: Budget.\n"
    )
    results = tmp_path / "results"
    assert run("code", tmp_path / "a.md", "-o", results, "-q").returncode == 0
    page = parsed(sp.make_report(results))
    methods = text_of(page.xpath("//section[@id='methods']")[0])
    assert "1 transcript (1 word, 1 sentence of informants) was coded by the rules" in methods
    where = " ".join(page.xpath("//section[@id='checklist']//td/bdi/text()"))
    assert "Overview: 1 source;" in where


@pytest.mark.parametrize(
    ("out", "code"), [("report.pdf", "P06"), ("report", "P06"), ("none/report.html", "P08")]
)
def test_a_file_that_can_not_be_written_is_refused(
    study: Path, tmp_path: Path, out: str, code: str
) -> None:
    assert f"[{code}]" in refused(study / "results", "-o", tmp_path / out)


def test_another_codebook_is_refused(study: Path, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK.replace("A sum", "A coin"))
    out = tmp_path / "report.html"
    told = refused(study / "results", "-c", tmp_path / "book.yaml", "-o", out)
    assert "which used 'book', or it was changed since [P07]" in told
    assert not out.exists()


def test_what_is_no_results_folder_is_refused(study: Path, tmp_path: Path) -> None:
    assert "[R01]" in refused(tmp_path / "none")
    assert "[P01]" in refused(study / "talks")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("matrix.csv", ",3", ",three"),
        ("frequencies.csv", "segments", "pieces"),
        ("frequencies.csv", ",0.", ",much"),
        ("passages.csv", "talk-1.md", "none.md"),
        ("codings.csv", "talk-1.md,2,2,", 'talk-1.md,2,2,"x'),
        ("findings.csv", "South", "South,,,"),
        ("run.json", '"level": "category"', '"level": "word"'),
    ],
)
def test_a_folder_that_only_pretends_is_refused(
    study: Path, tmp_path: Path, name: str, old: str, new: str
) -> None:
    results = tmp_path / "results"
    shutil.copytree(study / "results", results)
    text = (results / name).read_text(encoding="utf-8")
    assert old in text
    (results / name).write_text(text.replace(old, new), encoding="utf-8")
    record = json.loads((results / "run.json").read_text())
    for each in record["outputs"]:
        record["outputs"][each] = hashlib.sha256((results / each).read_bytes()).hexdigest()
    (results / "run.json").write_text(json.dumps(with_own_hash(record)))
    assert "[P02]" in refused(results, "-o", tmp_path / "report.html")


def spoil(results: Path, name: str, how: str) -> None:
    path = results / name
    if how == "missing":
        path.unlink()
    elif how == "changed":
        path.write_bytes(path.read_bytes() + b"x,y\n")
    else:
        path.write_text(how)


@pytest.mark.parametrize(
    ("name", "how", "code"),
    [
        ("matrix.csv", "missing", "P03"),
        ("passages.csv", "changed", "P04"),
        ("run.json", "{", "P02"),
        ("run.json", "[" * 100_000, "P02"),
        ("run.json", '{"outputs": {}}', "P02"),
    ],
)
def test_a_file_that_is_not_as_the_run_wrote_it_is_named(
    study: Path, tmp_path: Path, name: str, how: str, code: str
) -> None:
    results = tmp_path / "results"
    shutil.copytree(study / "results", results)
    spoil(results, name, how)
    told = refused(results, "-o", tmp_path / "report.html")
    assert f"{results / name}: " in told
    assert f"[{code}]" in told
    assert not (tmp_path / "report.html").exists()


def test_figures_are_in_the_page_with_what_they_show_in_words(shipped: Path) -> None:
    page = parsed(sp.make_report(shipped))
    pictures = page.xpath("//section[@id='figures']//img")
    assert len(pictures) == 5
    for picture in pictures:
        kind, _, data = picture.get("src").partition(",")
        assert kind == "data:image/svg+xml;base64"
        drawn = etree.fromstring(base64.b64decode(data))
        assert drawn.findtext("{http://www.w3.org/2000/svg}desc") == picture.get("alt")


def test_without_passages_no_figure_says_where_it_was_said(shipped: Path) -> None:
    page = parsed(sp.make_report(shipped, passages=False))
    said = " ".join(page.xpath("//section[@id='figures']//img/@alt"))
    assert "Enabling environment" in said
    assert "Where in each source" not in said


def test_the_checklists_have_all_items_and_say_where_they_stand(shipped: Path) -> None:
    page = parsed(sp.make_report(shipped))
    rows = [
        [cell.text_content() for cell in row]
        for row in page.xpath("//section[@id='checklist']//tbody/tr")
    ]
    assert [row[0] for row in rows] == [
        *map(str, range(1, 33)),
        *(f"S{number}" for number in range(1, 22)),
    ]
    where = {row[0]: row[2] for row in rows}
    assert where["12"].startswith("Overview: 19 sources")
    assert where["S21"] == "for the author to state"
    sections = {
        "Overview",
        "Methods",
        "Codebook",
        "Passages",
        "Factors and findings",
        "Frequencies",
    }
    heads = {head.text_content() for head in page.xpath("//h2")}
    assert sections <= heads
