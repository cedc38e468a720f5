"""OpenDocument texts (.odt): the paragraphs as they read with all changes accepted."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.archive import FAULTS, check_parts
from scapolicy.readers.document import Document
from scapolicy.readers.line_numbers import without_line_numbers
from scapolicy.readers.markup import parse_markup
from scapolicy.readers.meeting import meeting_document
from scapolicy.readers.odt_styles import OdtStyles
from scapolicy.readers.paragraphs import Paragraphs
from scapolicy.readers.talk_table import table_document
from scapolicy.readers.unsaid import told_unsaid

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
_STYLED = {*_PARAGRAPHS, _TEXT + "span", _TEXT + "a"}
_STYLE = _TEXT + "style-name"
_SIGNS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n", _TEXT + "s": " "}
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}
_ROW, _GRID = _TABLE + "table-row", _TABLE + "table"
_BOX = _DRAW + "text-box"
_SPACE = re.compile(r"[ \t\r\n]+")
_LOCKED = b"encryption-data"
_TOLD = {
    _OFFICE + "annotation": "comment",
    _TEXT + "hidden-text": "hidden passage",
    _TEXT + "hidden-paragraph": "hidden passage",
}


def read_odt(data: bytes, file: str) -> Document:
    """Read an OpenDocument text: a blank line between paragraphs, a tab between a row's cells.

    A table that names its speakers gives a paragraph for each row, with the speaker before it.
    What a tracked change removed, comments and footnotes are not speech, and told.

    Raises:
        ScapolicyError: it can't be opened, or unpacks to more than the limits.

    """
    check_parts(data, file, "R30", ".odt")
    body, styles = _opened(data, file)
    reading = _Reading(styles)
    reading.write(body)
    text = reading.out.text()
    rows = reading.out.rows
    document = table_document(text, rows) or meeting_document(text)
    document = document or without_line_numbers(Document(text), file)
    return replace(document, notices=(*reading.notices(file), *document.notices))


def _opened(data: bytes, file: str) -> tuple[Any, OdtStyles]:
    """The document's body and its styles; nothing outside of it was read."""
    reason = "it holds no text"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            manifest = "META-INF/manifest.xml"
            if manifest in names and _LOCKED in archive.read(manifest):
                reason = "it is locked by a password"
            elif "content.xml" in names:
                parts = [name for name in ("styles.xml", "content.xml") if name in names]
                roots = [parse_markup(archive.read(name), file, ".odt") for name in parts]
                body = roots[-1].find(f"{_OFFICE}body/{_OFFICE}text")
                if body is not None:
                    return body, OdtStyles(roots)
    except FAULTS as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    raise ScapolicyError([problem("R30", at=file, suffix=".odt", reason=reason)])


class _Reading:
    """One pass over the body of a document."""

    def __init__(self, styles: OdtStyles) -> None:
        self.out = Paragraphs()
        self._styles = styles
        self._unsaid: Counter[str] = Counter()

    def notices(self, file: str) -> Iterator[Problem]:
        """What stands in it and was not read."""
        yield from told_unsaid(self._unsaid, file)
        yield from self.out.notices(file)

    def write(self, body: Any) -> None:
        """Put all that is said in a part of the document into paragraphs."""
        from lxml import etree

        bold = [False]  # of each paragraph or passage that is open
        boxes: list[Any] = []  # set into the paragraph, which is written first
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            styled = element.tag in _STYLED
            if event == "start":
                box = element.tag == _BOX and len(bold) > 1
                if box:
                    boxes.append(element)
                if box or self._is_unsaid(element):
                    walker.skip_subtree()
                    continue
                if styled:
                    style = element.get(_STYLE, "")
                    bold.append(self._styles.is_bold(style, around=bold[-1]))
                _open(self.out, element)
            else:
                _close(self.out, element)
                if styled and not self._is_hidden(element):
                    bold.pop()
                if len(bold) == 1:
                    for box in boxes:
                        self.write(box)
                    boxes.clear()
            words = element.text if event == "start" else element.tail
            if len(bold) > 1 and words:
                self.out.say(_SPACE.sub(" ", words), bold=bold[-1])

    def _is_hidden(self, element: Any) -> bool:
        if element.get(_TEXT + "display") == "none":
            return True
        return element.tag in _STYLED and self._styles.is_hidden(element.get(_STYLE, ""))

    def _is_unsaid(self, element: Any) -> bool:
        """Whether an element is passed over, which is counted if it may hold words of somebody."""
        tag = element.tag
        if self._is_hidden(element):
            self._unsaid["hidden passage"] += any(text.strip() for text in element.itertext())
            return True
        if tag == _TEXT + "tracked-changes":
            self._unsaid["deletion"] += sum(1 for _ in element.iter(_TEXT + "deletion"))
        elif tag == _TEXT + "note":
            self._unsaid[element.get(_TEXT + "note-class", "footnote")] += 1
        elif tag in _TOLD:
            self._unsaid[_TOLD[tag]] += 1
        return tag in _UNSAID


def _open(out: Paragraphs, element: Any) -> None:
    tag = element.tag
    if tag in _SIGNS:
        out.say(_SIGNS[tag])
    elif tag in _PARAGRAPHS:
        out.begin(element.get(_STYLE, ""))
    elif tag == _GRID:
        out.open_table()
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
    elif tag == _GRID:
        out.close_table()
