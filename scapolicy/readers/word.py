"""Word documents (.docx): the paragraphs as they read with all changes accepted."""

import io
import zipfile
from typing import TYPE_CHECKING, Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.document import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MAX_MEGABYTES = 200
MAX_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSAID = {_W + "del", _W + "moveFrom", _FALLBACK}
_SPACES = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n"}


def read_docx(data: bytes, file: str) -> Document:
    """Read a Word document: a blank line between paragraphs, a tab between the cells of a row.

    Raises:
        ScapolicyError: it can't be opened, or unpacks to more than the limits.

    """
    _check_size(data, file)
    document = _open(data, file)
    text = "\n\n".join(filter(None, (block.strip() for block in _blocks(document.element.body))))
    return Document(text)


def _check_size(data: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise ScapolicyError([problem("R06", at=file, reason=error)]) from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_MEGABYTES * 10**6:
        raise ScapolicyError([problem("R07", at=file, limit=MAX_MEGABYTES, files=MAX_PARTS)])


def _open(data: bytes, file: str) -> "WordDocument":
    import docx  # 60 ms, and most folders hold no Word document

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # noqa: BLE001  python-docx lets any of its parsers' errors through
        reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
        raise ScapolicyError([problem("R06", at=file, reason=reason[0])]) from None


def _blocks(body: Any) -> list[str]:
    blocks: list[str] = []
    for element in body:
        if element.tag == _W + "p":
            blocks.append(_paragraph(element))
        elif element.tag == _W + "tbl":
            for row in element.findall(_W + "tr"):
                cells = (_cell(cell) for cell in row.findall(_W + "tc"))
                blocks.append("\t".join(cells))
        elif element.tag == _W + "sdt":
            for content in element.findall(_W + "sdtContent"):
                blocks.extend(_blocks(content))
    return blocks


def _cell(cell: Any) -> str:
    return " ".join(_paragraph(paragraph) for paragraph in cell.iter(_W + "p")).strip()


def _paragraph(paragraph: Any) -> str:
    """The words of a paragraph; text that a tracked change removed is not among them."""
    pieces: list[str] = []
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        if element.tag == _W + "t":
            pieces.append(element.text or "")
        elif element.tag in _SPACES:
            pieces.append(_SPACES[element.tag])
        elif element.tag not in _UNSAID:
            todo.extend(reversed(element))
    return "".join(pieces)
