"""Folding makes one spelling of what reads alike, and leads back to the text's own characters."""

import re
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scapolicy.marks import blanked
from scapolicy.matching.fold import _SAME_LENGTH, fold, fold_case
from scapolicy.words import DROPPED, count_words, translated
from tests import oracle

_SWAPPED = str.maketrans("a–é'", "b-e ")
_ALPHABET = st.text(
    st.sampled_from(
        "aZé e\u0301\u00ad\u200b\u2019\u201c\n\t \u00a0.ไทยที่İßΣς가각\u1100\u1161\u11a8👩\u200d👩"
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
        ("가\u11a8", "각"),
        ("\u1112\u1161\u11ab국", "한국"),
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


@given(_ALPHABET.filter(lambda text: not re.search("[\u1100\u11a8]", text)))
def test_folding_equals_the_slow_reference(text: str) -> None:
    slow = oracle.fold_text(text)[0].translate({ord("\n"): " "})
    assert fold(text).cased == slow


_LETTERS_AND_MARKS = st.text(
    st.characters(categories=["L", "M"], exclude_characters=map(chr, _SAME_LENGTH))
    | st.sampled_from("\u1100\u1112\u1161\u1175\u11a8\u11c2가각힣\u11ffaå")
    | st.sampled_from("\u0301\u0308\u0323\u0345\u05b8\u093c\u0928\u1100\u00ad\u200b\u064b"),
    max_size=12,
)


@example("가\u11a8")
@example("가\u200b\u11a8\u0301")
@given(_LETTERS_AND_MARKS)
def test_letters_marks_and_jamo_are_composed(text: str) -> None:
    folded = fold(text)
    assert folded.cased == normalize("NFC", re.sub(f"[{DROPPED}]", "", text))
    for at, character in enumerate(folded.cased):
        start, end = folded.to_source(at, at + 1)
        assert character in fold(text[start:end]).cased
        assert start == 0 or folded.from_source(start) <= at


def test_a_syllable_of_decomposed_hangul_has_its_own_place() -> None:
    folded = fold(normalize("NFD", "한국말"))
    assert folded.cased == "한국말"
    assert [folded.to_source(at, at + 1) for at in range(3)] == [(0, 3), (3, 6), (6, 9)]


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
