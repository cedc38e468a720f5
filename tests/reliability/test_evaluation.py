"""Codings against a gold standard: the figures, what differs, and what is undefined."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.records import Valence
from scapolicy.reliability import Counts, Evaluation, Undefined, evaluate
from tests.commands.test_code import run

Row = tuple[str, int, str, str]

GOLD: list[Row] = [
    ("a", 1, "budget", "barrier"),
    ("a", 2, "budget", "facilitator"),
    ("a", 2, "plan", "barrier"),
    ("a", 3, "plan", "barrier"),
    ("a", 4, "", ""),
]
CODED: list[Row] = [
    ("a", 1, "budget", "barrier"),
    ("a", 2, "budget", "barrier"),
    ("a", 3, "staff", "barrier"),
    ("a", 4, "plan", "neutral"),
    ("a", 9, "plan", "neutral"),
]


def write(path: Path, rows: list[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "turn", "category", "valence"])
        writer.writerows(rows)
    return path


def compare(folder: Path, coded: list[Row], gold: list[Row], **options: int) -> Evaluation:
    return evaluate(write(folder / "coded.csv", coded), write(folder / "gold.csv", gold), **options)  # type: ignore[arg-type]


def test_the_figures_are_those_counted_by_hand(tmp_path: Path) -> None:
    found = compare(tmp_path, CODED, GOLD)
    assert found.units == 4
    assert found.categories == {
        "budget": Counts(right=2, wrong=0, missed=0, valences=2, alike=1),
        "plan": Counts(right=0, wrong=1, missed=2),
        "staff": Counts(right=0, wrong=1, missed=0),
    }
    assert found.micro == Counts(right=2, wrong=2, missed=2, valences=2, alike=1)
    assert (found.micro.precision, found.micro.recall, found.micro.f1) == (0.5, 0.5, 0.5)
    assert found.macro == pytest.approx((1 + 0 + 0) / 3)
    assert found.micro.valence_accuracy == 0.5
    assert found.valences == {
        (Valence.BARRIER, Valence.BARRIER): 1,
        (Valence.FACILITATOR, Valence.BARRIER): 1,
    }
    assert found.confusion == {("plan", "staff"): 1}


def test_what_differs_is_listed_unit_by_unit(tmp_path: Path) -> None:
    found = compare(tmp_path, CODED, GOLD)
    assert [(one.kind, one.number, one.category) for one in found.passages] == [
        ("valence", 2, "budget"),
        ("missed", 2, "plan"),
        ("missed", 3, "plan"),
        ("wrong", 3, "staff"),
        ("wrong", 4, "plan"),
    ]


def test_what_cannot_be_worked_out_is_undefined(tmp_path: Path) -> None:
    found = compare(tmp_path, [("a", 1, "staff", "")], [("a", 1, "plan", "barrier")])
    plan, staff = found.categories["plan"], found.categories["staff"]
    assert plan.precision == Undefined("nothing was coded")
    assert staff.recall == Undefined("the gold standard has none")
    assert found.micro.valence_accuracy == Undefined("no valence was stated by both")
    assert found.micro.f1 == 0.0


def test_units_outside_the_gold_standard_are_left_out_and_told(tmp_path: Path) -> None:
    found = compare(tmp_path, CODED, GOLD)
    assert [note.code for note in found.notes] == ["E32"]
    found = compare(tmp_path, CODED, [("b", 1, "bugdet", "")])
    assert [note.code for note in found.notes] == ["E32", "E33", "E34"]


def test_a_turn_has_the_valence_of_its_rows_together(tmp_path: Path) -> None:
    coded: list[Row] = [("a", 1, "plan", "barrier"), ("a", 1, "plan", "facilitator")]
    found = compare(tmp_path, coded, [("a", 1, "plan", "mixed")])
    assert found.micro.valence_accuracy == 1.0


@pytest.mark.parametrize(
    ("coded", "gold", "codes"),
    [
        ("source,turn,category\n", "source,turn,category\n", ["E30"]),
        ("source,turn\n", "source,category\n", ["E10", "E10"]),
        ("source,turn,category\na,x,plan\n", "source,turn,category,valence\na,1,b,good\n",
         ["E11", "E12"]),
        ("source,turn,category,coder\na,1,b,me\na,2,b,you\n", "source,turn,category\na,1,b\n",
         ["E31"]),
    ],
)  # fmt: skip
def test_bad_files_are_told_all_at_once(
    tmp_path: Path, coded: str, gold: str, codes: list[str]
) -> None:
    (tmp_path / "coded.csv").write_text(coded)
    (tmp_path / "gold.csv").write_text(gold)
    with pytest.raises(ScapolicyError) as caught:
        evaluate(tmp_path / "coded.csv", tmp_path / "gold.csv")
    assert [fault.code for fault in caught.value.problems] == codes


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.integers(1, 4),
        st.sampled_from(["plan", "budget", "staff"]),
        st.sampled_from([str(valence) for valence in Valence]),
    ),
    min_size=1,
    max_size=12,
)


@given(_ROWS)
def test_codings_agree_with_themselves(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]):
    folder = tmp_path_factory.mktemp("same")
    found = compare(folder, rows, rows, resamples=20)
    assert found.micro.f1 == found.macro == found.micro.valence_accuracy == 1.0
    assert found.passages == ()
    intervals = [*found.intervals.values(), *found.category_intervals.values()]
    assert {one for one in intervals if isinstance(one, tuple)} == {(1.0, 1.0)}


@given(_ROWS, _ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing_and_counts_add_up(
    tmp_path_factory: pytest.TempPathFactory, coded: list[Row], gold: list[Row], dice: object
) -> None:
    folder = tmp_path_factory.mktemp("order")
    first = compare(folder, coded, gold, resamples=20)
    dice.shuffle(coded)  # type: ignore[attr-defined]
    dice.shuffle(gold)  # type: ignore[attr-defined]
    assert compare(folder, coded, gold, resamples=20) == first
    pairs = {row[:3] for row in gold}
    assert first.micro.right + first.micro.missed == len(pairs)
    turns = {row[:2] for row in gold}
    inside = {row[:3] for row in coded if row[:2] in turns}
    assert first.micro.right + first.micro.wrong == len(inside)


def test_units_of_those_who_refused_are_left_out_and_told(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    for name, consent in (("a", "true"), ("b", "false")):
        (talks / f"{name}.md").write_text(f"---\nconsent: {consent}\n---\nQ: Why?\n\nA: {name}!\n")
    coded = write(tmp_path / "coded.csv", [("a", 2, "plan", "")])
    gold = write(tmp_path / "gold.csv", [("a", 2, "budget", ""), ("b", 2, "plan", "")])
    found = evaluate(coded, gold, transcripts=talks)
    assert found.units == 1
    assert {one.source for one in found.passages} == {"a.md"}
    assert [(note.code, note.file) for note in found.notes][:1] == [("N01", "b.md")]


def test_the_written_figures_hold_every_overall_interval(tmp_path: Path) -> None:
    found = compare(tmp_path, CODED, GOLD)
    table = found.tables()[0]
    rows = {str(row[0]): dict(zip(table.columns, row, strict=True)) for row in table.rows}
    for figure in ("precision", "recall"):
        interval = found.intervals[figure]
        assert isinstance(interval, tuple)
        written = tuple(rows["(micro)"][f"{figure}_{end}"] for end in ("low", "high"))
        assert written == tuple(float(f"{end:.6g}") for end in interval)
    assert rows["plan"]["precision_low"] == ""
    assert rows["staff"]["recall"] == "undefined"


FIGURES = ("micro_f1", "macro_f1", "precision", "recall", "valence", "(micro)")


@pytest.mark.parametrize("name", FIGURES)
def test_a_category_that_is_called_like_a_figure_has_its_own_interval(
    name: str, tmp_path: Path
) -> None:
    def called(plan: str) -> Evaluation:
        def renamed(rows: list[Row]) -> list[Row]:
            return [(*row[:2], plan if row[2] == "plan" else row[2], row[3]) for row in rows]

        return compare(tmp_path, renamed(CODED), renamed(GOLD))

    usual, found = called(f"{name}x"), called(name)  # in the same order of names
    assert found.intervals == usual.intervals
    assert found.category_intervals[name] == usual.category_intervals[f"{name}x"]
    rows, others = ({row[0]: row for row in one.tables()[0].rows[:-2]} for one in (found, usual))
    assert rows[name][1:] == others[f"{name}x"][1:]
    done = run("evaluate", tmp_path / "coded.csv", tmp_path / "gold.csv")
    [plan] = [line for line in done.stdout.splitlines() if line.split()[:4] == [name, *"012"]]
    interval = found.category_intervals[name]
    assert isinstance(interval, tuple)
    assert plan.endswith(" to ".join(f"{end:.2f}" for end in interval))
