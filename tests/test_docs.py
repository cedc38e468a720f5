"""What README and pages show works as it is written."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import scapolicy as sp
from scapolicy.commands import main
from tests.commands.test_code import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CODEBOOKS = (ROOT / "docs" / "codebooks.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def test_a_study_of_ones_own_works_from_start_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = README.partition("## Your own study")[2]
    monkeypatch.chdir(tmp_path)
    Path("interviews").mkdir()
    Path("interviews/N-02.md").write_text(blocks(own, "text")[0], encoding="utf-8")
    Path("money.yaml").write_text(blocks(own, "yaml")[0], encoding="utf-8")
    lines = blocks(own.partition("<!-- a test runs these lines -->")[2], "sh")[0].splitlines()
    assert len(lines) > 5
    for line in lines:
        program, *arguments = shlex.split(line, comments=True)
        assert program == "scapolicy"
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, f"{line}\n{done.output}"
    codings = sp.read_results("money").codings()
    assert codings["valence"].tolist() == ["barrier", "mixed"]


@pytest.mark.parametrize("text", [one for one in blocks(CODEBOOKS, "yaml") if "title:" in one])
def test_a_whole_codebook_has_no_problems(text: str, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(text, encoding="utf-8")
    assert sp.check_codebook(tmp_path / "book.yaml") == []


def test_the_page_on_codebooks_shows_two_whole_ones_and_marks_parts_as_parts() -> None:
    whole = [one for one in blocks(CODEBOOKS, "yaml") if one.startswith("title:")]
    assert [("\ncodes:" in one) for one in whole] == [False, True]
    parts = [one for one in blocks(CODEBOOKS, "yaml") if one not in whole]
    assert all(one.startswith("# a part") for one in parts)


def test_each_extra_that_a_user_may_need_is_in_the_readme() -> None:
    for extra in ("analysis", "thai", "store", "cluster"):
        assert f"| `{extra}` |" in README


@pytest.mark.parametrize(
    ("lemma", "found"), [("back up", ["backed up"]), ("back * up", ["backs us up"])]
)
def test_a_phrase_of_lemmas_matches_side_by_side_as_its_page_says(
    lemma: str, found: list[str], tmp_path: Path
) -> None:
    rules = f"rules: [{{valence: facilitator, lemmas: [{lemma}]}}]"
    (tmp_path / "book.yaml").write_text(
        f"title: T\nversion: 1\ncodes: [{{id: a, definition: A., {rules}}}]\n"
    )
    (tmp_path / "a.md").write_text("A: She backed up. B backs us up.\n")
    coded = sp.code(
        sp.read_transcripts(tmp_path / "a.md"), sp.load_codebook(tmp_path / "book.yaml")
    )
    assert coded.matches()["match"].tolist() == found
