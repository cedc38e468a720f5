"""`kwic`: each match once, with the rest of its segment, in the order that is asked for."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.commands import main
from scapolicy.commands.concordance import concordance_lines
from scapolicy.tables.table import Table
from tests.analysis.generated import studies
from tests.analysis.study import ROOT, coded, shipped

BOOK = """\
title: Means
version: 1
categories:
  - id: means
    label: Means
    definition: Means.
    codes:
      - {id: money, definition: Money., rules: [{valence: barrier, terms: [budget, fund]}]}
      - {id: people, definition: Staff., rules: [{valence: facilitator, terms: [staff]}]}
  - id: leaders
    label: Leaders
    definition: Leaders.
    codes:
      - {id: mayor, definition: The mayor., rules: [{valence: facilitator, terms: [mayor]}]}
"""
HEAD = "---\ninformant: A\nprovince: North\nsource: a file\n---\n"
TALKS = {
    "a.md": HEAD + "Interviewer: Why?\n\nClerk: The Zulu budget ended. A new fund began.\n",
    "b.md": HEAD + "Interviewer: How?\n\nClerk: An old  budget and the\nstaff ended. Mayor, yes.\n",
}
COLUMNS = (
    "source", "turn", "segment", "province", "speaker", "left", "match", "right",
    "category", "code", "rule", "valence",
)  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


def column(table: Table, name: str) -> list[object]:
    return [row[table.columns.index(name)] for row in table.rows]


def test_each_match_stands_between_the_rest_of_its_segment(study: Coded) -> None:
    table = sp.kwic(study)
    assert table.columns == COLUMNS
    assert table.rows[0] == (
        "a.md", 2, 2, "North", "Clerk", "The Zulu ", "budget", " ended.",
        "means", "money", "money.1", "barrier",
    )  # fmt: skip
    assert column(table, "match") == ["budget", "fund", "budget", "staff", "Mayor"]
    assert table.rows[3][5:8] == ("An old  budget and the\n", "staff", " ended.")


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("left", "b.md Mayor, a.md fund, b.md budget, b.md staff, a.md budget"),
        ("match", "b.md budget, a.md budget, a.md fund, b.md Mayor, b.md staff"),
        ("right", "b.md budget, a.md fund, a.md budget, b.md staff, b.md Mayor"),
        ("source", "a.md budget, a.md fund, b.md budget, b.md staff, b.md Mayor"),
    ],
)
def test_it_is_sorted_by_the_words_beside_the_match(study: Coded, sort: str, order: str) -> None:
    table = sp.kwic(study, sort=sort)
    pairs = zip(column(table, "source"), column(table, "match"), strict=True)
    assert ", ".join(f"{source} {match}" for source, match in pairs) == order


def test_categories_and_codes_choose(study: Coded) -> None:
    assert column(sp.kwic(study, codes=["people"]), "match") == ["staff"]
    assert column(sp.kwic(study, codes=["people"], categories=["leaders"]), "match") == [
        "staff",
        "Mayor",
    ]


@pytest.mark.parametrize("wanted", [{"codes": ["means"]}, {"categories": ["money"]}])
def test_what_the_codebook_does_not_have_is_refused(
    study: Coded, wanted: dict[str, list[str]]
) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.kwic(study, **wanted)
    [fault] = error.value.problems
    assert fault.code == "X50"
    assert fault.remedy.endswith(("money, people, mayor.", "means, leaders."))


def test_sources_need_not_state_what_a_case_is(tmp_path: Path) -> None:
    plain = {"a.md": "Interviewer: Why?\n\nClerk: A budget.\n"}
    study = coded(tmp_path, plain, BOOK)
    assert column(sp.kwic(study), "province") == ["(none)"]
    with pytest.raises(sp.ScapolicyError) as error:
        sp.kwic(study, ["rank"])
    assert [one.code for one in error.value.problems] == ["X01"]


def test_an_attribute_that_is_called_like_a_column_can_make_a_case(study: Coded) -> None:
    table = sp.kwic(study, ["source"])
    assert table.columns[3] == "attribute.source"
    assert set(column(table, "attribute.source")) == {"a file"}


def talk_of(words: int, unit: str, tmp_path: Path) -> Coded:
    """A talk of one sentence, with so many words on each side of the match."""
    said = "long word " * (words // 2)
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "a.md").write_text(
        f"---\nprovince: North\n---\nClerk: {said}budget {said}"
    )
    (tmp_path / "book.yaml").write_text(BOOK)
    return sp.code(
        sp.read_transcripts(tmp_path / "talks"),
        sp.load_codebook(tmp_path / "book.yaml"),
        unit=unit,
    )


@pytest.mark.parametrize("unit", ["sentence", "turn", "paragraph"])
def test_a_file_holds_the_whole_of_a_long_segment(unit: str, tmp_path: Path) -> None:
    study = talk_of(4000, unit, tmp_path)
    [row] = sp.kwic(study).rows
    assert "".join(map(str, row[5:8])) == study.sources[0].codings[0].text
    assert len(str(row[5])) >= 20_000
    assert not sp.kwic(study).notes
    sp.write_results(study, tmp_path / "r")
    said = printed(tmp_path / "r", "-o", tmp_path / "k.csv")
    assert said == f"Written to {tmp_path / 'k.csv'}\n"
    assert "long word " * 2000 in (tmp_path / "k.csv").read_text()


def test_a_segment_longer_than_cells_may_be_is_cut_and_told(tmp_path: Path) -> None:
    table = sp.kwic(talk_of(8000, "sentence", tmp_path))
    assert 29_980 < len(str(table.rows[0][5])) <= 30_001
    assert table.notes == ("Of long segments 30,000 characters on each side are shown: 1 match.",)


def test_all_contexts_together_are_bounded_where_no_sentence_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = talk_of(4000, "sentence", tmp_path)
    (tmp_path / "talks" / "b.md").write_text("---\nprovince: North\n---\nClerk: " + "budget " * 900)
    study = sp.code(sp.read_transcripts(tmp_path / "talks"), study.codebook)
    whole = sum(len(f"{row[5]}{row[7]}") for row in sp.kwic(study).rows)
    assert whole > 5_000_000
    monkeypatch.setattr("scapolicy.analysis.kwic.MOST", 1_000_000)
    table = sp.kwic(study)
    assert len(table.rows) == 901
    assert 400_000 < sum(len(f"{row[5]}{row[7]}") for row in table.rows) < 1_010_000
    assert table.notes == ("Of long segments 554 characters on each side are shown: 901 matches.",)


def test_the_context_of_a_whole_document_is_cut_on_words_and_told(tmp_path: Path) -> None:
    study = talk_of(2000, "document", tmp_path)
    table = sp.kwic(study)
    [row] = table.rows
    left, right = str(row[5]), str(row[7])
    assert left.startswith(("…long ", "…word "))
    assert left.endswith("word ")
    assert right.startswith(" long")
    assert right.endswith((" long…", " word…"))
    assert 1980 < len(left) <= 2001
    assert 1980 < len(right) <= 2001
    assert table.notes == ("Of long segments 2,000 characters on each side are shown: 1 match.",)


def check(study: Coded) -> None:
    """All of matches.csv is there, once; and beside it all of the text of codings.csv."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sp.write_results(study, folder)
        back = sp.read_results(folder)
        base = duckdb.connect()
        read = "read_csv('{}', header=true, all_varchar=true, quote='\"')"
        hits = read.format(folder / "matches.csv")
        for level in ("category", "code"):
            counted = dict(
                base.execute(f"SELECT {level}, count(*) FROM {hits} GROUP BY ALL").fetchall()
            )
            for one, number in counted.items():
                chosen = {"categories": [one]} if level == "category" else {"codes": [one]}
                assert len(sp.kwic(back, **chosen).rows) == number
        table = sp.kwic(back, sort="match")
        total = base.execute(f"SELECT count(*) FROM {hits}").fetchone()
        assert (len(table.rows),) == total


