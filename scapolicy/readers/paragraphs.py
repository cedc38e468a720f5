"""Paragraphs and tables, as readers of documents put them together."""

import re
from collections.abc import Iterator

from scapolicy.errors import Problem, listed, problem
from scapolicy.readers.boldface import Block, with_labels
from scapolicy.readers.talk_table import TableRow, rows_of

_SPACES = re.compile(r" {2,}")
_AROUND = re.compile(r"[ \t]*\n[ \t]*")


class Paragraphs:
    r"""A text in the making: a blank line between paragraphs, a tab between the cells of a row.

    >>> out = Paragraphs()
    >>> out.say("Q: Why?")
    >>> out.open_row()
    >>> for word in ("A:", "So."):
    ...     out.open_cell()
    ...     out.say(word)
    ...     out.close_cell()
    >>> out.close_row()
    >>> out.text()
    'Q: Why?\n\nA:\tSo.\n'
    """

    def __init__(self) -> None:
        self._said: list[str] = []
        self._bold = 0  # how many pieces at the beginning are bold
        self._style = ""
        self._blocks: list[Block] = []
        # What stands around: the blocks before a cell or table, or the cells of a row.
        self._around: list[tuple[str, list[Block]]] = []
        self._tables: list[list[list[str]]] = []
        self.rows: list[TableRow] = []  # of tables that say who speaks
        self.unread: list[str] = []  # columns of these

    def notices(self, file: str) -> Iterator[Problem]:
        """The columns of tables that say who speaks, as far as they were not read."""
        if self.unread:
            columns = listed(list(dict.fromkeys(self.unread)), 8)
            yield problem("R43", at=file, columns=columns)

    def begin(self, style: str) -> None:
        """Begin a paragraph in a style."""
        self.end()
        self._style = style

    def say(self, words: str, *, bold: bool = False) -> None:
        """Go on with the paragraph."""
        if self._bold == len(self._said) and (bold or not words.strip()):
            self._bold += 1
        self._said.append(words)

    def end(self) -> None:
        """End the paragraph, if one has begun."""
        said, bold = _tidy(self._said), _tidy(self._said[: self._bold])
        self._said.clear()
        self._bold = 0
        if said:
            self._blocks.append(Block(said, len(bold), self._style))
        self._style = ""

    def open_table(self) -> None:
        """Begin a table, in which a column may say who speaks."""
        self._open("table")
        self._tables.append([])

    def open_row(self) -> None:
        """Begin a row; what is said until its end belongs to it."""
        self._open("row")

    def open_cell(self) -> None:
        """Begin a cell."""
        self._open("cell")

    def close_cell(self) -> None:
        """End the cell, if one is open."""
        self._close("cell", "\n\n")

    def close_row(self) -> None:
        """End the row, if one is open."""
        self.end()
        if self._tables and self._around[-1][0] == "row":
            self._tables[-1].append([cell.text for cell in self._blocks])
        self._close("row", "\t")

    def close_table(self) -> None:
        """End the table, if one is open."""
        self.end()
        if not self._around or self._around[-1][0] != "table":
            return
        blocks = self._blocks
        _, self._blocks = self._around.pop()
        known = rows_of(self._tables.pop())
        if known is not None:
            named, unread = known
            self.rows += named
            self.unread += unread
            blocks = [Block(row.text) for row in named if row.text]
        self._blocks += blocks

    def text(self) -> str:
        """All of it."""
        while self._around:
            if (kind := self._around[-1][0]) == "table":
                self.close_table()
            else:
                self._close(kind, "\t")
        self.end()
        return "\n\n".join(with_labels(self._blocks)) + "\n" if self._blocks else ""

    def _open(self, kind: str) -> None:
        self.end()
        self._around.append((kind, self._blocks))
        self._blocks = []

    def _close(self, kind: str, between: str) -> None:
        self.end()
        if not self._around or self._around[-1][0] != kind:
            return
        block = between.join(block.text for block in self._blocks)
        _, self._blocks = self._around.pop()
        inside = bool(self._around) and self._around[-1][0] == "row"
        if block.strip() or inside:
            self._blocks.append(Block(block if inside else block.rstrip("\t")))


def _tidy(pieces: list[str]) -> str:
    return _AROUND.sub("\n", _SPACES.sub(" ", "".join(pieces))).strip()
