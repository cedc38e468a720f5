"""Which stretches of a text are taken already."""

from bisect import bisect_left
from collections.abc import Iterable


class Taken:
    """Stretches of a text that do not overlap, in order, found by bisection.

    >>> taken = Taken()
    >>> taken.add(5, 9), taken.add(0, 5), taken.add(4, 6)
    (True, True, False)
    """

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    @classmethod
    def covering(cls, spans: Iterable[tuple[int, int]]) -> "Taken":
        """All that any of some stretches covers, those that overlap joined."""
        taken = cls()
        for start, end in sorted(spans):
            if taken._ends and start < taken._ends[-1]:
                taken._ends[-1] = max(end, taken._ends[-1])
            else:
                taken._starts.append(start)
                taken._ends.append(end)
        return taken

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a stretch has a character in common with one that is taken."""
        after = bisect_left(self._starts, end)
        return after > 0 and self._ends[after - 1] > start

    def add(self, start: int, end: int) -> bool:
        """Take a stretch if it is free; returns whether it was."""
        if self.overlaps(start, end):
            return False
        place = bisect_left(self._starts, start)
        self._starts.insert(place, start)
        self._ends.insert(place, end)
        return True
