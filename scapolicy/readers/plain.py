"""Plain text and Markdown: UTF-8, with or without YAML front matter."""

import codecs
import re

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.document import Document
from scapolicy.yaml_nodes import Pairs, flatten, parse

_OPENING = re.compile(r"\s*^---[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a]")
_LINE_END = re.compile(rb"\r\n?|\n")


def read_text(data: bytes, file: str) -> Document:
    """Read a plain text.

    Raises:
        ScapolicyError: it is no UTF-8 text, or its front matter can't be read.

    """
    return _split(decode(data, file), file, headings=False)


def read_markdown(data: bytes, file: str) -> Document:
    """Read a Markdown file, whose headings are not speech.

    Raises:
        ScapolicyError: it is no UTF-8 text, or its front matter can't be read.

    """
    return _split(decode(data, file), file, headings=True)


def decode(data: bytes, file: str) -> str:
    r"""UTF-8 bytes as text, without a byte order mark and with `\n` at every line's end.

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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str, file: str, *, headings: bool) -> Document:
    opening = _OPENING.match(text)
    if opening is None:
        return Document(text, headings=headings)
    closing = _FENCE.search(text, opening.end() + 1)
    line = text.count("\n", 0, opening.end()) + 1
    if closing is None:
        raise ScapolicyError([problem("R09", at=file, line=line)])
    attributes = _front_matter(text[opening.end() + 1 : closing.start()], file, line + 1)
    return Document(text, closing.end(), attributes, headings)


def _front_matter(text: str, file: str, first_line: int) -> dict[str, str]:
    root = parse(text, file, fault="R10", repeats="C18", first_line=first_line)
    if root is None:
        return {}
    if not isinstance(root, Pairs):
        raise ScapolicyError([problem("R11", at=file, line=root.line)])
    attributes: dict[str, str] = {}
    faults: list[Problem] = []
    for name, key, value in flatten(root):
        if not name.strip():
            faults.append(problem("R11", at=file, line=key.line))
        if name in attributes:
            faults.append(problem("R12", at=file, line=key.line, key=name))
        attributes[name] = value.strip()
    if faults:
        raise ScapolicyError(faults)
    return attributes
