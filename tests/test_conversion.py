"""Transcripts in the plain Markdown form: nothing is lost, nothing is half written."""

import os
import stat
import subprocess
import sys
from collections.abc import Container
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.conversion import convert_transcripts
from scapolicy.readers.document import Utterance, spoken_document
from scapolicy.readers.plain import read_markdown
from scapolicy.readers.turns import find_turns
from scapolicy.records import Source
from scapolicy.writers.transcript import write_transcript
from tests.build import codebook, rule

ROOT = Path(__file__).resolve().parents[1]
_NAMES = st.sampled_from(["Interviewer", "Mayor", "Officer 2", "ผู้ให้ข้อมูล", "Ada Park"])
_WORDS = st.lists(
    st.sampled_from(["so", "Mayor:", "10:30", "ก็ใช่", "# 7", "[id1]", "\n", "\n\n", "Q:", "—"]),
    min_size=1,
    max_size=8,
).map(" ".join)
_TALKS = st.lists(
    st.tuples(_NAMES, _WORDS.filter(str.strip), st.none() | st.integers(0, 9000).map(float)),
    min_size=2,
    max_size=8,
)


@given(_TALKS, st.dictionaries(st.sampled_from(["province", "date", "note"]), _WORDS, max_size=3))
def test_what_was_converted_reads_the_same(
    talk: list[tuple[str, str, float | None]], attributes: dict[str, str]
) -> None:
    document = spoken_document([Utterance("Interviewer", "Well?"), *map(Utterance._make, talk)])
    turns, _ = find_turns(document)
    head = {name: value.strip() for name, value in attributes.items()}
    everywhere = {turn.number for turn in turns}
    written = write_transcript(Source("a.md", document.text, turns, head), everywhere)

    again = read_markdown(written, "a.md")
    asking = again.attributes["interviewer"].split("; ")
    answering = again.attributes.get("speakers", "").split("; ")
    read, _ = find_turns(again, asking, answering)

    assert [(turn.speaker, turn.interviewer, turn.begin) for turn in read] == [
        (turn.speaker, turn.interviewer, turn.begin) for turn in turns
    ]
    assert [turn.text.split() for turn in read] == [turn.text.split() for turn in turns]
    assert {name: again.attributes[name] for name in head} == head


def test_the_shipped_study_converted_gives_the_same_codings(tmp_path: Path) -> None:
    convert_transcripts(ROOT / "transcripts", tmp_path / "out")
    book = sp.load_codebook("key-factors")
    columns = ["turn", "segment", "category", "code", "valence", "words"]
    before, after = (
        sp.code(sp.read_transcripts(folder), book).codings()[columns]
        for folder in (ROOT / "transcripts", tmp_path / "out")
    )
    assert before.to_numpy().tolist() == after.to_numpy().tolist()


def test_a_name_that_is_no_label_is_changed_and_told(tmp_path: Path) -> None:
    names = ["Dr. A: B", "12:30", "# x", "A speaker of many words that nobody would ever write so"]
    said = [Utterance(name, f"We met {n}.") for n, name in enumerate([*names, *names])]
    rows = ["speaker,text", *(f"{one.speaker},{one.text}" for one in said)]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    told: list[sp.Problem] = []
    written = convert_transcripts(tmp_path / "a.csv", tmp_path / "out", on_notice=told.append)
    (again,) = sp.read_transcripts(written["a.csv"])
    assert [turn.text for turn in again.turns] == [one.text for one in said]
    assert {turn.speaker for turn in again.turns} == {
        "Dr. A B",
        "Speaker 12 30",
        "x",
        "A speaker of many words",
    }
    assert [one.message for one in told if one.code == "N24"][1] == (
        "the speaker '12:30' is written 'Speaker 12 30'"
    )
    assert "N25" not in {one.code for one in told}


def test_what_reads_otherwise_in_the_plain_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("speaker,text\nQ,Why?\nA,[00:01:02] We met.\nQ,So?\n")
    told: list[sp.Problem] = []
    convert_transcripts(tmp_path / "a.csv", tmp_path / "out", on_notice=told.append)
    assert [one.message for one in told if one.code == "N25"] == [
        "from turn 2 on, the plain form reads otherwise"
    ]


def test_a_folder_that_holds_something_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(sp.ScapolicyError) as caught:
        convert_transcripts(ROOT / "transcripts", tmp_path)
    assert [fault.code for fault in caught.value.problems] == ["O04"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_that_is_there_keeps_its_mode_and_stays_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(0o700)
    before = out.stat()
    convert_transcripts(ROOT / "transcripts", out)
    assert (stat.S_IMODE(out.stat().st_mode), out.stat().st_ino) == (0o700, before.st_ino)
    assert "CG-01.md" in [path.name for path in out.iterdir()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o755), (0o077, 0o700), (0o027, 0o750)])
