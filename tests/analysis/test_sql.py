"""Every table of counts, held against plain SQL over the CSV files of a results folder."""

from collections.abc import Iterable
from math import nan
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings

import scapolicy as sp
from scapolicy.coded import Coded
from scapolicy.records import FindingRule
from scapolicy.tables.table import UNDEFINED, Table
from tests.analysis.generated import studies
from tests.analysis.study import shipped

BY = ("province", "level")
LEVELS = ("category", "code")

VIEWS = """
CREATE VIEW about AS SELECT source, words::INT words, segments::INT segments, asked,
    coalesce(nullif(province, ''), '(none)') province, coalesce(nullif(level, ''), '(none)') lev,
    coalesce(nullif(informant, ''), source) informant FROM {sources};
CREATE VIEW hits AS SELECT m.*, a.* EXCLUDE (source) FROM {matches} m JOIN about a USING (source);
CREATE VIEW coded AS SELECT c.source, c.segment, c.turn, c.category, c.code, c.valence, c.text,
    a.province, a.lev, a.informant FROM {codings} c JOIN about a USING (source);
"""

Rows = list[tuple[object, ...]]


class Results:
    """A results folder as SQL sees it, and as it is read back."""

    def __init__(self, folder: Path, coded: Coded) -> None:
        sp.write_results(coded, folder)
        self.coded = sp.read_results(folder)
        self.base = duckdb.connect()
        names = ("sources", "matches", "codings")
        files = {
            name: f"read_csv('{folder / name}.csv', header=true, all_varchar=true, quote='\"')"
            for name in names
        }
        self.base.execute(VIEWS.format(**files))

    def rows(self, query: str, *values: object) -> Rows:
        return self.base.execute(query, list(values)).fetchall()


def cells(table: Table, cases: int = 1) -> dict[tuple[object, ...], object]:
    """What is in the cells of a table of cases × factors."""
    factors = table.columns[cases:]
    return {
        (*row[:cases], factor): cell
        for row in table.rows
        for factor, cell in zip(factors, row[cases:], strict=True)
    }


def told(rows: Iterable[tuple[object, ...]]) -> dict[tuple[object, ...], object]:
    """Rows whose last column is what stands in the cell of the others."""
    return {row[:-1]: row[-1] for row in rows}


def check_matrix(results: Results) -> None:
    wanted = {
        "segments": ("coded", "count(DISTINCT (source, segment))"),
        "matches": ("hits", "count(*)"),
        "sources": ("coded", "count(DISTINCT source)"),
        "informants": ("coded", "count(DISTINCT informant)"),
    }
    for level in LEVELS:
        for count, (view, sql) in wanted.items():
            table = sp.matrix(results.coded, BY, level=level, count=count)
            found = {key: n for key, n in cells(table, 2).items() if n}
            query = f"SELECT province, lev, {level}, {sql} FROM {view} GROUP BY ALL"
            assert found == told(results.rows(query)), (level, count)


def check_shares(results: Results) -> None:
    units = {"segments": "(source, segment)", "sources": "source", "informants": "informant"}
    for level in LEVELS:
        for count, unit in units.items():
            cell = f"SELECT province, lev, {level} factor, count(DISTINCT {unit}) n FROM coded"
            in_case = "SELECT province, lev, sum(n) n FROM cell GROUP BY ALL"
            if count != "segments":  # of what is counted once in a case, all that there is
                in_case = f"SELECT province, lev, count(DISTINCT {unit}) n FROM about GROUP BY ALL"
            of_factor = f"SELECT {level} factor, count(DISTINCT {unit}) n FROM coded GROUP BY ALL"
            for scale, whole, same in (
                ("row-share", in_case, "province, lev"),
                ("column-share", of_factor, "factor"),
            ):
                query = f"""
                WITH cell AS ({cell} GROUP BY ALL), whole AS ({whole})
                SELECT province, lev, factor, cell.n / whole.n FROM cell JOIN whole USING ({same})
                """
                table = sp.matrix(results.coded, BY, level=level, count=count, scale=scale)
                found = {key: n for key, n in cells(table, 2).items() if n and n is not UNDEFINED}
                expected = told(results.rows(query))
                assert found.keys() == expected.keys()
                assert all(n == number(expected[key]) for key, n in found.items()), (count, scale)


