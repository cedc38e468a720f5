"""`coverage`, `qca` and `sensitivity`, held against SQL over the files of a results folder."""

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.analysis.sensitivity import LAXER, STRICTER, Cells
from scapolicy.coded import Coded
from scapolicy.records import FindingRule
from scapolicy.tables.table import is_undefined
from tests.analysis.generated import studies
from tests.analysis.study import ROOT, shipped
from tests.analysis.test_sql import Results, findings_by_sql, number

IMPLEMENTS = {"province": ["Chiang Mai", "Khon Kaen"]}
SOUND = r"\[[a-z]+\]"  # a mark such as [laughs] counts as no word
# As docs/reference says what a word is; Thai has no spaces, and needs a dictionary.
WORD = r"[\p{L}\p{N}\p{M}]+(?:[-''’][\p{L}\p{N}\p{M}]+)*"


class Tried(NamedTuple):
    """Transcripts, a codebook, and what `sensitivity` makes of them."""

    base: Cells
    variants: dict[str, Cells]
    rule: FindingRule


def check_coverage(results: Results) -> None:
    query = f"""
    WITH passage AS (
        SELECT source, segment, any_value(regexp_replace(text, '{SOUND}', '', 'g')) said
        FROM coded GROUP BY ALL
    ),
    counted AS (
        SELECT source, count(*) coded, sum(len(regexp_extract_all(said, '{WORD}'))) words,
            bool_or(regexp_matches(said, '\\p{{Thai}}')) thai
        FROM passage GROUP BY source
    ),
    codes AS (SELECT source, count(DISTINCT code) codes FROM coded GROUP BY source)
    SELECT source, segments, coalesce(coded, 0), coalesce(coded, 0) / nullif(segments, 0), a.words,
        CASE WHEN thai THEN -1 ELSE coalesce(c.words, 0) / nullif(a.words, 0) END,
        coalesce(codes, 0)
    FROM about a LEFT JOIN counted c USING (source) LEFT JOIN codes USING (source) ORDER BY source
    """
    table = sp.coverage(results.coded)
    rows = results.rows(query)
    for row, (*counts, share_of_words, codes) in zip(table.rows, rows, strict=True):
        assert row[:3] + row[4:5] + row[6:] == (*counts[:3], counts[4], codes)
        assert row[3] == number(counts[3])
        if share_of_words != -1:  # words of Thai are not for a regex to count
            assert row[5] == number(share_of_words)
    note, *others = table.notes
    assert bool(others) == any(is_undefined(cell) for row in table.rows for cell in row)
    [(found,)] = results.rows("SELECT count(DISTINCT (source, segment)) FROM coded")
    assert re.match(rf"{found:,} of ", note)


def check_qca(results: Results) -> None:
    """Each province is its own outcome, so no case has sources that differ."""
    outcome = results.rows("SELECT province FROM about WHERE province <> '(none)' ORDER BY ALL")
    wanted = {str(province) for (province,) in outcome[:1]}
    found = sp.qca(results.coded, {"province": wanted}, "province")
    rule = results.coded.codebook.findings
    base = findings_by_sql(results, "category", rule)
    present = [(*key, "present") for key, cell in base.items() if cell == "present"]
    results.base.execute(
        "CREATE OR REPLACE TABLE inside (case_ VARCHAR, factor VARCHAR, f VARCHAR)"
    )
    if present:
        results.base.executemany("INSERT INTO inside VALUES (?, ?, ?)", present)
    results.base.execute(
        "CREATE OR REPLACE TABLE wanted AS SELECT unnest(?) province", [list(wanted)]
    )
    for category in results.coded.codebook.categories:
        for sign in ("", "~"):
            query = f"""
            WITH cases AS (
                SELECT DISTINCT province, province IN (FROM wanted) y,
                    {"NOT" if sign else ""} province IN
                        (SELECT case_ FROM inside WHERE factor = ?) x
                FROM about WHERE province <> '(none)'
            )
            SELECT count(*) FILTER (x AND y) / nullif(count(*) FILTER (y), 0),
                count(*) FILTER (x AND y) / nullif(count(*) FILTER (x), 0),
                count(*) FILTER (x) FROM cases
            """
            [(of_outcome, of_set, size)] = results.rows(query, category.id)
            name = f"{sign}{category.id}"
            for table, shares in (
                (found.necessity, (of_outcome, of_set)),
                (found.sufficiency, (of_set, of_outcome)),
            ):
                [row] = [one for one in table.rows if one[0] == name]
                assert row[3] == size
                for cell, share in zip(row[1:3], shares, strict=True):
                    assert cell == number(share)
    check_truth_table(results, found.truth_table)


def check_truth_table(results: Results, table: sp.Table) -> None:
    factors = [one.id for one in results.coded.codebook.categories]
    columns = ", ".join(
        f"(province IN (SELECT case_ FROM inside WHERE factor = '{one}'))::INT" for one in factors
    )
    query = f"""
    WITH cases AS (
        SELECT DISTINCT province, province IN (FROM wanted) y, [{columns}] sets
        FROM about WHERE province <> '(none)'
    )
    SELECT sets, count(*), avg(y::INT), string_agg(province, '; ' ORDER BY province)
    FROM cases GROUP BY sets ORDER BY sets
    """
    rows = results.rows(query)
    width = len(factors)
    assert [list(row[:width]) for row in table.rows] == [row[0] for row in rows]
    for row, (_, size, share, names) in zip(table.rows, rows, strict=True):
        outcome, *rest = row[width:]
        assert outcome == {0: 0, 1: 1}.get(share, "C")  # type: ignore[call-overload]
        assert rest == [size, pytest.approx(share, rel=5.01e-6), names]


