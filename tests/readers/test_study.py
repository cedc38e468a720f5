"""`scapolicy.toml`: labels, aliases, and every fault with what to do about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.study import Study, read_study

WHOLE = """
interviewers = ["Ajarn", "PI"]
informants = ["I"]

[aliases.province]
"Khon Kaen" = ["Khonkean", "KK"]
"Rayong" = []
"""


def messages(text: str) -> list[str]:
    with pytest.raises(ScapolicyError) as caught:
        read_study(text.encode(), "scapolicy.toml")
    return [f"{fault.code}: {fault.message}" for fault in caught.value.problems]


def place(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(ScapolicyError) as caught:
        read_study(data, "scapolicy.toml")
    (fault,) = caught.value.problems
    return fault.code, fault.line


def test_labels_and_aliases_are_read() -> None:
    names = {"khon kaen": "Khon Kaen", "khonkean": "Khon Kaen", "kk": "Khon Kaen"}
    assert read_study(WHOLE.encode(), "scapolicy.toml") == Study(
        interviewers=("Ajarn", "PI"),
        informants=("I",),
        aliases={"province": {**names, "rayong": "Rayong"}},
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_marks_and_line_ends_change_nothing(newline: str, mark: str) -> None:
    data = (mark + WHOLE.replace("\n", newline)).encode()
    assert read_study(data, "scapolicy.toml") == read_study(WHOLE.encode(), "scapolicy.toml")


def test_an_empty_file_sets_nothing() -> None:
    assert read_study(b"", "scapolicy.toml") == Study()


@pytest.mark.parametrize(
    ("value", "expected"),
    [("KK", "Khon Kaen"), ("KHONKEAN", "Khon Kaen"), ("rayong", "Rayong"), ("Trat", "Trat")],
)
def test_an_alias_is_known_in_any_case_and_the_rest_stays(value: str, expected: str) -> None:
    study = read_study(WHOLE.encode(), "scapolicy.toml")
    assert study.canonical({"province": value}) == {"province": expected}


def test_an_alias_holds_for_its_own_attribute_only() -> None:
    study = read_study(WHOLE.encode(), "scapolicy.toml")
    assert study.canonical({"town": "KK", "province": "KK"}) == {
        "town": "KK",
        "province": "Khon Kaen",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colour = 1", ["S02: scapolicy knows no setting 'colour' here"]),
        ("interviewers = 'PI'", ["S03: 'interviewers' must be a list of texts"]),
        ("informants = ['I', 3]", ["S03: 'informants' must be a list of texts"]),
        ("interviewers = {a = 1}", ["S03: 'interviewers' must be a list of texts"]),
        ("aliases = 3", ["S03: 'aliases' must be tables"]),
        ("[aliases]\nprovince = ['x']", ["S03: 'aliases' must be tables"]),
        ("[aliases.p]\nA = 'x'", ["S03: 'aliases.p.A' must be a list of texts"]),
        ("[aliases.p.A]\nx = 1", ["S03: 'aliases.p.A' must be a list of texts"]),
        ("[aliases.p]\nA = ['x']\nB = ['X']", ["S04: 'X' is an alias of both 'A' and 'B'"]),
        ("[aliases.p]\nA = ['B']\nB = []", ["S04: 'B' is an alias of both 'A' and 'B'"]),
        (
            "x = 1\ninterviewers = 2\n[aliases.p]\nA = 3",
            [
                "S02: scapolicy knows no setting 'x' here",
                "S03: 'interviewers' must be a list of texts",
                "S03: 'aliases.p.A' must be a list of texts",
            ],
        ),
    ],
)
def test_every_fault_is_told(text: str, expected: list[str]) -> None:
    assert messages(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('# by hand\nby = "province"\nunit = "word"', [3]),
        ('# baby\n"baby" = 1\nby = 3', [2, 3]),
        ('unit = "turn"\n[encodings]\n"*.txt" = "klingon"', [3]),
        ('[aliases.p]\nA = ["x"]\nB = ["X"]\n', [3]),
        ('\nnames = "{a}{b}"', [2]),
        ("by = 'b'\n[aliases]\nprovince = 3", [2]),
        ("by = 'b'\n[aliases.province]\nA = 3", [3]),
    ],
)
def test_the_line_of_a_fault_is_told(text: str, lines: list[int]) -> None:
    with pytest.raises(ScapolicyError) as caught:
        read_study(text.encode(), "scapolicy.toml")
    assert [fault.line for fault in caught.value.problems] == lines


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x = 1\ny = \n", ("S01", 2)),
        (b"x = 1\nx = 2\n", ("S01", 2)),
        (b"x = 1\n[y\n", ("S01", 2)),
        (b"interviewers = [", ("S01", None)),
        (b"x = " + b"9" * 5000, ("S01", None)),
        (b"x = " + b"[" * 100_000, ("S01", None)),
        (b"x = 'caf\xe9'", ("R05", 1)),
        (b"x = \0", ("R04", 1)),
        ("x = 1".encode("utf-16"), ("R05", None)),
    ],
    ids=["value", "twice", "table", "end", "digits", "depth", "latin-1", "nul", "utf-16"],
)
def test_what_is_not_toml_is_told_with_its_line(
    data: bytes, expected: tuple[str, int | None]
) -> None:
    assert place(data) == expected


def test_a_place_is_not_told_twice() -> None:
    assert "at line" not in messages("x = 1\ny = \n")[0]


def test_encodings_are_those_of_the_first_pattern_that_fits_and_else_of_all_files() -> None:
    text = """
    encoding = "cp1252"
    [encodings]
    "old/*.txt" = "cp874"
    "*.TXT" = "utf-8"
    """
    study = read_study(text.encode(), "scapolicy.toml")
    names = ["old/a.txt", "a.txt", "new/deep/a.txt", "old/a.csv"]
    assert [study.encoding_of(name) for name in names] == ["cp874", "utf-8", "utf-8", "cp1252"]
    assert Study().encoding_of("a.txt") == ""


@pytest.mark.parametrize("name", ["cp874", "TIS-620", "windows-874", "windows-1252", "utf-16"])
def test_an_encoding_has_any_of_its_names(name: str) -> None:
    assert read_study(f'encoding = "{name}"'.encode(), "x").encoding_of("a.txt") == name


@pytest.mark.parametrize("text", ['encoding = "{}"', '[encodings]\n"*.txt" = "{}"'])
@pytest.mark.parametrize(
    "name", ["cp999", "", "rot13", "base64", "a b", "\\u0000", "idna", "unicode-escape"]
)
def test_an_encoding_that_is_none_is_told(text: str, name: str) -> None:
    assert [line[:4] for line in messages(text.replace("{}", name))] == ["R32:"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("encoding = 'cp999'", "encoding"), ("[encodings]\n'old*' = 'cp999'", "old*")],
)
def test_where_an_encoding_is_wrong_is_told(text: str, expected: str) -> None:
    with pytest.raises(ScapolicyError) as caught:
        read_study(text.encode(), "scapolicy.toml")
    assert [fault.key for fault in caught.value.problems] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("encoding = 3", "S03: 'encoding' must be a text"),
        ("encodings = 'cp874'", "S03: 'encodings' must be a table of texts"),
        ("[encodings]\na = 3", "S03: 'encodings' must be a table of texts"),
        ("names = 3", "S03: 'names' must be a text"),
        ("names = 'x'", "S06: the pattern 'x' can't be used: it names no attribute"),
        ("folders = '/{a}'", "S06: the pattern '/{a}' can't be used: a folder in it has no name"),
        ("folders = ['{a}']", "S03: 'folders' must be a text"),
        ("consent = false", "S03: 'consent' must be 'required', or not set"),
    ],
)
def test_settings_of_files_that_are_wrong_are_told(text: str, expected: str) -> None:
    assert messages(text) == [expected]


def test_patterns_of_names_are_read() -> None:
    study = read_study(b"names = '{a}-{b}'\nfolders = '{c}'\nconsent = 'required'", "x")
    assert study.names is not None
    assert study.folders is not None
    assert study.names.match("1-2") == {"a": "1", "b": "2"}
    assert study.folders.match(["3"]) == {"c": "3"}
    assert study.consent_required


@given(st.text(alphabet="interviewers=[]'\"#.\n aliases\\xé1", max_size=40))
def test_any_text_is_a_study_or_a_problem(text: str) -> None:
    try:
        study = read_study(text.encode(), "scapolicy.toml")
    except ScapolicyError as error:
        study, faults = None, error.problems
    if study is None:
        assert {fault.file for fault in faults} == {"scapolicy.toml"}
    else:
        assert all(isinstance(label, str) for label in (*study.interviewers, *study.informants))
