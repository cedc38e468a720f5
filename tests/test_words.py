"""What a word is, script by script: how many there are, and what terms find."""

from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy import words as words_module
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
        ("か\u3099んばる", 4),
        ("２０２０年のＭＯＵ", 4),
        ("MOU签了", 3),
        ("لا توجد ميزانية", 3),
        ("We – all of us – went 🙂", 5),
        ("e\u0301tude", 1),
        ("co\u00adoperation 预算", 3),
        ("", 0),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words
    assert len(word_spans(text.replace("\u00ad", ""))) == words


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("预算", "我们没有预算，没有预算。", ["预算", "预算"]),
        ("没有 预算", "我们没有预算。", ["没有预算"]),
        ("MOU", "我们签了MOU以后", ["MOU"]),
        ("予算", "予算がありません", ["予算"]),
        ("がんばる", "もっとか\u3099んばる。", ["か\u3099んばる"]),
        ("MOU 2020", "ＭＯＵ ２０２０を結ぶ", ["ＭＯＵ ２０２０"]),
        ("COVID-19", "在COVID-19期间", ["COVID-19"]),
        ("year", "多year-end多", []),
        ("没有 * 预算", "我们没有大预算，没有很大预算。", ["没有大预算"]),
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


@pytest.mark.parametrize("term", ["预算*", "*预算", "预?案", "がん*"])
def test_a_wildcard_beside_an_ideograph_is_refused_with_what_to_write(
    term: str, tmp_path: Path
) -> None:
    book = tmp_path / "book.yaml"
    rules = f"rules: [{{valence: neutral, terms: ['{term}']}}]"
    book.write_text(
        "title: T\nversion: 1.0.0\nlanguages: [zh]\ncodes:\n"
        f"  - id: money\n    definition: Money.\n    {rules}\n",
        encoding="utf-8",
    )
    with pytest.raises(sp.ScapolicyError) as refused:
        sp.load_codebook(book)
    (fault,) = [one for one in refused.value.problems if one.severity == "error"]
    assert fault.line == 7
    assert "each character is a word" in fault.message
    assert "Leave the wildcard out" in fault.remedy


def test_a_run_of_thai_is_cut_once_though_a_text_is_searched_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut: list[str] = []

    def thai_words(run: str) -> tuple[str, ...]:
        cut.append(run)
        return (run,)

    monkeypatch.setattr(words_module, "thai_words", thai_words)
    monkeypatch.setattr(words_module, "_CUT", words_module._Cut())
    runs = [f"{'กขคง'[n % 4]}{chr(0xE01 + n // 4 % 40)}{'า' * (n // 160)}" for n in range(6000)]
    text = " ".join(runs)
    assert len(word_spans(text)) == count_words(text) == 6000
    assert sorted(cut) == sorted(set(runs))


def test_what_is_remembered_of_thai_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_module, "thai_words", lambda run: (run,))
    monkeypatch.setattr(words_module, "_CUT", words_module._Cut())
    monkeypatch.setattr(words_module, "_REMEMBERED", 1000)
    for length in range(1, 300):
        word_spans("ก" * length)
        assert sum(map(len, words_module._CUT)) <= 1000 + length
