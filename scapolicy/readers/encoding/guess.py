"""What bytes may say that are not in UTF-8, the likeliest first."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LEGACY = {
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
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x1B)])
_ESCAPES = re.compile(rb"\x1b\$[@B]")
_UTF8_LIKE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_ASCII, _KANA_ROW = range(0x20, 0x7F), 0x30
# Letters of two bytes that are both ASCII's: all of what ASCII reads as, a quarter of Chinese.
_TWO_IN_ASCII = re.compile(
    "["
    + "".join(f"{chr(n << 8 | 0x20)}-{chr(n << 8 | 0x7E)}" for n in _ASCII if n != _KANA_ROW)
    + "]"
)
_MOST = 0.5
_NEVER = 0.25
_COHERENT = 0.9


def holds_controls(data: bytes) -> bool:
    """Whether bytes, of ASCII or of more than it, hold one of `CONTROLS`.

    To delete them takes a tenth of the time that looking for them does.
    """
    return len(data.translate(None, _CONTROL_BYTES)) < len(data)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that the bytes may be, and how much speaks against it."""

    encoding: str
    text: str
    doubt: float


def readings_of_escapes(data: bytes) -> list[Reading]:
    """Japanese as mail has it: ASCII bytes, with escapes to and from its characters."""
    if not (data.isascii() and _ESCAPES.search(data)):
        return []
    return _kept(data, [("iso2022_jp_2", _decoded(data, "iso2022_jp_2"))])


def readings_of(data: bytes) -> list[Reading]:
    """What the bytes may say, the likeliest first."""
    from scapolicy.readers.encoding.oddness import oddness  # its signs take 5 ms to compile

    if holds_controls(data):
        if _utf8_beyond_ascii(data):  # with a sign that no text has
            return []
        units = ((name, _decoded(data, name)) for name in ("utf-16-le", "utf-16-be"))
        return _kept(data, ((name, text) for name, text in units if not _of_ascii(text)))
    if _damaged_utf8(data):
        return []
    texts = {name: text for name in LEGACY if (text := _decoded(data, name)) is not None}
    measured = _measured(data, texts)
    readings = [
        Reading(name, text, odd + 0.3 * chaos - 0.1 * coherence + 0.1 * (name == "mac_roman"))
        for name, text in texts.items()
        if (odd := oddness(text, name)) < _NEVER
        for chaos, coherence in [measured.get(name, (0.2, 0.0))]
    ]
    return sorted(readings, key=lambda reading: reading.doubt)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _kept(data: bytes, decoded: Iterable[tuple[str, str | None]]) -> list[Reading]:
    """The readings of two-byte units that are text."""
    readings = [
        Reading(name, text, 1 - share)
        for name, text in decoded
        if text is not None
        and (b"\0" not in data or any(map(str.isascii, text)))
        and (share := _coherence(text)) >= _COHERENT
    ]
    # Each byte turned about is a character too, but then line ends and spaces are none.
    return sorted(readings, key=lambda reading: -sum(map(str.isascii, reading.text)))[:1]


def _coherence(text: str) -> float:
    """How much of a text is in one script beside the Latin, as all text is."""
    if not text or CONTROLS.search(text):
        return 0.0
    from scapolicy.readers.encoding.oddness import CJK, KANA

    scripts: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if letter.isascii() or letter.isspace() or "\u2010" <= letter <= "\u206f":
            scripts["LATIN"] += times
        elif unicodedata.category(letter) in {"Cn", "Co", "Cs", "Cc"}:
            scripts["NONE"] += times
        elif CJK.match(letter) or KANA.match(letter) or "\u3000" <= letter <= "\u303f":
            scripts["HANGUL" if "\uac00" <= letter <= "\ud7a3" else "CJK"] += times
        else:
            name = unicodedata.name(letter, "NONE").split()[0]
            scripts["CJK" if name == "FULLWIDTH" else name] += times
    latin = scripts.pop("LATIN", 0)
    scripts.pop("NONE", 0)
    return (latin + max(scripts.values(), default=0)) / len(text)


def _utf8_beyond_ascii(data: bytes) -> bool:
    """Whether the bytes are UTF-8 and not ASCII only: units of two bytes hardly ever are."""
    text = _decoded(data, "utf-8")
    return text is not None and not text.isascii()


def _of_ascii(text: str | None) -> bool:
    """Whether ASCII was read here as if each two of its letters were one."""
    return text is not None and len(_TWO_IN_ASCII.findall(text)) > _MOST * len(text)


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
