"""What others wrote (names, speakers, attributes, codebooks, files) does not steer the terminal."""

import csv
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scapolicy.commands import main
from scapolicy.commands.columns import View
from scapolicy.commands.view import show
from scapolicy.readers.erasure import Removal
from scapolicy.readers.journal import complete_withdrawal, note

EVIL = "a\x1b[2J\u202eb\x9bc\x07"
SIGNS = "a\u202eb\x9bc\u2066"  # those that a text may hold and still be one
LONG = "n" * 300
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

BOOK = f"""\
title: "T\\e[2J\\u202e"
version: "1\\e[2J"
description: "D\\e[2J\\u202e {LONG}"
source: "S\\e[2J\\u202e"
findings: {{levels: ["l\\e[2J\\u202e"]}}
sets:
  money: [budget, "fund\\u202e"]
cues:
  - {{effect: negation, side: before, terms: ["never\\u202e", without]}}
categories:
  - id: money
    label: "Money\\e[2J\\u202e :smile: {LONG}"
    definition: "Def\\e[2J\\u202e"
    codes:
      - id: budget
        label: "Budget\\e[2J\\u202e\\nother: 7"
        definition: "Def\\e[2J\\u202e"
        rules:
          - {{valence: facilitator, terms: [$money, "money\\u202e"]}}
          - {{valence: facilitator, terms: [gr?nt], near: ["city\\u202e"]}}
  - id: people
    label: People
    codes:
      - {{id: staff, rules: [{{valence: barrier, terms: [staff]}}]}}
"""


