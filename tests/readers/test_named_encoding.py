"""Encodings that the study names: they are used, and what speaks against them is told."""

from pathlib import Path

import pytest

import scapolicy as sp
from tests.readers.test_folder import codes, make

THAI = "ผู้สัมภาษณ์: ไปทำไม\n\nนายก: เขาเชิญเรา\n"
CUE = "1\n00:00:01,000 --> 00:00:02,000\nนายก: เขาเชิญเรา\n"
TABLE = "speaker,text\nนายก,เขาเชิญเรา\n"
PAGE = "<html><body><p>นายก: เขาเชิญเรา</p></body></html>"


def study(folder: Path, settings: str, **files: bytes) -> Path:
    make(folder, {"scapolicy.toml": settings})
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("name", "text"),
    [("a_txt", THAI), ("a_md", THAI), ("a_srt", CUE), ("a_csv", TABLE), ("a_html", PAGE)],
)
def test_a_named_encoding_is_used_for_each_kind_of_text(
    tmp_path: Path, name: str, text: str
) -> None:
    (source,) = sp.read_transcripts(
        study(tmp_path, 'encoding = "cp874"', **{name: text.encode("cp874")})
    )
    assert source.turns[-1].text.endswith("เขาเชิญเรา")
    assert not {note.code for note in source.notices} & {"R33", "R34", "T11"}


def test_a_pattern_names_the_encoding_of_some(tmp_path: Path) -> None:
    settings = '[encodings]\n"old*" = "tis-620"\n'
    study(tmp_path, settings, old_txt=THAI.encode("cp874"), new_txt=THAI.encode())
    old, new = (one.text for one in sp.read_transcripts(tmp_path))
    assert old == new == THAI


def test_bytes_that_are_not_in_the_named_encoding_are_an_error(tmp_path: Path) -> None:
    assert codes(study(tmp_path, 'encoding = "utf-8"', a_txt=THAI.encode("cp874"))) == ["R31"]


def test_a_text_that_is_utf8_and_read_otherwise_is_told(tmp_path: Path) -> None:
    text = "Q: Où?\n\nA: Là.\n"
    study(tmp_path, 'encoding = "cp1252"', a_txt=text.encode(), b_txt=text.encode("cp1252"))
    first, second = sp.read_transcripts(tmp_path)
    assert (second.text, second.notices) == (text, ())
    assert [note.code for note in first.notices] == ["T11"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfQ: Why?\n\nA: So.", b"Q: Why?\n\nA: So."])
def test_a_mark_goes_before_and_plain_letters_are_the_same_in_all(
    tmp_path: Path, data: bytes
) -> None:
    (source,) = sp.read_transcripts(study(tmp_path, 'encoding = "cp874"', a_txt=data))
    assert (source.text, source.notices) == ("Q: Why?\n\nA: So.", ())


def test_two_bytes_a_sign_are_not_read_into_plain_letters_in_silence(tmp_path: Path) -> None:
    (source,) = sp.read_transcripts(study(tmp_path, 'encoding = "utf-16-le"', a_txt=b"Q: So. \n"))
    assert "T11" in [note.code for note in source.notices]


def test_the_head_of_a_text_goes_before_the_study(tmp_path: Path) -> None:
    text = f"---\nencoding: cp874\n---\n{THAI}"
    (source,) = sp.read_transcripts(
        study(tmp_path, 'encoding = "cp1252"', a_txt=text.encode("cp874"))
    )
    assert "เขาเชิญเรา" in source.text


def test_half_of_a_sign_is_an_error_and_no_crash(tmp_path: Path) -> None:
    assert codes(study(tmp_path, 'encoding = "utf-7"', a_txt=b"A: +2AA-")) == ["R31"]


EXCEL = "source;province;role\na;Thüringen;Bürgermeister\nb;Köln;Geschäftsführer\n"


def attributes(folder: Path, settings: str, data: bytes) -> Path:
    study(folder, settings, a_txt=b"Q: So?\n\nA: Yes.\n", b_txt=b"Q: So?\n\nA: No.\n")
    (folder / "attributes.csv").write_bytes(data)
    return folder


@pytest.mark.parametrize("line", ["", "sep=;\n"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "utf-8"])
def test_a_table_of_attributes_is_recognised_as_transcripts_are(
    tmp_path: Path, encoding: str, line: str
) -> None:
    table = f"{line}{EXCEL}".replace("\n", "\r\n").encode(encoding)
    sources = sp.read_transcripts(attributes(tmp_path, "", table))
    assert [one.attributes["province"] for one in sources] == ["Thüringen", "Köln"]
    told = [
        (note.code, note.file) for note in sp.code(sources, sp.load_codebook("top-down")).notes()
    ]
    assert (("R33", "attributes.csv") in told) is (encoding == "cp1252")


@pytest.mark.parametrize("settings", ['encoding = "cp874"', '[encodings]\n"*.csv" = "cp874"'])
def test_the_encoding_of_a_table_of_attributes_may_be_named(tmp_path: Path, settings: str) -> None:
    table = EXCEL.replace("Thüringen", "นคร").replace("ö", "o").replace("ü", "u").replace("ä", "a")
    sources = sp.read_transcripts(attributes(tmp_path, settings, table.encode("cp874")))
    assert sources[0].attributes["province"] == "นคร"
    told = sp.code(sources, sp.load_codebook("top-down")).notes()
    assert not {note.code for note in told} & {"R33", "R34", "T11"}


def test_a_table_that_is_not_in_the_named_encoding_is_an_error(tmp_path: Path) -> None:
    assert codes(attributes(tmp_path, 'encoding = "utf-8"', EXCEL.encode("cp1252"))) == ["R31"]
