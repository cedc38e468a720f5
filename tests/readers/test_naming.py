"""Patterns by which the names of files and folders tell attributes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.readers.naming import PatternError, parse_folders, parse_name


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        (
            "{province}-{level}-{number}_{date}",
            "CM-gov-02_2020-06-14",
            {"province": "CM", "level": "gov", "number": "02", "date": "2020-06-14"},
        ),
        ("{informant}", "CM-02 (final)", {"informant": "CM-02 (final)"}),
        ("{informant}_{date}", "CM-02_20200614", {"informant": "CM-02", "date": "2020-06-14"}),
        ("Interview {n} with {role}", "Interview 3 with mayor", {"n": "3", "role": "mayor"}),
        ("{จังหวัด}.{x}", "ระยอง.1", {"จังหวัด": "ระยอง", "x": "1"}),
        ("{a} - {b}", "Khon Kaen - clerk", {"a": "Khon Kaen", "b": "clerk"}),
        (
            "talk with {role} of {place}",
            "talk with a clerk of X",
            {"role": "a clerk", "place": "X"},
        ),
        ("{informant}-{date}", "CM-02-2020-06-14", {"informant": "CM-02", "date": "2020-06-14"}),
        ("[{a}] {b}", "[N] (x", {"a": "N", "b": "(x"}),
    ],
)
def test_a_name_that_fits_tells_its_attributes(
    pattern: str, name: str, expected: dict[str, str]
) -> None:
    assert parse_name(pattern).match(name) == expected


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{province}-{level}", "North"),
        ("{province}-{level}", "Khon-Kaen-gov"),  # which hyphen parts them nobody can tell
        ("{province}-{level}", "North-"),
        ("{province}-{level}", " -x"),
        ("{informant}_{date}", "CM-02_spring"),
        ("{informant}_{date}", "CM-02_2020-13-41"),
        ("Interview {n}", "Talk 3"),
    ],
)
def test_a_name_that_does_not_fit_tells_nothing(pattern: str, name: str) -> None:
    assert parse_name(pattern).match(name) is None


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (["North", "gov"], {"province": "North", "level": "gov"}),
        (["North", "gov", "drafts"], {"province": "North", "level": "gov"}),
        (["North"], None),
        ([], None),
    ],
)
def test_folders_tell_attributes_from_the_outermost_on(
    folders: list[str], expected: dict[str, str] | None
) -> None:
    assert parse_folders("{province}/{level}").match(folders) == expected


def test_a_folder_may_have_a_fixed_name_and_more_than_one_attribute() -> None:
    pattern = parse_folders("talks/{province}_{year}")
    assert pattern.match(["talks", "North_2020"]) == {"province": "North", "year": "2020"}
    assert pattern.match(["notes", "North_2020"]) is None


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "it names no attribute"),
        ("Interview", "it names no attribute"),
        ("{a", "a brace is without its other"),
        ("a}-{b}", "a brace is without its other"),
        ("{{a}}", "a brace is without its other"),
        ("{a}-{ }", "an attribute has no name"),
        ("{a}-{a}", "{a} stands in it twice"),
        ("{a}" + "-" * 300, "it is longer than any name"),
        ("{a}{b}", "nothing parts {a} from {b}"),
    ],
)
def test_a_pattern_that_can_not_work_is_told_why(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=reason.replace("{", r"\{")):
        parse_name(pattern)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a/b", "it names no attribute"),
        ("{a}//{b}", "a folder in it has no name"),
        ("/{a}", "a folder in it has no name"),
        ("{a}/{a}", "{a} stands in it twice"),
    ],
)
def test_a_pattern_of_folders_that_can_not_work_is_told_why(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=reason.replace("{", r"\{")):
        parse_folders(pattern)


def test_a_pattern_of_names_is_one_of_a_file_and_not_of_folders() -> None:
    with pytest.raises(PatternError, match="folders"):
        parse_name("{a}/{b}")


_VALUES = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="-_/"))


@given(st.lists(_VALUES.map(str.strip).filter(bool), min_size=3, max_size=3))
def test_what_a_name_is_made_of_is_read_from_it(values: list[str]) -> None:
    found = parse_name("{a}-{b}_{c}").match(f"{values[0]}-{values[1]}_{values[2]}")
    assert found == dict(zip("abc", values, strict=True))


@given(st.text(alphabet="{}ab-_ /.\\\n\0&~", max_size=12), st.text(alphabet="ab-_ ", max_size=12))
def test_any_text_is_a_pattern_or_told_to_be_none(written: str, name: str) -> None:
    try:
        found = parse_name(written).match(name)
    except PatternError:
        return
    assert found is None or all(found.values())


def test_a_long_name_takes_no_time() -> None:
    assert parse_name("{a}-{b}-{c}_{d}").match("-".join(["x" * 50] * 2000)) is None
