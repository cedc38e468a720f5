"""`compare`: two groups side by side, with figures that agree with others' and with SQL."""

import builtins
from math import erfc, log, log2, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.analysis.association import holm
from scapolicy.analysis.contrast import difference, keyness
from scapolicy.coded import Coded
from scapolicy.commands import main
from scapolicy.records import CodedSource
from scapolicy.tables.table import UNDEFINED, is_undefined
from tests.analysis.generated import studies
from tests.analysis.study import coded, shipped
from tests.build import codebook, rule, source

BOOK = """\
title: Means
version: 1
categories:
  - id: means
    label: Means
    definition: Means.
    codes:
      - {id: money, definition: Money., rules: [{valence: facilitator, terms: [fund]}]}
      - {id: lack, definition: Lack., rules: [{valence: barrier, terms: [debt]}]}
  - id: leaders
    label: Leaders
    definition: Leaders.
    codes:
      - {id: mayor, definition: The mayor., rules: [{valence: facilitator, terms: [mayor]}]}
"""
HEAD = "---\ninformant: {informant}\n{stated}---\nInterviewer: And?\n\nClerk: "


def talk(text: str, *, province: str = "", informant: str = "") -> str:
    stated = f"province: {province}\n" if province else ""
    return HEAD.format(informant=informant or "X", stated=stated) + text + "\n"


TALKS = {
    "a.md": talk("A fund. The fund is big. We went.", province="North", informant="A"),
    "b.md": talk("A debt. No more of it.", province="South", informant="B"),
    "c.md": talk("A debt and a fund.", province="East", informant="C"),
    "d.md": talk("A fund.", informant="A"),
}


@pytest.fixture
def study(tmp_path: Path) -> Coded:
    return coded(tmp_path, TALKS, BOOK)