def spoken_of(cells: Cells) -> dict[tuple[object, ...], object]:
    return {key: cell for key, cell in cells.items() if cell != "not mentioned"}


def check_sensitivity(results: Results, tried: Tried) -> None:
    """What hangs on thresholds and informants is in the tables of the run itself."""
    assert spoken_of(tried.base) == findings_by_sql(results, "category", tried.rule)
    for rule in (STRICTER, LAXER):
        name = f"thresholds {rule.present:g} and {rule.absent:g}"
        other = replace(tried.rule, present=rule.present, absent=rule.absent)
        by_sql = findings_by_sql(results, "category", other)
        assert spoken_of(tried.variants[name]) == by_sql, name
    informants = {str(one) for (one,) in results.rows("SELECT DISTINCT informant FROM about")}
    left_out = {name.removeprefix("without ") for name in tried.variants if "without " in name}
    assert left_out == informants
    for one in informants:
        by_sql = findings_by_sql(results, "category", tried.rule, without=one)
        assert spoken_of(tried.variants[f"without {one}"]) == by_sql, one


def check_run_again(coded: Coded, tried: Tried, name: str) -> None:
    """What hangs on unit, negation and windows is in the tables of a run made so."""
    with TemporaryDirectory() as folder:
        by_sql = findings_by_sql(Results(Path(folder), coded), "category", tried.rule)
    assert spoken_of(tried.variants[name]) == by_sql, name


@pytest.fixture(scope="module")
def whole_study(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return Results(tmp_path_factory.mktemp("results"), shipped())


@pytest.mark.parametrize("check", [check_coverage, check_qca], ids=lambda check: check.__name__)
def test_the_shipped_study_agrees(whole_study: Results, check) -> None:
    check(whole_study)


@settings(max_examples=40)
@given(studies())
def test_studies_made_by_chance_agree(coded: Coded) -> None:
    with TemporaryDirectory() as folder:
        results = Results(Path(folder), coded)
        check_coverage(results)
        check_qca(results)


def test_the_sensitivity_of_the_shipped_study_agrees(whole_study: Results) -> None:
    book = sp.load_codebook("key-factors")
    found = sp.sensitivity(sp.read_transcripts(ROOT / "transcripts"), book)
    tried = Tried(found.base, {one.name: one.cells for one in found.variants}, book.findings)
    check_sensitivity(whole_study, tried)
    for unit in ("turn", "paragraph", "document"):
        check_run_again(shipped(unit), tried, f"unit {unit}")


BOOK = """\
title: Means
version: 1
findings: {{present: 0.7, absent: 0.3, informants: {informants}}}
categories:
  - id: means
    definition: Means.
    codes:
      - id: money
        definition: Money.
        rules:
          - {{valence: facilitator, negated: {negated}, terms: [budget]}}
      - id: lack
        definition: Lack.
        rules:
          - {{valence: barrier, negated: {turned}, terms: [debt]}}
  - id: town
    definition: The town.
    codes:
      - id: hall
        definition: A hall.
        rules:
          - valence: facilitator
            negated: {negated}
            terms: [town]
            near: {{terms: [hall], within: {window}}}
"""
SAID = (
    *("The budget came.", "There was no budget.", "A debt.", "There is no debt."),
    *("The town hall.", "No town has a hall.", "The town built one big hall.", "Nothing."),
    "The town built one very big new hall.",
)
talks = st.lists(
    st.tuples(
        st.sampled_from(["North", "South"]),
        st.sampled_from("ABC"),
        st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=3), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15, deadline=None)
@given(talks, st.integers(1, 2))
def test_the_sensitivity_of_talks_made_by_chance_agrees(
    told: list[tuple[str, str, list[list[str]]]], informants: int
) -> None:
    with TemporaryDirectory() as folder:
        inside = Path(folder) / "talks"
        inside.mkdir()
        for place, (province, informant, turns) in enumerate(told):
            said = "\n\n".join(f"Clerk: {' '.join(one)}" for one in turns)
            head = f"province: {province}\ninformant: {informant}\nlevel: local"
            text = f"---\n{head}\n---\n{said}\n"
            (inside / f"{place}.md").write_text(text, encoding="utf-8")
        sources = sp.read_transcripts(inside)

        def book(negated: str = "barrier", turned: str = "facilitator", window: int = 4):
            values = {"negated": negated, "turned": turned, "window": window}
            path = Path(folder) / "book.yaml"
            path.write_text(BOOK.format(informants=informants, **values), encoding="utf-8")
            return sp.load_codebook(path)

        found = sp.sensitivity(sources, book())
        variants = {one.name: one.cells for one in found.variants}
        tried = Tried(found.base, variants, book().findings)
        check_sensitivity(Results(Path(folder) / "results", sp.code(sources, book())), tried)
        for unit in ("turn", "paragraph", "document"):
            check_run_again(sp.code(sources, book(), unit=unit), tried, f"unit {unit}")
        unheeded = book(negated="facilitator", turned="barrier")
        check_run_again(sp.code(sources, unheeded), tried, "negation not heeded")
        check_run_again(sp.code(sources, book(window=2)), tried, "windows halved")
        check_run_again(sp.code(sources, book(window=8)), tried, "windows doubled")
