"""From files to figures: which units count, what an unseen one is, and what is noted."""

from pathlib import Path

import pytest

from scapolicy.errors import ScapolicyError
from scapolicy.reliability import Agreement, Figures, Sheet, Undefined, Unseen, agree, compare
from scapolicy.reliability.agreement import NO_VALENCE
from scapolicy.reliability.coefficients import NO_PAIR, ONE_VALUE

TALK = "Interviewer: Why?\n\nMayor: Money.\n\nInterviewer: And?\n\nMayor: Trust.\n\nMayor: No.\n"


def sheet(coder: str, *units: str) -> Sheet:
    """A coder's units of a.md, each written `turn: category=valence category …`."""
    put: dict[tuple[str, int], dict[str, object]] = {}
    for unit in units:
        number, _, names = unit.partition(":")
        pairs = (name.partition("=") for name in names.split())
        put["a.md", int(number)] = {name: valence or None for name, _, valence in pairs}
    return Sheet(coder, put)  # type: ignore[arg-type]


def codes(found: Agreement) -> list[tuple[str, str]]:
    return [(note.code, note.key) for note in found.notes]


def row(found: Agreement, name: str) -> Figures:
    (figures,) = (each for each in found.categories if each.category == name)
    return figures


def test_the_figures_of_two_coders() -> None:
    anna = sheet("Anna", "1: x", "2: x", "3: x y", "4:")
    ben = sheet("Ben", "1: x", "2: x", "3: y", "4:")
    found = compare([anna, ben])
    x = row(found, "x")
    assert found.coders == ("Anna", "Ben")
    assert (found.units, x.units, x.by_all, x.prevalence, x.percent) == (4, 4, 2, 0.625, 0.75)
    assert x.kappa == pytest.approx(0.5)
    assert x.fleiss == pytest.approx(0.75 - 0.28125 / 0.46875 + 0.3166666, abs=1e-6)
    assert row(found, "y").alpha == 1.0
    assert x.valence is None


def test_all_together_counts_each_category_of_each_unit() -> None:
    found = compare([sheet("A", "1: x", "2: y"), sheet("B", "1: x", "2: x")])
    pooled = found.pooled
    assert (pooled.category, pooled.units, pooled.by_all, pooled.percent) == ("(all)", 4, 1, 0.5)


def test_an_unseen_unit_is_absent_or_missing() -> None:
    coders = [sheet("A", "1: x", "2: x", "3:"), sheet("B", "1: x", "3:")]
    absent = row(compare(coders), "x")
    missing = row(compare(coders, unseen=Unseen.MISSING), "x")
    assert (absent.units, absent.percent) == (3, pytest.approx(2 / 3))
    assert (missing.units, missing.percent, missing.alpha) == (2, 1.0, 1.0)
    assert missing.prevalence == pytest.approx(3 / 5)


def test_more_than_two_coders() -> None:
    coders = [sheet("A", "1: x", "2:"), sheet("B", "1: x", "2:"), sheet("C", "1:", "2:")]
    x = row(compare(coders), "x")
    assert (x.by_all, x.percent) == (0, pytest.approx(2 / 3))
    assert x.kappa == pytest.approx(1 / 3)


def test_valence_is_compared_where_two_put_category_and_valence() -> None:
    anna = sheet("A", "1: x=barrier", "2: x=barrier", "3: x=mixed", "4: x", "5: x=mixed")
    ben = sheet("B", "1: x=barrier", "2: x=mixed", "3: x=mixed", "4: x=mixed", "5: y=mixed")
    found = compare([anna, ben])
    valence = row(found, "x").valence
    assert valence is not None
    assert (valence.units, valence.percent) == (3, pytest.approx(2 / 3))
    assert valence.alpha == pytest.approx(4 / 9)
    other = row(found, "y").valence
    assert other is not None
    assert (other.units, other.alpha) == (0, Undefined(NO_VALENCE))
    assert found.pooled.valence == valence


def test_what_is_undefined_is_noted_once_for_all_that_lack_it() -> None:
    found = compare([sheet("A", "1: x y"), sheet("B", "1: x y")])
    assert row(found, "x").alpha == Undefined(ONE_VALUE)
    assert row(found, "x").percent == 1.0
    assert codes(found) == [("E23", "x, y, (all)")]
    assert "undefined: kappa, Fleiss' kappa, AC1, alpha, interval" in found.notes[0].message


def test_nothing_coded_at_all_has_no_figures() -> None:
    found = compare([sheet("A"), sheet("B")])
    assert (found.units, found.categories) == (0, ())
    assert (found.pooled.percent, found.pooled.prevalence) == (Undefined(NO_PAIR),) * 2


def test_rare_categories_that_mislead_are_noted() -> None:
    quiet = [f"{turn}:" for turn in range(3, 60)]
    found = compare(
        [sheet("A", "1: x", "2:", *quiet), sheet("B", "1: x", "2: x", *quiet)], resamples=0
    )
    assert codes(found) == [("E24", "x, (all)")]
    assert "'absent'" in found.notes[0].message
    everywhere = [f"{turn}: x" for turn in range(3, 60)]
    found = compare(
        [sheet("A", "1:", "2:", *everywhere), sheet("B", "1:", "2: x", *everywhere)], resamples=0
    )
    assert "'present'" in found.notes[0].message


