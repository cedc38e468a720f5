"""The figures of a report: pictures inside of the page, and what they show in words."""

import base64
from dataclasses import dataclass

from scapolicy.coded import Coded
from scapolicy.errors import Problem, ScapolicyError
from scapolicy.figures.drawing import Drawing, render
from scapolicy.figures.write import Picture, figure


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure: its title, what it shows in words, and its picture as the bytes of a file."""

    title: str
    words: str
    data: bytes

    @property
    def address(self) -> str:
        """A picture that is SVG, as a `data:` address."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.data).decode()}"


def pictures(coded: Coded, level: str, suffix: str, *, said: bool) -> tuple[tuple[Shown, ...], str]:
    """The figures of coded sources, or why there are none.

    Where nothing that was `said` may stand, neither may where in each source it was said.
    """
    kinds = [kind for kind in Picture if said or kind is not Picture.DISPERSION]
    try:
        return tuple(_shown(figure(coded, kind, level=level), suffix) for kind in kinds), ""
    except ScapolicyError as error:
        return (), " ".join(_sentence(one) for one in error.problems)


def _sentence(fault: Problem) -> str:
    return f"{fault.message[0].upper()}{fault.message[1:]}. {fault.remedy}"


def _shown(drawing: Drawing, suffix: str) -> Shown:
    return Shown(drawing.title, drawing.words, render(drawing, suffix)[0])
