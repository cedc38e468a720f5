"""`scapolicy codebook suggest` as a user meets it."""

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.commands.test_code import run

BOOK = """\
title: T
version: 1
sets: {paper: [memorandum]}
categories:
  - id: money
    codes:
      - id: budget
        rules:
          - {id: purse, valence: barrier, terms: ["purs*"]}
          - {id: sky, valence: barrier, terms: [weather]}
          - {id: idle, valence: barrier, terms: [partnership]}
  - id: papers
    codes:
      - id: signed
        rules:
          - {id: sign, valence: facilitator, terms: [$paper]}
"""
TALK = "Q: Why?\n\nA: The public purse is empty.\n\nQ: And?\n\nA: The weather is fine here.\n\n"


@pytest.fixture
def study(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A person's coding, the transcripts it is of, and a codebook."""
    talks = tmp_path / "talks"
    talks.mkdir()
    rows = []
    for name in ("a", "b"):
        (talks / f"{name}.md").write_text(TALK * 5)
        rows += [f"{name},{turn},money" for turn in range(2, 20, 4)]
        rows += [f"{name},{turn}," for turn in range(4, 21, 4)]
    gold, book = tmp_path / "gold.csv", tmp_path / "book.yaml"
    gold.write_text("source,turn,category\n" + "\n".join(rows) + "\n")
    book.write_text(BOOK)
    return gold, talks, book


def test_it_prints_terms_misleading_words_and_idle_rules_in_80_columns(
    study: tuple[Path, Path, Path],
) -> None:
    gold, talks, book = study
    done = run("codebook", "suggest", gold, talks, "-c", book)
    assert done.returncode == 0, done.stderr
    assert "public purse" in done.stdout
    misleading = done.stdout.partition("Words that mislead")[2]
    assert ["sky", "weather", "0", "10"] in [line.split() for line in misleading.splitlines()]
    assert "idle" in misleading
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_all_of_it_is_written_as_csv(study: tuple[Path, Path, Path], tmp_path: Path) -> None:
    gold, talks, book = study
    out = tmp_path / "out"
    done = run("codebook", "suggest", gold, talks, "-c", book, "-o", out)
    assert done.returncode == 0, done.stderr
    names = {"key_terms.csv", "matched_words.csv", "written.json"}
    assert {path.name for path in out.iterdir()} == names
    with (out / "key_terms.csv").open(newline="", encoding="utf-8") as file:
        terms = {row["term"]: row for row in csv.DictReader(file)}
    assert (terms["purse"]["inside"], terms["purse"]["outside"]) == ("10", "0")


def test_or_into_a_file_of_tables(study: tuple[Path, Path, Path], tmp_path: Path) -> None:
    gold, talks, book = study
    done = run("codebook", "suggest", gold, talks, "-c", book, "-o", tmp_path / "out.xlsx")
    assert done.returncode == 0, done.stderr
    sheets = openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert sheets[:2] == ["key_terms", "matched_words"]


def test_the_same_files_give_the_same_bytes(study: tuple[Path, Path, Path]) -> None:
    gold, talks, book = study
    first = run("codebook", "suggest", gold, talks, "-c", book)
    lines = gold.read_text().splitlines()
    gold.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    assert run("codebook", "suggest", gold, talks, "-c", book).stdout == first.stdout


def test_every_fault_of_the_coding_is_told_with_its_line(
    study: tuple[Path, Path, Path],
) -> None:
    gold, talks, book = study
    gold.write_text("source,turn,category\nc,2,money\na,99,money\n")
    done = run("codebook", "suggest", gold, talks, "-c", book)
    assert done.returncode == 2
    assert f"{gold}:2" in done.stderr
    assert f"{gold}:3" in done.stderr


def test_a_wildcard_is_known_and_part_of_a_word_is_not(
    study: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    gold, talks, book = study
    book.write_text(BOOK.replace("partnership", "republic"))
    done = run("codebook", "suggest", gold, talks, "-c", book, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out" / "key_terms.csv").open(newline="", encoding="utf-8") as file:
        known = {row["term"]: row["known"] for row in csv.DictReader(file)}
    assert known == {"public purse": "true", "purse": "true", "public": "false"}


def test_one_category_can_be_asked_for(study: tuple[Path, Path, Path]) -> None:
    gold, talks, book = study
    done = run("codebook", "suggest", gold, talks, "-c", book, "--category", "papers")
    assert done.returncode == 0, done.stderr
    assert "purse" not in done.stdout
    assert "1 of 1 rule matched nowhere: sign" in done.stdout
    done = run("codebook", "suggest", gold, talks, "-c", book, "--category", "monney")
    assert done.returncode == 2
    assert "did you mean 'money'?" in done.stderr


def test_who_refused_consent_is_named_as_left_out(study: tuple[Path, Path, Path]) -> None:
    gold, talks, book = study
    (talks / "a.md").write_text("---\nconsent: false\n---\n" + TALK * 5)
    done = run("codebook", "suggest", gold, talks, "-c", book)
    assert done.returncode == 0, done.stderr
    assert "note: a.md: left out: no consent was given [N01]" in done.stderr
    assert "purse" not in done.stdout


def test_what_the_folder_sets_holds_where_an_option_is_not_given(
    study: tuple[Path, Path, Path],
) -> None:
    gold, talks, book = study
    book.rename(talks / "book.yaml")
    (talks / "scapolicy.toml").write_text('codebooks = ["book.yaml"]\n')
    done = run("codebook", "suggest", gold, talks)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Codebook: T 1 (book)\n")
    (talks / "scapolicy.toml").write_text('codebooks = ["book.yaml", "key-factors"]\n')
    done = run("codebook", "suggest", gold, talks)
    assert (done.returncode, "[C58]" in done.stderr) == (2, True)
    assert "book, key-factors" in done.stderr
    assert run("codebook", "suggest", gold, talks, "-c", "key-factors").returncode == 0


def test_an_interviewer_can_be_named(study: tuple[Path, Path, Path]) -> None:
    gold, talks, book = study
    for name in ("a", "b"):
        (talks / f"{name}.md").write_text(TALK.replace("Q: Why?", "Boss: Fireworks.") * 5)
    asked = ("codebook", "suggest", gold, talks, "-c", book)
    with gold.open("a") as file:
        file.writelines(f"{name},{turn},money\n" for name in "ab" for turn in range(1, 20, 4))
    assert "fireworks" in run(*asked).stdout
    assert "fireworks" not in run(*asked, "--interviewer", "Boss").stdout