def check_zeros(results: Results) -> None:
    asked = results.rows("SELECT DISTINCT province, unnest(string_split(asked, '; ')) FROM about")
    table = sp.matrix(results.coded, BY[:1], level="code", tell_zeros=True)
    for key, cell in cells(table).items():
        if cell in (0, "not asked"):
            assert (cell == 0) == (key in asked)


def findings_by_sql(
    results: Results, level: str, rule: FindingRule, without: str = ""
) -> dict[tuple[object, ...], object]:
    """The findings by province, of all that is spoken of; `without` names an informant left out."""
    query = f"""
    WITH one AS (
        SELECT province, {level} factor, source, segment, informant,
            bool_or(valence IN ('facilitator', 'mixed')) good,
            bool_or(valence IN ('barrier', 'mixed')) bad
        FROM coded WHERE informant <> ? GROUP BY ALL
    ), summed AS (
        SELECT province, factor, sum(good::INT) good, sum(bad::INT) bad,
            count(DISTINCT informant) FILTER (good OR bad) informants
        FROM one GROUP BY ALL
    )
    SELECT province, factor, CASE
        WHEN good + bad = 0 OR informants < ? THEN 'partial'
        WHEN good::DOUBLE / (good + bad)::DOUBLE >= ?::DOUBLE THEN 'present'
        WHEN good::DOUBLE / (good + bad)::DOUBLE <= ?::DOUBLE THEN 'absent'
        ELSE 'partial' END
    FROM summed
    """
    return told(results.rows(query, without, rule.informants, rule.present, rule.absent))


def check_findings(results: Results) -> None:
    for level in LEVELS:
        table = sp.findings(results.coded, BY[:1], level=level)
        found = {key: cell for key, cell in cells(table).items() if cell != "not mentioned"}
        assert found == findings_by_sql(results, level, results.coded.codebook.findings), level


def number(by_sql: object) -> object:
    """A number to six significant digits; what is null for SQL is undefined in a table."""
    return pytest.approx(nan if by_sql is None else by_sql, rel=5.01e-6, nan_ok=True)


def check_codes(results: Results) -> None:
    query = """
    WITH one AS (
        SELECT {level} factor, source, segment, province,
            bool_or(valence IN ('facilitator', 'mixed')) good,
            bool_or(valence IN ('barrier', 'mixed')) bad
        FROM coded GROUP BY ALL
    ), whole AS (SELECT sum(segments) segments, sum(words) words FROM about),
    found AS (SELECT {level} factor, count(*) matches FROM hits GROUP BY ALL)
    SELECT factor, count(*), any_value(matches),
        count(DISTINCT source), count(DISTINCT province) FILTER (province <> '(none)'),
        count(*) FILTER (good AND NOT bad), count(*) FILTER (bad AND NOT good),
        count(*) FILTER (good AND bad), count(*) FILTER (NOT good AND NOT bad),
        count(*) / nullif(any_value(whole.segments), 0),
        1000 * any_value(matches) / nullif(any_value(whole.words), 0)
    FROM one JOIN found USING (factor), whole GROUP BY factor
    """
    table = sp.frequencies(results.coded, BY[:1])
    of_none = "SELECT 0 / nullif(sum(segments), 0), 0 / nullif(sum(words), 0) FROM about"
    nothing = ((0,) * 8, *results.rows(of_none))
    for level in LEVELS:
        rows = {row[0]: row[1:] for row in results.rows(query.format(level=level))}
        for row in table.rows:
            if bool(row[1]) == (level == "code"):
                counts, shares = (*row[3:7], *row[9:]), row[7:9]
                expected = rows.get(row[1] or row[0], (*nothing[0], *nothing[1]))
                assert counts == expected[:8]
                assert list(shares) == [number(share) for share in expected[8:]]


