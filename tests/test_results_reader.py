"""A results folder read back gives what was coded."""

import csv
import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.records import Condition, Level, Pipeline, Reach, Relation
from scapolicy.writers.comma import write_csv
from tests.build import codebook, rule, source

ROOT = Path(__file__).parent.parent
FLAT = """\
title: Flat
version: 1
codes:
  - {id: money, label: Money, definition: Money., rules: [{valence: barrier, terms: [budget]}]}
  - {id: people, label: People, definition: Staff., rules: [{valence: facilitator, terms: [staff]}]}
"""


def coded(transcripts: Path, codebook: str | Path, unit: str = "sentence") -> Coded:
    return sp.code(sp.read_transcripts(transcripts), sp.load_codebook(codebook), unit=unit)


@pytest.mark.parametrize("unit", ["sentence", "turn", "paragraph", "document"])
def test_the_tables_of_what_is_read_back_are_those_of_the_run(tmp_path: Path, unit: str) -> None:
    first = coded(ROOT / "transcripts", "key-factors", unit)
    sp.write_results(first, tmp_path)
    again = sp.read_results(tmp_path)
    for level in Level:
        for by in ("province", "level", "rank"):
            assert again.tables(by, level) == first.tables(by, level)
    assert again.left_out == tuple(replace(one, remedy="") for one in first.left_out)


def test_the_records_of_what_is_read_back_are_those_of_the_run(tmp_path: Path) -> None:
    first = coded(ROOT / "transcripts", "key-factors")
    sp.write_results(first, tmp_path)
    for one, other in zip(first.sources, sp.read_results(tmp_path).sources, strict=True):
        assert (one.name, one.attributes, one.asked) == (other.name, other.attributes, other.asked)
        assert (one.matches, one.codings) == (other.matches, other.codings)


def test_a_flat_codebook_comes_back_flat(tmp_path: Path) -> None:
    talks, book = tmp_path / "talks", tmp_path / "flat.yaml"
    talks.mkdir()
    book.write_text(FLAT, encoding="utf-8")
    (talks / "a.md").write_text("Mayor: =No budget; and\tno staff.\n", encoding="utf-8")
    first = coded(talks, book)
    sp.write_results(first, tmp_path / "results")
    again = sp.read_results(tmp_path / "results")
    assert again.codebook.flat
    assert again.tables() == first.tables()


