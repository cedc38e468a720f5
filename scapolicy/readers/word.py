"""Word documents (.docx): the paragraphs as they read with all changes accepted."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.archive import check_parts, refuse_entities
from scapolicy.readers.document import Document
from scapolicy.readers.line_numbers import without_line_numbers
from scapolicy.readers.markup import markup_fault
from scapolicy.readers.meeting import meeting_document
from scapolicy.readers.talk_table import table_document
from scapolicy.readers.word_body import Body
from scapolicy.readers.word_styles import Styles

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/"
_STREAM = re.compile(r"^file '<.*?>'")


def read_docx(data: bytes, file: str) -> Document:
    """Read a Word document: a blank line between paragraphs, a tab between the cells of a row.

    A table that names its speakers gives a paragraph for each row, with the speaker before it.
    What is left out and may have been said is told.

    Raises:
        ScapolicyError: it can't be opened, or unpacks to more than the limits.

    """
    if data.startswith(_COMPOUND):
        locked = _LOCKED in data
        reason = "it is locked by a password" if locked else "it is in Word's format before 2007"
        raise ScapolicyError([problem("R06", at=file, reason=reason)])
    check_parts(data, file, "R06")
    if _is_strict(data):
        reason = "it is saved as Strict Open XML, not as a common Word document"
        raise ScapolicyError([problem("R06", at=file, reason=reason)])
    body = Body(*_open(data, file))
    refuse_entities(data, file)
    document = table_document(body.text, body.rows) or meeting_document(body.text)
    document = document or without_line_numbers(Document(body.text), file)
    return replace(document, notices=(*body.notices(file), *document.notices))


def _is_strict(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = "_rels/.rels"
        return parts in archive.namelist() and _STRICT in archive.read(parts)


def _open(data: bytes, file: str) -> tuple[Any, Styles]:
    import docx  # 60 ms, and most folders hold no Word document

    try:
        document = docx.Document(io.BytesIO(data))
        body, styles = document.element.body, Styles(document.styles.element)
    except Exception as error:  # noqa: BLE001  python-docx lets any of its parsers' errors through
        said = _STREAM.sub("it", str(error) or type(error).__name__)
        raise ScapolicyError([markup_fault(said, file, "R06")]) from None
    if body is None:
        raise ScapolicyError([problem("R06", at=file, reason="it has no body")])
    return body, styles
