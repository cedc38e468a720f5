"""OpenDocument texts (.odt): the paragraphs as they read with all changes accepted."""

import io
import re
import zipfile
import zlib
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.archive import check_parts
from scapolicy.readers.document import Document
from scapolicy.readers.paragraphs import Paragraphs

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE = (f"{_OASIS}{name}:1.0}}" for name in ("office", "text", "table"))
_DRAW = f"{_OASIS}drawing:1.0}}"
_PARAGRAPHS = {_TEXT + "p", _TEXT + "h"}
_UNSAID = {
    *(_OFFICE + name for name in ("annotation", "annotation-end", "forms", "event-listeners")),
    *(_TEXT + name for name in ("tracked-changes", "note", "ruby-text", "hidden-text")),
    *(_TEXT + name for name in ("table-of-content", "alphabetical-index", "bibliography")),
    *(_TEXT + name for name in ("hidden-paragraph", "illustration-index", "table-index")),
}
_SIGNS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n", _TEXT + "s": " "}
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}
_ROW = _TABLE + "table-row"
_BOX = _DRAW + "text-box"
_SPACE = re.compile(r"[ \t\r\n]+")
_LOCKED = b"encryption-data"


def read_odt(data: bytes, file: str) -> Document:
    """Read an OpenDocument text: a blank line between paragraphs, a tab between a row's cells.

    What a tracked change removed, comments and footnotes are not speech.

    Raises:
        ScapolicyError: it can't be opened, or unpacks to more than the limits.

    """
    check_parts(data, file, "R30", ".odt")
    out = Paragraphs()
    _write(_body(data, file), out)
    return Document(out.text())


def _body(data: bytes, file: str) -> Any:
    """The document's body, of which nothing outside of it was read."""
    from lxml import etree  # 20 ms, and most folders hold no such document

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    reason = ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            manifest = "META-INF/manifest.xml"
            if manifest in names and _LOCKED in archive.read(manifest):
                reason = "it is locked by a password"
            elif "content.xml" in names:
                root = etree.fromstring(archive.read("content.xml"), parser)
                body = root.find(f"{_OFFICE}body/{_OFFICE}text")
                if root.getroottree().docinfo.internalDTD is not None:
                    reason = "it declares entities"
                elif body is not None:
                    return body
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    raise ScapolicyError(
        [problem("R30", at=file, suffix=".odt", reason=reason or "it holds no text")]
    )


def _write(body: Any, out: Paragraphs) -> None:
    from lxml import etree

    inside = 0
    boxes: list[Any] = []  # set into the paragraph, which is written first
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            box = element.tag == _BOX and inside
            if box:
                boxes.append(element)
            if box or element.tag in _UNSAID:
                walker.skip_subtree()
                continue
            inside += element.tag in _PARAGRAPHS
            _open(out, element)
        else:
            _close(out, element)
            inside -= element.tag in _PARAGRAPHS
            if not inside:
                for box in boxes:
                    _write(box, out)
                boxes.clear()
        words = element.text if event == "start" else element.tail
        if inside and words:
            out.say(_SPACE.sub(" ", words))


def _open(out: Paragraphs, element: Any) -> None:
    tag = element.tag
    if tag in _SIGNS:
        out.say(_SIGNS[tag])
    elif tag in _PARAGRAPHS:
        out.end()
    elif tag == _ROW:
        out.open_row()
    elif tag in _CELLS:
        out.open_cell()


def _close(out: Paragraphs, element: Any) -> None:
    tag = element.tag
    if tag in _PARAGRAPHS:
        out.end()
    elif tag in _CELLS:
        out.close_cell()
    elif tag == _ROW:
        out.close_row()
