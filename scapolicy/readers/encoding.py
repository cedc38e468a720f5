"""Bytes → text, of transcripts that come in whatever encoding their machine wrote.

UTF-8 and whatever begins with a byte order mark need no guess. For the rest every encoding of
`_LEGACY` is tried: a reading counts as odd where it has signs that no text of its script has, and
charset-normalizer's measures of disorder and of language part the readings that are left. A guess
is always told, and a close one says what else it may be.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scapolicy.errors import Problem, ScapolicyError, problem

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LEGACY = {
    "cp1252": "Western European",
    "cp874": "Thai",
    "cp1250": "Central European",
    "cp1254": "Turkish",
    "cp1251": "Cyrillic",
    "koi8_r": "Cyrillic",
    "cp1253": "Greek",
    "cp1255": "Hebrew",
    "cp1256": "Arabic",
    "gb18030": "Chinese",
    "big5": "Chinese, traditional",
    "cp932": "Japanese, Shift-JIS",
    "euc_jp": "Japanese",
    "cp949": "Korean",
    "mac_roman": "Western European, Macintosh",
}
"""The encodings that are tried; of two that read a file alike, the first is named."""

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
    r"|[\u2500-\u25ff]"  # box drawing
)
_VOWELS = {
    "cp1251": "аеёиоуыэюяіїє",
    "koi8_r": "аеёиоуыэюяіїє",
    "cp1253": "αεηιουωάέήίόύώϊϋΐΰ",
}
_VOICED, _FEW = 0.28, 8
_CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_LINE_END = re.compile(rb"\r\n?|\n")
_ESCAPES = re.compile(rb"\x1b\$[@B]")
_UTF8_LIKE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_STATED = re.compile(rb"^encoding[ \t]*:[ \t]*[\"']?([\w.:-]+)", re.MULTILINE | re.IGNORECASE)
_HEAD = re.compile(rb"\s*---[ \t]*(?:\r\n?|\n).*?^---", re.DOTALL | re.MULTILINE)
_SAMPLE = 50_000
_NEVER, _CLOSE = 0.25, 0.06
_COHERENT = 0.9


@dataclass(frozen=True, slots=True)
class _Reading:
    encoding: str
    text: str
    doubt: float


def decode(data: bytes, file: str) -> str:
    r"""UTF-8 bytes as text, without a byte order mark and with `\n` at every line's end.

    Settings and codebooks are read by this, of which no encoding is guessed.

    Raises:
        ScapolicyError: the bytes are no text, or not in UTF-8.

    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ScapolicyError([problem("R05", at=file, byte=1)])
    try:
        text = data.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise ScapolicyError([problem("R04", at=file)]) from None
        line = len(_LINE_END.findall(data, 0, error.start)) + 1
        fault = problem("R05", at=file, line=line, byte=error.start + 1)
        raise ScapolicyError([fault]) from None
    if _CONTROLS.search(text):
        raise ScapolicyError([problem("R04", at=file)])
    return _one_line_end(text)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_transcript(
    data: bytes, file: str, encoding: str = ""
) -> tuple[str, tuple[Problem, ...]]:
    r"""A transcript's bytes as text, and what a reader should know of how they were read.

    `encoding` is what somebody states of the file; a byte order mark overrules it. The text has no
    byte order mark, and `\n` at every line's end.

    Raises:
        ScapolicyError: the bytes are no text, or not in the encoding that is stated.

    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _as_stated(data[len(mark) :], file, name), ()
    if data.startswith(codecs.BOM_UTF8):
        return decode(data, file), ()
    if encoding:
        return _as_stated(data, file, encoding), ()
    readings = _readings_of_escapes(data)
    if not readings:
        try:
            return decode(data, file), ()
        except ScapolicyError:
            if stated := _stated_in(data):
                return _as_stated(data, file, stated), ()
            readings = _readings(data)
            if not readings:
                raise
    return _one_line_end(readings[0].text), (_notice(readings, file),)


def _as_stated(data: bytes, file: str, encoding: str) -> str:
    try:
        text = data.decode(encoding.lower().replace("windows-", "cp"))
    except UnicodeError as error:
        byte = error.start + 1 if isinstance(error, UnicodeDecodeError) else 1
        raise ScapolicyError([problem("R31", at=file, encoding=encoding, byte=byte)]) from None
    except (LookupError, ValueError):
        raise ScapolicyError([problem("R32", at=file, encoding=encoding)]) from None
    if _CONTROLS.search(text):
        raise ScapolicyError([problem("R04", at=file)])
    return _one_line_end(text.lstrip("\ufeff"))


def _stated_in(data: bytes) -> str:
    """The encoding that the front matter states; its letters are ASCII in all of them."""
    head = _HEAD.match(data)
    stated = _STATED.search(head[0]) if head else None
    return stated[1].decode("ascii", "replace") if stated else ""


def _notice(readings: list[_Reading], file: str) -> Problem:
    best = readings[0]
    named = f"{best.encoding} ({_LEGACY[best.encoding]})" if best.encoding in _LEGACY else ""
    named = named or best.encoding
    # The less there is to go by, the less a difference says.
    signs = sum(not sign.isascii() for sign in best.text)
    close = _CLOSE + 0.3 / max(signs, 1)
    others = [
        other.encoding
        for other in readings[1:]
        if other.doubt - best.doubt < close and other.text != best.text
    ]
    if others:
        return problem("R34", at=file, encoding=named, other=others[0])
    return problem("R33", at=file, encoding=named)


def _readings_of_escapes(data: bytes) -> list[_Reading]:
    """Japanese as mail has it: ASCII bytes, with escapes to and from its characters."""
    if not (data.isascii() and _ESCAPES.search(data)):
        return []
    return _kept(data, [("iso2022_jp_2", _decoded(data, "iso2022_jp_2"))])


def _readings(data: bytes) -> list[_Reading]:
    """What the bytes may say, the likeliest first."""
    if _CONTROL_BYTES.search(data):
        return _kept(data, ((name, _decoded(data, name)) for name in ("utf-16-le", "utf-16-be")))
    if _damaged_utf8(data):
        return []
    texts = {name: text for name in _LEGACY if (text := _decoded(data, name)) is not None}
    measured = _measured(data, texts)
    readings = [
        _Reading(name, text, odd + 0.3 * chaos - 0.1 * coherence + 0.1 * (name == "mac_roman"))
        for name, text in texts.items()
        if (odd := _oddness(text, name)) < _NEVER
        for chaos, coherence in [measured.get(name, (0.2, 0.0))]
    ]
    return sorted(readings, key=lambda reading: reading.doubt)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _kept(data: bytes, decoded: Iterable[tuple[str, str | None]]) -> list[_Reading]:
    """The readings of two-byte units that are text."""
    readings = [
        _Reading(name, text, 1 - share)
        for name, text in decoded
        if text is not None
        and (b"\0" not in data or any(map(str.isascii, text)))
        and (share := _coherence(text)) >= _COHERENT
    ]
    # Each byte turned about is a character too, but then line ends and spaces are none.
    return sorted(readings, key=lambda reading: -sum(map(str.isascii, reading.text)))[:1]


def _coherence(text: str) -> float:
    """How much of a text is in one script beside the Latin, as all text is."""
    if not text or _CONTROLS.search(text):
        return 0.0
    scripts: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if letter.isascii() or letter.isspace() or "\u2010" <= letter <= "\u206f":
            scripts["LATIN"] += times
        elif unicodedata.category(letter) in {"Cn", "Co", "Cs", "Cc"}:
            scripts["NONE"] += times
        elif _CJK.match(letter) or _KANA.match(letter) or "\u3000" <= letter <= "\u303f":
            scripts["HANGUL" if "\uac00" <= letter <= "\ud7a3" else "CJK"] += times
        else:
            name = unicodedata.name(letter, "NONE").split()[0]
            scripts["CJK" if name == "FULLWIDTH" else name] += times
    latin = scripts.pop("LATIN", 0)
    scripts.pop("NONE", 0)
    return (latin + max(scripts.values(), default=0)) / len(text)


def _damaged_utf8(data: bytes) -> bool:
    """Whether what is not ASCII would be UTF-8 but for a few bytes."""
    whole = sum(len(match[0]) for match in _UTF8_LIKE.finditer(data))
    high = sum(len(match[0]) for match in _HIGH.finditer(data))
    return whole > 0.8 * high  # other encodings come to half of it by chance


def _measured(data: bytes, names: Iterable[str]) -> dict[str, tuple[float, float]]:
    """charset-normalizer's measures: of disorder, and of likeness to a language."""
    from charset_normalizer import from_bytes  # 30 ms, and most files are UTF-8

    matches = from_bytes(data, cp_isolation=list(names), enable_fallback=False)
    return {
        name: (match.chaos, match.coherence)
        for match in matches
        for name in match.could_be_from_charset
    }


def _oddness(text: str, encoding: str) -> float:
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
    kana = sum(times for sign, times in signs.items() if _KANA.match(sign))
    written = {sign: times for sign, times in signs.items() if _CJK.match(sign)}
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
