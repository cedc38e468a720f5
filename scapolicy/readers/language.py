"""Which language a source is in: as its attributes say, else as its text reads.

The script tells Thai, and a few small words tell English, at no cost. All else is told by
py3langid's model, which is loaded only then, and believed only where it is sure.
"""

import re
from functools import cache
from typing import Any

from scapolicy.readers.language_names import KNOWN, language_code
from scapolicy.records import Language, Source
from scapolicy.words import odd_characters

_SCRIPTS = {
    "th": re.compile(r"[\u0e00-\u0e7f]+"),
    "ja": re.compile(r"[\u3040-\u30ff]+"),
    "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+"),
    "ar": re.compile(r"[\u0600-\u06ff]+"),
    "": re.compile(r"[A-Za-z\u00c0-\u024f]+"),
}
# In letters; a Chinese or Thai character says more than a Latin letter does.
_WEIGHT = {"th": 1.0, "ja": 2.0, "zh": 2.0, "ar": 1.0, "": 1.0}
_MIXED_FROM = 0.2

_WORD = re.compile(r"[^\W\d_]+")
# Words that hardly any other language has, and that no English talk does without.
_ENGLISH = frozenset(
    "the and of to that they you this with were are not but there what it we because would".split()
)
_ENGLISH_SHARE = 0.2
_ENGLISH_WORDS = 6

_FEWEST_WORDS = 5
_SURE = 0.8
# As much of a text as is looked at, in stretches from all over it.
_STRETCHES, _STRETCH = 20, 250


def language_in(source: Source) -> Language:
    """The language of a source: the one stated, else the one that the informants' words read as."""
    written = source.attributes.get("language", "").strip()
    said = [turn.text for turn in source.turns if not turn.interviewer]
    text = "\n".join(said or [turn.text for turn in source.turns])
    return Language(written, language_code(written), detect_language(text))


def detect_language(text: str) -> str:
    """The two-letter code of a text's language; empty where there is too little to tell.

    >>> detect_language("We could not go because there was no money for it.")
    'en'
    """
    text = _sample(text)
    shares = _script_shares(text)
    script = max(shares, key=lambda name: shares[name], default="")
    if script == "zh" and shares.get("ja", 0) > _MIXED_FROM / 2:
        script = "ja"
    if script == "th":
        return script
    words = _WORD.findall(_without_other_scripts(text, script).lower())
    if script == "" and _is_english(words):
        return "en"
    return _by_model(words, script) or script


def is_mixed(text: str) -> bool:
    """Whether a good part of a text is in a second script."""
    shares = sorted(_script_shares(text).values(), reverse=True)
    return len(shares) > 1 and shares[1] >= _MIXED_FROM


def _sample(text: str) -> str:
    if len(text) <= _STRETCHES * _STRETCH:
        return text
    step = len(text) // _STRETCHES
    return "\n".join(text[at : at + _STRETCH] for at in range(0, step * _STRETCHES, step))


def _script_shares(text: str) -> dict[str, float]:
    scripts = _scripts_in(text)
    if len(scripts) == 1:
        return {"": 1.0} if _SCRIPTS[""].search(text) else {}
    counts = {
        name: _WEIGHT[name] * (len(text) - len(pattern.sub("", text))) for name, pattern in scripts
    }
    counts["zh"], counts["ja"] = counts.get("zh", 0) + counts.get("ja", 0), counts.get("ja", 0)
    whole = sum(counts.values()) - counts["ja"]
    return {name: count / whole for name, count in counts.items() if count} if whole else {}


def _scripts_in(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """The scripts that a text holds, Latin perhaps not."""
    odd = odd_characters(text)
    return [(name, one) for name, one in _SCRIPTS.items() if name == "" or one.search(odd)]


def _without_other_scripts(text: str, script: str) -> str:
    kept = {"ja", "zh"} if script in ("ja", "zh") else {script}
    for name, pattern in _scripts_in(text):
        if name not in kept:
            text = pattern.sub(" ", text)
    return text


def _is_english(words: list[str]) -> bool:
    hits = sum(map(_ENGLISH.__contains__, words))
    return hits >= max(_ENGLISH_WORDS, _ENGLISH_SHARE * len(words))


def _by_model(words: list[str], script: str) -> str:
    if len(words) < _FEWEST_WORDS and script not in ("ja", "zh"):
        return ""
    language, probability = _model().classify(" ".join(words))
    return str(language) if probability >= _SURE else ""


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(sorted(set(KNOWN) & set(model.labels)))
    return model
