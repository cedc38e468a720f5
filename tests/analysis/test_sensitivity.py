"""`sensitivity`: which findings hold when choices are made otherwise."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.analysis import sensitivity as module
from scapolicy.analysis.sensitivity import Sensitivity
from scapolicy.coded import Coded
from scapolicy.records import CodedSource, Condition, FindingRule, Reach, Relation, Rule
from scapolicy.tables import tally
from tests.analysis.study import ROOT, shipped
from tests.build import codebook, rule, source
from tests.commands.test_code import run

BOOK = """\
title: Means
version: 1
codes:
  - id: money
    definition: Money.
    rules:
      - {valence: facilitator, terms: [budget]}
  - id: town
    definition: The town.
    rules:
      - {valence: barrier, terms: [town], near: {terms: [hall], within: 3}}
"""
HEAD = "---\ninformant: {informant}\nprovince: North\n---\n"
TALKS = {
    "a.md": HEAD.format(informant="A") + "Clerk: There was no budget. The budget is large.\n",
    "b.md": HEAD.format(informant="B") + "Clerk: A budget came. The town has one large old hall.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    for name, text in TALKS.items():
        (tmp_path / "talks" / name).write_text(text, encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def tried(study: Path) -> Sensitivity:
    sources = sp.read_transcripts(study / "talks")
    return sp.sensitivity(sources, sp.load_codebook(study / "book.yaml"))


def test_each_choice_is_made_otherwise_alone(study: Path) -> None:
    found = tried(study)
    assert found.base == {("North", "money"): "present", ("North", "town"): "not mentioned"}
    changes = {
        one.name: {factor: other for (_, factor), other in one.cells.items()}
        for one in found.variants
        if one.cells != found.base
    }
    assert changes == {
        "windows doubled": {"money": "present", "town": "absent"},
        "thresholds 0.75 and 0.25": {"money": "partial", "town": "not mentioned"},
        "without B": {"money": "partial", "town": "not mentioned"},
    }


def variants_of(said: str, *rules: Rule) -> dict[str, str]:
    """The finding of a sentence in the run, and in each variant in which it is another one."""
    book = codebook(("a", list(rules)))
    found = sp.sensitivity([source(f"Clerk: {said}", province="North")], book)
    [base] = found.base.values()
    return {"run": base} | {
        one.name: other for one in found.variants for other in one.changed.values()
    }


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("The interpreter was a problem.", {"run": "absent"}),
        ("If an interpreter comes, we go.", {"run": "partial"}),
        ("No interpreter came.", {"run": "absent", "negation not heeded": "present"}),
        ("We lack an interpreter.", {"run": "absent", "negation not heeded": "present"}),
        ("They should send an interpreter.", {"run": "absent", "negation not heeded": "present"}),
    ],
)
def test_negation_that_is_not_heeded_leaves_other_cues_acting(
    said: str, found: dict[str, str]
) -> None:
    assert variants_of(said, rule(terms=("interpreter",))) == found


@pytest.mark.parametrize("between", ["", "big", "big new", "big new white"])
@pytest.mark.parametrize("within", [0, 1, 2])
def test_a_window_is_never_widened_where_it_is_halved(within: int, between: str) -> None:
    near = Condition(Relation.NEAR, ("city",), within)
    found = variants_of(f"The city {between} hall.", rule(terms=("hall",), conditions=(near,)))

    def finding(window: int) -> str:
        return "present" if len(between.split()) <= window else "not mentioned"

    assert found["run"] == finding(within)
    assert found.get("windows halved", found["run"]) == finding((within + 1) // 2)
    assert found.get("windows doubled", found["run"]) == finding(2 * within)


@pytest.mark.parametrize(
    ("negated", "within", "choices"),
    [
        ("barrier", None, ["negation"]),
        ("facilitator", None, []),
        ("facilitator", 0, []),
        ("facilitator", 1, ["windows doubled"]),
        ("facilitator", 2, ["windows halved", "windows doubled"]),
        ("facilitator", Reach.TURN, []),
    ],
)
def test_a_variant_that_can_not_differ_is_none(
    negated: str, within: int | Reach | None, choices: list[str]
) -> None:
    near = () if within is None else (Condition(Relation.NEAR, ("city",), within),)
    book = codebook(("a", [rule(terms=("hall",), negated=negated, conditions=near)]))
    found = sp.sensitivity([source("Clerk: The city hall.", province="North")], book)
    others = [one for one in found.variants if one.choice in ("negation", "windows")]
    assert [one.choice if one.choice == "negation" else one.name for one in others] == choices
    assert found.tables()[0].rows[0][4] == 3 + 2 + len(choices)  # units, thresholds


def test_every_variant_of_the_shipped_study_is_that_of_coding_it_so() -> None:
    sources = sp.read_transcripts(ROOT / "transcripts")
    found = sp.sensitivity(sources, sp.load_codebook("key-factors"))
    variants = {one.name: one.cells for one in found.variants}
    assert found.base == cells(shipped())
    for unit in ("turn", "paragraph", "document"):
        assert variants[f"unit {unit}"] == cells(shipped(unit))
    for talk in sources:
        rest = [one for one in sources if one is not talk]
        name = f"without {talk.attributes['informant']}"
        assert variants[name] == cells(sp.code(rest, shipped().codebook))
    assert len(variants) == 3 + 1 + 2 + 2 + 19


def cells(coded: Coded, level: str | None = None) -> dict[tuple[str, str], str]:
    table = coded.summary(level=level).findings()
    return {
        (str(row[0]), name): str(cell)
        for row in table.rows
        for name, cell in zip(table.columns[1:], row[1:], strict=True)
    }


_TALK = st.lists(
    st.sampled_from(["A budget.", "No budget.", "The town hall.", "Nothing."]), max_size=3
)
_SOURCE = st.tuples(
    _TALK,
    st.sampled_from(["A", "B", "C", ""]),
    st.sampled_from(["North", "South", ""]),
    st.sampled_from(["local", "Private", ""]),
)
_RULES = st.builds(
    FindingRule,
    informants=st.integers(1, 3),
    levels=st.sampled_from([(), ("local",), ("local", "private")]),
)


@given(st.lists(_SOURCE, min_size=1, max_size=6), _RULES, st.sampled_from(["category", "code"]))
def test_leaving_out_an_informant_is_coding_and_counting_without_them(
    talks: list[tuple[list[str], str, str, str]], findings: FindingRule, level: str
) -> None:
    book = codebook(
        ("money", [rule(terms=("budget",))]),
        ("town", [rule("t", "barrier", terms=("town",))]),
        findings=findings,
    )
    sources = []
    for n, (said, *stated) in enumerate(talks):
        names = ("informant", "province", "level")
        about = {name: one for name, one in zip(names, stated, strict=True) if one}
        sources.append(source(f"Clerk: {' '.join(said) or 'Hm.'}", f"{n}.md", **about))
    found = sp.sensitivity(sources, book, level=level)
    assert found.base == cells(sp.code(sources, book), level)
    left_out = [one for one in found.variants if one.choice == "informant"]
    who = [one.attributes.get("informant", one.name) for one in sources]
    assert [one.name for one in left_out] == [f"without {name}" for name in dict.fromkeys(who)]
    for one, name in zip(left_out, dict.fromkeys(who), strict=True):
        rest = [each for each, other in zip(sources, who, strict=True) if other != name]
        assert one.cells == cells(sp.code(rest, book), level)
        assert list(one.cells) == list(cells(sp.code(rest, book), level))


def test_no_source_is_counted_again_for_an_informant_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times: Counter[str] = Counter()

    def count_source(source: CodedSource) -> tally.SourceCount:
        times[source.name] += 1
        return counted(source)

    counted = tally.count_source
    monkeypatch.setattr(tally, "count_source", count_source)
    monkeypatch.setattr(module, "count_source", count_source)
    sources = [source("Clerk: A budget.", f"{n}.md") for n in range(20)]
    found = sp.sensitivity(sources, codebook(("money", [rule(terms=("budget",))])))
    assert len(found.variants) == 3 + 1 + 2 + 20
    assert set(times.values()) == {1 + 3 + 1}  # the run, units, negation


def test_an_attribute_that_no_source_states_makes_one_case_as_in_the_run_and_is_told(
    study: Path,
) -> None:
    book = ("-c", study / "book.yaml")
    run("code", study / "talks", *book, "-o", study / "out", "--by", "levl", "-q")
    out = study / "s.json"
    done = run("sensitivity", study / "out", study / "talks", *book, "-o", out)
    assert done.returncode == 0, done.stderr
    [told] = [line for line in done.stderr.splitlines() if "levl" in line]
    assert told.startswith("note: no source states 'levl', so that all are counted under (none)")
    [cells, _] = json.loads(out.read_text(encoding="utf-8"))["tables"]
    assert [row["levl"] for row in cells["rows"]] == ["(none)", "(none)"]
    matrix = sp.matrix(sp.read_results(study / "out"))
    assert [row[0] for row in matrix.rows] == ["(none)"]


TOWNS = {
    **TALKS,
    "c.md": HEAD.format(informant="C", province="North").replace("North", "South")
    + "Clerk: A budget.\n",
    "d.md": HEAD.format(informant="C", province="North") + "Clerk: Hm.\n",
    "e.md": HEAD.format(informant="E", province="North") + "Clerk: The town hall.\n",
}


def test_what_held_is_a_share_of_the_variants_that_are_about_the_case(study: Path) -> None:
    for name, text in TOWNS.items():
        (study / "talks" / name).write_text(text, encoding="utf-8")
    by_cell, by_variant = tried(study).tables()
    assert by_cell.columns == ("province", "factor", "finding", "held", "variants", "otherwise")
    rows = {row[:2]: row[3:] for row in by_cell.rows}
    # Four informants speak in the North; without the one of the South no case is left there.
    assert rows["North", "money"] == (0.833333, 12, rows["North", "money"][-1])
    assert str(rows["North", "money"][-1]).count(";") == 1
    assert rows["South", "money"] == (1.0, 8, "")
    cells = {row[1]: row[2] for row in by_variant.rows}
    assert (cells["without A"], cells["without C"], cells["windows halved"]) == (2, 2, 4)
    assert any(note.startswith("held: the share of the variants") for note in by_cell.notes)


def test_the_variants_of_some_sources_are_those_of_the_subset(study: Path) -> None:
    for name, text in TOWNS.items():
        (study / "talks" / name).write_text(text, encoding="utf-8")
    book = ("-c", study / "book.yaml")
    run("code", study / "talks", *book, "-o", study / "out", "-q")
    where = ("--where", "informant=A", "--where", "informant=E", "-o", study / "s.csv")
    done = run("sensitivity", study / "out", study / "talks", *book, *where)
    assert done.returncode == 0, done.stderr
    some = [
        one
        for one in sp.read_transcripts(study / "talks")
        if one.attributes["informant"] in ("A", "E")
    ]
    expected = sp.sensitivity(some, sp.load_codebook(study / "book.yaml")).tables()
    sp.export(expected, study / "expected.csv")
    for name in ("{}.csv", "{}-variants.csv"):
        written, wanted = (study / name.format(one) for one in ("s", "expected"))
        assert written.read_bytes() == wanted.read_bytes()


def test_an_attribute_that_is_called_like_a_column_can_be_told_from_it() -> None:
    sources = [source("Clerk: A budget.", "a.md", finding="north")]
    found = sp.sensitivity(sources, codebook(("money", [rule(terms=("budget",))])), by="finding")
    assert found.tables()[0].columns[:3] == ("attribute.finding", "factor", "finding")


def test_the_tables_tell_the_same_from_both_sides(study: Path) -> None:
    by_cell, by_variant = tried(study).tables()
    changed = sum(len(str(row[-1]).split("; ")) for row in by_cell.rows if row[-1])
    assert changed == sum(row[3] for row in by_variant.rows if isinstance(row[3], int))
    assert by_cell.notes[0] == "0 of 2 findings hold in all of the 10 variants that were tried."


def test_the_command_makes_the_run_again_and_writes_what_it_finds(study: Path) -> None:
    run("code", study / "talks", "-c", study / "book.yaml", "-o", study / "out", "-q")
    done = run("sensitivity", study / "out", study / "talks", "-c", study / "book.yaml")
    assert done.returncode == 0, done.stderr
    assert "0 of 2 findings hold in all of the 10 variants" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_other_transcripts_than_those_of_the_run_are_refused_by_name(study: Path) -> None:
    run("code", study / "talks", "-c", study / "book.yaml", "-o", study / "out", "-q")
    (study / "talks" / "a.md").write_text("Clerk: Nothing.\n", encoding="utf-8")
    (study / "book.yaml").write_text(f"{BOOK}# changed\n", encoding="utf-8")
    done = run("sensitivity", study / "out", study / "talks", "-c", study / "book.yaml")
    assert done.returncode == 2
    assert "a.md: this is not what the run was made of" in done.stderr
    assert "book.yaml: this is not what the run was made of" in done.stderr