def test_good_agreement_on_a_rare_category_is_not_noted() -> None:
    quiet = [f"{turn}:" for turn in range(3, 60)]
    found = compare(
        [sheet("A", "1: x", "2: x", *quiet), sheet("B", "1: x", "2: x", *quiet)], resamples=0
    )
    assert found.notes == ()


def test_a_category_that_one_coder_used_may_be_a_misspelling() -> None:
    coders = [sheet("A", "1: budget", "2: staff"), sheet("B", "1: budgets", "2: staff")]
    notes = [note for note in compare(coders).notes if note.code == "E25"]
    assert [(note.key, note.message) for note in notes] == [
        ("budget", "only A put this category; did you mean 'budgets'?"),
        ("budgets", "only B put this category; did you mean 'budget'?"),
    ]


def test_a_source_that_one_coder_has_no_row_for_is_noted_where_that_means_absent() -> None:
    coders = [Sheet("A", {("a", 1): {"x": None}}), Sheet("B", {("b", 1): {"x": None}})]
    found = compare(coders)
    assert [note.message.split(";")[0] for note in found.notes if note.code == "E26"] == [
        "A has no row in b",
        "B has no row in a",
    ]
    assert "E26" not in dict(codes(compare(coders, unseen=Unseen.MISSING)))


def test_the_interval_draws_all_categories_of_a_unit_together() -> None:
    # y stands wherever x does: both together say no more than one.
    units = [f"{n}: x y" if n % 2 else f"{n}:" for n in range(1, 41)]
    wrong = [f"{n}: x y" if n % 2 or n < 9 else f"{n}:" for n in range(1, 41)]
    found = compare([sheet("A", *units), sheet("B", *wrong)])
    assert isinstance(found.pooled.interval, tuple)
    assert found.pooled.interval == pytest.approx(row(found, "x").interval, abs=0.01)


def test_no_interval_is_worked_out_where_none_is_asked_for() -> None:
    found = compare([sheet("A", "1: x", "2:"), sheet("B", "1: x", "2:")], resamples=0)
    assert found.pooled.interval is None
    assert found.notes == ()


def test_the_table_holds_every_figure() -> None:
    found = compare([sheet("A", "1: x=mixed", "2: y"), sheet("B", "1: x=mixed", "2: y")])
    table = found.table()
    assert [each[0] for each in table.rows] == ["x", "y", "(all)"]
    first = dict(zip(table.columns, table.rows[0], strict=True))
    assert first == {
        "category": "x",
        "coders": 2,
        "units": 2,
        "by_all": 1,
        "prevalence": 0.5,
        "percent": 1.0,
        "kappa": 1.0,
        "fleiss": 1.0,
        "ac1": 1.0,
        "alpha": 1.0,
        "alpha_low": "undefined",
        "alpha_high": "undefined",
        "valence_units": 1,
        "valence_percent": 1.0,
        "valence_alpha": "undefined",
        "undefined": first["undefined"],
    }
    assert str(first["undefined"]).endswith(f"valence alpha: {ONE_VALUE}")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "a.md").write_text(TALK)
    (tmp_path / "anna.csv").write_text("source,turn,category\na,2,x\na.md,4,x\n")
    (tmp_path / "ben.csv").write_text("source,turn,category\na.md,2,x\n")
    return tmp_path


def test_transcripts_give_the_turns_that_nobody_coded(study: Path) -> None:
    files = [study / "anna.csv", study / "ben.csv"]
    found = agree(files, transcripts=study / "talks")
    assert (found.transcribed, found.units) == (3, 3)
    assert row(found, "x").percent == pytest.approx(2 / 3)
    missing = agree(files, transcripts=[study / "talks"], unseen="missing")
    assert (missing.units, row(missing, "x").units) == (3, 1)


def test_a_talk_without_consent_gives_no_turns(study: Path) -> None:
    (study / "talks" / "b.md").write_text("---\nconsent: no\n---\n" + TALK)
    found = agree([study / "anna.csv", study / "ben.csv"], transcripts=study / "talks")
    assert found.transcribed == 3


def test_sources_and_turns_that_the_transcripts_lack_are_all_told(study: Path) -> None:
    text = "source,turn,category\nb.md,1,x\na.md,6,x\nb.md,2,x\na.md,5,x\nA.md,1,x\n"
    (study / "ben.csv").write_text(text)
    with pytest.raises(ScapolicyError) as caught:
        agree([study / "anna.csv", study / "ben.csv"], transcripts=study / "talks")
    assert [(fault.code, fault.line) for fault in caught.value.problems] == [
        ("E18", 2),
        ("E19", 3),
        ("E18", 6),
    ]


def test_transcripts_cannot_give_segments(study: Path) -> None:
    with pytest.raises(ScapolicyError, match="E27"):
        agree([study / "anna.csv"], unit="segment", transcripts=study / "talks")


def test_one_coder_alone_agrees_with_nobody(study: Path) -> None:
    with pytest.raises(ScapolicyError, match=r"only one coder here \(anna\)"):
        agree(study / "anna.csv")
