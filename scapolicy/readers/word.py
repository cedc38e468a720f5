"""Word documents (.docx): the paragraphs as they read with all changes accepted."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.archive import check_parts
from scapolicy.readers.boldface import Block, with_labels
from scapolicy.readers.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSAID = {_W + "del", _W + "moveFrom", _W + "pPr", _W + "rPr", _FALLBACK}
_SIGNS = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_WRAPPERS = {_W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_STREAM = re.compile(r"^file '<.*?>'")


def read_docx(data: bytes, file: str) -> Document:
    """Read a Word document: a blank line between paragraphs, a tab between the cells of a row.

    Raises:
        ScapolicyError: it can't be opened, or unpacks to more than the limits.

    """
    check_parts(data, file, "R06")
    return Document(_joined(_blocks(_open(data, file))))


def _open(data: bytes, file: str) -> Any:
    import docx  # 60 ms, and most folders hold no Word document

    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:  # noqa: BLE001  python-docx lets any of its parsers' errors through
        reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
        fault = problem("R06", at=file, reason=_STREAM.sub("it", reason[0]))
        raise ScapolicyError([fault]) from None
    if body is None:
        raise ScapolicyError([problem("R06", at=file, reason="it has no body")])
    return body


def _joined(blocks: Sequence[Block]) -> str:
    texts = (text.strip() for text in with_labels(blocks))
    return "\n\n".join(filter(None, texts))


def _blocks(body: Any) -> list[Block]:
    blocks: list[Block] = []
    begun: Block | None = None  # its end was deleted: the next paragraph goes on with it
    for element in body:
        if element.tag == _W + "p":
            first, *boxes = _paragraph(element)
            if begun is not None:
                first = Block(begun.text + first.text, begun.bold)
            begun = first if _end_is_deleted(element) else None
            if begun is None:
                blocks.append(first)
            blocks.extend(boxes)
        elif element.tag == _W + "tbl":
            for row in _children(element, _W + "tr"):
                cells = (_joined(_blocks(cell)) for cell in _children(row, _W + "tc"))
                blocks.append(Block("\t".join(cells)))
        elif element.tag in _WRAPPERS:
            blocks.extend(_blocks(element))
    return [*blocks, begun] if begun else blocks


def _children(element: Any, tag: str) -> Iterator[Any]:
    """The element's children of one kind, those in content controls among them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _end_is_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _is_on(run: Any, name: str) -> bool:
    """Whether a run has a property that is on or off, as bold or hidden."""
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(_W + "val", "1") not in ("0", "false", "off")


def _paragraph(paragraph: Any) -> list[Block]:
    """The words of a paragraph, and after them the paragraphs of the text boxes set into it.

    Text that a tracked change removed is not among them, nor what is hidden.
    """
    pieces: list[str] = []
    boxes: list[Block] = []
    bold, all_bold = 0, True
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        if element.tag == _W + "r":
            if _is_on(element, "vanish"):
                continue
            if all_bold and (element.find(_W + "t") is not None):
                all_bold = _is_on(element, "b")
                bold = bold if all_bold else sum(map(len, pieces))
        if element.tag == _W + "t":
            pieces.append(element.text or "")
        elif element.tag == _W + "txbxContent":
            boxes.extend(_blocks(element))
        elif element.tag in _SIGNS:
            pieces.append(_SIGNS[element.tag])
        elif element.tag not in _UNSAID:
            todo.extend(reversed(element))
    text = "".join(pieces)
    return [Block(text, len(text) if all_bold else bold), *boxes]
