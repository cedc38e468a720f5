"""No command writes over a file that a results folder names as its own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scapolicy.commands import main
from tests.commands.test_code import _bytes, study

__all__ = ["study"]


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.fixture
def results(study: Path) -> Path:
    """A results folder, in which a comparison was written too."""
    out = study / "out"
    made = invoke("code", study / "talks", "-c", study / "book.yaml", "-o", out)
    assert made.exit_code == 0, made.stderr
    gold = study / "gold.csv"
    gold.write_text("source,turn,category\nb.md,2,money\n")
    coded = study / "coded.csv"
    coded.write_bytes(gold.read_bytes())
    made = invoke("evaluate", coded, gold, "-o", out)
    assert made.exit_code == 0, made.stderr
    return out


@pytest.mark.parametrize(
    "name",
    # some systems take capitals for the same file
    ["matrix.csv", "run.json", "written.json", "codings.csv", "evaluation.csv", "MATRIX.csv"],
)
def test_a_table_is_not_written_over_a_file_of_the_folders_own(results: Path, name: str) -> None:
    before = _bytes(results)
    done = invoke("matrix", results, "--scale", "row-share", "-o", results / name)
    assert (done.exit_code, "[O06]" in done.stderr) == (2, True)
    assert f"{results / name}: " in done.stderr
    assert "-o" in done.stderr
    assert _bytes(results) == before
    assert invoke("matrix", results).exit_code == 0


def test_nor_through_a_link_or_as_one_of_several_tables(results: Path) -> None:
    link = results.parent / "link.csv"
    try:
        link.symlink_to(results / "matrix.csv")
    except OSError:
        pytest.skip("no links here")
    before = _bytes(results)
    assert "[O06]" in invoke("matrix", results, "-o", link).stderr
    assert _bytes(results) == before
    record = json.loads((results / "written.json").read_text())
    record["outputs"]["diff-cells.csv"] = ""
    (results / "written.json").write_text(json.dumps(record))
    before = _bytes(results)
    code = ("code", results.parent / "talks", "-c", results.parent / "book.yaml", "-q")
    for name in ("one", "two"):
        assert invoke(*code, "-o", results.parent / name).exit_code == 0
    done = invoke(
        "diff", results.parent / "one", results.parent / "two", "-o", results / "diff.csv"
    )
    assert "[O06]" in done.stderr
    assert _bytes(results) == before


def test_nor_where_the_next_run_would_write(results: Path) -> None:
    study, bare = results.parent, results.parent / "bare"
    code = ("code", study / "talks", "-c", study / "book.yaml", "-q", "-o", bare)
    assert invoke(*code, "--tables-only").exit_code == 0
    assert "[O06]" in invoke("matrix", results, "-o", bare / "codings.csv").stderr
    assert invoke(*code).exit_code == 0


def test_other_names_in_the_folder_are_free(results: Path) -> None:
    for name in ("shares.csv", "shares.json"):
        for _ in range(2):
            assert invoke("matrix", results, "-o", results / name).exit_code == 0
    assert invoke("matrix", results, "-o", results.parent / "matrix.csv").exit_code == 0
