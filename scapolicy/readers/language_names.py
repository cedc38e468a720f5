"""What people call a language: its codes, its name in English, and its name in itself."""

import re

# The first word of each row is the code that is used everywhere else.
_ROWS = """
af afr afrikaans
ar ara arabic العربية عربي
bg bul bulgarian български
bn ben bengali bangla বাংলা
ca cat catalan català
cs ces cze czech čeština
da dan danish dansk
de deu ger german deutsch
el ell gre greek ελληνικά
en eng english อังกฤษ ภาษาอังกฤษ 英语 英文 英語
es spa spanish castilian español castellano
et est estonian eesti
eu eus baq basque euskara
fa fas per persian farsi فارسی
fi fin finnish suomi
fr fra fre french français
he heb hebrew עברית
hi hin hindi हिन्दी
hr hrv croatian hrvatski
hu hun hungarian magyar
hy hye arm armenian հայերեն
id ind indonesian indonesia
is isl ice icelandic íslenska
it ita italian italiano
ja jpn japanese 日本語
ka kat geo georgian ქართული
km khm khmer ខ្មែរ
ko kor korean 한국어
lo lao laotian ລາວ
lt lit lithuanian lietuvių
lv lav latvian latviešu
mk mkd mac macedonian македонски
mn mon mongolian монгол
ms msa may malay melayu
my mya bur burmese myanmar မြန်မာ
ne nep nepali नेपाली
nl nld dut dutch nederlands
no nor nb nob nn nno norwegian norsk bokmål nynorsk
pl pol polish polski
pt por portuguese português
ro ron rum romanian română
ru rus russian русский
si sin sinhala sinhalese සිංහල
sk slk slo slovak slovenčina
sl slv slovenian slovene slovenščina
sq sqi alb albanian shqip
sr srp serbian српски srpski
sv swe swedish svenska
sw swa swahili kiswahili
ta tam tamil தமிழ்
th tha thai ไทย ภาษาไทย 泰语 泰文 タイ語
tl tgl tagalog filipino
tr tur turkish türkçe
uk ukr ukrainian українська
ur urd urdu اردو
vi vie vietnamese việt
zh zho chi cmn yue chinese mandarin cantonese 中文 汉语 漢語 普通话 จีน ภาษาจีน 中国語
"""

_CODES = {name: row.split()[0] for row in _ROWS.strip().splitlines() for name in row.split()}

# A language, then country, script or variant: en-GB, zh_Hant_TW.
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)+")
_BETWEEN = re.compile(r"[\s(),;/]+")

KNOWN = tuple(dict.fromkeys(_CODES.values()))
"""The codes of all languages that have a row."""


def language_code(written: str) -> str:
    """The code of a language as people write it; empty where it is none that is known, or several.

    >>> [language_code(name) for name in ("English", "en-GB", "eng", "ไทย", "Klingon")]
    ['en', 'en', 'en', 'th', '']
    """
    text = " ".join(written.casefold().split())
    tag = _TAG.fullmatch(text)
    if tag or text in _CODES:
        return _CODES.get(tag[1] if tag else text, "")
    # In "Chinese, Mandarin" or "Thai (central)"; short words there are seldom codes.
    names = [name for name in _BETWEEN.split(text) if len(name) > 3 or not name.isascii()]  # noqa: PLR2004
    named = {_CODES[name] for name in names if name in _CODES}
    return named.pop() if len(named) == 1 else ""
