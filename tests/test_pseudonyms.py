"""Names become codes, everywhere and always the same; the key is its owner's alone."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.pseudonyms import Pseudonyms, preview, pseudonymize, read_names
from tests.commands.test_code import run

HEAD = "---\ninformant: Ada Park\nconsent: true\n---\n"
TALK = f"{HEAD}Q: Who was it?\n\nAda Park: I, and BO. Bob not.\n"
NAMES = {"Ada Park": "P1", "Ada": "P2", "Bo": "P3"}


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "a.md").write_text(TALK)
    (tmp_path / "names.txt").write_text("# people\nAda Park\nBo = B\n\nNobody\n")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Park and Ada", "P1 and P2"),
        ("ADA  PARK, ada!", "P1, P2!"),
        ("Bob, Bo's, Bo", "Bob, Bo's, P3"),
        ("Adamant", "Adamant"),
        ("", ""),
    ],
)
def test_whole_names_are_replaced_the_longest_first(text: str, expected: str) -> None:
    assert Pseudonyms(NAMES).apply(text) == expected


@given(st.text(alphabet="Ada Prkbo.\n", max_size=40))
def test_no_name_is_left(text: str) -> None:
    names = Pseudonyms(NAMES)
    assert names.find(names.apply(text)) == []


def test_names_get_codes_that_are_not_taken(talks: Path) -> None:
    (talks / "names.txt").write_text("Ada\nBo = P1\nCy\n")
    assert read_names(talks / "names.txt") == {"Ada": "P2", "Bo": "P1", "Cy": "P3"}


def test_one_code_for_two_people_is_refused(talks: Path) -> None:
    (talks / "names.txt").write_text("Ada = X\nBo = X\n")
    with pytest.raises(sp.ScapolicyError) as caught:
        read_names(talks / "names.txt")
    assert [(fault.code, fault.line) for fault in caught.value.problems] == [("W06", 2)]


def test_transcripts_hold_codes_and_the_key_is_for_its_owner(talks: Path) -> None:
    names = read_names(talks / "names.txt")
    found = preview(talks / "talks", names)
    assert [(one.name, one.code, one.turn) for one in found] == [("Bo", "B", 2)]
    pseudonymize(talks / "talks", names, talks / "out", talks / "key.csv")
    written = (talks / "out" / "a.md").read_text()
    assert "Ada" not in written
    assert "P1: I, and B. Bob not." in written
    (source,) = sp.read_transcripts(talks / "out")
    assert source.attributes["informant"] == "P1"
    assert (talks / "key.csv").read_text() == "name,code\nAda Park,P1\nBo,B\nNobody,P2\n"
    assert stat.S_IMODE((talks / "key.csv").stat().st_mode) == 0o600
    assert (talks / "talks" / "a.md").read_text() == TALK


def test_a_key_that_exists_and_a_wildcard_are_refused(talks: Path) -> None:
    (talks / "key.csv").write_text("mine")
    with pytest.raises(sp.ScapolicyError) as caught:
        pseudonymize(talks / "talks", NAMES, talks / "out", talks / "key.csv")
    assert [fault.code for fault in caught.value.problems] == ["W05"]
    with pytest.raises(sp.ScapolicyError) as caught:
        preview(talks / "talks", {"A*": "P1"})
    assert [fault.code for fault in caught.value.problems] == ["W04"]


def test_the_command_shows_first(talks: Path) -> None:
    done = run("pseudonymize", talks / "talks", "--names", talks / "names.txt")
    assert done.returncode == 0, done.stderr
    assert "a.md:2 Bo -> B: … I, and BO. Bob not. …" in done.stdout
    assert "Never found: Ada Park, Nobody" in done.stdout
    done = run(
        "pseudonymize", talks / "talks", "--names", talks / "names.txt",
        "-o", talks / "out", "--key", talks / "key.csv",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (talks / "out" / "a.md").exists()