def talk(name: str, province: str, said: str) -> str:
    return (
        f'---\ninformant: "I\\e[2J\\u202e {name}"\nprovince: "{province}"\n'
        f'"at\\e[2J\\u202e": "v\\e[2J\\u202e\\nconsent: no"\nconsent: true\n'
        f"site: s{int(name) % 2}\n---\n"
        f"Q{SIGNS}: Was there a budget?\n\nMayor{SIGNS}: {said} never{SIGNS} a budget {SIGNS} of "
        f"money{SIGNS}.\n\n"
        f"Q{SIGNS}: And staff?\n\nMayor{SIGNS}: We had a grant and staff, {LONG}.\n"
    )


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study in which whatever can be written is hostile, coded."""
    folder = tmp_path_factory.mktemp("study")
    talks = folder / f"talks{EVIL}"
    talks.mkdir()
    for number, said in enumerate(["We have", "We had\x9b8m", "There was"]):
        name = f"{number}{LONG[:200]} :smile: [bold].md"
        place = f"P\\e[2J\\u202e\\n{number % 2} :smile: {LONG[: 60 * number]}"
        (talks / name).write_text(talk(str(number), place, said))
    (folder / f"book{EVIL}.yaml").write_text(BOOK)
    (folder / "names.txt").write_text(f"Mayor{SIGNS}\nNobody{SIGNS} = P\x9b2J\n")
    for coder in ("one", "two"):
        with (folder / f"{coder}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["source", "turn", "category", "valence", "coder"])
            for path in sorted(talks.iterdir()):
                rows.writerow([path.name, 2, "money", "facilitator", f"{coder}{SIGNS}\nx"])
                rows.writerow([path.name, 4, f"people{coder}{SIGNS}\ny", "", f"{coder}{SIGNS}\nx"])
    (folder / "long").mkdir()
    (folder / "long" / f"{LONG[:251]}.txt").write_text("Q: Why?\n\nA: So.\n")
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / f"{EVIL}\nCM-01.md: all well.md").write_text("Q: Why?\n\nA: So.\n")
    told = run(folder, "code", "TALKS", "-c", "BOOK", "-o", "results", "-q")
    (folder / "later.yaml").write_text(
        BOOK.replace("valence: barrier, terms", "valence: neutral, terms")
    )
    (folder / "words.yml").write_text(r'"words\e[2J\u202e": {"in\e[2J": ["$x\e[2J", tax]}')
    run(folder, "code", "TALKS", "-c", "later.yaml", "-o", "later", "-q")
    assert (folder / "results" / "run.json").exists(), told
    return folder


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command in a study; words in capitals stand for its hostile paths."""
    talks, book = folder / f"talks{EVIL}", folder / f"book{EVIL}.yaml"
    first = min(talks.iterdir())
    paths = {
        "TALKS": talks,
        "BOOK": book,
        "TALK": first,
        "TURN": f"{first}:2",
        "WHO": "I\x1b[2J\u202e 0",
    }
    given = [str(paths.get(word, word)) for word in words]
    given = [str(folder / one) if os.path.exists(folder / one) else one for one in given]
    for place in range(1, len(given)):
        if given[place - 1] in ("-o", "--key"):
            given[place] = str(folder / given[place])
    done = CliRunner().invoke(main, given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


COMMANDS = """
agree one.csv two.csv
agree one.csv two.csv -o agreement{EVIL}.csv
code TALKS -c BOOK -o again{EVIL}
code TALKS -c BOOK -o again --by {EVIL}
code TALKS -c BOOK -o level --level code --by informant
code TALKS -o shipped
codebook check BOOK
codebook show BOOK
codebook show {EVIL}
codebook import BOOK -o made{EVIL}.yaml
codebook import words.yml -o words{EVIL}.yaml
codebook import names.txt -o made.yaml
codebook suggest one.csv TALKS -c BOOK
compare results --group province={EVIL}
compare results --group site=s0
cooccurrence results
coverage results
crosstab results
diff results later
diff results later -o changes{EVIL}.csv
evaluate results one.csv
evaluate results one.csv --transcripts TALKS
explain TURN -c BOOK
explain TALK -c BOOK
figure heatmap results -o map{EVIL}.svg
figure heatmap results -o map{EVIL}
findings results
findings results --where {EVIL}
framework results
framework results -o framework.xlsx
frequencies results
init TALKS
init TALK
kwic results
kwic results --sort left --code {EVIL}
matrix results --by province --by informant
matrix results -o matrix{EVIL}.md
matrix results --by {EVIL}
matrix results{EVIL}
pseudonymize TALKS --names names.txt
pseudonymize TALKS --names names.txt -o coded --key key{EVIL}.csv
qca results --outcome province={EVIL}
qca results --outcome site=s0 --by informant
report results -o report{EVIL}.html
report results -o report.docx{EVIL}
sensitivity results TALKS
sensitivity results TALKS --codebook BOOK
sensitivity results
transcripts list TALKS
transcripts check TALKS
transcripts show TALK
transcripts show {EVIL}
transcripts convert TALKS -o plain{EVIL}
verify results TALKS -c BOOK
verify later TALKS
transcripts list hidden
transcripts check hidden
transcripts show hidden/{EVIL}
transcripts convert hidden -o plain
code hidden
init hidden
init hidden/{EVIL}
withdraw {EVIL} hidden
withdraw {EVIL} TALKS
withdraw WHO TALKS --results results
{EVIL}
matrix {EVIL} {EVIL}
matrix --{EVIL}
--{EVIL}
code TALKS --unit {EVIL}
agree one.csv {LONG}.csv
agree one.csv two.csv -o {LONG}.csv
code {LONG}
code TALKS -o {LONG} -c BOOK
code TALKS -c {LONG}.yaml
code TALKS -c BOOK --interviewer {LONG} -o again
code TALKS -c BOOK --by {LONG} -o again
codebook check {LONG}
codebook import words.yml -o {LONG}.yaml
codebook import {LONG}.dic
codebook suggest {LONG} TALKS
codebook suggest one.csv TALKS -c BOOK --category {LONG}
codebook suggest one.csv TALKS -c BOOK -o {LONG}
diff results {LONG}
diff results later -o {LONG}.csv
evaluate results {LONG}.csv
evaluate results one.csv -o {LONG}
evaluate results one.csv --transcripts {LONG}
explain {LONG}:2
explain TURN -c {LONG}
figure heatmap results -o {LONG}.svg
framework results -o {LONG}.xlsx
init {LONG}
matrix {LONG}
matrix results -o {LONG}.csv
matrix results --where {LONG}={LONG}
pseudonymize TALKS --names {LONG}
pseudonymize TALKS --names names.txt -o {LONG} --key key.csv
pseudonymize TALKS --names names.txt -o coded2 --key {LONG}
pseudonymize TALKS --key {LONG}
pseudonymize TALKS --pipeline {LONG}
report results -o {LONG}.html
report {LONG} -o report.html
sensitivity results TALKS --codebook {LONG}
transcripts list {LONG}
transcripts check {LONG}
transcripts show {LONG}
transcripts convert TALKS -o {LONG}
transcripts convert long -o plain2
verify {LONG} TALKS
verify results {LONG}
withdraw {LONG} TALKS
withdraw WHO {LONG}
withdraw WHO TALKS --results {LONG}
"""


@pytest.mark.parametrize("command", COMMANDS.strip().splitlines())
def test_no_command_lets_the_terminal_be_steered(study: Path, command: str) -> None:
    words = [word.replace("{EVIL}", EVIL).replace("{LONG}", LONG) for word in command.split()]
    status, said = run(study, *words)
    assert status in (0, 1, 2)
    assert said.strip()
    assert STEERING.findall(said) == []
    begun = re.compile(r"(CM-01\.md: all well|consent: no|other: 7)")
    assert [line for line in said.splitlines() if begun.match(line)] == []


def test_every_command_is_tried() -> None:
    tried = {line.split()[0] for line in COMMANDS.strip().splitlines()}
    assert set(main.list_commands(None)) <= tried  # type: ignore[arg-type]


def test_a_terminal_gets_no_sign_and_no_picture_that_somebody_wrote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    view = View()
    view.add_column(f"head{EVIL}")
    view.add_row(f"cell{EVIL} :smile: [bold]x[/bold]")
    show(f"line{EVIL}", view)
    said = capsys.readouterr().out
    assert STEERING.findall(re.sub(r"\x1b\[[0-9;]*m", "", said)) == []  # only its own colours
    assert ":smile: [bold]x[/bold]" in said


def test_a_withdrawal_that_is_completed_tells_names_that_steer_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy = tmp_path / f"copy{EVIL}.txt"
    copy.write_text("Ann")
    note({tmp_path: Removal(files=(copy.name,))}, "token")
    complete_withdrawal(tmp_path)
    assert not copy.exists()
    assert "\ufffd" in caplog.text
    assert STEERING.findall(caplog.text) == []
