"""Marks that typists set in a transcript: `[laughter]`, `(inaudible 00:12)`, `#00:01:02-5#`.

They stand in the text, and are nothing that anybody says.
"""

import re

_SOUNDS = (
    r"laugh|chuckl|giggl|cross-?[ \t]?talk|overlapping|inaudible|unintelligible|indistinct|pause"
    r"|silence|applause|clapping|cough|sigh|crying|sobs|sobbing|clears (?:his |her )?throat"
    # Thai, Spanish, French, German, Danish
    r"|หัวเราะ|ฟังไม่ชัด|ฟังไม่ออก|ไม่ได้ยิน|เงียบ|นิ่งคิด|หยุดคิด|ถอนหายใจ|ปรบมือ|ร้องไห้"
    r"|risas?\b|se ríen?\b|inaudible|ininteligible|pausa|silencio|aplausos|suspir"
    r"|rires?\b|rit\b|inaudible|incompréhensible|applaudissements|soupir"
    r"|lach(?:t|en)\b|gelächter|unverständlich|schweigen|schweigt|stille\b|beifall|applaus|seufz"
    r"|latter\b|griner\b|uhørligt|utydeligt|stilhed|tavshed|sukker\b"
    # Chinese, Japanese, Arabic
    r"|大?笑|听不清|聽不清|沉默|停顿|停頓|叹气|嘆氣|掌声|掌聲|咳嗽"
    r"|聞き取れ|聞き取り不能|沈黙|ため息|拍手"
    r"|ضحك|يضحك|تضحك|يضحكون|غير مسموع|غير واضح|صمت|تنهد|تصفيق"
)
# A sound, perhaps after a word or two (`both laugh`, `เสียงหัวเราะ`), and what is noted of it.
_SOUND = (
    rf"(?:[^\W\d_]+[,;]?[ \t]+){{0,2}}(?:เสียง|พากัน)?(?:{_SOUNDS})[^\])>*（）()\[\]\n]{{0,40}}"
    r"|unclear(?:[ \t]+[\d:.]+)?"
)
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3}|-\d)?"
# What it may begin with stands first, so that nothing else is tried at any other character.
MARKS = re.compile(
    r"[\[(（<*#](?:"
    rf"(?<!#)[\[(（<*]?[ \t]*+(?:{_SOUND}|{_CLOCK})[ \t]*+[\])）>*]{{1,2}}|(?<=#){_CLOCK}#)",
    re.IGNORECASE,
)
"""Finds them."""


def blanked(text: str) -> str:
    """A text of the same length in which marks are no words, and no phrase reaches over one.

    >>> blanked("We had [both laugh] a budget.")
    'We had |||||||||||| a budget.'
    """
    return MARKS.sub(lambda match: "|" * len(match[0]), text)
