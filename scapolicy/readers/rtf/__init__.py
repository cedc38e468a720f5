"""Rich Text Format (.rtf): the paragraphs as they read with all changes accepted.

Our own, since the libraries for it read hidden and deleted text as speech.
"""

import codecs

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.document import Document
from scapolicy.readers.limits import check_marks
from scapolicy.readers.line_numbers import without_line_numbers
from scapolicy.readers.rtf.reading import Reading

__all__ = ["read_rtf"]


def read_rtf(data: bytes, file: str) -> Document:
    """Read a document: a blank line between paragraphs, a tab between the cells of a row.

    Hidden and deleted text, comments, notes, headers and footers are not speech.

    Raises:
        ScapolicyError: it is no RTF, or too large.

    """
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"{\\rtf"):
        fault = problem("R30", at=file, suffix=".rtf", reason="it does not begin with {\\rtf")
        raise ScapolicyError([fault])
    check_marks(start.count(b"\\") + start.count(b"{"), file)
    reading = Reading()
    reading.read(start)
    if misdeclared := reading.misdeclared():
        reading = Reading(misdeclared)
        reading.read(start)
    notices: list[Problem] = []
    if reading.lost:
        notices.append(problem("R41", at=file, count=reading.lost))
    if reading.groups:
        notices.append(problem("R42", at=file))
    blocks = reading.blocks
    text = "\n\n".join(blocks) + "\n" if blocks else ""
    return without_line_numbers(Document(text, notices=tuple(notices)), file)
