"""Styles of Word documents: whether words are bold or hidden, by themselves or by their style."""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 50  # styles, one resting on the other
_OFF = ("0", "false", "off")


class Styles:
    """The styles of a document; `definitions` is the root of the part that defines them."""

    def __init__(self, definitions: Any) -> None:
        self._defined = {style.get(W + "styleId"): style for style in definitions.iter(W + "style")}
        self._known: dict[tuple[str, str], bool] = {}

    def is_on(self, paragraph: str, run: Any, name: str) -> bool:
        """Whether a run has a property that is on or off: `b` for bold, `vanish` for hidden.

        `paragraph` is the style of the paragraph around it.

        What the run says itself goes before its style, and that before its paragraph's.
        """
        own = run.find(W + "rPr")
        stated = _stated(own, name)
        if stated is not None:
            return stated
        of_run = _style(own, "rStyle")
        if of_run and self._by_style(of_run, name):
            return True
        return bool(paragraph) and self._by_style(paragraph, name)

    def sets_apart(self, paragraph: str, run: Any) -> bool:
        """Whether a run is bold, or of a style for characters that an author made."""
        style = self._defined.get(_style(run.find(W + "rPr"), "rStyle"))
        made = style is not None and style.get(W + "customStyle", "0") not in _OFF
        return made or self.is_on(paragraph, run, "b")

    def _by_style(self, style: str, name: str) -> bool:
        if (style, name) not in self._known:
            self._known[style, name] = self._looked_up(style, name)
        return self._known[style, name]

    def _looked_up(self, style: str, name: str) -> bool:
        for _ in range(_DEEPEST):  # a style may be said to rest on itself
            if style not in self._defined:
                break
            stated = _stated(self._defined[style].find(W + "rPr"), name)
            if stated is not None:
                return stated
            style = _style(self._defined[style], "basedOn")
        return False


def style_of(paragraph: Any) -> str:
    """The style that a paragraph names; empty where it has the one of all others."""
    return _style(paragraph.find(W + "pPr"), "pStyle")


def _stated(properties: Any, name: str) -> bool | None:
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(W + "val", "1") not in _OFF


def _style(properties: Any, kind: str) -> str:
    found = None if properties is None else properties.find(W + kind)
    return "" if found is None else str(found.get(W + "val", ""))
