"""Plain text and Markdown, with or without YAML front matter."""

import re

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.document import Document
from scapolicy.readers.encoding import decode_transcript
from scapolicy.readers.line_numbers import without_line_numbers
from scapolicy.readers.unsaid import told_unsaid
from scapolicy.yaml_nodes import Pairs, flatten, parse

_OPENING = re.compile(r"\s*^---[ \t]*$", re.MULTILINE)
_ENDS = "\v\f\x85\u2028\u2029"
"""What ends a page or a line beside the signs that all programs know."""

_FOOTER = re.compile(r"\n\s*Transcribed by https?://otter\.ai\s*\Z")
"""What Otter adds to all that it writes."""

_LAST = 200  # characters that may hold it

_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def read_text(data: bytes, file: str) -> Document:
    """Read a plain text.

    Raises:
        ScapolicyError: it is no text, or its front matter can't be read.

    """
    return _split(data, file, headings=False)


def read_markdown(data: bytes, file: str) -> Document:
    """Read a Markdown file, whose headings are not speech.

    Raises:
        ScapolicyError: it is no text, or its front matter can't be read.

    """
    return _split(data, file, headings=True)


def _split(data: bytes, file: str, *, headings: bool) -> Document:
    text, notices = decode_transcript(data, file)
    for sign in _ENDS:
        text = text.replace(sign, "\n")
    footer = _FOOTER.search(text, max(0, len(text) - _LAST))
    if footer:
        text = text[: footer.start() + 1]
        notices = (*notices, *told_unsaid({"line that Otter added": 1}, file))
    opening = _OPENING.match(text)
    if opening is None:
        return without_line_numbers(Document(text, headings=headings, notices=notices), file)
    closing = _FENCE.search(text, opening.end() + 1)
    line = text.count("\n", 0, opening.end()) + 1
    if closing is None:
        raise ScapolicyError([problem("R09", at=file, line=line)])
    attributes = _front_matter(text[opening.end() + 1 : closing.start()], file, line + 1)
    document = Document(text, closing.end(), attributes, headings, notices=notices)
    return without_line_numbers(document, file)


def _front_matter(text: str, file: str, first_line: int) -> dict[str, str]:
    root = parse(text, file, fault="R10", first_line=first_line)
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
