"""Files → sources: one module a format, from bytes to a `Document`.

A new format is a function in a module of its own and a line in `READERS`.
"""

from collections.abc import Callable

from scapolicy.readers.document import Document
from scapolicy.readers.plain import read_markdown, read_text
from scapolicy.readers.word import read_docx

READERS: dict[str, Callable[[bytes, str], Document]] = {
    ".docx": read_docx,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".txt": read_text,
}
"""From a file's suffix to its reader, which takes the file's bytes and its name for messages."""

FORMATS = ", ".join(READERS)
