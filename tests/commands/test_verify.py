"""`scapolicy verify` as a user runs it: the same bytes, or each thing that differs by its name."""

import json
import shutil
from pathlib import Path

import pytest

from scapolicy.comparison import causes
from tests.commands.test_code import ROOT, TALK, code, run, study

__all__ = ["study"]


@pytest.fixture
def coded(study: Path) -> Path:
    """The study, coded, with a table of attributes beside the interviews."""
    (study / "talks" / "attributes.csv").write_text("source,rank\na.md,clerk\n")
    assert code(study).returncode == 0
    return study


def verify(study: Path, *arguments: object, **environment: str) -> tuple[int, str]:
    done = run(
        "verify", study / "out", study / "talks", "-c", study / "book.yaml", *arguments,
        **environment,
    )  # fmt: skip
    assert done.stderr == "" or done.returncode == 2, done.stderr
    return done.returncode, done.stdout + done.stderr


def flip(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_study_comes_out_the_same(tmp_path: Path) -> None:
    assert run("code", ROOT / "transcripts", "-o", tmp_path / "r", "-q").returncode == 0
    done = run("verify", tmp_path / "r", ROOT / "transcripts")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "19 sources coded again, 7 tables compared: the same, byte for byte\n"


def test_it_holds_in_another_folder_time_zone_and_locale(coded: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(coded / "talks", other / "talks")
    shutil.move(coded / "out", other / "out")
    shutil.copy(coded / "book.yaml", other / "book.yaml")
    status, said = verify(other, TZ="Asia/Bangkok", LC_ALL="C", PYTHONHASHSEED="7")
    assert (status, said.splitlines()[-1]) == (
        0,
        "3 sources coded again, 7 tables compared: the same, byte for byte",
    )


def test_the_options_are_those_of_the_run(coded: Path) -> None:
    options = ["--by", "rank", "--unit", "turn", "--speakers", "all", "--level", "code"]
    code(coded, *options, "--interviewer", "Informant", "--tables-only")
    record = json.loads((coded / "out" / "run.json").read_text())
    assert record["options"]["interviewers"] == ["Informant"]
    status, said = verify(coded)
    assert (status, said) == (
        0,
        "3 sources coded again, 4 tables compared: the same, byte for byte\n",
    )


def test_the_results_folder_stays_as_it_is(coded: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in coded.rglob("*")}
    verify(coded)
    assert {path: path.stat().st_mtime_ns for path in coded.rglob("*")} == before


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("talks/a.md", "No budget.", "No budget!", "a.md: this transcript was changed [V03]"),
        (
            "talks/attributes.csv",
            "clerk",
            "chief",
            "attributes.csv: this table or file of settings was changed [V03]",
        ),
        (
            "book.yaml",
            "there is,",
            "there is;",
            "book: the codebook was changed, though it still calls itself version 1 [V09]",
        ),
        (
            "book.yaml",
            "version: 1",
            "version: 2",
            "the codebook's version was '1', and is '2' now [V08]",
        ),
        (
            "out/codings.csv",
            "No budget",
            "No Budget",
            "codings.csv: this file of the results was changed after the run wrote it [V02]",
        ),
        (
            "out/matrix.csv",
            "North,3",
            "North,4",
            "matrix.csv: this file of the results was changed after the run wrote it [V02]",
        ),
        (
            "out/run.json",
            '"words": 2',
            '"words": 3',
            "run.json: the record of the run says otherwise of: words of a.md [V11]",
        ),
        (
            "out/run.json",
            '"unit": "sentence"',
            '"unit":  "sentence"',
            "run.json: this file of the results was changed after the run wrote it [V02]",
        ),
        (
            "out/run.json",
            '"scapolicy": "',
            '"scapolicy": "9',
            "the version of scapolicy was 9",
        ),
    ],
)
def test_one_changed_byte_is_named(coded: Path, file: str, old: str, new: str, told: str) -> None:
    flip(coded / file, old, new)
    status, said = verify(coded)
    assert status == 1
    assert told in said, said


def test_a_hash_that_was_changed_in_the_record_is_not_laid_on_the_table(coded: Path) -> None:
    record = json.loads((coded / "out" / "run.json").read_text())
    record["outputs"]["matrix.csv"] = "0" * 64
    (coded / "out" / "run.json").write_text(json.dumps(record))
    status, said = verify(coded)
    assert (status, said.count("warning")) == (1, 2)
    assert "run.json: the record of the run was changed after the run wrote it" in said
    assert "run.json: the record of the run says otherwise of: matrix.csv [V11]" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"by": "province"', '"by": "rank"'),
        ('"unit": "sentence"', '"unit": "turn"'),
        ('"title": "Money"', '"title": "Large"'),
        ('"left_out": [', '"left_out": [{"source": "x", "why": "y", "code": "z"}'),
    ],
)
def test_a_record_that_was_changed_is_refused_and_named(coded: Path, old: str, new: str) -> None:
    record = coded / "out" / "run.json"
    shutil.copytree(coded / "out", coded / "copy")
    flip(record, old, new)
    refused = f"{record}: this file was changed after the run wrote it"
    for command in (
        ("matrix", coded / "out"),
        ("report", coded / "out", "-o", coded / "report.html"),
        ("diff", coded / "copy", coded / "out"),
        ("sensitivity", coded / "out", coded / "talks", "-c", coded / "book.yaml"),
    ):
        done = run(*command)
        assert done.returncode == 2, done.stdout
        assert refused in done.stderr
    status, said = verify(coded)
    assert status == 1
    assert said.splitlines()[0].startswith(
        f"warning: {record}: the record of the run was changed after the run wrote it"
    )
    again = code(coded)
    assert again.returncode == 2
    assert "run.json: this file was changed after scapolicy wrote it" in again.stderr


