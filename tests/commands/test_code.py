"""`scapolicy code` as a user runs it: in a process of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from scapolicy.commands import main
from scapolicy.records import CACHE_FOLDER
from scapolicy.results import ResultsWriter
from scapolicy.summary import Summary

ROOT = Path(__file__).resolve().parents[2]
BOOK = """\
title: Money
version: 1
categories:
  - id: money
    definition: Money there is, or is not.
    codes:
      - id: budget
        definition: A budget.
        rules:
          - valence: facilitator
            terms: [budget*]
"""
TALK = """\
---
province: North
consent: true
---
Interviewer: A budget?

Informant: {said}
"""


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program with these arguments."""
    command = [sys.executable, "-m", "scapolicy", *map(str, arguments)]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=env, cwd=ROOT, check=False
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder with a codebook and three short interviews."""
    folder = tmp_path / "talks"
    (folder / "south").mkdir(parents=True)
    (tmp_path / "book.yaml").write_text(BOOK)
    for name, said in (
        ("b.md", "We have a budget."),
        ("a.md", "No budget."),
        ("south/c.md", "=HYPERLINK('x') and a budget"),
    ):
        (folder / name).write_text(TALK.format(said=said))
    return tmp_path


def code(study: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(
        "code", study / "talks", "-c", study / "book.yaml", "-o", study / "out", *arguments,
        **environment,
    )  # fmt: skip


def test_it_writes_the_tables_and_prints_them_in_80_columns(study: Path) -> None:
    done = code(study)
    assert done.returncode == 0, done.stderr
    assert "Factor matrix by province" in done.stdout
    assert "\x1b" not in done.stdout
    lines = [line for line in done.stdout.splitlines() if not line.startswith("Written to")]
    assert max(map(len, lines)) <= 80
    assert (study / "out" / "matrix.csv").read_text() == "province,money\nNorth,3\n"


def test_codes_have_their_frequencies_printed_if_they_are_the_factors(study: Path) -> None:
    assert "\n  Budget " not in code(study).stdout
    done = code(study, "--level", "code")
    assert "\n  Budget " in done.stdout.partition("\nFrequencies")[2]


def test_quiet_prints_nothing(study: Path) -> None:
    done = code(study, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("quiet", [[], ["-q"]])
def test_an_attribute_that_no_source_states_is_told_with_those_that_there_are(
    study: Path, quiet: list[str]
) -> None:
    done = code(study, "--by", "provinces", *quiet)
    assert done.returncode == 0  # a source without the attribute counts under (none)
    told = " ".join(done.stderr.split())
    assert "warning: no source states 'provinces', so that all are counted under (none)" in told
    assert "did you mean 'province'? [N28]" in told
    assert "those that there are: province" in told
    assert (study / "out" / "matrix.csv").read_text() == "provinces,money\n(none),3\n"


def test_without_provinces_it_is_told_what_there_is_instead(study: Path) -> None:
    for path in (study / "talks").rglob("*.md"):
        path.write_text(path.read_text().replace("province:", "ward:"))
    told = " ".join(code(study).stderr.split())
    assert "no source states 'province'" in told
    assert "report --by one of those that there are: ward" in told
    assert code(study, "-q").stderr == ""


def test_what_was_said_cannot_run_in_a_spreadsheet(study: Path) -> None:
    code(study)
    lines = (study / "out" / "codings.csv").read_text().splitlines()
    assert lines[3].endswith(",budget,'=HYPERLINK('x') and a budget,rules")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        ([], {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Bangkok"}),
        ([], {"PYTHONHASHSEED": "2", "LC_ALL": "C.utf8", "PYTHONUTF8": "0"}),
        (["--jobs", "1"], {}),
        (["--jobs", "2"], {}),
        (["--jobs", "3"], {"PYTHONHASHSEED": "3"}),
    ],
)
def test_the_same_input_gives_the_same_bytes(
    study: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    code(study)
    expected = _bytes(study / "out")
    shutil.rmtree(study / "out")

    assert code(study, *arguments, **environment).returncode == 0

    assert _bytes(study / "out") == expected


def test_what_has_not_changed_is_taken_from_the_last_run(study: Path) -> None:
    assert "taken from" not in code(study).stderr
    first = _bytes(study / "out")
    assert "3 of 3 sources taken from earlier runs" in code(study).stderr
    assert _bytes(study / "out") == first
    assert "taken from" not in code(study, "--no-cache").stderr
    assert _bytes(study / "out") == first


def test_tables_alone_replace_evidence_that_no_longer_belongs_to_them(study: Path) -> None:
    code(study)
    whole = _bytes(study / "out")
    assert code(study, "--tables-only").returncode == 0
    tables = _bytes(study / "out")
    names = {"matrix.csv", "findings.csv", "frequencies.csv", "sources.csv", "run.json"}
    assert set(tables) == names
    assert all(tables[name] == whole[name] for name in tables if name != "run.json")


def test_the_order_of_paths_and_of_files_on_disk_does_not_matter(study: Path) -> None:
    files = [study / "talks" / "a.md", study / "talks" / "b.md"]
    options = ("-c", study / "book.yaml", "-o")
    run("code", *files, *options, study / "one")
    files[0].rename(study / "moved")
    (study / "moved").rename(files[0])
    run("code", *reversed(files), *options, study / "two")
    assert _bytes(study / "one") == _bytes(study / "two")


def test_a_missing_folder_is_told(study: Path) -> None:
    done = run("code", study / "nowhere", "-o", study / "out")
    assert done.returncode == 2
    assert f"{study / 'nowhere'}: there is no such file or folder [R01]" in done.stderr
    assert not (study / "out").exists()


def test_problems_of_codebook_and_folder_are_told_at_once(study: Path) -> None:
    done = run("code", study / "nowhere", "-c", "no-such-book")
    assert done.returncode == 2
    assert "[R01]" in done.stderr
    assert "[C19]" in done.stderr


def test_files_that_cannot_be_read_are_all_told_and_nothing_is_written(study: Path) -> None:
    (study / "talks" / "x.txt").write_bytes(b"\x89PNG\0\0")
    (study / "talks" / "y.docx").write_bytes(b"not a zip")
    (study / "talks" / "z.md").write_text("---\n- not\n  attributes\n---\n")
    done = code(study)
    assert done.returncode == 2
    assert [line.split(": ")[0].rpartition("/")[2] for line in done.stderr.splitlines()[::2]] == [
        "x.txt:1",
        "y.docx",
        "z.md:2",
    ]
    assert "Traceback" not in done.stderr
    assert _bytes(study / "out") == {}


def test_signs_that_no_text_has_are_told_of_attributes_too(study: Path) -> None:
    head = 'province: "Nor\\0th"\nrank: "\\a bell"\nlevel: "a\\tb"'
    (study / "talks" / "z.md").write_text(f"---\n{head}\n---\nMayor: A budget.\n")
    done = code(study)
    assert done.returncode == 2
    assert [line.partition("z.md: ")[2] for line in done.stderr.splitlines()[::2]] == [
        "the attribute 'province' holds U+0000 (as character 4), a sign that no text has [R80]",
        "the attribute 'rank' holds U+0007 (as character 1), a sign that no text has [R80]",
    ]
    assert _bytes(study / "out") == {}


def test_unreadable_files_may_be_skipped_and_are_listed(study: Path) -> None:
    (study / "talks" / "x.mp3").write_bytes(b"%PDF")
    done = code(study, "--skip-unreadable")
    assert done.returncode == 0
    assert "x.mp3: scapolicy does not read this kind of file (.mp3)" in done.stderr
    assert "x.mp3" in (study / "out" / "run.json").read_text()


def test_a_run_that_fails_at_once_leaves_no_folder(study: Path) -> None:
    (study / "talks" / "a.xyz").write_text("A budget.")
    done = run("code", study / "talks" / "a.xyz", "-o", study / "out")
    assert done.returncode == 2
    assert not (study / "out").exists()


def test_a_file_that_is_gone_is_told(study: Path) -> None:
    (study / "talks" / "d.md").symlink_to(study / "talks" / "gone.md")
    done = code(study)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "d.md" in done.stderr


def test_another_label_may_be_named_an_interviewer(study: Path) -> None:
    text = "Ajarn: A budget?\n\nMayor: Yes.\n\nAjarn: A budget?\n\nMayor: Yes."
    (study / "talks" / "d.txt").write_text(text)
    code(study, "--interviewer", "Ajarn")
    assert "d.txt" not in (study / "out" / "codings.csv").read_text()


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("sign", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_run_that_is_stopped_leaves_old_results_whole(
    study: Path, sign: str, status: int
) -> None:
    code(study)
    before = _bytes(study / "out")
    long = TALK.format(said="We have a budget. " * 400_000)
    (study / "talks" / "long.md").write_text(long)
    command = [
        sys.executable,
        "-m",
        "scapolicy",
        "code",
        study / "talks",
        "-c",
        study / "book.yaml",
    ]
    process = subprocess.Popen(
        [*command, "-o", study / "out", "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=_as_in_the_foreground,  # noqa: PLW1509  no threads here
    )
    time.sleep(1.5)
    process.send_signal(signal.Signals[sign])
    _, said = process.communicate(timeout=60)
    assert process.returncode == status
    assert said.endswith("Stopped; no results were changed.\n")
    assert "Traceback" not in said
    assert _bytes(study / "out") == before
    assert [path.name for path in (study / "out").iterdir() if path.is_dir()] == [CACHE_FOLDER]


def test_results_of_several_codebooks_are_replaced_together_or_not(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (study / "other.yaml").write_text(BOOK.replace("Money", "Other"))
    words = ["code", "talks", "-c", "book.yaml", "-c", "other.yaml", "-o", "out", "--no-cache"]
    monkeypatch.chdir(study)
    assert CliRunner().invoke(main, words).exit_code == 0
    before = [_bytes(study / "out" / name) for name in ("book", "other")]
    (study / "talks" / "a.md").write_text(TALK.format(said="A budget, and a budget."))

    def stopped(writer: ResultsWriter, summary: Summary) -> None:
        if summary.codebook.name == "other":
            raise KeyboardInterrupt
        whole(writer, summary)

    whole = ResultsWriter.write
    with monkeypatch.context() as patch:
        patch.setattr(ResultsWriter, "write", stopped)
        done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.stderr) == (130, "Stopped; no results were changed.\n")
    assert [_bytes(study / "out" / name) for name in ("book", "other")] == before

    def full(path: Path, target: Path) -> Path:
        if path.parent.name == "other" and target.name == ".scapolicy-ready":
            raise OSError(28, "No space left on device", str(path))
        return rename(path, target)

    rename = Path.rename
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        done = CliRunner().invoke(main, words)
    assert (done.exit_code, "No space left on device" in done.stderr) == (2, True)
    assert [_bytes(study / "out" / name) for name in ("book", "other")] == before

    assert CliRunner().invoke(main, words).exit_code == 0
    assert [_bytes(study / "out" / name) for name in ("book", "other")] != before


def test_what_is_changed_while_a_run_works_stops_it_with_all_old_results_whole(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (study / "other.yaml").write_text(BOOK.replace("Money", "Other"))
    words = ["code", "talks", "-c", "book.yaml", "-c", "other.yaml", "-o", "out"]
    monkeypatch.chdir(study)
    assert CliRunner().invoke(main, words).exit_code == 0
    (study / "talks" / "a.md").write_text(TALK.format(said="A budget, and a budget."))
    table = study / "out" / "other" / "codings.csv"

    def write(writer: ResultsWriter, summary: Summary) -> None:
        with table.open("a") as file:  # as somebody saves it at this moment
            file.write("mine\n")
        whole(writer, summary)

    whole = ResultsWriter.write
    before = [_bytes(study / "out" / name) for name in ("book", "other")]
    with monkeypatch.context() as patch:
        patch.setattr(ResultsWriter, "write", write)
        done = CliRunner().invoke(main, words)
    assert (done.exit_code, "[O02]" in done.stderr) == (2, True)
    assert str(Path("out", "other", "codings.csv")) in done.stderr
    assert "run again" in done.stderr
    before[1]["codings.csv"] += b"mine\n" * 2
    assert [_bytes(study / "out" / name) for name in ("book", "other")] == before

    table.rename(table.with_name("codings-mine.csv"))
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, "sources taken from earlier runs" in done.stderr) == (0, True)
    assert (study / "out" / "other" / "codings-mine.csv").read_text().endswith("mine\n")


def test_a_command_that_is_stopped_while_it_shows_results_says_that_they_are_written(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scapolicy.commands.view.show", stopped)
    words = ["code", study / "talks", "-c", study / "book.yaml", "-o", study / "out"]
    done = CliRunner().invoke(main, list(map(str, words)))
    assert (done.exit_code, done.stderr) == (130, "Stopped; all results are written.\n")
    assert (study / "out" / "run.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_no_process_outlives_a_run_that_is_killed_and_the_next_clears_up(study: Path) -> None:
    (study / "talks" / "long.md").write_text(TALK.format(said="We have a budget. " * 400_000))
    command = [sys.executable, "-m", "scapolicy", "code", study / "talks", "--jobs", "2", "-o"]
    process = subprocess.Popen(
        [*command, study / "out"], stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    while not list((study / "out").glob(".scapolicy-new-*/codings.part")):
        assert process.poll() is None
        time.sleep(0.1)
    time.sleep(1)
    process.kill()
    process.communicate(timeout=30)  # ends only when nobody holds its standard error any more
    assert list((study / "out").glob(".scapolicy-new-*"))
    (study / "talks" / "long.md").unlink()
    assert code(study).returncode == 0
    assert not list((study / "out").glob(".scapolicy-new-*"))


def _as_in_the_foreground() -> None:
    """Jobs in the background or under nohup, as tests may be, begin with these ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def test_help_needs_nothing_heavy() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "scapolicy", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert loaded.isdisjoint({"spacy", "pandas", "numpy", "rich", "yaml", "docx", "re2"})