def check_rules_and_words(results: Results) -> None:
    numbers = """count(*), count(DISTINCT (source, segment)), count(DISTINCT source),
        count(DISTINCT province) FILTER (province <> '(none)')"""
    rules = results.rows(
        f"""SELECT category, code, rule, {numbers}, count(*) FILTER (negated = 'true')
        FROM hits GROUP BY category, code, rule ORDER BY count(*) DESC, rule"""
    )
    assert list(sp.frequencies(results.coded, BY[:1], of="rules").rows) == rules
    words = results.rows(
        rf"""SELECT lower(replace(regexp_replace(match, '\s+', ' ', 'g'), '’', '''')) one, {numbers}
        FROM hits GROUP BY one ORDER BY count(*) DESC, one"""
    )
    table = sp.frequencies(results.coded, BY[:1], of="words")
    assert [row[:-1] for row in table.rows] == words


def check_crosstab(results: Results) -> None:
    units = {"segments": "(source, segment)", "sources": "source", "informants": "informant"}
    wholes = {name: f"count(DISTINCT {one})" for name, one in units.items()}
    wholes["segments"] = "sum(segments)"
    for count, unit in units.items():
        counts, _ = sp.crosstab(results.coded, BY[:1], count=count)
        query = f"SELECT category, province, count(DISTINCT {unit}) FROM coded GROUP BY ALL"
        carrying = told(results.rows(query))
        query = f"SELECT province, {wholes[count]} FROM about GROUP BY ALL"
        whole = told(row for row in results.rows(query) if row[0] != "(none)")
        assert {row[1:2] for row in counts.rows} == set(whole)
        for row in counts.rows:
            assert row[2] == carrying.get(row[:2], 0)
            assert row[2] + row[3] == whole[row[1:2]]  # type: ignore[operator]


def check_cooccurrence(results: Results) -> None:
    query = """
    WITH place AS (SELECT DISTINCT {level} factor, {unit} unit FROM coded)
    SELECT one.factor, other.factor, count(*) FROM place one JOIN place other USING (unit)
    GROUP BY ALL
    """
    units = {"segment": "(source, segment)", "turn": "(source, turn)", "source": "source"}
    for level in LEVELS:
        for within, unit in units.items():
            sql = told(results.rows(query.format(level=level, unit=unit)))
            table = sp.cooccurrence(results.coded, level=level, within=within)
            assert {key: n for key, n in cells(table).items() if n} == sql
            for row in sp.cooccurrence(results.coded, level=level, within=within, pairs=True).rows:
                alone = [sql.get((one, one), 0) for one in row[:2]]
                both = sql.get(row[:2], 0)
                assert list(row[2:5]) == [*alone, both]
                either = sum(alone) - both  # type: ignore[arg-type, operator]
                assert row[5] == number(both / either if either else None)  # type: ignore[operator]


CHECKS = [
    check_matrix,
    check_shares,
    check_zeros,
    check_findings,
    check_codes,
    check_rules_and_words,
    check_crosstab,
    check_cooccurrence,
]


@pytest.fixture(scope="module")
def whole_study(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return Results(tmp_path_factory.mktemp("results"), shipped())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_shipped_study_agrees(whole_study: Results, check) -> None:
    check(whole_study)


@settings(max_examples=40)
@given(studies())
def test_studies_made_by_chance_agree(coded: Coded) -> None:
    with TemporaryDirectory() as folder:
        results = Results(Path(folder), coded)
        for check in CHECKS:
            if check is not check_crosstab:
                check(results)


@settings(max_examples=15)
@given(studies())
def test_crosstabs_of_studies_made_by_chance_agree(coded: Coded) -> None:
    with TemporaryDirectory() as folder:
        check_crosstab(Results(Path(folder), coded))