def test_attributes_named_like_a_column_come_back_by_their_own_names(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    head = '---\nwords: many\nasked: twice\nprovince: North\nturn: "2"\n---\n'
    (talks / "a.md").write_text(f"{head}Mayor: No budget.\n", encoding="utf-8")
    sp.write_results(coded(talks, "key-factors"), tmp_path / "results")
    [source] = sp.read_results(tmp_path / "results").sources
    assert dict(source.attributes) == {
        "words": "many",
        "asked": "twice",
        "province": "North",
        "turn": "2",
    }


def test_attributes_named_like_the_column_of_another_come_back_apart(tmp_path: Path) -> None:
    about = {"start": "a", "attribute.start": "b", "attribute.rank": "clerk"}
    book = codebook(("money", [rule(terms=("budget",))]))
    first = sp.code([source("Mayor: A budget.\n", **about)], book, by="attribute.rank")
    files = sp.write_results(first, tmp_path)
    for name in ("codings.csv", "sources.csv"):
        with files[name].open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        assert len({*columns}) == len(columns), name
    again = sp.read_results(tmp_path)
    assert dict(again.sources[0].attributes) == about
    assert again.matrix().to_dict("records") == [{"attribute.attribute.rank": "clerk", "factor": 1}]


def test_words_that_hold_what_joins_words_come_back_whole(tmp_path: Path) -> None:
    near = Condition(Relation.NEAR, ("yes; no",), 5)
    book = codebook(("a", [rule(terms=("a; b",), conditions=(near,))]))
    first = sp.code([source("Mayor: They said yes; no a; b.\n")], book)
    sp.write_results(first, tmp_path)
    [match] = sp.read_results(tmp_path).sources[0].matches
    assert (match.text, match.context) == ("a; b", "yes; no")
    [coding] = sp.read_results(tmp_path).sources[0].codings
    assert coding.words == ("a; b",)


def test_the_interviewers_questions_say_what_was_asked(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    said = "Interviewer: Was there a budget line for it?\nMayor: Ask the clerk.\n"
    (talks / "a.md").write_text(said, encoding="utf-8")
    sp.write_results(coded(talks, "key-factors"), tmp_path / "results")
    [source] = sp.read_results(tmp_path / "results").sources
    assert source.asked
    assert not source.codings


@pytest.mark.parametrize("name", ["codings.csv", "sources.csv"])
def test_a_table_that_was_changed_is_refused_by_name(tmp_path: Path, name: str) -> None:
    sp.write_results(coded(ROOT / "transcripts", "key-factors"), tmp_path)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("more\n")
    with pytest.raises(sp.ScapolicyError) as error:
        sp.read_results(tmp_path)
    [fault] = error.value.problems
    assert (fault.code, Path(fault.file).name) == ("P04", name)


MONEY = """\
title: Money
version: 1
languages: [en]
codes:
  - id: money
    definition: Money.
    rules:
      - {valence: facilitator, lemmas: [receive a grant]}
      - {valence: facilitator, regex: ['budget(s|ed)?']}
      - {valence: barrier, tokens: [[{LOWER: staff}]]}
"""


def written_again(first: Coded, folder: Path) -> None:
    """See that results read back and written again are the same files."""
    files = sp.write_results(first, folder / "first")
    again = sp.write_results(sp.read_results(folder / "first"), folder / "again")
    assert [*again] == [*files]
    for name, path in again.items():
        assert path.read_bytes() == files[name].read_bytes(), name


@pytest.mark.parametrize("talks", ["transcripts", "transcripts-th"])
def test_results_read_back_are_written_as_they_were(tmp_path: Path, talks: str) -> None:
    if talks.endswith("th"):
        pytest.importorskip("pythainlp", reason="needs scapolicy[thai]")
    written_again(coded(ROOT / talks, "key-factors"), tmp_path)


def test_the_versions_of_what_matched_are_written_again(tmp_path: Path) -> None:
    talks, book = tmp_path / "talks", tmp_path / "money.yaml"
    talks.mkdir()
    book.write_text(MONEY, encoding="utf-8")
    (talks / "a.md").write_text("---\nrank:\n---\nMayor: No budget.\n", encoding="utf-8")
    first = coded(talks, book)
    pipeline = Pipeline("en_own", "1.2", "ab" * 32)
    written_again(replace(first, codebook=replace(first.codebook, trained=pipeline)), tmp_path)
    record = json.loads((tmp_path / "again" / "run.json").read_bytes())
    assert [*record["versions"]] == ["google-re2", "simplemma", "spacy"]
    assert [one["language_from"] for one in record["inputs"]] == ["codebook"]
    assert record["codebook"]["pipeline"] == asdict(pipeline)


def test_results_of_another_version_are_written_as_of_that_one(tmp_path: Path) -> None:
    first = coded(ROOT / "transcripts", "key-factors")
    old = replace(first, versions={"scapolicy": "0.0.1", "simplemma": "1.9"})
    written_again(old, tmp_path)
    record = json.loads((tmp_path / "again" / "run.json").read_bytes())
    assert (record["scapolicy"], record["versions"]) == ("0.0.1", {"simplemma": "1.9"})


_SIGNS = st.text(
    (st.sampled_from("ab=+'\";, \n\r\x1f\x7fกé") | st.characters(codec="utf-8")).filter(
        lambda sign: not re.match(r"[\x00-\x08\x0e-\x1a]", sign)  # which are refused
    ),
    max_size=4,
)
_NAMES = st.sampled_from(
    [
        "province",
        "informant",
        "level",
        "start",
        "attribute.start",
        "attribute.attribute.start",
        "words",
        "asked",
    ]
) | st.from_regex(r"[='+]?[a-z.]{1,5}", fullmatch=True)
_TERMS = ("yes; no", "plan", "a; b", "city")
_SAID = st.lists(st.sampled_from([*_TERMS, "we", "not", "; ", '"', "=1"]), max_size=12)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.dictionaries(_NAMES, _SIGNS, max_size=4), _SAID), min_size=1, max_size=3),
    st.sampled_from(Relation),
    st.sampled_from(["sentence", "turn", "document"]),
)
def test_what_is_read_back_is_what_was_coded(
    talks: list[tuple[dict[str, str], list[str]]], relation: Relation, unit: str
) -> None:
    near = Condition(relation, ("yes; no", "city"), Reach.TURN)
    book = codebook(
        ("a", [rule("a", terms=("plan",), conditions=(near,)), rule("b", terms=("yes; no",))]),
        ("b", [rule("c", "barrier", terms=("a; b",))]),
    )
    names = {name for about, _ in talks for name in about}
    first = sp.code(
        [
            source(f"=Mayor; x: we {' '.join(said)}\n", f"{n}.md", **about)
            for n, (about, said) in enumerate(talks)
        ],
        book,
        unit=unit,
    )
    with TemporaryDirectory() as name:
        written_again(first, Path(name))
        for table in first.tables():
            assert (Path(name) / "first" / f"{table.name}.csv").read_bytes() == write_csv(table)
        again = sp.read_results(Path(name) / "first")
    for one, other in zip(first.sources, again.sources, strict=True):
        assert (one.matches, one.codings, one.asked) == (other.matches, other.codings, other.asked)
        stated = {name: one.attributes.get(name, "") for name in names}
        assert stated == dict(other.attributes)
