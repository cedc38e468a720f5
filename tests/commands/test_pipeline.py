"""A spaCy pipeline that a codebook names decides what is coded, so it is told and compared."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

import scapolicy as sp
from scapolicy.errors import ScapolicyError
from scapolicy.records import Codebook, Pipeline
from tests.commands.test_code import BOOK, _bytes, code, run, study

__all__ = ["study"]

ASKING = BOOK.replace("terms: [budget*]", "tokens: [[{POS: NOUN}]]").replace(
    "version: 1\n", "version: 1\npipeline: ./own\n"
)


def make_pipeline(folder: Path, noun: str) -> None:
    """A pipeline that knows one noun."""
    made = spacy.blank("en")
    ruler = made.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": noun}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    made.to_disk(folder)


@pytest.fixture
def asking(study: Path) -> Path:
    """The study with a codebook that asks a pipeline in a folder beside it."""
    make_pipeline(study / "own", "budget")
    (study / "book.yaml").write_text(ASKING)
    return study


def verify(study: Path) -> tuple[int, str]:
    done = run("verify", study / "out", study / "talks", "-c", study / "book.yaml")
    return done.returncode, done.stdout + done.stderr


def test_a_changed_pipeline_is_coded_with_and_named(asking: Path) -> None:
    assert code(asking).returncode == 0
    first = _bytes(asking / "out")
    assert first["matrix.csv"] == b"province,money\nNorth,3\n"
    assert "3 of 3 sources taken from earlier runs" in code(asking).stderr
    make_pipeline(asking / "own", "have")
    status, said = verify(asking)
    assert status == 1
    assert "en_pipeline: this pipeline of the codebook was changed [V03]" in said
    again = code(asking)
    assert "taken from" not in again.stderr
    assert _bytes(asking / "out")["matrix.csv"] == b"province,money\nNorth,1\n"
    assert code(asking, "--no-cache").returncode == 0
    assert "taken from" in code(asking).stderr
    make_pipeline(asking / "own", "budget")
    code(asking)
    assert _bytes(asking / "out") == first


def test_the_record_names_the_pipeline_wherever_it_lies(asking: Path) -> None:
    assert code(asking).returncode == 0
    told = json.loads((asking / "out" / "run.json").read_text())["codebook"]["pipeline"]
    assert (told["name"], told["version"]) == ("en_pipeline", "0.0.0")
    assert len(told["sha256"]) == 64
    (asking / "elsewhere").mkdir()
    (asking / "own").rename(asking / "elsewhere" / "own")
    (asking / "book.yaml").rename(asking / "elsewhere" / "book.yaml")
    done = run("verify", asking / "out", asking / "talks", "-c", asking / "elsewhere" / "book.yaml")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_pipeline_that_no_rule_asks_is_not_told(study: Path) -> None:
    book = BOOK.replace("version: 1\n", "version: 1\npipeline: no_such_pipeline\n")
    (study / "book.yaml").write_text(book)
    assert code(study).returncode == 0
    assert "pipeline" not in json.loads((study / "out" / "run.json").read_text())["codebook"]


@pytest.mark.parametrize(
    "change",
    [
        lambda own: (own / "vocab" / "strings.json").write_text("[]"),
        lambda own: (own / "meta.json").rename(own / "tokens.json"),
        lambda own: (own / "more").mkdir() or (own / "more" / "file").write_text(""),
    ],
)
def test_each_file_of_a_pipeline_counts(asking: Path, change: Callable[[Path], object]) -> None:
    from scapolicy.pipelines import pipeline_at

    before = pipeline_at(str(asking / "own"))
    assert pipeline_at(str(asking / "own")) == before
    change(asking / "own")
    assert pipeline_at(str(asking / "own")) != before


def test_a_linked_part_of_a_pipeline_counts(asking: Path) -> None:
    from scapolicy.pipelines import pipeline_at

    (asking / "own" / "vocab").rename(asking / "vocab")
    (asking / "own" / "vocab").symlink_to(asking / "vocab")
    (asking / "vocab" / "round").symlink_to(asking / "own")
    before = pipeline_at(str(asking / "own"))
    (asking / "vocab" / "strings.json").write_text("[]")
    assert pipeline_at(str(asking / "own")) != before


def test_an_installed_pipeline_goes_by_its_name_and_version() -> None:
    from scapolicy.pipelines import pipeline_at

    assert pipeline_at("spacy") == Pipeline("spacy", spacy.__version__)


def test_a_pipeline_that_changes_before_a_process_takes_it_up_stops_the_run(asking: Path) -> None:
    book = sp.load_codebook(asking / "book.yaml")
    make_pipeline(asking / "own", "have")
    with pytest.raises(ScapolicyError, match="K17"):
        sp.code_corpus(sp.find_transcripts([asking / "talks"]), book)


def test_what_codes_again_wants_the_same_pipeline(asking: Path) -> None:
    assert code(asking).returncode == 0
    make_pipeline(asking / "own", "have")
    with pytest.raises(ScapolicyError, match="X52"):
        sp.inputs_of(asking / "out", asking / "talks", codebook=asking / "book.yaml")


def test_a_codebook_without_token_patterns_has_none() -> None:
    assert isinstance(book := sp.load_codebook("key-factors"), Codebook)
    assert book.trained is None
