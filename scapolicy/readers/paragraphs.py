"""Paragraphs and tables, as readers of documents put them together."""

import re

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
        self._blocks: list[str] = []
        # What stands around: the blocks before a cell, or the cells of a row.
        self._around: list[tuple[str, list[str]]] = []

    def say(self, words: str) -> None:
        """Go on with the paragraph."""
        self._said.append(words)

    def end(self) -> None:
        """End the paragraph, if one has begun."""
        said = _AROUND.sub("\n", _SPACES.sub(" ", "".join(self._said))).strip()
        self._said.clear()
        if said:
            self._blocks.append(said)

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
        self._close("row", "\t")

    def text(self) -> str:
        """All of it."""
        while self._around:
            self._close(self._around[-1][0], "\t")
        self.end()
        return "\n\n".join(self._blocks) + "\n" if self._blocks else ""

    def _open(self, kind: str) -> None:
        self.end()
        self._around.append((kind, self._blocks))
        self._blocks = []

    def _close(self, kind: str, between: str) -> None:
        self.end()
        if not self._around or self._around[-1][0] != kind:
            return
        block = between.join(self._blocks)
        _, self._blocks = self._around.pop()
        inside = bool(self._around) and self._around[-1][0] == "row"
        if block.strip() or inside:
            self._blocks.append(block if inside else block.rstrip("\t"))
