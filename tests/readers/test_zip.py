"""Archives of transcripts: what is read out of them, and what is not trusted."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.readers import zipped
from scapolicy.readers.legacy import read_doc

TALK = "Q: How?\n\nA: So."
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024)


def pack(path: Path, files: dict[str | zipfile.ZipInfo, str | bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def faults(*paths: Path) -> list[tuple[str, str]]:
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(paths)
    return [(Path(fault.file).name, fault.code) for fault in caught.value.problems]


def test_each_file_in_an_archive_is_a_source(tmp_path: Path) -> None:
    pack(tmp_path / "sub" / "talks.zip", {"north/a.md": TALK, "b.txt": TALK})
    (tmp_path / "c.md").write_text(TALK)
    sources = sp.read_transcripts(tmp_path)
    assert [source.name for source in sources] == [
        "c.md",
        "sub/talks.zip/b.txt",
        "sub/talks.zip/north/a.md",
    ]
    assert {len(source.turns) for source in sources} == {2}
    assert len({source.sha256 for source in sources}) == 1


def test_an_archive_may_be_given_by_itself(tmp_path: Path) -> None:
    path = pack(tmp_path / "TALKS.ZIP", {"a.md": TALK})
    (tmp_path / "other.md").write_text(TALK)
    assert [source.name for source in sp.read_transcripts(path)] == ["TALKS.ZIP/a.md"]
    assert len(sp.read_transcripts([path, tmp_path])) == 2


def test_attributes_stand_inside_or_beside_the_archive(tmp_path: Path) -> None:
    inside = "source,province\nnorth/a,North\n"
    pack(tmp_path / "t.zip", {"attributes.csv": inside, "north/a.md": TALK, "b.md": TALK})
    (tmp_path / "attributes.csv").write_text("source,province\nt.zip/b.md,South\n")
    sources = sp.read_transcripts(tmp_path)
    assert [source.attributes.get("province") for source in sources] == ["South", "North"]


def test_what_systems_add_is_not_read(tmp_path: Path) -> None:
    added = ("__MACOSX/._a.md", ".DS_Store", "x/.hidden/a.md", "~$a.docx", "x/")
    pack(tmp_path / "t.zip", {"a.md": TALK, **dict.fromkeys(added, "")})
    assert [source.name for source in sp.read_transcripts(tmp_path)] == ["t.zip/a.md"]


def test_names_of_other_systems_are_understood(tmp_path: Path) -> None:
    path = pack(tmp_path / "t.zip", {"north\\a.md": TALK, "ง.md": TALK})
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(signature)
        while place >= 0:  # UTF-8 without the flag that tells it
            struct.pack_into("<H", data, place + at, 0)
            place = data.find(signature, place + 4)
    path.write_bytes(data)
    assert [source.name for source in sp.read_transcripts(tmp_path)] == [
        "t.zip/north/a.md",
        "t.zip/ง.md",
    ]


@pytest.mark.parametrize("name", ["../a.md", "x/../../a.md", "/a.md", "C:/a.md", "..\\a.md"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    pack(tmp_path / "t.zip", {"b.md": TALK, name: TALK})
    assert faults(tmp_path) == [("t.zip", "R59")]


def test_links_nested_archives_and_other_kinds_are_refused_one_by_one(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.md")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    inner = pack(tmp_path / "inner.zip", {"a.md": TALK}).read_bytes()
    (tmp_path / "inner.zip").unlink()
    files = {"a.md": TALK, link: "/etc/hostname", "inner.zip": inner, "x.7z": "", "y.mp3": ""}
    pack(tmp_path / "t.zip", files)
    told = [("inner.zip", "R60"), ("link.md", "R60"), ("x.7z", "R03"), ("y.mp3", "R03")]
    assert faults(tmp_path) == told
    skipped: list[sp.Problem] = []
    sources = sp.read_transcripts(tmp_path, on_unreadable=skipped.append)
    assert [source.name for source in sources] == ["t.zip/a.md"]
    assert len(skipped) == 4


def test_locked_files_are_told(tmp_path: Path) -> None:
    path = pack(tmp_path / "t.zip", {"a.md": TALK})
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    data[data.find(b"PK\x03\x04") + 6] |= 1
    path.write_bytes(data)
    assert faults(tmp_path) == [("a.md", "R50")]


def refusal(archive: Path) -> str:
    with pytest.raises(sp.ScapolicyError) as refused:
        sp.read_transcripts(archive)
    (found,) = refused.value.problems
    assert (found.code, found.file) == ("R58", str(archive))
    return found.message


def test_archives_that_unpack_to_too_much_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = pack(tmp_path / "bomb" / "t.zip", {"a.md": " " * 2_000_000})
    many = pack(tmp_path / "many" / "t.zip", {f"{n}.md": TALK for n in range(4)})
    assert refusal(bomb) == "it is not read: 'a.md' in it unpacks to more than 200 times its size"
    monkeypatch.setattr(zipped, "MAX_MEMBERS", 3)
    assert refusal(many) == "it is not read: it holds more than 3 files"
    monkeypatch.setattr(zipped, "MAX_MEMBERS", 30)
    monkeypatch.setattr(zipped, "MAX_MEGABYTES", 0)
    assert refusal(many) == "it is not read: it is larger than 0 MB, or unpacks to more"


def test_a_member_that_is_longer_than_it_declares_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "t.zip", {"a.md": "x" * 5_000})
    data = path.read_bytes().replace(struct.pack("<L", 5_000), struct.pack("<L", 50))
    path.write_bytes(data)
    assert faults(tmp_path) == [("a.md", "R57")]


@pytest.mark.parametrize("data", [b"", b"no archive", OLE])
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.zip").write_bytes(data)
    assert faults(tmp_path) == [("t.zip", "R57")]


def test_an_empty_archive_is_told(tmp_path: Path) -> None:
    pack(tmp_path / "t.zip", {})
    assert faults(tmp_path) == [("t.zip", "R57")]


def test_a_link_to_an_archive_outside_is_not_followed(tmp_path: Path) -> None:
    pack(tmp_path / "secret.zip", {"a.md": TALK})
    inside = pack(tmp_path / "talks" / "in" / "own.zip", {"x/a.md": TALK})
    (tmp_path / "talks" / "t.zip").symlink_to(tmp_path / "secret.zip")
    assert faults(tmp_path / "talks") == [("t.zip", "R14")]
    (tmp_path / "talks" / "t.zip").unlink()
    (tmp_path / "talks" / "t.zip").symlink_to(inside)
    assert len(sp.read_transcripts(tmp_path / "talks")) == 2


@given(st.data())
def test_a_damaged_archive_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        packed.writestr("north/a.md", TALK)
        packed.writestr("b.txt", TALK)
    damaged = bytearray(whole.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "t.zip").write_bytes(damaged)
    told: list[sp.Problem] = []
    sp.read_transcripts(folder, on_unreadable=told.append)
    assert all("t.zip" in fault.file for fault in told)


def test_the_old_format_of_word_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(OLE)
    assert faults(tmp_path) == [("a.doc", "R56")]


def test_other_formats_under_its_name_are_read_or_told() -> None:
    assert read_doc(b"{\\rtf1 A: So.}", "a.doc").text.strip() == "A: So."
    for data, code in ((b"PK", "R06"), (b"x", "R30"), (b"", "R30")):
        with pytest.raises(sp.ScapolicyError) as caught:
            read_doc(data, "a.doc")
        assert caught.value.problems[0].code == code
