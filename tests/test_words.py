"""What a word is, script by script: how many there are, and what terms find."""

import pytest

import scapolicy as sp
from scapolicy.words import count_words, word_spans
from tests.build import codebook, rule, source


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das ist schön, nicht wahr?", 5),
        ("¿Qué dijo el gobernador?", 4),
        ("L’équipe n'a rien dit.", 4),
        ("我们没有预算。", 6),
        ("予算がありません", 8),
        ("MOU签了", 3),
        ("لا توجد ميزانية", 3),
        ("We – all of us – went 🙂", 5),
        ("e\u0301tude", 1),
        ("", 0),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words
    assert len(word_spans(text)) == words


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("预算", "我们没有预算，没有预算。", ["预算", "预算"]),
        ("没有 预算", "我们没有预算。", ["没有预算"]),
        ("MOU", "我们签了MOU以后", ["MOU"]),
        ("予算", "予算がありません", ["予算"]),
        ("ميزانية", "لا توجد مِيزانيّة هنا", ["مِيزانيّة"]),
        ("*ميزانية", "والميزانية", ["والميزانية"]),
        ("présupuesto*", "el pre\u0301supuestos anual", ["pre\u0301supuestos"]),
        ("straße", "Die STRASSE und die Straße", ["Straße"]),
    ],
)
def test_terms_find_words_of_any_script(term: str, text: str, found: list[str]) -> None:
    book = codebook(("c", [rule("r", terms=(term,))]), languages=("zh",))
    coded = sp.code([source(text, language="zh")], book)
    assert [match.text for match in coded.sources[0].matches] == found
