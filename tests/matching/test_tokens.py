"""spaCy token patterns, with a blank pipeline and with the user's own."""

from pathlib import Path

import pytest

from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.matcher import Matcher
from scapolicy.matching.sentence import Stretch
from scapolicy.matching.tokens import check_pattern, load_pipeline
from tests.build import codebook, rule


def test_a_token_pattern_finds_its_words() -> None:
    text = "We signed it first \u2014 twice."
    pattern = ({"LOWER": {"IN": ["sign", "signed"]}}, {"OP": "?"}, {"LOWER": "first"})
    hits = Matcher(codebook(("c", [rule(tokens=(pattern,))]))).hits(text, [Stretch(0, len(text))])
    assert [text[hit.start : hit.end] for hit in hits] == ["signed it first"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ([{"LOWWER": "x"}], "LOWWER"),
        ([{"POS": "NOUN"}], "only to a trained pipeline"),
        ([{"OP": "!!"}], "OP"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused(pattern: list[dict[str, object]], said: str) -> None:
    with pytest.raises(RuleFaultError, match=said):
        check_pattern(pattern, load_pipeline("", "en"))


def test_a_pipeline_of_the_users_own_knows_more(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "budget"}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "own")
    book = codebook(("c", [rule(tokens=(({"POS": "NOUN"},),))]), pipeline=str(tmp_path / "own"))

    hits = Matcher(book).hits("the budget grew", [Stretch(0, 15)])

    assert [(hit.start, hit.end) for hit in hits] == [(4, 10)]
    assert list(Matcher(book).hits("the money grew", [Stretch(0, 14)])) == []


def test_a_pipeline_that_is_not_there_is_told() -> None:
    with pytest.raises(RuleFaultError, match="no_such_pipeline"):
        load_pipeline("no_such_pipeline", "en")
