"""The language of a source: what is stated, what is detected, and which of the two counts."""

from dataclasses import replace

import pytest

from scapolicy.readers.language import detect_language, language_in
from scapolicy.readers.language_names import KNOWN, language_code
from tests.build import source

SAMPLES = {
    "en": "We asked the ministry twice, but there was nobody who could tell us what to do.",
    "th": "เราถามกระทรวงสองครั้งแล้ว แต่ไม่มีใครตอบครับ",
    "es": "Preguntamos dos veces al ministerio, pero nadie supo decirnos qué hacer.",
    "fr": "Nous avons demandé deux fois au ministère, mais personne ne savait quoi faire.",
    "de": "Wir haben zweimal im Ministerium gefragt, aber niemand wusste, was zu tun ist.",
    "da": "Vi spurgte ministeriet to gange, men der var ingen, som vidste, hvad vi skulle gøre.",
    "sv": "Vi frågade departementet två gånger, men ingen visste vad vi skulle göra.",
    "nl": "We hebben het ministerie twee keer gevraagd, maar niemand wist wat we moesten doen.",
    "pt": "Perguntámos duas vezes ao ministério, mas ninguém sabia dizer o que fazer.",
    "vi": "Chúng tôi đã hỏi bộ hai lần nhưng không ai biết phải làm gì.",
    "ru": "Мы дважды спрашивали в министерстве, но никто не знал, что нам делать.",
    "zh": "我们问了部里两次，可是没有人知道该怎么办。",
    "ja": "省に二度聞きましたが、どうすればいいか誰も知りませんでした。",
    "ko": "우리는 부처에 두 번 물어보았지만 아무도 무엇을 해야 할지 몰랐습니다.",
    "ar": "سألنا الوزارة مرتين، لكن لم يعرف أحد ماذا يجب أن نفعل.",
    "fa": "ما دو بار از وزارتخانه پرسیدیم، اما هیچ‌کس نمی‌دانست چه باید بکنیم.",
}


@pytest.mark.parametrize(("language", "text"), SAMPLES.items())
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "12 %", "Yes.", "MOU, Chiang Mai", "🙂🙂", "\u0301"])
def test_of_too_little_nothing_is_said(text: str) -> None:
    assert detect_language(text) == ""


def test_a_long_text_is_looked_at_all_over() -> None:
    heading = "Title page. " * 40
    assert detect_language(heading + SAMPLES["de"] * 2000) == "de"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("en-GB", "en"),
        ("en_US", "en"),
        ("English (US)", "en"),
        ("es-AR", "es"),
        ("fr-CA", "fr"),
        ("ms-MY", "ms"),
        ("zh-Hant-TW", "zh"),
        ("Chinese, Mandarin", "zh"),
        ("ger", "de"),
        ("Deutsch", "de"),
        ("nb", "no"),
        ("ไทย", "th"),
        ("ภาษาไทย", "th"),
        ("Thai / ไทย", "th"),
        ("日本語", "ja"),
        ("العربية", "ar"),
        ("  español ", "es"),
        ("English and Thai", ""),
        ("th/en", ""),
        ("it may be", ""),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_a_language_may_be_written_as_people_write_it(written: str, code: str) -> None:
    assert language_code(written) == code


def test_every_code_stands_for_itself() -> None:
    assert [language_code(code) for code in KNOWN] == list(KNOWN)


def test_what_is_stated_counts_and_what_is_not_known_does_not() -> None:
    thai = source(SAMPLES["th"], language="English")
    assert (language_in(thai).code, language_in(thai).contradicts) == ("en", True)
    odd = source(SAMPLES["th"], language="Klingon")
    assert (language_in(odd).code, language_in(odd).contradicts) == ("th", False)
    silent = source("Yes.")
    assert (language_in(silent).code, language_in(silent).contradicts) == ("", False)


def test_the_language_is_that_of_the_answers() -> None:
    talk = f"Interviewer: {SAMPLES['en'] * 3}\n\nMayor: {SAMPLES['th']}\n"
    assert language_in(source(talk)).detected == "th"
    asked = source(talk)
    only_questions = replace(asked, turns=asked.turns[:1])
    assert language_in(only_questions).detected == "en"
