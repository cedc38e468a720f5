"""The body of a Word document → its paragraphs, as they read with all changes accepted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from scapolicy.errors import Problem, listed, problem
from scapolicy.readers.boldface import Block, with_labels
from scapolicy.readers.talk_table import TableRow, rows_of
from scapolicy.readers.unsaid import told_unsaid
from scapolicy.readers.word_styles import Styles, W, style_of

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_UNSAID = {W + "moveFrom", W + "pPr", W + "rPr", W + "rt", _MC + "Fallback"}
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_WRAPPERS = {
    *(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")),
    *(_MC + name for name in ("AlternateContent", "Choice")),
}
_TOLD = {
    W + "commentReference": "comment",
    W + "footnoteReference": "footnote",
    W + "endnoteReference": "endnote",
    W + "sym": "symbol",
    W + "altChunk": "embedded document",
}
_PRIVATE = range(0xE000, 0xF900)  # what stands there depends on the font


class Body:
    """One pass over a document's body: its text, and the rows of tables that say who speaks."""

    def __init__(self, body: Any, styles: Styles) -> None:
        self._styles = styles
        self._unsaid: Counter[str] = Counter()
        self._unread: list[str] = []
        self.rows: list[TableRow] = []
        self.text = joined(self._blocks(body))

    def notices(self, file: str) -> Iterator[Problem]:
        """What stands in it and was not read."""
        yield from told_unsaid(self._unsaid, file)
        if self._unread:
            columns = listed(list(dict.fromkeys(self._unread)), 8)
            yield problem("R43", at=file, columns=columns)

    def _blocks(self, body: Any) -> list[Block]:
        blocks: list[Block] = []
        begun: list[Block] = []  # their ends were deleted: the next paragraph goes on with them
        for element in body:
            if element.tag == W + "p":
                first, *boxes = self._paragraph(element)
                begun.append(first)
                if not _end_is_deleted(element):
                    blocks += _as_one(begun)
                blocks += boxes
                continue
            if element.tag == W + "tbl":
                blocks += _as_one(begun)
            blocks += self._other(element)
        return [*blocks, *_as_one(begun)]

    def _other(self, element: Any) -> list[Block]:
        """What stands between paragraphs."""
        if element.tag == W + "tbl":
            return self._table(element)
        if element.tag in _WRAPPERS and not _is_made(element):
            return self._blocks(element)
        self._count(element)
        return []

    def _table(self, table: Any) -> list[Block]:
        """A paragraph for each row, which begins with the speaker where a column names them."""
        rows: list[list[str]] = []
        for row in self._kept(table, "tr", "trPr", "del"):
            cells = self._kept(row, "tc", "tcPr", "cellDel")
            rows.append([joined(self._blocks(cell)) for cell in cells])
        known = rows_of(rows)
        if known is None:
            return [Block("\t".join(row)) for row in rows]
        named, unread = known
        self.rows += named
        self._unread += unread
        return [Block(row.text) for row in named]

    def _kept(self, element: Any, kind: str, properties: str, deleted: str) -> Iterator[Any]:
        """The rows of a table, or the cells of a row, that no tracked change removed."""
        for child in _children(element, W + kind):
            if child.find(f"{W}{properties}/{W}{deleted}") is None:
                yield child
            else:
                self._unsaid["deletion"] += 1

    def _paragraph(self, paragraph: Any) -> list[Block]:
        """The words of a paragraph, and after them the paragraphs of the text boxes set into it."""
        pieces: list[str] = []
        boxes: list[Block] = []
        bold, all_bold = 0, True
        style = style_of(paragraph)
        todo = list(reversed(paragraph))
        while todo:
            element = todo.pop()
            if element.tag == W + "r":
                worded = element.find(W + "t") is not None
                if self._styles.is_on(style, element, "vanish"):
                    self._unsaid["hidden passage"] += worded
                    continue
                if all_bold and worded:
                    all_bold = self._styles.sets_apart(style, element)
                    bold = bold if all_bold else sum(map(len, pieces))
            if element.tag in (W + "t", _FORMULA):
                pieces.append(element.text or "")
            elif element.tag == W + "txbxContent":
                boxes.extend(self._blocks(element))
            elif element.tag in _SIGNS:
                pieces.append(_SIGNS[element.tag])
            elif sign := _symbol(element):
                pieces.append(sign)
            elif not self._count(element) and element.tag not in _UNSAID and not _is_made(element):
                todo.extend(reversed(element))
        text = "".join(pieces)
        first = Block(text, len(text) if all_bold else bold, style)
        return [first, *boxes]

    def _count(self, element: Any) -> bool:
        """Count what is told of, and say whether it is such."""
        if element.tag == W + "del":
            name = "deletion"
            says = any(one.text for one in element.iter(W + "delText", W + "t"))
        else:
            name = _TOLD.get(element.tag, "")
            says = bool(name)
        self._unsaid[name] += says
        return bool(name)


def joined(blocks: Sequence[Block]) -> str:
    """The text of paragraphs, with a blank line between them."""
    texts = (text.strip() for text in with_labels(blocks))
    return "\n\n".join(filter(None, texts))


def _as_one(begun: list[Block]) -> list[Block]:
    """Paragraphs as one, if there are any; the list is emptied."""
    found = [begun[0]._replace(text="".join(one.text for one in begun))] if begun else []
    begun.clear()
    return found


def _children(element: Any, tag: str) -> Iterator[Any]:
    """The element's children of one kind, those in content controls among them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _end_is_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _is_made(element: Any) -> bool:
    """Whether Word wrote what a content control holds: a prompt to fill it in, or contents."""
    if element.tag != W + "sdt":
        return False
    prompt = element.find(f"{W}sdtPr/{W}showingPlcHdr")
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and gallery.get(W + "val") == "Table of Contents"
    return prompt is not None or contents


def _symbol(element: Any) -> str:
    """The character of a symbol, where it does not depend on its font."""
    if element.tag != W + "sym":
        return ""
    try:
        code = int(element.get(W + "char", ""), 16)
        return "" if code in _PRIVATE or code < ord(" ") else chr(code).encode().decode()
    except (ValueError, OverflowError):
        return ""