def test_a_record_of_an_older_version_has_no_hash_of_itself_and_is_read(coded: Path) -> None:
    path = coded / "out" / "run.json"
    record = json.loads(path.read_text())
    assert list(record)[-1] == "own_sha256"
    del record["own_sha256"]
    path.write_text(json.dumps(record, indent=2) + "\n")
    assert run("matrix", coded / "out").returncode == 0
    assert verify(coded) == (
        0,
        "3 sources coded again, 7 tables compared: the same, byte for byte\n",
    )
    assert code(coded).returncode == 0


def test_the_first_line_that_comes_out_otherwise_is_named(coded: Path) -> None:
    flip(coded / "talks" / "b.md", "We have a budget.", "We have none.")
    _, said = verify(coded)
    assert f"{coded / 'out' / 'codings.csv'}:3: made again, this file" in said
    assert said.endswith("3 sources coded again, 7 tables compared: 8 differences\n")


def test_transcripts_that_came_went_or_are_left_out_are_named(coded: Path) -> None:
    talks = coded / "talks"
    (talks / "b.md").unlink()
    (talks / "d.md").write_text(TALK.format(said="Nothing."))
    (talks / "e.mp3").write_bytes(b"\0")
    flip(talks / "south" / "c.md", "consent: true", "consent: false")
    status, said = verify(coded)
    assert status == 1
    assert "b.md: this transcript is not there any more [V04]" in said
    assert "d.md: this transcript is new [V05]" in said
    assert "e.mp3: this transcript, which is left out (scapolicy does not read" in said
    assert "south/c.md: this transcript was coded, and is left out now: left out: no" in said


def test_a_missing_table_is_named(coded: Path) -> None:
    (coded / "out" / "findings.csv").unlink()
    status, said = verify(coded)
    assert status == 1
    assert "findings.csv: this file of the results is missing [V01]" in said
    assert "V10" not in said
    assert said.endswith("7 tables compared: 1 difference\n")


def test_what_an_older_record_does_not_tell_is_no_difference(coded: Path) -> None:
    path = coded / "out" / "run.json"
    record = json.loads(path.read_text())
    del record["options"]["interviewers"], record["own_sha256"]
    path.write_text(json.dumps(record))
    status, said = verify(coded)
    assert status == 0
    assert "the older record does not tell interviewers" in said


def test_a_run_without_the_unreadable_can_be_made_again(study: Path) -> None:
    (study / "talks" / "e.mp3").write_bytes(b"\0")
    assert code(study, "--skip-unreadable").returncode == 0
    assert verify(study) == (
        0,
        "3 sources coded again, 7 tables compared: the same, byte for byte\n",
    )


def test_the_codebook_that_the_settings_name_is_found(study: Path) -> None:
    shutil.copy(study / "book.yaml", study / "talks" / "book.yaml")
    (study / "talks" / "scapolicy.toml").write_text('codebooks = ["book.yaml"]\n')
    assert run("code", study / "talks", "-o", study / "out").returncode == 0
    done = run("verify", study / "out", study / "talks")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (None, "there is no run.json in this folder [P01]"),
        ("{", "[P02]"),
        ("[" * 100_000, "[P02]"),
        ('{"outputs": {}}', "[P02]"),
    ],
)
def test_what_is_no_results_folder_is_refused(coded: Path, record: str | None, told: str) -> None:
    (coded / "out" / "run.json").unlink()
    if record is not None:
        (coded / "out" / "run.json").write_text(record)
    status, said = verify(coded)
    assert status == 2
    assert told in said


def test_an_option_that_there_is_not_is_refused(coded: Path) -> None:
    flip(coded / "out" / "run.json", '"unit": "sentence"', '"unit": "word"')
    status, said = verify(coded)
    assert (status, "[P02]" in said) == (2, True)


def test_a_codebook_that_can_not_be_found_is_asked_for(coded: Path) -> None:
    flip(coded / "out" / "matrix.csv", "3", "4")
    done = run("verify", coded / "out", coded / "talks")
    assert done.returncode == 2
    assert "the run used a codebook 'book', which does not come with scapolicy [V13]" in done.stderr
    assert "matrix.csv: this file of the results was changed" in done.stderr


def test_the_transcripts_must_be_given(coded: Path) -> None:
    assert run("verify", coded / "out").returncode == 2
    assert "[R01]" in run("verify", coded / "nix", coded / "talks").stderr


def test_a_library_that_took_no_part_is_told_as_that(coded: Path) -> None:
    path = coded / "out" / "run.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["versions"] = {"pypdfium2": "1.0"}
    path.write_text(json.dumps(record), encoding="utf-8")
    status, said = verify(coded)
    assert status == 1
    assert "pypdfium2 1.0 took part then, and does not now [V17]" in said
    (told,) = causes({**record, "versions": {}}, record)
    assert told.message == "pypdfium2 1.0 takes part now, and did not then"