def test_coding_the_shipped_study_needs_neither_spacy_nor_pandas(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "scapolicy", "code", "transcripts"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "yaml" in loaded
    assert loaded.isdisjoint({"spacy", "pandas", "numpy", "docx", "email", "zipfile", "lxml"})


def test_what_prints_nothing_needs_nothing_to_print_with(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "scapolicy", "code", "transcripts", "-q"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "yaml" in loaded
    assert not any(name.startswith("rich") for name in loaded)


def test_several_codebooks_write_a_folder_each(study: Path) -> None:
    other = (study / "book.yaml").read_text().replace("title: ", "title: Other ")
    (study / "other.yaml").write_text(other)
    done = code(study, "-c", study / "other.yaml")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (study / "out").iterdir()) == ["book", "other"]
    one, two = ((study / "out" / name / "matrix.csv").read_bytes() for name in ("book", "other"))
    assert one == two


def test_a_category_called_like_the_case_leaves_the_case_a_column(study: Path) -> None:
    (study / "book.yaml").write_text(BOOK.replace("id: money", "id: province"))
    done = code(study)
    assert done.returncode == 0, done.stderr
    for name in ("matrix.csv", "findings.csv"):
        assert (study / "out" / name).read_text().startswith("attribute.province,province\n")
    done = run("report", study / "out", "-o", study / "r.html", "-c", study / "book.yaml")
    assert done.returncode == 0, done.stderr
    again = ("verify", study / "out", study / "talks", "-c", study / "book.yaml")
    assert run(*again).returncode == 0


def test_a_refused_run_leaves_no_empty_folders(study: Path) -> None:
    (study / "other.yaml").write_text(BOOK)
    kept = study / "results" / "other" / "matrix.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine\n")
    both = ("-c", study / "book.yaml", "-c", study / "other.yaml")
    done = run("code", study / "talks", *both, "-o", study / "results")
    assert (done.returncode, "[O03]" in done.stderr) == (2, True)
    assert [path.name for path in (study / "results").iterdir()] == ["other"]
    (study / "talks" / "z.md").write_bytes(b"a\0b")
    done = run("code", study / "talks", *both, "-o", study / "new" / "one", "--no-cache")
    assert (done.returncode, "[R04]" in done.stderr) == (2, True)
    assert not (study / "new").exists()


def test_codebooks_of_one_name_and_all_other_faults_are_told_at_once(study: Path) -> None:
    (study / "sub").mkdir()
    (study / "sub" / "book.yaml").write_bytes((study / "book.yaml").read_bytes())
    done = code(study, "-c", study / "sub" / "book.yaml", "-c", "no-such")
    assert done.returncode == 2
    assert [line.split("[")[-1] for line in done.stderr.splitlines() if line.endswith("]")] == [
        "C29]",
        "C19]",
    ]