@settings(max_examples=25)
@given(studies())
def test_its_matches_are_those_of_the_results(study: Coded) -> None:
    check(study)


@pytest.mark.parametrize("unit", ["sentence", "turn", "document"])
def test_on_the_shipped_study_left_match_and_right_are_the_segment(unit: str) -> None:
    check(shipped(unit))
    texts = {
        (source.name, one.segment, one.code): one.text
        for source in shipped(unit).sources
        for one in source.codings
    }
    answers = {
        source.name: "\n\n".join(turn.text for turn in source.turns if not turn.interviewer)
        for source in sp.read_transcripts(ROOT / "transcripts")
    }
    for row in sp.kwic(shipped(unit)).rows:
        line = dict(zip(COLUMNS, row, strict=True))
        text = texts[line["source"], line["segment"], line["code"]]
        whole = f"{line['left']}{line['match']}{line['right']}"
        if unit == "document":
            assert whole.strip("…") in answers[line["source"]]
        else:
            assert whole == text


WORDS = st.text(alphabet="ab  ทุนกี่โครงการ่漢字مرحبا\u202e\n\t\x1b👩‍👩‍👧\u0301", max_size=120)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=6), st.integers(60, 99))
def test_printed_lines_fit_and_are_aligned_on_the_match(
    found: list[tuple[str, str, str, str]], width: int
) -> None:
    rows = tuple(
        (f"{name}.md", 3, 1, "North", "Clerk", left, f"<{match}", right, "c", f"c{n}", "c:1", "x")
        for n, (name, left, match, right) in enumerate(found)
    )
    lines = list(concordance_lines(Table("kwic", COLUMNS, rows), width))
    places = set()
    for line in lines:
        assert cell_len(line) <= width
        assert line.isprintable()
        places.add(cell_len(line[: line.index("<")]))
    assert len(places) == 1


def printed(*arguments: object) -> str:
    done = CliRunner().invoke(main, ["kwic", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_prints_lines_that_are_cut_on_words(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "r")
    assert printed(tmp_path / "r", "--category", "means", "--sort", "left").splitlines() == [
        "4 matches in context",
        "a.md:2  money                         A new  fund  began.",
        "b.md:2  money                        An old  budget  and the staff ended.",
        "b.md:2  people        An old budget and the  staff  ended.",
        "a.md:2  money                      The Zulu  budget  ended.",
    ]


def test_the_command_writes_the_whole_context(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "r")
    assert printed(tmp_path / "r", "--code", "people", "-o", tmp_path / "k.csv").endswith("k.csv\n")
    assert '"An old  budget and the\n",staff, ended.' in (tmp_path / "k.csv").read_text()