def test_a_new_folder_is_as_open_as_the_umask_lets_it_be(
    tmp_path: Path, mask: int, mode: int
) -> None:
    (tmp_path / "talks" / "north").mkdir(parents=True)
    (tmp_path / "talks" / "north" / "a.md").write_text("Q: Why?\n\nA: We met.\n")
    command = [sys.executable, "-m", "scapolicy", "transcripts", "convert", "talks", "-o"]
    subprocess.run([*command, "new/out"], cwd=tmp_path, umask=mask, check=True)
    (made,) = (tmp_path / "new" / "out" / "north").iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == mode & 0o666
    for path in (made.parent, made.parent.parent, made.parent.parent.parent):
        assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_can_read_what_is_not_whole_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("Q: Why?\n\nA: We met.\n")
    out = tmp_path / "out"
    seen: list[int] = []

    def look(source: Source, joined: Container[int]) -> bytes:
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in out.iterdir())
        return write_transcript(source, joined)

    monkeypatch.setattr("scapolicy.conversion.write_transcript", look)
    convert_transcripts(tmp_path / "a.md", out)
    assert seen == [0o700]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_what_a_killed_run_left_is_not_in_the_way_and_goes(tmp_path: Path) -> None:
    left = tmp_path / "out" / ".scapolicy-new-x"
    left.mkdir(parents=True)
    (left / "a.md").write_text("Q: Why?\n")
    (tmp_path / "a.md").write_text("Q: Why?\n\nA: We met.\n")
    convert_transcripts(tmp_path / "a.md", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.md"]


def test_what_comes_into_the_folder_in_the_meantime_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("Q: Why?\n\nA: We met.\n")
    out = tmp_path / "out"

    def write(source: Source, joined: Container[int]) -> bytes:
        (out / "a.md").write_text("mine")
        return write_transcript(source, joined)

    monkeypatch.setattr("scapolicy.conversion.write_transcript", write)
    with pytest.raises(sp.ScapolicyError, match="O04"):
        convert_transcripts(tmp_path / "a.md", out)
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [("a.md", "mine")]


def test_a_folder_that_could_not_be_filled_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("Q: Why?\n\nA: We met.\n")

    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scapolicy.conversion.write_transcript", fail)
    with pytest.raises(sp.ScapolicyError, match="O01"):
        convert_transcripts(tmp_path / "a.md", tmp_path / "new" / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


SEVERAL = """Interviewer: Money?

Officer: First on the budget.

My view: we had no plan.

Third, with a budget.

Interviewer: And?

Officer: A budget.
"""


def test_paragraphs_that_look_like_labels_and_are_none_stay_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(SEVERAL)
    told: list[sp.Problem] = []
    written = convert_transcripts(tmp_path / "a.md", tmp_path / "out", on_notice=told.append)
    assert "First on the budget.\n\nMy view: we had no plan.\n\nThird" in written["a.md"].read_text(
        encoding="utf-8"
    )
    assert {"N25", "N30"}.isdisjoint(one.code for one in told)
    book = codebook(("money", [rule("m", terms=("budget", "plan"))]))
    before, after = (
        sp.code(sp.read_transcripts(path), book, unit="paragraph").sources[0]
        for path in (tmp_path / "a.md", tmp_path / "out")
    )
    assert before.segments == after.segments == 4
    assert len(before.codings) == len(after.codings) == 4


def test_only_where_a_line_would_be_a_label_are_paragraphs_joined_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'speaker,text\nInterviewer,Why?\nOfficer,"One.\n\nTwo: yes.\n\nInterviewer: he said."\n'
        'Interviewer,So?\nOfficer,"Four.\n\nView: five."\n'
    )
    told: list[sp.Problem] = []
    written = convert_transcripts(tmp_path / "a.csv", tmp_path / "out", on_notice=told.append)
    text = written["a.csv"].read_text(encoding="utf-8")
    assert "Officer: One. Two: yes. Interviewer: he said." in text
    assert "Officer: Four.\n\nView: five." in text
    assert [one.message.rpartition(" ")[2] for one in told if one.code == "N30"] == ["2"]


def test_transcripts_that_would_be_one_file_are_two_and_told(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    (talks / "y.txt.md").mkdir(parents=True)
    names = ["X.TXT", "x.txt", "x.txt.md", "y.txt", "y.txt.md/a.md", "z.txt"]
    for number, name in enumerate(names):
        (talks / name).write_text(f"Q: Why {number}?\n\nA: We met {number} times.\n")
    told: list[sp.Problem] = []
    written = convert_transcripts(talks, tmp_path / "out", on_notice=told.append)
    assert list(written) == names
    assert len({str(path).casefold() for path in written.values()}) == len(names)
    for number, path in enumerate(written.values()):
        (again,) = sp.read_transcripts(path)
        assert again.turns[1].text == f"We met {number} times."
    renamed = {one.file: one.message for one in told if one.code == "N27"}
    assert renamed == {
        name: f"it is written as {other}, as another transcript has the plain name"
        for name, other in [
            ("x.txt", "x-2.txt.md"),
            ("x.txt.md", "x.txt-2.md"),
            ("y.txt", "y-2.txt.md"),
        ]
    }
