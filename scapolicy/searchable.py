"""The texts of any file, so that words can be looked for in it.

More is read than of a transcript: comments, headers, and what a program left in the file. Where
the encoding is a guess, all that the bytes may be is given: a wrong reading holds no word anyway.
"""

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from scapolicy.errors import ScapolicyError, reason_of
from scapolicy.readers import READERS
from scapolicy.readers.encoding import is_utf8, recognised
from scapolicy.readers.encoding.guess import LEGACY

LARGEST = 10**8
"""Bytes: what is larger is not searched, nor what is packed in a file beyond them."""

PACKED = frozenset(".zip .docx .xlsx .odt .ods .qdpx .pptx .epub".split())
_ARCHIVES = frozenset([".zip", ".qdpx"])  # in others lie pictures and the like that belong to them
_BINARY = frozenset([".doc", ".pdf", ".rtf"])
_DEEPEST = 3  # archives in archives
_BLOCK = re.compile(
    r"</?(?:[\w-]+:)?(?:br|c|dd|div|dt|h[1-6]?|is|li|p|row|s|si|tab|t[cdhr]|title|u|v)\b[^<>]*>"
)
_ASCII = bytes(byte if 32 <= byte < 127 else 0 for byte in range(256))  # noqa: PLR2004
_OPEN = re.compile(rb"(?:[ -~]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}")
"""Texts in bytes that are none: of fewer characters there are as many by chance."""

_EDGE = 10**6  # bytes at either end, where pictures and sound say what they are of
_TAG = re.compile(r"<[^<>]*>")
_FAILED = (
    OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error, ScapolicyError,
)  # fmt: skip


class Unsearchable(Exception):  # noqa: N818  no error: it says how far a file was given
    """Not all of a file could be given: `formats` that are no text, or a `reason`."""

    def __init__(self, formats: tuple[str, ...] = (), reason: str = "") -> None:
        super().__init__(reason or ", ".join(formats))
        self.formats, self.reason = formats, reason


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """All that stands in a file, some of it more than once; `name` says what it is.

    Raises:
        Unsearchable: at the end, where there is more that is no text or can't be read.

    """
    missed: dict[str, None] = {}
    try:
        yield from _texts(name, data, missed)
    except _FAILED as error:
        first = error.problems[0].message if isinstance(error, ScapolicyError) else ""
        raise Unsearchable(reason=first or reason_of(error)) from None
    if missed:
        raise Unsearchable(tuple(missed))


def decoded(data: bytes, name: str) -> str:
    """A text in whatever encoding.

    Raises:
        ScapolicyError: it is none.

    """
    return data.decode().removeprefix("\ufeff") if is_utf8(data) else recognised(data, name).text


def unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files in an archive, as long as they are not too large together.

    Raises:
        ValueError: they are.

    """
    room = LARGEST
    for info in archive.infolist():
        with archive.open(info) as opened:
            data = opened.read(room + 1)
        room -= len(data)
        if room < 0:
            raise ValueError("it is too large")
        yield info.filename, data


def values_of(data: bytes, name: str) -> Iterator[str]:
    """The texts in JSON, but for its keys.

    Raises:
        ValueError: it is none.

    """
    waiting: list[Any] = [json.loads(decoded(data, name))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | dict):
            waiting += value.values() if isinstance(value, dict) else value


def _texts(name: str, data: bytes, missed: dict[str, None], depth: int = 0) -> Iterator[str]:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in PACKED and zipfile.is_zipfile(io.BytesIO(data)):
        yield from _packed(suffix, data, missed, depth)
        return
    if not is_utf8(data):  # pictures and sound may hold texts, too
        yield data.translate(_ASCII).decode()
        for part in (data[:_EDGE], data[_EDGE:][-_EDGE:]):
            yield "\n".join(run.decode(errors="ignore") for run in _OPEN.findall(part))
    if suffix == ".pdf":
        from scapolicy.readers.pdf import whole_text

        yield whole_text(data, name)
    elif suffix in _BINARY:
        document = READERS[suffix](data, name)
        yield from (document.text, *document.attributes.values())
    else:
        try:
            text = decoded(data, name)
        except ScapolicyError:
            missed[suffix or name] = None
            return
        yield from _plain(text)
        if not is_utf8(data):
            yield from filter(None, (_read_as(data, encoding) for encoding in LEGACY))
        if suffix == ".json":
            try:
                yield "\n".join(values_of(data, name))
            except ValueError:  # it is a text all the same
                return


def _packed(suffix: str, data: bytes, missed: dict[str, None], depth: int) -> Iterator[str]:
    if depth == _DEEPEST:
        raise ValueError("too many archives in archives")
    inner: dict[str, None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, part in unpacked(archive):
            yield name
            yield from _texts(name, part, inner, depth + 1)
    if suffix in _ARCHIVES:
        missed |= inner


def _plain(text: str) -> Iterator[str]:
    """A text, and what it says where it is marked up: its words may be cut by marks."""
    yield text
    if "<" in text:
        yield html.unescape(_TAG.sub("", _BLOCK.sub(" ", text)))


def _read_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""
