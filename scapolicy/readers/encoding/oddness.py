"""How odd a text is that bytes may stand for: what no text of its script has."""

import re
from collections import Counter

_SCRIPT = {"gb18030": "han", "big5": "han", "cp932": "kana", "euc_jp": "kana", "cp949": "hangul"}
# The lead bytes of each encoding's rows of characters in everyday use.
_EVERYDAY = {
    "gb18030": range(0xB0, 0xD8),
    "big5": range(0xA4, 0xC7),
    "cp932": range(0x88, 0x98),
    "euc_jp": range(0xB0, 0xD0),
    "cp949": range(0xB0, 0xC9),
}
# A quarter of any running text and more are these.
_FREQUENT = {
    "gb18030": "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对",
    "big5": "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對",
    "cp949": "이다는을를에가의고하지은도로서한기사니그어리자시나아해게라것",
}
_ENOUGH, _RARE = 40, 0.05
_LETTERS = [
    set(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿ",
        "áéíóúüñ",
        "àáâãçéêíóôõúü",
        "äöüß",
        "àèéìíòóùú",
        "åäöæøé",
        "éëïóöü",
        "áðéíóúýþæö",
        "àçèéíïòóúü·",
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýž",
        "áäčďéíĺľňóôŕšťúýž",
        "áéíóöőúüű",
        "ăâîşţșț",
        "čćđšž",
        "çğıiöşüâî\u0307",
    )
]
"""The letters beyond ASCII of languages in Latin script: French, Spanish, Portuguese, …"""

_ODD = re.compile(
    r"[\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff]"  # no characters at all
    r"|(?<=[^\W\d_])(?:[\xa1-\xac\xae-\xb4\xb6\xb8-\xbf\xd7\xf7\u2020-\u2022\u2030\u20ac]|(?<!l)\xb7)(?=[^\W\d_])"
    r"|[\uff61-\uff9f]"  # half-width kana
    r"|(?<![\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    r"|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"  # Thai vowels that stand before their consonant
    r"|[\u0e01-\u0e2e]{8,}"  # Thai words have vowels
    r"|(?<=[a-zß-öø-ÿα-ωа-я])[À-ÖØ-ÞŒŠŸŽΑ-ΩА-Я]"  # a capital after a small letter
    r"|[À-ÖØ-öø-ÿ]{3,}"
    r"|(?<=[a-zA-ZÀ-ɏ])[\u0370-\u0e5b]|[\u0370-\u0e5b](?=[a-zA-ZÀ-ɏ])"  # two scripts in a word
    r"|ς(?=[α-ω])"
    r"|(?<![\u05b0-\u05ea])[\u05b0-\u05c7]|(?<![\u0621-\u0652])[\u064b-\u0652]"  # points alone
    r"|(?<=[\u05b0-\u05ea])[\xa1-\xbf\u20aa]|[\xa1-\xbf\u20aa](?=[\u05b0-\u05ea])"
    r"|[\u2500-\u25ff]"  # box drawing
)
_VOWELS = {
    "cp1251": "аеёиоуыэюяіїє",
    "koi8_r": "аеёиоуыэюяіїє",
    "cp1253": "αεηιουωάέήίόύώϊϋΐΰ",
}
_VOICED, _FEW = 0.28, 8
CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
KANA = re.compile(r"[\u3040-\u30ff]")
_SAMPLE = 50_000


def oddness(text: str, encoding: str) -> float:
    """How much of what is not ASCII is such as no text has, of 1."""
    beyond = [line for line in text.splitlines() if not line.isascii()]
    sample = "\n".join(beyond)[:_SAMPLE]
    signs = Counter(sign for sign in sample if not sign.isascii())
    total = signs.total()
    if not total:
        return 0.0
    odd = sum(len(match[0]) for match in _ODD.finditer(sample)) / total
    return odd + _rare(signs, encoding) + _foreign(signs) + _mute(signs, encoding)


def _rare(signs: Counter[str], encoding: str) -> float:
    """How much of a text in characters is in rare ones, or not in those of its language."""
    script = _SCRIPT.get(encoding)
    if script is None:
        return 0.0
    kana = sum(times for sign, times in signs.items() if KANA.match(sign))
    written = {sign: times for sign, times in signs.items() if CJK.match(sign)}
    letters = sum(written.values())
    total = letters + kana
    if not total:
        return 0.2
    everyday = _EVERYDAY[encoding]
    rare = sum(t for sign, t in written.items() if sign.encode(encoding)[0] not in everyday)
    odd = rare / total
    if script != "kana":
        odd += kana / total
    elif letters > _ENOUGH and kana < 0.1 * total:  # it is half of any Japanese
        odd += 0.3
    frequent = sum(written.get(sign, 0) for sign in _FREQUENT.get(encoding, ""))
    if encoding in _FREQUENT and letters > _ENOUGH and frequent < _RARE * letters:
        odd += 0.3
    return odd


def _foreign(signs: Counter[str]) -> float:
    """How much of a text in Latin script is in letters that no single language has."""
    latin: Counter[str] = Counter()
    for sign, times in signs.items():
        if sign.isalpha() and "\xc0" <= sign <= "\u024f":
            latin[sign.lower()[0]] += times
    total = latin.total()
    if not total:
        return 0.0
    return 1 - max(sum(latin[sign] for sign in letters) for letters in _LETTERS) / total


def _mute(signs: Counter[str], encoding: str) -> float:
    """Whether words have fewer vowels than can be spoken, or all letters are of one case."""
    vowels = _VOWELS.get(encoding)
    letters = Counter({sign: times for sign, times in signs.items() if sign.isalpha()})
    total = letters.total()
    if vowels is None or total < _FEW:
        return 0.0
    voiced = sum(times for sign, times in letters.items() if sign.lower() in vowels)
    one_case = len(set(map(str.isupper, letters))) == 1 and total > 2 * _FEW
    return 0.3 * (voiced < _VOICED * total) + 0.1 * one_case
