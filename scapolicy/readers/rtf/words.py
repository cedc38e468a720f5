"""The control words of RTF: what they stand for, and what they change."""

import codecs
from dataclasses import dataclass

# Groups whose words are not the document's.
_UNSAID = frozenset(
    "fonttbl colortbl stylesheet info pict objdata header headerl headerr headerf footer footerl"
    " footerr footerf footnote annotation atnid atnauthor fldinst ftnsep ftnsepc ftncn aftnsep"
    " aftnsepc aftncn listtext pntext shprslt nonesttables filetbl revtbl listtable sp tc xe rxe"
    " txe comment private template themedata bkmkstart bkmkend formfield listoverridetable".split()
)
# Groups that may be passed over by older programs, and must not be.
_SAID = frozenset({"ud", "shptxt"})
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
SYMBOLS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\xa0", b"_": "-"}
BREAKS = {"par", "sect", "page", "column", "softpage"}
ANSI = "cp1252"
CHARSETS = {
    0: ANSI,
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_ODD = 0.25  # of the letters beyond ASCII: no text has so many odd ones
PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": ANSI}
PAGE_NAMES = {
    936: "gb18030",
    950: "big5",
    10000: "mac_roman",
    10001: "cp932",
    10007: "mac_cyrillic",
    65001: "utf-8",
}


@dataclass(frozen=True, slots=True)
class State:
    """What holds inside of a group, until it ends."""

    unsaid: bool = False
    passed_over: bool = False
    hidden: bool = False
    deleted: bool = False
    fonts: bool = False
    table: bool = False
    skip: int = 1
    font: int | None = None

    @property
    def silent(self) -> bool:
        """Whether what stands here is not said."""
        return self.unsaid or self.passed_over or self.hidden or self.deleted


def changes_of(name: str, on: bool) -> dict[str, bool | None]:  # noqa: FBT001  as in the file
    """What a control word changes of the state."""
    if name in _UNSAID:
        return {"unsaid": True, "fonts": name == "fonttbl"}
    if name in _SAID or name == "upr":
        return {"passed_over": name == "upr"}
    changes: dict[str, dict[str, bool | None]] = {
        "v": {"hidden": on},
        "deleted": {"deleted": on},
        "plain": {"hidden": False, "deleted": False, "font": None},
        "pard": {"table": False},
        "intbl": {"table": True},
    }
    return changes.get(name, {})


def is_in_page(raw: bytes, page: str) -> bool:
    """Whether text of a font that is declared as ANSI is in the document's page after all.

    ANSI is Western European. Some programs declare each font so, even those of Thai or Chinese,
    whose letters then make no text in Western European, and one in the document's page. What is
    UTF-8 is so by no chance.
    """
    if page == "utf-8":
        return "\ufffd" not in raw.decode(page, "replace")
    from scapolicy.readers.encoding.oddness import oddness  # its signs take 5 ms to compile

    declared, other = (oddness(raw.decode(name, "replace"), name) for name in (ANSI, page))
    return other < _ODD <= declared


def known(encoding: str, otherwise: str) -> str:
    """An encoding by the name that Python gives it, if it has one."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return otherwise
