"""Which language a text is in: by its script, and among Latin ones by its smallest words."""

import re
from collections import Counter
from functools import cache
from importlib import import_module

_SCRIPTS = {
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
# In letters; a Chinese or Thai character says more than a Latin letter does.
_WEIGHT = {"th": 1.0, "ja": 2.0, "zh": 2.0, "ar": 1.0, "": 1.0}
_LATIN = ("en", "es", "fr", "de", "da")
_MIXED_FROM = 0.2
_ENOUGH = 8


def detect_language(text: str) -> str:
    """The two-letter code of a text's language; empty where there is too little to tell.

    >>> detect_language("We could not go because there was no money for it.")
    'en'
    """
    shares = _script_shares(text)
    if not shares:
        return ""
    script = max(shares, key=lambda name: shares[name])
    if script == "zh" and shares.get("ja", 0) > _MIXED_FROM / 2:
        return "ja"
    return script or _latin(text)


def is_mixed(text: str) -> bool:
    """Whether a good part of a text is in a second script."""
    shares = sorted(_script_shares(text).values(), reverse=True)
    return len(shares) > 1 and shares[1] >= _MIXED_FROM


def _script_shares(text: str) -> dict[str, float]:
    counts = {
        name: _WEIGHT[name] * len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()
    }
    counts["zh"], counts["ja"] = counts["zh"] + counts["ja"], counts["ja"]
    whole = sum(counts.values()) - counts["ja"]
    return {name: count / whole for name, count in counts.items() if count} if whole else {}


def _latin(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    hits = {language: sum(words[word] for word in _small_words(language)) for language in _LATIN}
    best = max(hits, key=lambda language: (hits[language], language == "en"))
    return best if hits[best] >= _ENOUGH or hits[best] * 3 >= words.total() else ""


@cache
def _small_words(language: str) -> frozenset[str]:
    """A language's function words, as spaCy lists them."""
    return frozenset(import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS)
