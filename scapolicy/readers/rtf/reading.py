"""One pass over an RTF document: its groups and control words → blocks of text."""

import re
from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import replace

from scapolicy.readers.rtf.words import (
    ANSI,
    BREAKS,
    CHARSETS,
    PAGE_NAMES,
    PAGES,
    SIGNS,
    SYMBOLS,
    State,
    changes_of,
    is_in_page,
    known,
)

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
_MOST = 0x10FFFF


class Reading:
    """One pass over a document; of `misdeclared` fonts it is known that they are not in ANSI."""

    def __init__(self, misdeclared: AbstractSet[int] = frozenset()) -> None:
        self._misdeclared = misdeclared
        self.blocks: list[str] = []
        self.lost = 0
        self.groups: list[State] = []
        self._state = State()
        self._page = ANSI
        self._fonts: dict[int, str] = {}
        self._in_ansi: defaultdict[int, bytearray] = defaultdict(bytearray)
        self._font = 0
        self._default_font: int | None = None
        self._said: list[str] = []
        self._bytes = bytearray()
        self._bytes_encoding = ""
        self._unit: int | None = None  # the first half of a character beyond the first 65,536
        self._skip = 0
        self._paragraphs: list[str] = []  # of the cell
        self._cells: list[str] = []

    def read(self, data: bytes) -> None:
        """Read all of it."""
        at = 0
        while at < len(data) and (match := _TOKEN.match(data, at)):
            at = match.end()
            word, argument, hexed, symbol, brace, text = match.groups()
            if word:
                number = int(argument) if argument else None
                if word == b"bin":
                    at += max(number or 0, 0)
                else:
                    self._word(word.decode("ascii"), number)
            elif hexed:
                self._raw(bytes.fromhex(hexed.decode("ascii")))
            elif text:
                self._raw(text)
            elif symbol:
                self._symbol(symbol)
            elif brace and not self._group(opens=brace == b"{"):
                break
        self._end_row()
        self._end_paragraph()

    def misdeclared(self) -> AbstractSet[int]:
        """The fonts that are declared as ANSI, and whose text is in the document's page."""
        return {font for font, raw in self._in_ansi.items() if is_in_page(bytes(raw), self._page)}

    def _group(self, *, opens: bool) -> bool:
        """Open or close a group; false where the document ends with it."""
        self._skip = 0
        if opens:
            self.groups.append(self._state)
        else:
            self._flush()
            self._state = self.groups.pop()
        return bool(self.groups)

    def _symbol(self, symbol: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif symbol == b"*":
            self._set(passed_over=True)
        elif symbol in b"\r\n":
            self._break()
        elif sign := SYMBOLS.get(symbol):
            self._say(sign)

    def _set(self, **changes: bool | int | None) -> None:
        self._flush()
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]

    def _word(self, name: str, number: int | None) -> None:
        if name == "u" and number is not None:
            self._unicode(number)
            return
        if self._skip and name in SIGNS:
            self._skip -= 1
            return
        self._skip = 0
        if changes := changes_of(name, number != 0):
            self._set(**changes)
        elif self._state.fonts:
            self._font_word(name, number)
        elif name == "f" and number is not None:
            self._set(font=number)
        elif name == "uc" and number is not None:
            self._set(skip=max(number, 0))
        else:
            self._layout(name, number)

    def _layout(self, name: str, number: int | None) -> None:
        if sign := SIGNS.get(name):
            self._say(sign)
        elif name in BREAKS:
            self._break()
        elif name in {"cell", "nestcell"}:
            if not self._state.silent:
                self._end_cell()
        elif name in {"row", "nestrow"}:
            self._flush()
            self._end_row()
        elif name in PAGES:
            self._page = PAGES[name]
        elif name == "ansicpg" and number is not None:
            self._page = known(PAGE_NAMES.get(number, f"cp{number}"), self._page)
        elif name == "deff" and number is not None:
            self._default_font = number

    def _font_word(self, name: str, number: int | None) -> None:
        if number is None:
            return
        if name == "f":
            self._font = number
        elif name == "fcharset" and number in CHARSETS:
            wrong = number == 0 and self._font in self._misdeclared
            self._fonts[self._font] = self._page if wrong else CHARSETS[number]
        elif name == "cpg":
            named = PAGE_NAMES.get(number, f"cp{number}")
            self._fonts[self._font] = known(named, self._page)

    def _unicode(self, number: int) -> None:
        self._skip = self._state.skip
        code = number + 0x10000 if number < 0 else number
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004  Unicode's own numbers
            self._flush()
            self._unit = code
            return
        if 0xDC00 <= code < 0xE000 and self._unit is not None:  # noqa: PLR2004
            code = 0x10000 + ((self._unit - 0xD800) << 10) + (code - 0xDC00)
            self._unit = None
        if not 0 <= code <= _MOST or 0xD800 <= code < 0xE000:  # noqa: PLR2004
            self._lose()
        elif code >= ord(" ") or code in b"\t\n":
            self._say(chr(code))

    def _raw(self, raw: bytes) -> None:
        """Bytes of text, in the encoding of their font."""
        skipped = min(self._skip, len(raw))
        self._skip -= skipped
        raw = raw[skipped:]
        if raw and not self._state.silent:
            font = self._state.font if self._state.font in self._fonts else self._default_font
            encoding = self._page if font is None else self._fonts.get(font, self._page)
            if self._bytes_encoding != encoding or self._unit is not None:
                self._flush()
            self._bytes_encoding = encoding
            self._bytes += raw
            if font is not None and encoding == ANSI != self._page:
                self._in_ansi[font] += raw

    def _flush(self) -> None:
        if self._unit is not None:
            self._unit = None
            self._lose()
        self._decode()

    def _decode(self) -> None:
        if not self._bytes:
            return
        text = self._bytes.decode(self._bytes_encoding, "replace")
        self.lost += text.count("\ufffd")
        self._bytes.clear()
        self._said.append(_CONTROLS.sub("", text))

    def _lose(self) -> None:
        self._decode()
        if not self._state.silent:
            self.lost += 1
            self._said.append("\ufffd")

    def _say(self, words: str) -> None:
        if not self._state.silent:
            self._flush()
            self._said.append(words)

    def _break(self) -> None:
        if self._state.silent:
            return
        if not self._state.table:
            self._end_row()
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        self._flush()
        said = "".join(self._said).strip()
        self._said.clear()
        if said:
            (self._paragraphs if self._state.table else self.blocks).append(said)

    def _end_cell(self) -> None:
        self._flush()
        said = "".join(self._said).strip()
        self._said.clear()
        self._cells.append("\n\n".join(filter(None, [*self._paragraphs, said])))
        self._paragraphs.clear()

    def _end_row(self) -> None:
        """Put the row, or what there is of it, among the blocks."""
        row = "\t".join(self._cells).strip()
        self.blocks.extend(filter(None, [row, *self._paragraphs]))
        self._cells.clear()
        self._paragraphs.clear()
