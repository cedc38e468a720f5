"""Lines of a file with a gap in each, for cells that are known only when all sources are.

They are kept as pieces, between which the gaps are: nothing stands for a gap that could stand in
a cell too.
"""

import struct
from collections.abc import Iterator, Sequence

_NUMBER = struct.Struct("<Q")


def with_gaps(befores: Sequence[str], afters: Sequence[str]) -> bytes:
    """Lines of which each has a gap between what stands before it and after it.

    What is returned for several sources may be joined, and is filled as one.
    """
    if not befores:
        return b""
    between = [f"{after}\n{before}" for after, before in zip(afters[:-1], befores[1:], strict=True)]
    texts = [befores[0], *between, f"{afters[-1]}\n"]
    pieces = [text.encode() for text in texts]
    lengths = struct.pack(f"<{len(pieces)}Q", *map(len, pieces))
    return b"".join([_NUMBER.pack(len(pieces)), lengths, *pieces])


def filled(lines: bytes, cells: bytes) -> bytes:
    r"""The lines, with the same cells in each gap.

    >>> filled(with_gaps(["a,", "b,"], ["1", "2"]), b"x,")
    b'a,x,1\nb,x,2\n'
    """
    return b"".join([cells.join(pieces) for pieces in _pieces(lines)])


def _pieces(lines: bytes) -> Iterator[list[bytes]]:
    """The pieces of each of the sources whose lines were joined."""
    at = 0
    while at < len(lines):
        [number] = _NUMBER.unpack_from(lines, at)
        at += _NUMBER.size
        lengths = struct.unpack_from(f"<{number}Q", lines, at)
        at += number * _NUMBER.size
        pieces: list[bytes] = []
        for length in lengths:
            pieces.append(lines[at : at + length])
            at += length
        yield pieces
