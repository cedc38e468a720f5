"""Documents that end in .doc: Word's format before 2007, or another one under its name."""

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.document import Document
from scapolicy.readers.rtf import read_rtf
from scapolicy.readers.word import read_docx

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def read_doc(data: bytes, file: str) -> Document:
    """Read a .docx or .rtf that is called .doc, as many are; the old format is not read.

    Raises:
        ScapolicyError: it is in the old format, or can't be opened.

    """
    if data.startswith(_COMPOUND):
        raise ScapolicyError([problem("R56", at=file)])
    if data.startswith(b"PK"):
        return read_docx(data, file)
    if data.startswith(b"{\\rtf"):
        return read_rtf(data, file)
    reason = "it is not a Word document"
    raise ScapolicyError([problem("R30", at=file, suffix=".docx", reason=reason)])
