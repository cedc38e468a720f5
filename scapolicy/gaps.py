"""Lines of a file with a gap in each, for cells that are known only when all sources are.

They are kept as pieces, between which the gaps are: nothing stands for a gap that could stand in
a cell too.

A passage may be as long as a talk, and may stand in a line for each of sixty codes: no copy is made
of all lines where one of each will do.
"""

import struct
from array import array
from collections.abc import Iterable, Iterator
from io import BytesIO

_NUMBER = struct.Struct("<Q")


class Gapped:
    """Lines of which each has a gap between what stands before it and after it."""

    def __init__(self) -> None:
        self._pieces = BytesIO()
        self._lengths = array("Q")
        self._begun = 0  # how much of the next piece is there

    def add(self, before: str, after: str) -> None:
        """Put down one more line."""
        self._lengths.append(self._begun + self._pieces.write(before.encode()))
        self._begun = self._pieces.write(f"{after}\n".encode())

    def data(self) -> bytes:
        """All lines, when there are no more; those of several sources may be joined.

        Their pieces, then how long each of these is, then their number.
        """
        if not self._lengths:
            return b""
        self._lengths.append(self._begun)
        number = len(self._lengths)
        self._pieces.write(struct.pack(f"<{number}Q", *self._lengths))
        self._pieces.write(_NUMBER.pack(number))
        return self._pieces.getvalue()


def with_gaps(befores: Iterable[str], afters: Iterable[str]) -> bytes:
    """Lines from what stands before the gap of each, and what stands after it."""
    lines = Gapped()
    for before, after in zip(befores, afters, strict=True):
        lines.add(before, after)
    return lines.data()


def filled(lines: bytes, cells: bytes) -> bytes:
    r"""The lines, with the same cells in each gap.

    >>> filled(with_gaps(["a,", "b,"], ["1", "2"]), b"x,")
    b'a,x,1\nb,x,2\n'
    """
    return b"".join([cells.join(pieces) for pieces in reversed([*_pieces(lines)])])


def _pieces(lines: bytes) -> Iterator[list[memoryview]]:
    """The pieces of each of the sources whose lines were joined, the last source first."""
    view, end = memoryview(lines), len(lines)
    while end:
        end -= _NUMBER.size
        [number] = _NUMBER.unpack_from(lines, end)
        end -= number * _NUMBER.size
        lengths = struct.unpack_from(f"<{number}Q", lines, end)
        at = end = end - sum(lengths)
        pieces: list[memoryview] = []
        for length in lengths:
            pieces.append(view[at : at + length])
            at += length
        yield pieces
