"""Folders: which files are read, what belongs to them, and what is wrong with them."""

from pathlib import Path

import pytest

import scapolicy as sp

TALK = "Q: How?\n\nA: So."


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def codes(*paths: Path) -> list[str]:
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(paths)
    return [fault.code for fault in caught.value.problems]


def test_names_are_paths_below_the_folder_in_their_order(tmp_path: Path) -> None:
    make(tmp_path, {"b.md": TALK, "a/c.txt": TALK, ".hidden.md": "x", "~$b.docx": "x"})
    assert [source.name for source in sp.read_transcripts(tmp_path)] == ["a/c.txt", "b.md"]


def test_attributes_are_joined_by_name_with_or_without_suffix(tmp_path: Path) -> None:
    table = "source,province,rank\na.md,North,clerk\nsub/b,South,\n"
    make(tmp_path, {"attributes.csv": table, "a.md": TALK, "sub/b.md": TALK})
    sources = sp.read_transcripts(tmp_path)
    assert [dict(source.attributes) for source in sources] == [
        {"province": "North", "rank": "clerk"},
        {"province": "South", "rank": ""},
    ]


def test_the_files_own_head_holds_and_a_conflict_is_told(tmp_path: Path) -> None:
    head = f"---\nprovince: North\n---\n{TALK}"
    make(tmp_path, {"attributes.csv": "source,province\na.md,South\n", "a.md": head})
    (source,) = sp.read_transcripts(tmp_path)
    assert source.attributes["province"] == "North"
    assert [note.code for note in source.notices] == ["N08"]


def test_an_alias_is_reported_under_the_name_it_stands_for(tmp_path: Path) -> None:
    settings = '[aliases.province]\n"Khon Kaen" = ["Khonkean"]\n'
    head = f"---\nprovince: khonkean\n---\n{TALK}"
    table = "source,province\na.md,Khon Kaen\n"
    make(tmp_path, {"scapolicy.toml": settings, "attributes.csv": table, "a.md": head})
    (source,) = sp.read_transcripts(tmp_path)
    assert source.attributes["province"] == "Khon Kaen"
    assert source.notices == ()


def test_a_file_given_by_itself_has_the_attributes_of_its_folder(tmp_path: Path) -> None:
    table = "source,province\na.md,North\nb.md,South\n"
    make(tmp_path, {"attributes.csv": table, "a.md": TALK, "b.md": TALK})
    (source,) = sp.read_transcripts(tmp_path / "a.md")
    assert (source.name, source.attributes["province"]) == ("a.md", "North")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["R02"]),
        ({"a.mp4": "x", "b.mp3": "x"}, ["R03", "R03"]),
        (
            {"a.md": TALK, "attributes.csv": "source,x\nb.md,1\na.md,1\na\na.md,2\n"},
            ["A02", "A04", "A03"],
        ),
        ({"a.md": TALK, "attributes.csv": "source,x\nb.md,1\n"}, ["A02"]),
        ({"a.md": TALK, "attributes.csv": "file,x\na.md,1\n"}, ["A01"]),
        ({"a.md": TALK, "attributes.csv": "source,x,x\na.md,1,2\n"}, ["A05"]),
        ({"a.md": TALK, "attributes.csv": "source,x\na.md\n"}, ["A04"]),
        ({"a.md": TALK, "attributes.csv": 'source,x\n"a.md,1\n'}, ["A06"]),
        ({"a.md": TALK, "scapolicy.toml": "x = \n"}, ["S01"]),
        ({"a.md": TALK, "scapolicy.toml": "interviewer = 'x'\ncolour = 1\n"}, ["S02", "S02"]),
        ({"a.md": TALK, "scapolicy.toml": "interviewers = 3\naliases = 3\n"}, ["S03", "S03"]),
        ({"a.md": TALK, "scapolicy.toml": "[aliases.p]\nA = ['x']\nB = ['X']\n"}, ["S04"]),
    ],
)
def test_faults_are_told_all_at_once(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    assert codes(make(tmp_path, files)) == expected


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert codes(tmp_path / "x", tmp_path / "y") == ["R01", "R01"]


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    make(tmp_path, {"one/a.md": TALK, "two/a.md": TALK})
    assert codes(tmp_path / "one", tmp_path / "two") == ["R13"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, {"secret.md": TALK, "talks/a.md": TALK})
    (tmp_path / "talks" / "b.md").symlink_to(tmp_path / "secret.md")
    assert codes(tmp_path / "talks") == ["R14"]


def test_unreadable_files_may_be_left_out(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": TALK, "b.mp3": "x"})
    skipped: list[sp.Problem] = []
    sources = sp.read_transcripts(tmp_path, on_unreadable=skipped.append)
    assert [source.name for source in sources] == ["a.md"]
    assert [fault.code for fault in skipped] == ["R03"]


def test_thai_without_its_segmenter_is_refused_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("ถาม: ทำไม\n\nตอบ: ไม่มีงบ\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("Q: Why?\n\nA: No money.\n", encoding="utf-8")
    monkeypatch.setattr("scapolicy.words.find_spec", lambda _: None)
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(tmp_path)
    (fault,) = caught.value.problems
    assert (fault.code, fault.file) == ("R15", str(tmp_path / "a.md"))
    assert "scapolicy[thai]" in fault.remedy


def test_a_file_of_a_size_that_no_talk_has_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert codes(tmp_path) == ["R17"]


def test_results_among_the_transcripts_are_no_transcripts(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": TALK, "results/run.json": "{}", "results/matrix.csv": "x,y\n1,2\n"})
    assert [source.name for source in sp.read_transcripts(tmp_path)] == ["a.md"]


def test_an_interviewer_who_has_no_turn_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ninterviewer: PI\n---\nAnn: We met.\n\nBo: So.\n\nAnn: Yes."
    )
    (source,) = sp.read_transcripts(tmp_path)
    assert "N26" in [note.code for note in source.notices]
    (tmp_path / "a.md").write_text("---\ninterviewer: Ada Park\n---\nQ: Why?\n\nAnn: So.")
    (source,) = sp.read_transcripts(tmp_path)
    assert "N26" not in [note.code for note in source.notices]
