"""Folding makes one spelling of what reads alike, and leads back to the text's own characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.marks import blanked
from scapolicy.matching.fold import fold, fold_case
from scapolicy.words import count_words, translated
from tests import oracle

_SWAPPED = str.maketrans("a–é'", "b-e ")
_ALPHABET = st.text(
    st.sampled_from(
        "aZé e\u0301\u00ad\u200b\u2019\u201c\n\t \u00a0.ไทยที่İßΣς가\u1100\u1161👩\u200d👩"
    )
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The women\u2019s", "the women's"),
        ("so\u00adcial", "social"),
        ("sister\u200b city", "sister city"),
        ("sister \n  city", "sister city"),
        ("cafe\u0301", "café"),
        ("well\u2011known", "well-known"),
        ("a\u00a0b", "a b"),
    ],
)
def test_what_reads_alike_is_spelt_alike(written: str, read: str) -> None:
    assert fold(written).lower == read


def test_a_blank_line_stays_a_barrier() -> None:
    assert fold("sister\n\ncity").lower == "sister  city"


@given(_ALPHABET)
def test_cased_and_lower_are_of_equal_length(text: str) -> None:
    folded = fold(text)
    assert len(folded.cased) == len(folded.lower)
    assert folded.lower == fold_case(folded.cased)


@given(_ALPHABET)
def test_each_folded_character_leads_to_its_origin(text: str) -> None:
    folded = fold(text)
    for at, character in enumerate(folded.cased):
        start, end = folded.to_source(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert character in fold(text[start:end]).cased


@given(_ALPHABET.filter(lambda text: "\u1100" not in text))
def test_folding_equals_the_slow_reference(text: str) -> None:
    slow = oracle.fold_text(text)[0].translate({ord("\n"): " "})
    assert fold(text).cased == slow


@given(_ALPHABET)
def test_origins_are_in_order(text: str) -> None:
    folded = fold(text)
    starts = [folded.to_source(at, at + 1)[0] for at in range(len(folded.cased))]
    assert starts == sorted(starts)


@given(_ALPHABET)
def test_offsets_of_the_source_lead_into_the_folded_text_in_order(text: str) -> None:
    folded = fold(text)
    places = [folded.from_source(offset) for offset in range(len(text) + 1)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == len(folded.cased)


@given(st.text(), st.booleans())
def test_a_long_text_is_folded_as_each_of_its_characters(text: str, plain: bool) -> None:
    text += "So It Goes – On. " * (0 if plain else 60)
    assert fold_case(text) == "".join(map(fold_case, text))
    assert translated(text, _SWAPPED) == text.translate(_SWAPPED)


@given(
    st.text(
        st.sampled_from("ab-'\u2019\u2010\u02bc\u00ad\u200b \n.,|()\u0301é\u0640\u0628\u064b1")
    ),
    st.text(st.sampled_from("ab-'\u2019\u200b 1")),
)
def test_words_are_as_many_in_a_folded_text_as_in_the_source(text: str, before: str) -> None:
    whole = f"{before}\n\n{text}"
    found = fold(blanked(whole)).count_words(len(whole) - len(text), len(whole))
    assert found == count_words(text)
