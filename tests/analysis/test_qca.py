"""`qca`: truth tables, necessity and sufficiency of crisp sets."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.analysis.qca import Member, compare_members
from scapolicy.commands import main
from scapolicy.tables.table import UNDEFINED
from tests.analysis.study import coded, shipped

# Lipset's eighteen countries, the indicators cut at 600 dollars, 50 % and 75 % and 30 %, as in
# Rihoux and De Meur (2009), "Crisp-Set QCA", in Rihoux and Ragin, *Configurational Comparative
# Methods*, tables 3.2 and 3.3.
CONDITIONS = ("development", "towns", "literacy", "industry")
COUNTRIES = {
    "0000": {"GR": 0, "IT": 0, "PT": 0, "RO": 0, "ES": 0},
    "0010": {"EE": 0, "FI": 1, "HU": 0, "PL": 0},
    "0111": {"CZ": 1},
    "1010": {"IE": 1},
    "1011": {"AU": 0, "FR": 1, "SE": 1},
    "1111": {"BE": 1, "DE": 0, "NL": 1, "UK": 1},
}
PUBLISHED = (
    (0, 0, 0, 0, 0, 5, 0.0, "GR; IT; PT; RO; ES"),
    (0, 0, 1, 0, "C", 4, 0.25, "EE; FI; HU; PL"),
    (0, 1, 1, 1, 1, 1, 1.0, "CZ"),
    (1, 0, 1, 0, 1, 1, 1.0, "IE"),
    (1, 0, 1, 1, "C", 3, 0.666667, "AU; FR; SE"),
    (1, 1, 1, 1, "C", 4, 0.75, "BE; DE; NL; UK"),
)


def countries() -> list[Member]:
    return [
        Member(name, tuple(letter == "1" for letter in sets), bool(outcome))
        for sets, cases in COUNTRIES.items()
        for name, outcome in cases.items()
    ]


def test_the_truth_table_of_a_textbook_comes_out() -> None:
    table = compare_members(countries(), CONDITIONS).truth_table
    assert table.columns == (*CONDITIONS, "outcome", "n", "consistency", "cases")
    assert table.rows == PUBLISHED


def test_what_no_case_shows_is_told() -> None:
    [note] = compare_members(countries(), CONDITIONS).truth_table.notes
    assert note.startswith("18 cases show 6 of 16 combinations of 4 conditions")


sets = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=30
)


@given(sets)
def test_shares_are_those_of_counting_by_hand(rows: list[tuple[bool, ...]]) -> None:
    members = [Member(str(n), row[:3], row[3]) for n, row in enumerate(rows)]
    found = compare_members(members, ("a", "b", "c"))
    for place, name in enumerate("abc"):
        for sign, value in (("", True), ("~", False)):
            inside = [row for row in rows if row[place] is value]
            both = sum(row[3] for row in inside)
            with_outcome = sum(row[3] for row in rows)
            of_outcome = float(f"{both / with_outcome:.6g}") if with_outcome else UNDEFINED
            of_inside = float(f"{both / len(inside):.6g}") if inside else UNDEFINED
            line = (f"{sign}{name}", of_outcome, of_inside, len(inside))
            assert line in found.necessity.rows
            assert (line[0], line[2], line[1], line[3]) in found.sufficiency.rows


def test_on_the_shipped_study_the_provinces_that_implement_are_told_from_the_others() -> None:
    provinces = sp.select(shipped(), {"level": ["provincial", "local", "private"]})
    found = sp.qca(provinces, {"province": ["Chiang Mai", "Khon Kaen"]})
    findings = {row[0]: row[1:] for row in shipped().summary().findings().rows}
    cases = {
        name: (tuple(map(bool, row[:-4])), row[-4])
        for row in found.truth_table.rows
        for name in str(row[-1]).split("; ")
    }
    assert cases == {
        case: (
            tuple(one == "present" for one in findings[case]),
            int(case in {"Chiang Mai", "Khon Kaen"}),
        )
        for case in ("Chiang Mai", "Khon Kaen", "Pathum Thani", "Rayong")
    }


def test_a_condition_that_is_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.qca(shipped(), {"province": "Rayong"}, conditions=["evaluation", "evaluation"])
    [fault] = error.value.problems
    assert (fault.code, "factor 'evaluation'" in fault.message) == ("X04", True)
    sp.write_results(shipped(), tmp_path)
    twice = ["--condition", "evaluation"] * 2
    words = ["qca", str(tmp_path), "--outcome", "province=Rayong", *twice]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, "[X04]" in done.stderr) == (2, True)


BOOK = """\
title: Means
version: 1
codes:
  - {id: money, definition: Money., rules: [{valence: facilitator, terms: [budget]}]}
"""


def talk(province: str, implements: str) -> str:
    state = f"implements: {implements}\n" if implements else ""
    return f"---\nprovince: {province}\n{state}---\nClerk: A budget.\n"


def test_a_case_that_does_not_state_the_outcome_is_left_out_and_told(tmp_path: Path) -> None:
    talks = {"a.md": talk("North", "yes"), "b.md": talk("South", "no"), "c.md": talk("East", "")}
    found = sp.qca(coded(tmp_path, talks, BOOK), {"implements": ["yes"]})
    assert found.truth_table.rows == ((1, "C", 2, 0.5, "North; South"),)
    assert found.truth_table.notes[0] == "East is left out: it does not state implements."


def test_sources_without_the_attribute_of_the_cases_are_no_case(tmp_path: Path) -> None:
    stray = "---\nimplements: no\n---\nClerk: A budget.\n"
    talks = {
        "a.md": talk("North", "yes"),
        "b.md": talk("South", "no"),
        "c.md": stray,
        "d.md": stray,
    }
    found = sp.qca(coded(tmp_path, talks, BOOK), {"implements": ["yes"]})
    assert found.truth_table.rows == ((1, "C", 2, 0.5, "North; South"),)
    assert found.truth_table.notes[0] == (
        "Left out, as they do not state province: 2 of the sources."
    )
    assert found.necessity.rows[0] == ("money", 1.0, 0.5, 2)


@pytest.mark.parametrize("outcome", ["implements=yes", ["implements"], {"implements": 1}])
def test_an_outcome_that_is_no_mapping_is_refused_with_what_is_one(
    tmp_path: Path, outcome: object
) -> None:
    study = coded(tmp_path, {"a.md": talk("North", "yes")}, BOOK)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.qca(study, outcome, "province")  # type: ignore[arg-type]
    [fault] = error.value.problems
    assert fault.message == f"outcome can't be {outcome!r}"
    assert fault.remedy == "Give attributes with their values, as {'province': 'Rayong'}."
    for made in (sp.compare, sp.select):
        with pytest.raises(sp.ScapolicyError, match="can't be"):
            made(study, outcome)  # type: ignore[arg-type]


def test_a_case_whose_sources_differ_in_the_outcome_is_refused(tmp_path: Path) -> None:
    talks = {"a.md": talk("North", "yes"), "b.md": talk("North", "no")}
    with pytest.raises(sp.ScapolicyError) as error:
        sp.qca(coded(tmp_path, talks, BOOK), {"implements": ["yes"]})
    assert [(one.code, one.file) for one in error.value.problems] == [("X51", "North")]


def test_an_unknown_factor_is_refused_with_those_there_are(tmp_path: Path) -> None:
    study = coded(tmp_path, {"a.md": talk("North", "yes")}, BOOK)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.qca(study, {"implements": ["yes"]}, conditions=["monney"])
    [fault] = error.value.problems
    assert (fault.code, fault.remedy) == ("X50", "The factors of this codebook are: money.")
