"""`scapolicy agree`: what is printed and written, and the exit status."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scapolicy.commands import main
from scapolicy.commands.agree import agree_command
from scapolicy.reliability import Compared, Unseen, agree

HEAD = "source,turn,category,valence\n"
ANNA = HEAD + "a.md,2,money,barrier\na.md,4,money,mixed\na.md,6,trust,facilitator\na.md,8,,\n"
BEN = HEAD + "a.md,2,money,barrier\na.md,4,money,barrier\na.md,6,money,facilitator\na.md,8,,\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "anna.csv").write_text(ANNA)
    (tmp_path / "ben.csv").write_text(BEN)
    return tmp_path


def invoke(folder: Path, *arguments: object, files: tuple[str, ...] = ("anna", "ben")) -> Result:
    paths = [str(folder / f"{name}.csv") for name in files]
    return CliRunner().invoke(main, ["agree", *paths, *map(str, arguments)])


def test_it_prints_coders_units_and_both_tables_in_80_columns(study: Path) -> None:
    done = invoke(study)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        "2 coders: anna, ben",
        "4 turns: every turn that any coder has a row for",
        "a turn that a coder has no row for counts as absent",
        "",
    ]
    assert max(map(len, lines)) <= 80
    money = next(line for line in lines if line.startswith("money"))
    assert money.split()[:6] == ["money", "4", "2", "62.5%", "75.0%", "0.533"]
    others = next(line for line in lines[9:] if line.startswith("money  ") and "0.500" in line)
    assert others.split() == ["money", "0.500", "0.467", "0.529", "2", "50.0%", "0.000"]


def test_agree_and_evaluate_leave_out_those_who_refused_with_the_same_note(study: Path) -> None:
    (study / "talks").mkdir()
    talk = "Q: Why?\n\nA: Money.\n\n" * 4
    for name, consent in (("a", "true"), ("b", "false")):
        (study / "talks" / f"{name}.md").write_text(f"---\nconsent: {consent}\n---\n{talk}")
    for name, text in (("anna", ANNA), ("ben", BEN)):
        (study / f"{name}.csv").write_text(f"{text}b.md,2,secret,barrier\nb.md,4,,\n")
    files = [str(study / "anna.csv"), str(study / "ben.csv")]
    told = []
    for command in ("agree", "evaluate"):
        done = CliRunner().invoke(main, [command, *files, "--transcripts", str(study / "talks")])
        assert done.exit_code == 0
        assert "secret" not in done.stdout
        assert any(line.startswith("4 turns") for line in done.stdout.splitlines())
        told.append([line for line in done.output.splitlines() if "b.md" in line])
    assert told[0] == told[1]
    assert len(told[0]) == 1
    assert "no consent was given" in told[0][0]


def test_undefined_is_said_with_its_reason(study: Path) -> None:
    (study / "ben.csv").write_text(ANNA.replace("a.md,8,,", "a.md,8,money,"))
    (study / "anna.csv").write_text(ANNA.replace("a.md,8,,", "a.md,8,money,"))
    lines = invoke(study, "--unseen", "missing").stdout.splitlines()
    assert "a turn that a coder has no row for is missing for that coder" in lines
    assert any(line.split()[:1] == ["trust"] and "undefined" in line for line in lines)
    assert any("no unit was given" in line or "only one value" in line for line in lines)


@pytest.mark.parametrize("names", ["x", "a_category_whose_name_is_much_longer_than_any_column"])
def test_the_widest_figures_fit_80_columns(study: Path, names: str) -> None:
    for coder, ways in (("anna", "barrier"), ("ben", "mixed"), ("cem", "neutral")):
        rows = [
            f"a.md,{n},{names if (n + len(ways)) % 3 else 'other'},{ways}\n" for n in range(1, 30)
        ]
        (study / f"{coder}.csv").write_text(HEAD + "".join(rows))
    done = invoke(study, files=("anna", "ben", "cem"))
    assert "mean kappa" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_valence_and_interval_are_shown_only_where_there_are_any(study: Path) -> None:
    for name, text in (("anna", ANNA), ("ben", BEN)):
        rows = [line.rpartition(",")[0] for line in text.splitlines()]
        (study / f"{name}.csv").write_text("\n".join(rows))
    done = invoke(study, "--resamples", 0)
    assert "valence" not in done.stdout
    assert "interval" not in done.stdout


def test_a_coders_file_is_never_replaced(study: Path) -> None:
    before = (study / "anna.csv").read_text()
    done = invoke(study, "-o", study / "anna.csv")
    assert done.exit_code == 2
    assert "[O03]" in done.stderr
    assert (study / "anna.csv").read_text() == before


def test_all_figures_are_written_as_the_library_gives_them(study: Path) -> None:
    out = study / "figures.csv"
    done = invoke(study, "-o", out, "--seed", 3)
    assert done.stdout.endswith(f"\nWritten to {out}\n")
    with out.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    table = agree([study / "anna.csv", study / "ben.csv"], seed=3).table()
    assert tuple(header) == table.columns
    assert rows == [[str(cell) for cell in row] for row in table.rows]


def test_the_help_says_that_the_suffix_names_the_format(study: Path) -> None:
    said = " ".join(CliRunner().invoke(main, ["agree", "--help"]).stdout.split())
    assert "suffix names the format" in said
    assert ".csv file" not in said
    done = invoke(study, "-o", study / "figures.xlsx")
    assert done.exit_code == 0
    assert (study / "figures.xlsx").read_bytes().startswith(b"PK")


def test_what_a_format_can_not_hold_is_told(study: Path) -> None:
    done = invoke(study, "-o", study / "figures.parquet")
    assert done.exit_code == 0
    assert f"\nWritten to {study / 'figures.parquet'}\n" in done.stdout
    assert "are numbers that a .parquet file can hold: they are text there" in done.stderr


def test_the_same_input_gives_the_same_bytes_in_any_process(study: Path) -> None:
    said = set()
    for seed in "12":
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "scapolicy",
                "agree",
                "anna.csv",
                "ben.csv",
                "-o",
                f"{seed}.csv",
            ],
            capture_output=True,
            cwd=study,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        )
        said.add(
            (done.stdout.replace(f"{seed}.csv".encode(), b""), (study / f"{seed}.csv").read_bytes())
        )
    assert len(said) == 1


def test_a_results_folder_may_be_compared_with_a_person(study: Path) -> None:
    talk = "Interviewer: A budget?\n\nMayor: We have no budget.\n"
    (study / "talks").mkdir()
    (study / "talks" / "a.md").write_text(talk)
    CliRunner().invoke(main, ["code", str(study / "talks"), "-o", str(study / "results"), "-q"])
    (study / "person.csv").write_text(HEAD + "a,2,enabling_environment,barrier\n")
    talks = ["--transcripts", str(study / "talks")]
    done = invoke(study, study / "results", *talks, files=("person",))
    assert done.exit_code == 0, done.output
    assert "2 coders: person, rules" in done.stdout
    assert "1 turn: the 1 of informants in the transcripts" in done.stdout


@pytest.mark.parametrize(("least", "status"), [("-0.5", 0), ("0.9", 1)])
def test_alpha_may_be_asked_for(study: Path, least: str, status: int) -> None:
    done = invoke(study, "--min-alpha", least)
    assert done.exit_code == status
    assert ("Alpha of all categories is" in done.stdout) == bool(status)


def test_an_alpha_that_is_undefined_is_not_reached(study: Path) -> None:
    (study / "anna.csv").write_text(HEAD)
    (study / "ben.csv").write_text(HEAD)
    done = invoke(study, "--min-alpha", -1)
    assert done.exit_code == 1
    assert done.stdout.endswith("Alpha of all categories is undefined, not -1 or more.\n")


def test_bad_input_exits_2_with_every_problem(study: Path) -> None:
    (study / "anna.csv").write_text(HEAD + "a.md,x,money,\na.md,1,money,good\n")
    (study / "ben.csv").write_text("source,category\n")
    done = invoke(study)
    assert (done.exit_code, done.stdout) == (2, "")
    assert [line[-4:-1] for line in done.stderr.splitlines()[::2]] == ["E11", "E12", "E10"]


@pytest.mark.parametrize(("out", "code"), [("none/x.csv", "E20"), ("x.pdf", "E21")])
def test_a_file_that_cannot_be_written_exits_2(study: Path, out: str, code: str) -> None:
    done = invoke(study, "-o", study / out)
    assert done.exit_code == 2
    assert f"[{code}]" in done.stderr


def test_the_choices_are_those_of_the_library() -> None:
    choices = {each.name: each.type for each in agree_command.params}
    assert list(choices["unit"].choices) == [str(each) for each in Compared]
    assert list(choices["unseen"].choices) == [str(each) for each in Unseen]
