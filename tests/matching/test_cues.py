"""The cue files are data that are tested like source."""

from collections import Counter
from importlib import resources

import pytest

from scapolicy.matching.cues import Role, has_cues, shipped_cues
from scapolicy.yaml_nodes import parse, plain_value

LANGUAGES = ("en", "th")


def tree(language: str) -> dict[str, list[object]]:
    file = resources.files("scapolicy.matching").joinpath("cues", f"{language}.yaml")
    root = parse(file.read_text(encoding="utf-8"), file.name)
    assert root is not None
    read = plain_value(root)
    assert isinstance(read, dict)
    return read


def test_every_cue_file_is_of_a_language_that_is_tested() -> None:
    folder = resources.files("scapolicy.matching").joinpath("cues")
    assert sorted(file.name for file in folder.iterdir()) == [f"{it}.yaml" for it in LANGUAGES]
    assert has_cues("en")
    assert not has_cues("xx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cue_file_has_all_roles_and_only_texts(language: str) -> None:
    read = tree(language)
    assert set(read) == {str(role) for role in Role}
    for role in Role:
        if role is not Role.ACTS:
            assert all(isinstance(text, str) for text in read[role]), role


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cue_contradicts_another(language: str) -> None:
    acting = {
        (cue.term, cue.side, cue.effect)
        for _, use in shipped_cues(language)
        if (cue := use.cue) is not None
    }
    turning = {"negation", "lack", "wish", "condition"}
    places = Counter((term, side) for term, side, effect in acting if effect in turning)
    assert [place for place, times in places.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_stands_twice_in_a_list(language: str) -> None:
    read = tree(language)
    for role, listed in read.items():
        groups = [it["terms"] for it in listed] if role == "acts" else [listed]  # type: ignore[index]
        for texts in groups:
            assert [text for text, times in Counter(texts).items() if times > 1] == [], role
