"""Projects of other programs: the texts in them are sources."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp

TALK = "Interviewer: How?\nClerk: So."


def pack(
    path: Path, sources: str, files: dict[str, str | bytes] | None = None, name: str = "project.qde"
) -> Path:
    text = f'<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Sources>{sources}</Sources>'
    notes = "<Notes><Note guid='n' plainTextPath='internal://n.txt'/></Notes></Project>"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, text + notes)
        for member, content in (files or {}).items():
            packed.writestr(member, content)
    return path


def source(path: str, name: str = "One") -> str:
    return f'<TextSource guid="g" name="{name}" plainTextPath="{path}"/>'


def faults(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(path)
    return [(Path(fault.file).name, fault.code) for fault in caught.value.problems]


@pytest.mark.parametrize(
    ("path", "member", "content"),
    [
        ("internal://A-1.txt", "sources/A-1.txt", TALK),
        ("internal://A-1.txt", "Sources/a-1.TXT", TALK.replace("\n", "\r\n")),
        ("internal://A-1.txt", "sources/A-1.txt", "\ufeff" + TALK),
        ("A-1.txt", "sources/A-1.txt", TALK.encode("utf-16")),
    ],
)
def test_the_texts_of_programs_are_found(
    tmp_path: Path, path: str, member: str, content: str | bytes
) -> None:
    pack(tmp_path / "p.qdpx", source(path), {member: content, "sources/.root": ""}, "Study.qde")
    (found,) = sp.read_transcripts(tmp_path)
    assert found.name == "p.qdpx/One.txt"
    assert [(turn.speaker, turn.text) for turn in found.turns] == [
        ("Interviewer", "How?"),
        ("Clerk", "So."),
    ]


def test_text_may_stand_in_the_description(tmp_path: Path) -> None:
    inline = f"<TextSource guid='g'><PlainTextContent>{TALK}</PlainTextContent></TextSource>"
    (found,) = sp.read_transcripts(pack(tmp_path / "p.qdpx", inline))
    assert (found.name, len(found.turns)) == ("p.qdpx/g.txt", 2)


def test_transcripts_of_recordings_and_texts_of_pictures_are_read(tmp_path: Path) -> None:
    both = (
        '<AudioSource name="Talk"><Transcript plainTextPath="internal://t.txt"/></AudioSource>'
        '<PDFSource name="Page"><Representation plainTextPath="internal://p.txt"/></PDFSource>'
        '<TextSource name="Rich" richTextPath="internal://r.rtf"/>'
    )
    files = {"sources/t.txt": TALK, "sources/p.txt": TALK, "sources/r.rtf": "{\\rtf1 A: So.}"}
    found = sp.read_transcripts(pack(tmp_path / "p.qdpx", both, files))
    names = ["p.qdpx/Page.txt", "p.qdpx/Rich.rtf", "p.qdpx/Talk.txt"]
    assert [one.name for one in found] == names


def test_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    names = ["One", "One", "One.txt", "a/../b", ".."]
    sources = "".join(source("internal://a.txt", name) for name in names)
    found = sp.read_transcripts(pack(tmp_path / "p.qdpx", sources, {"sources/a.txt": TALK}))
    assert [one.name.removeprefix("p.qdpx/") for one in found] == [
        "One (2).txt",
        "One (3).txt",
        "One.txt",
        "a-..-b.txt",
        "text.txt",
    ]


@pytest.mark.parametrize(
    "path", ["relative:///a.txt", "absolute:///etc/hostname", "internal://b.txt", "/etc/hostname"]
)
def test_texts_outside_of_the_project_are_not_followed(tmp_path: Path, path: str) -> None:
    pack(tmp_path / "p.qdpx", source(path), {"sources/a.txt": TALK})
    (tmp_path / "p.qdpx").with_name("attributes.csv").write_text("source,x\n")
    assert faults(tmp_path) == [("One.txt", "R64")]


def test_what_is_no_project_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.qdpx").write_bytes(b"x")
    pack(tmp_path / "b.qdpx", "", name="sub/project.qde")
    for name, text in (("c", "<a/>"), ("d", "<a"), ("e", "<!DOCTYPE Project><Project/>")):
        with zipfile.ZipFile(tmp_path / f"{name}.qdpx", "w") as packed:
            packed.writestr("project.qde", text)
    assert faults(tmp_path) == [(f"{name}.qdpx", "R30") for name in "abcde"]


def test_a_project_without_texts_is_told(tmp_path: Path) -> None:
    assert faults(pack(tmp_path / "p.qdpx", "")) == [("p.qdpx", "R57")]


def test_a_project_is_read_again_once_it_changed(tmp_path: Path) -> None:
    path = pack(tmp_path / "p.qdpx", source("internal://a.txt"), {"sources/a.txt": TALK})
    assert len(sp.read_transcripts(path)) == 1
    pack(path, source("a.txt") + source("a.txt", "Two"), {"sources/a.txt": TALK})
    assert len(sp.read_transcripts(path)) == 2


@given(st.data())
def test_a_damaged_project_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = pack(folder / "p.qdpx", source("internal://a.txt"), {"sources/a.txt": TALK})
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    told: list[sp.Problem] = []
    sp.read_transcripts(folder, on_unreadable=told.append)
    assert all("p.qdpx" in fault.file for fault in told)