# Newcombe 1998, table II, method 10; and the example of the teaching notes to the calculator of
# log-likelihoods: 52 in 50,000 words against 57 in 75,000.
@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_intervals_are_those_that_newcombe_published(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    found = difference(*counts)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_the_log_likelihood_is_that_of_a_published_example() -> None:
    assert round(keyness(52, 50_000, 57, 75_000).log_likelihood, 2) == 2.65
    assert round(keyness(57, 75_000, 52, 50_000).log_likelihood, 2) == -2.65


def wilson(part: int, whole: int) -> tuple[float, float]:
    z = 1.959963984540054
    middle, reach = 2 * part + z * z, z * sqrt(z * z + 4 * part * (whole - part) / whole)
    return (middle - reach) / (2 * (whole + z * z)), (middle + reach) / (2 * (whole + z * z))


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_intervals_agree_with_the_formula(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    (low, high), (other_low, other_high) = wilson(a, n), wilson(b, m)
    apart = a / n - b / m
    found = difference(a, n, b, m)
    assert found.difference == pytest.approx(apart)
    below = apart - sqrt((a / n - low) ** 2 + (other_high - b / m) ** 2)
    above = apart + sqrt((high - a / n) ** 2 + (b / m - other_low) ** 2)
    assert found.low == pytest.approx(below, rel=1e-6, abs=1e-9)
    assert found.high == pytest.approx(above, rel=1e-6, abs=1e-9)


@given(*(st.integers(0, 10_000) for _ in range(2)), *(st.integers(1, 10**6) for _ in range(2)))
def test_keyness_agrees_with_the_formula(a: int, b: int, c: int, d: int) -> None:
    assume(a or b)
    expected = c * (a + b) / (c + d), d * (a + b) / (c + d)
    value = 2 * sum(o * log(o / e) for o, e in zip((a, b), expected, strict=True) if o)
    found = keyness(a, c, b, d)
    assert abs(found.log_likelihood) == pytest.approx(value, rel=1e-6, abs=1e-9)
    assert found.p == pytest.approx(erfc(sqrt(abs(found.log_likelihood) / 2)), rel=1e-6)
    assert found.log_ratio == pytest.approx(log2((a or 0.5) * d / ((b or 0.5) * c)), abs=1e-9)
    if abs(found.log_likelihood) > 1e-9:
        assert (found.log_likelihood > 0) == (a / c > b / d)


def test_the_same_frequency_is_no_surprise() -> None:
    found = keyness(239, 345_097, 239, 345_097)
    assert (found.log_likelihood, found.p, found.log_ratio) == (0, 1, 0)


def test_what_is_compared_is_told_and_so_is_what_is_left_out(study: Coded) -> None:
    found = sp.compare(study, {"province": ["North"]})
    assert found.shares.title == (
        "Shares of segments: province = North (group) and all others that state province (against)"
    )
    notes = found.shares.notes
    assert notes[0] == "group: 1 source of 1 informant, 3 segments, 8 words."
    assert notes[1] == "against: 2 sources of 2 informants, 3 segments, 11 words."
    assert notes[2] == "In neither group: 1 of the sources."
    assert "not independent" in notes[4]


def test_shares_keyness_and_balance_of_a_small_study(study: Coded) -> None:
    found = sp.compare(study, {"province": ["North"]})
    means, leaders = found.shares.rows
    assert means[:4] == ("means", 0.666667, 0.666667, 0.0)
    assert leaders[:4] == ("leaders", 0.0, 0.0, 0.0)
    assert found.keyness.rows[0][:3] == ("means", 2, 3)
    assert found.keyness.rows[1] == ("leaders", 0, 0, *(UNDEFINED,) * 4)
    assert (
        found.keyness.notes[-1] == "Nothing to compare, so that the figures are undefined: leaders."
    )
    assert found.balance.columns[2:] == ("facilitator", "barrier", "mixed", "neutral", "share_for")
    assert found.balance.rows == (
        ("means", "group", 2, 0, 0, 0, 1.0),
        ("means", "against", 0, 1, 1, 0, 0.333333),
        ("leaders", "group", 0, 0, 0, 0, UNDEFINED),
        ("leaders", "against", 0, 0, 0, 0, UNDEFINED),
    )


def test_the_passages_are_those_of_factors_that_help_here_and_hinder_there(study: Coded) -> None:
    table = sp.compare(study, {"province": ["North"]}).passages
    place = [table.columns.index(name) for name in ("category", "group", "province", "text")]
    assert [tuple(row[at] for at in place) for row in table.rows] == [
        ("means", "group", "North", "A fund."),
        ("means", "group", "North", "The fund is big."),
        ("means", "against", "South", "A debt."),
        ("means", "against", "East", "A debt and a fund."),
    ]
    assert sp.compare(study, {"province": ["North"]}, level="code").passages.rows == ()


def test_several_values_are_alternatives_and_several_attributes_all_hold(study: Coded) -> None:
    group = {"province": ["North", "South"], "informant": ["A"]}
    found = sp.compare(study, group, {"province": ["(none)"]})
    assert found.shares.notes[0].startswith("group: 1 source ")
    assert "Some informants speak in both groups." in found.shares.notes


@pytest.mark.parametrize(
    ("group", "against", "message"),
    [
        ({"province": ["North"]}, {"informant": ["A"]}, "sources are in both groups: a.md [X20]"),
        (
            {"province": ["North"], "informant": ["B"]},
            {"province": ["South"]},
            "no source is in this group: province = North, informant = B [X21]",
        ),
        (
            {"province": ["North", "South", "East"]},
            None,
            "no source is in this group: all others that state province [X21]",
        ),
        ({"province": ["West"]}, None, "no source has province = 'West' [X02]"),
        ({"rank": ["clerk"]}, None, "no source has the attribute 'rank' [X01]"),
    ],
)
def test_groups_that_can_not_be_are_refused(
    study: Coded, group: dict[str, list[str]], against: dict[str, list[str]] | None, message: str
) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.compare(study, group, against)
    assert message in str(error.value)


def test_without_the_packages_it_says_what_to_install(
    study: Coded, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def without(name: str, *arguments: object) -> object:
        if name.startswith("statsmodels"):
            raise ModuleNotFoundError(name=name)
        return usual(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.compare(study, {"province": ["North"]})
    assert "needs the package statsmodels" in str(error.value)
    assert "pip install 'scapolicy[analysis]'" in str(error.value)


COUNTS = """
WITH about AS (
    SELECT source, words::INT words, segments::INT segments,
        coalesce(nullif(province, ''), '(none)') IN ({group}) inside
    FROM {sources} WHERE coalesce(nullif(province, ''), '(none)') IN ({group}, {against})
), coded AS (
    SELECT inside, {level} factor, source, segment,
        bool_or(valence IN ('facilitator', 'mixed')) good,
        bool_or(valence IN ('barrier', 'mixed')) bad
    FROM {codings} JOIN about USING (source) GROUP BY ALL
), hits AS (
    SELECT inside, {level} factor, count(*) matches
    FROM {matches} JOIN about USING (source) GROUP BY ALL
)
SELECT inside, factor, count(*), any_value(matches), count(*) FILTER (good AND NOT bad),
    count(*) FILTER (bad AND NOT good), count(*) FILTER (good AND bad),
    count(*) FILTER (NOT good AND NOT bad)
FROM coded JOIN hits USING (inside, factor) GROUP BY ALL
"""
WHOLE = """
SELECT coalesce(nullif(province, ''), '(none)') IN ({group}) inside, sum(segments::INT),
    sum(words::INT)
FROM {sources} WHERE coalesce(nullif(province, ''), '(none)') IN ({group}, {against}) GROUP BY ALL
"""


def check(study: Coded, group: list[str], against: list[str]) -> None:
    """The figures of a comparison, from counts made in SQL of the files of a results folder."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sp.write_results(study, folder)
        back = sp.read_results(folder)
        parts = {
            table: f"read_csv('{folder / table}.csv', header=true, all_varchar=true, quote='\"')"
            for table in ("sources", "matches", "codings")
        } | {
            side: ", ".join("'" + value + "'" for value in values)
            for side, values in (("group", group), ("against", against))
        }
        base = duckdb.connect()
        whole = {row[0]: row[1:] for row in base.execute(WHOLE.format(**parts)).fetchall()}
        for level in ("category", "code"):
            counts = base.execute(COUNTS.format(level=level, **parts)).fetchall()
            found = sp.compare(back, {"province": group}, {"province": against}, level=level)
            check_level(found, {row[:2]: row[2:] for row in counts}, whole)


def check_level(
    found: object, counts: dict[object, tuple[int, ...]], whole: dict[object, tuple[int, ...]]
) -> None:
    keys = {}
    for place, row in enumerate(found.shares.rows):
        one, other = (counts.get((inside, row[0]), (0,) * 6) for inside in (True, False))
        for side, values in zip((0, 1), (one, other), strict=True):
            line = found.balance.rows[2 * place + side]
            assert line[0] == row[0]
            assert line[2:6] == values[2:]
            good, bad = values[2] + values[4], values[3] + values[4]
            share = good / (good + bad) if good + bad else UNDEFINED
            assert line[6] == pytest.approx(share, rel=1e-5, nan_ok=True)
        (segments, words), (other_segments, other_words) = whole[True], whole[False]
        if segments and other_segments:
            expected = difference(one[0], segments, other[0], other_segments)
            wanted = (one[0] / segments, other[0] / other_segments)
            wanted += (expected.difference, expected.low, expected.high)
            assert row[1:] == pytest.approx(wanted, rel=1e-5, abs=1e-9)
        line = found.keyness.rows[place]
        assert line[:3] == (row[0], one[1], other[1])
        if words and other_words and (one[1] or other[1]):
            key = keyness(one[1], words, other[1], other_words)
            keys[row[0]] = key.p
            assert line[3:6] == pytest.approx(
                (key.log_likelihood, key.log_ratio, key.p), rel=1e-5, abs=1e-9
            )
        else:
            assert line[3:] == (UNDEFINED,) * 4
    corrected = [row[6] for row in found.keyness.rows if not is_undefined(row[6])]
    assert corrected == pytest.approx(holm(list(keys.values())), rel=1e-5)


@settings(max_examples=25)
@given(studies())
def test_its_counts_are_those_of_the_results(study: Coded) -> None:
    cases = sorted({one.attributes.get("province", "(none)") for one in study.sources})
    assume(len(cases) > 1)
    check(study, cases[:1], cases[1:])


def test_on_the_shipped_study_its_counts_are_those_of_the_results() -> None:
    check(shipped(), ["Chiang Mai", "Khon Kaen"], ["Rayong", "Pathum Thani"])


def command(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["compare", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_command_prints_within_80_columns_and_shows_the_passages(
    study: Coded, tmp_path: Path
) -> None:
    sp.write_results(study, tmp_path / "r")
    status, text = command(
        tmp_path / "r", "--group", "province=North", "--against", "province=South"
    )
    assert status == 0
    assert max(map(len, text.splitlines())) <= 80
    assert text.splitlines()[-11:-2] == [
        "Passages that differ",
        "means",
        "  group",
        "    North",
        "      [a.md, turn 2, for] A fund.",
        "      [a.md, turn 2, for] The fund is big.",
        "  against",
        "    South",
        "      [b.md, turn 2, against] A debt.",
    ]


def test_the_command_writes_a_file_for_each_table(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "r")
    out = tmp_path / "c.csv"
    assert command(tmp_path / "r", "--group", "province=North", "-o", out)[0] == 0
    names = sorted(path.name for path in tmp_path.glob("c*.csv"))
    assert names == ["c-balance.csv", "c-keyness.csv", "c-passages.csv", "c.csv"]


def test_no_source_is_compared_with_each_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [
        source("Clerk: A budget.", f"{n}.md", rank=("head", "clerk")[n % 2]) for n in range(40)
    ]
    many = sp.code(sources, codebook(("money", [rule(terms=("budget",))])))
    times = 0
    equal = CodedSource.__eq__

    def counted(one: CodedSource, other: object) -> bool:
        nonlocal times
        times += 1
        return equal(one, other)

    monkeypatch.setattr(CodedSource, "__eq__", counted)
    for against in (None, {"rank": "clerk"}):
        found = sp.compare(many, {"rank": "head"}, against)
        assert found.shares.notes[0].startswith("group: 20 sources")
    assert times == 0


def test_its_help_says_that_groups_are_of_sources_by_any_attribute() -> None:
    told = CliRunner().invoke(main, ["compare", "--help"]).output
    assert "Compare two groups of sources by any attribute" in told
    assert "groups of sources" in CliRunner().invoke(main, ["--help"]).output


def test_a_condition_that_is_none_is_refused(study: Coded, tmp_path: Path) -> None:
    sp.write_results(study, tmp_path / "r")
    status, text = command(tmp_path / "r", "--group", "North")
    assert (status, "ATTRIBUTE=VALUE" in text) == (2, True)
