"""Bytes → text, of transcripts that come in whatever encoding their machine wrote.

UTF-8 and whatever begins with a byte order mark need no guess. For the rest every encoding of
`LEGACY` is tried: a reading counts as odd where it has signs that no text of its script has, and
charset-normalizer's measures of disorder and of language part the readings that are left. A guess
is always told, and a close one says what else it may be.
"""

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.encoding.guess import (
    CONTROLS,
    LEGACY,
    Reading,
    holds_controls,
    readings_of,
    readings_of_escapes,
)

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LINE_END = re.compile(rb"\r\n?|\n")
_ANY_LINE_END = re.compile("\r\n?|\n")
_STATED = re.compile(rb"^encoding[ \t]*:[ \t]*[\"']?([\w.:-]+)", re.MULTILINE | re.IGNORECASE)
_HEAD = re.compile(rb"\s*---[ \t]*(?:\r\n?|\n).*?^---", re.DOTALL | re.MULTILINE)
_CLOSE = 0.06
_GUESSES = frozenset(["R33", "R34"])
# Python knows these by the same means, and no program writes texts in them.
_NO_ENCODINGS = frozenset("idna punycode unicode_escape raw_unicode_escape undefined".split())


def decode(data: bytes, file: str) -> str:
    r"""UTF-8 bytes as text, without a byte order mark and with `\n` at every line's end.

    Settings, codebooks and keys are read by this, of which no encoding is guessed.

    Raises:
        ScapolicyError: the bytes are no text, or not in UTF-8.

    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ScapolicyError([problem("R05", at=file, byte=1)])
    try:
        text = data.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise _no_text(data.decode("latin-1"), file) from None
        line = len(_LINE_END.findall(data, 0, error.start)) + 1
        fault = problem("R05", at=file, line=line, byte=error.start + 1)
        raise ScapolicyError([fault]) from None
    if holds_controls(data):
        raise _no_text(text, file)
    return _one_line_end(text)


def _no_text(text: str, file: str) -> ScapolicyError:
    """Why a file is no text: the first of its characters that no text has, and the line of it."""
    found = CONTROLS.search(text)
    at = found.start() if found else 0
    line = len(_ANY_LINE_END.findall(text, 0, at)) + 1
    return ScapolicyError([problem("R04", at=file, line=line, sign=f"U+{ord(text[at]):04X}")])


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Decoded(NamedTuple):
    """A file's text, the encoding that it was read in, and what to know of how it was read."""

    text: str
    encoding: str
    notices: tuple[Problem, ...] = ()

    @property
    def guessed(self) -> bool:
        """Whether the encoding is a guess."""
        return is_guess(self.notices)


def is_guess(notices: Iterable[Problem]) -> bool:
    """Whether what is told of a file says that its encoding is a guess."""
    return any(note.code in _GUESSES for note in notices)


def is_encoding(name: str) -> bool:
    """Whether text may be written in an encoding of this name."""
    if name.lower().replace("-", "_") in _NO_ENCODINGS:
        return False
    try:
        b"a".decode(_codec(name))
    except UnicodeDecodeError:  # its characters have more than one byte
        return True
    except (LookupError, ValueError):
        return False
    return True


def decode_transcript(
    data: bytes, file: str, encoding: str = ""
) -> tuple[str, tuple[Problem, ...]]:
    r"""A transcript's bytes as text, and what a reader should know of how they were read.

    `encoding` is what somebody states of the file; a byte order mark overrules it. The text has no
    byte order mark, and `\n` at every line's end.

    Raises:
        ScapolicyError: the bytes are no text, or not in the encoding that is stated.

    """
    found = recognised(data, file, encoding)
    return found.text, found.notices


def recognised(data: bytes, file: str, encoding: str = "") -> Decoded:
    """As `decode_transcript`, with the encoding; what a text's own head states goes before.

    Raises:
        ScapolicyError: as there.

    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_as_stated(data[len(mark) :], file, name), name)
    if data.startswith(codecs.BOM_UTF8):
        return Decoded(decode(data, file), "utf-8")
    if encoding:
        stated = _stated_in(data) or encoding
        return Decoded(_as_stated(data, file, stated), stated)
    readings = readings_of_escapes(data)
    if not readings:
        try:
            return Decoded(decode(data, file), "utf-8")
        except ScapolicyError:
            if stated := _stated_in(data):
                return Decoded(_as_stated(data, file, stated), stated)
            readings = readings_of(data)
            if not readings:
                raise
    text, notices = _one_line_end(readings[0].text), (_notice(readings, file),)
    return Decoded(text, readings[0].encoding, notices)


def settled(data: bytes, file: str, named: str = "") -> Decoded:
    """As `recognised`; it is told where the bytes fit UTF-8 too, and are read as something else.

    `named` is the encoding that the settings of a folder name for the file, empty for none.

    Raises:
        ScapolicyError: as there.

    """
    found = recognised(data, file, named)
    if not (named and is_utf8(data)) or recognised(data, file).text == found.text:
        return found
    return found._replace(
        notices=(*found.notices, problem("T11", at=file, encoding=found.encoding))
    )


def written_as(text: str, before: bytes, found: Decoded) -> bytes:
    """A text that stands for what was read, in bytes that are read alike.

    Its encoding and its byte order mark stay. Where that was a guess it is UTF-8 with a mark, which
    leaves nothing to guess and opens in Excel.
    """
    for mark, name in _MARKS:
        if before.startswith(mark):
            return mark + text.encode(name)
    if found.guessed or before.startswith(codecs.BOM_UTF8):
        return codecs.BOM_UTF8 + text.encode()
    return text.encode(_codec(found.encoding))


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, and nothing else that is made of the same bytes."""
    if b"\0" in data or b"\x1b$" in data:  # UTF-16 without its mark, Japanese with escapes
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_stated(data: bytes, file: str, encoding: str) -> str:
    try:
        text = data.decode(_codec(encoding))
    except UnicodeError as error:
        byte = error.start + 1 if isinstance(error, UnicodeDecodeError) else 1
        raise ScapolicyError([problem("R31", at=file, encoding=encoding, byte=byte)]) from None
    except (LookupError, ValueError):
        raise ScapolicyError([problem("R32", at=file, encoding=encoding)]) from None
    if CONTROLS.search(text):
        raise _no_text(text, file)
    return _one_line_end(text.lstrip("\ufeff"))


def _codec(name: str) -> str:
    """What Python calls an encoding."""
    return name.lower().replace("windows-", "cp")


def _stated_in(data: bytes) -> str:
    """The encoding that the front matter states; its letters are ASCII in all of them."""
    head = _HEAD.match(data)
    stated = _STATED.search(head[0]) if head else None
    return stated[1].decode("ascii", "replace") if stated else ""


def _notice(readings: list[Reading], file: str) -> Problem:
    best = readings[0]
    named = f"{best.encoding} ({LEGACY[best.encoding]})" if best.encoding in LEGACY else ""
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
