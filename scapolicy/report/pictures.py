"""The figures of a report: pictures inside of the page, and what they show in words."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from scapolicy.coded import Coded
from scapolicy.errors import Problem, ScapolicyError
from scapolicy.figures.drawing import render
from scapolicy.figures.write import Picture, figure


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure: its title, what it shows in words, and its picture as the bytes of a file.

    Where it could not be drawn it has no picture, and the words say why.
    """

    title: str
    words: str
    data: bytes | None

    @property
    def address(self) -> str:
        """A picture that is SVG, as a `data:` address."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.data or b'').decode()}"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The figures of a report, or why there are none, and what to know of them."""

    shown: tuple[Shown, ...] = ()
    lacking: str = ""
    notes: tuple[Problem, ...] = ()


def pictures(coded: Coded, suffix: str, *, said: bool) -> Pictures:
    """The figures of coded sources; one that can't be drawn keeps no other from being drawn.

    Where nothing that was `said` may stand, neither may where in each source it was said.
    """
    kinds = [kind for kind in Picture if said or kind is not Picture.DISPERSION]
    shown, told = zip(*(_shown(coded, kind, suffix) for kind in kinds), strict=True)
    notes = tuple(dict.fromkeys(note for notes in told for note in notes))
    reasons = {one.words for one in shown}
    if len(reasons) == 1 and not any(one.data for one in shown):
        return Pictures((), reasons.pop(), notes)
    return Pictures(shown, "", notes)


def _shown(coded: Coded, kind: Picture, suffix: str) -> tuple[Shown, Sequence[Problem]]:
    try:
        drawing = figure(coded, kind)
        data, notes = render(drawing, suffix)
    except ScapolicyError as error:
        why = " ".join(_sentence(one) for one in error.problems)
        return Shown(kind.capitalize(), why, None), error.problems
    return Shown(drawing.title, drawing.words, data), notes


def _sentence(fault: Problem) -> str:
    return f"{fault.message[0].upper()}{fault.message[1:]}. {fault.remedy}"
