"""`scapolicy diff` as a user runs it: what moved between two runs, and by which rule."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import scapolicy as sp
from tests.commands.test_code import BOOK, ROOT, TALK, code, run, study
from tests.commands.test_verify import flip

__all__ = ["study"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def again(study: Path, *arguments: object) -> None:
    """Code the study into a second folder."""
    assert code(study, *arguments, "-o", study / "later", "-q").returncode == 0


def diff(study: Path) -> str:
    done = run("diff", study / "out", study / "later", "-o", study / "changes.csv")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def coded(study: Path) -> Path:
    assert code(study, "-q").returncode == 0
    return study


def test_two_runs_alike_differ_in_nothing(coded: Path) -> None:
    again(coded)
    said = diff(coded)
    assert "Both runs were made of the same" in said
    assert "Codings: none came, went or changed" in said
    assert rows(coded / "changes.csv") == []


def test_what_a_format_can_not_hold_is_told(coded: Path) -> None:
    for path in (coded / "talks").rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("budget", "\x7f budget"))
    again(coded)
    done = run("diff", coded / "out", coded / "later", "-o", coded / "changes.xlsx")
    assert done.returncode == 0, done.stderr
    assert f"Written to {coded / 'changes.xlsx'}\n" in done.stdout
    assert "note: an .xlsx file can't hold some characters" in done.stderr


def cells(study: Path) -> dict[tuple[str, str], list[str]]:
    """The cells that differ, by the tables of the runs themselves."""
    sides: list[dict[tuple[str, str], list[str]]] = []
    for folder in (study / "out", study / "later"):
        tables = [rows(folder / name) for name in ("findings.csv", "matrix.csv")]
        sides.append(
            {
                (row["province"], factor): [row[factor], other[factor]]
                for row, other in zip(*tables, strict=True)
                for factor in list(row)[1:]
            }
        )
    blank = ["", ""]
    return {
        key: [side.get(key, blank)[n] for n in (0, 1) for side in sides]
        for key in {**sides[0], **sides[1]}
        if sides[0].get(key) != sides[1].get(key)
    }


def test_findings_that_differ_by_the_rule_only_are_told(coded: Path) -> None:
    for name in ("e", "f"):
        (coded / "talks" / f"{name}.md").write_text(TALK.format(said="We have a budget."))
    assert code(coded, "-q").returncode == 0
    flip(
        coded / "book.yaml", "version: 1\n", "version: 1\nfindings: {present: 0.9, informants: 2}\n"
    )
    again(coded)
    said = diff(coded)
    rule = "in the codebook's rule of findings was"
    assert f"  'present' {rule} 0.666667, and is 0.9 now [V08]" in said
    assert f"  'informants' {rule} 1, and is 2 now [V08]" in said
    assert "Findings that differ, and the segments behind them:\n" in said
    assert "\n  North, Money: present (5) → partial (5)\n" in said
    assert "Codings: none came, went or changed" in said
    assert rows(coded / "changes.csv") == []
    assert [list(row.values()) for row in rows(coded / "changes-cells.csv")] == [
        ["North", "money", "present", "partial", "5", "5"]
    ]


def test_cells_that_differ_are_those_of_the_tables(coded: Path) -> None:
    (coded / "talks" / "d.md").write_text(TALK.format(said="A budget.").replace("North", "East"))
    (coded / "talks" / "b.md").unlink()
    again(coded)
    said = diff(coded)
    table = {
        (row["case"], row["factor"]): list(row.values())[2:]
        for row in rows(coded / "changes-cells.csv")
    }
    assert table == cells(coded)
    assert "  East, Money: not there → present (1)" in said
    found = sp.diff(coded / "out", coded / "later")
    assert {(one.case, one.factor): list(one[2:]) for one in found.cells} == table
    assert [one.name for one in found.tables()] == ["changes", "cells"]


@pytest.mark.parametrize("option", ["--by", "--level"])
def test_findings_of_other_cells_are_not_compared_and_that_is_told(
    coded: Path, option: str
) -> None:
    again(coded, option, "consent" if option == "--by" else "code")
    said = diff(coded)
    assert f"  the option {option[2:]} was " in said
    assert "their findings are not compared [V18]" in said
    assert rows(coded / "changes-cells.csv") == []


def test_a_changed_rule_is_named_with_exactly_the_codings_that_it_moved(tmp_path: Path) -> None:
    rule, old, new = "committee.2", "joint committee*, special committee*, ", "the committee*, "
    text = (ROOT / "codebooks" / "key-factors.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "key-factors.yaml").write_text(text.replace(old, new), encoding="utf-8")
    for folder, book in (("a", "key-factors"), ("b", tmp_path / "key-factors.yaml")):
        run("code", ROOT / "transcripts", "-c", book, "-o", tmp_path / folder, "-q")
    done = run("diff", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "c.csv")

    def valences(folder: str) -> dict[tuple[str, str, str], str]:
        return {
            (row["source"], row["segment"], row["code"]): row["valence"]
            for row in rows(tmp_path / folder / "codings.csv")
        }

    before, after = valences("a"), valences("b")
    keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    expected = {(*key, before.get(key, ""), after.get(key, "")) for key in keys}
    changes = rows(tmp_path / "c.csv")
    assert expected
    assert len(changes) == len(expected)
    assert {
        (row["source"], row["segment"], row["code"], row["valence_before"], row["valence"])
        for row in changes
    } == expected
    assert {row["rules"] for row in changes} == {rule}
    assert f"  {rule}: " in done.stdout
    assert "key-factors: the codebook was changed, though it still calls itself" in done.stdout
    told = done.stdout.partition("\nCodings")[2].partition("\nWritten to ")[0]
    assert 0 < max(map(len, told.splitlines())) <= 80


def test_what_moved_is_shown_by_factor_and_case(coded: Path) -> None:
    flip(coded / "book.yaml", "[budget*]", "[have a budget]")
    flip(coded / "book.yaml", "version: 1", "version: 2")
    again(coded)
    said = diff(coded)
    assert "  the codebook's version was '1', and is '2' now [V08]" in said
    assert "  budget.1: 1 came, 3 went, 0 turned" in said
    assert "\nCodings: 2 went\n\nMoney\n  North\n    - budget, barrier [budget.1]" in said
    assert "      a.md, turn 2, Informant\n      budget\n      “No budget.”" in said
    assert "=HYPERLINK('x') and a budget" in said


def test_a_valence_that_turned_is_shown_on_both_sides(coded: Path) -> None:
    flip(coded / "book.yaml", "valence: facilitator", "valence: neutral")
    again(coded)
    said = diff(coded)
    assert "~ budget, facilitator → neutral [budget.1]" in said
    changed = [row for row in rows(coded / "changes.csv") if row["source"] == "b.md"]
    assert [(row["change"], row["valence_before"], row["valence"]) for row in changed] == [
        ("valence", "facilitator", "neutral")
    ]


def test_rules_that_only_go_by_another_number_did_not_move(coded: Path) -> None:
    rule = "          - valence: barrier\n            terms: [poverty]\n"
    first = "          - valence: facilitator\n"
    assert first in BOOK
    flip(coded / "book.yaml", first, rule + first)
    again(coded)
    said = diff(coded)
    assert "Rules whose" not in said
    assert "Codings: none" in said


def test_a_turn_put_in_does_not_move_what_stands_behind_it(coded: Path) -> None:
    talk = TALK.format(said="We have a budget.\n\nInterviewer: More?\n\nInformant: A budget!")
    (coded / "talks" / "b.md").write_text(
        talk.replace("Interviewer: A budget?", "Interviewer: Hello. And you?\n\nInformant: Fine.")
    )
    again(coded)
    said = diff(coded)
    assert "  b.md: this transcript was changed [V03]" in said
    assert [row["text"] for row in rows(coded / "changes.csv")] == ["A budget!"]


def test_another_case_is_told(coded: Path) -> None:
    (coded / "talks" / "attributes.csv").write_text("source,province\na.md,East\n")
    flip(coded / "talks" / "a.md", "province: North\n", "")
    again(coded)
    said = diff(coded)
    assert "1 count under another case" in said
    assert "  East\n    > budget, barrier, counted under North before" in said


def test_options_are_told(coded: Path) -> None:
    again(coded, "--unit", "turn", "--interviewer", "PI")
    said = diff(coded)
    assert "  the option unit was sentence, and is turn now [V08]" in said
    assert "  the option interviewers was nothing, and is PI now [V08]" in said


def test_what_was_said_means_nothing_to_a_terminal(coded: Path) -> None:
    harm = "We have \x1b[31ma budget \u202e here" + " and there" * 20
    (coded / "talks" / "d.md").write_text(TALK.format(said=harm))
    again(coded)
    said = diff(coded)
    assert not re.search("[\x1b\u202e]", said)
    shown, _, _ = said.partition("Written to")
    assert max(map(len, shown.splitlines())) <= 80
    assert "…" in said


@pytest.mark.parametrize("name", ["codings.csv", "matches.csv", "frequencies.csv", "findings.csv"])
def test_tables_that_were_changed_are_not_compared(coded: Path, name: str) -> None:
    again(coded)
    path = coded / "later" / name
    path.write_bytes(path.read_bytes() + b"x\n")
    done = run("diff", coded / "out", coded / "later")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{path}: this file was changed after the run wrote it" in done.stderr
    path.unlink()
    assert "[P03]" in run("diff", coded / "out", coded / "later").stderr


def test_what_can_not_be_compared_is_refused(coded: Path) -> None:
    again(coded, "--tables-only")
    assert "[V14]" in run("diff", coded / "out", coded / "later").stderr
    (coded / "later" / "run.json").unlink()
    done = run("diff", coded / "later", coded / "nix")
    assert done.returncode == 2
    assert "[P01]" in done.stderr
    assert "[R01]" in done.stderr


def test_an_older_record_lacks_a_word(coded: Path) -> None:
    again(coded)
    path = coded / "later" / "run.json"
    record = json.loads(path.read_text())
    del record["options"]["interviewers"], record["own_sha256"]
    path.write_text(json.dumps(record))
    assert "the older record does not tell interviewers" in diff(coded)


def test_rules_in_sum_agree_with_matches(coded: Path) -> None:
    """Counted another way: the places of the rule's hits in both tables."""
    flip(coded / "book.yaml", "[budget*]", "[a budget, no budget]")
    again(coded)
    places = [
        Counter((row["source"], row["start"], row["end"]) for row in rows(folder / "matches.csv"))
        for folder in (coded / "out", coded / "later")
    ]
    came, went = (places[1] - places[0]).total(), (places[0] - places[1]).total()
    assert f"  budget.1: {came} came, {went} went, 0 turned" in diff(coded)
