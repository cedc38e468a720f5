"""Styles of OpenDocument texts: whether words are bold, or hidden."""

from collections.abc import Iterable
from typing import Any

from scapolicy.readers.markup import local

_BOLD = frozenset(["bold", "600", "700", "800", "900"])
_DEEPEST = 50  # styles, one resting on the other


class OdtStyles:
    """The styles that a document's parts define."""

    def __init__(self, parts: Iterable[Any]) -> None:
        self._parent: dict[str, str] = {}
        self._said: dict[str, dict[str, str]] = {}
        self._known: dict[tuple[str, str], str] = {}
        for root in parts:
            for style in root.iter("{*}style"):
                self._add(style)

    def _add(self, style: Any) -> None:
        own = _plain(style.attrib)
        name = own.get("name", "")
        self._parent[name] = own.get("parent-style-name", "")
        said = self._said.setdefault(name, {})
        for properties in style:
            if local(properties) == "text-properties":
                said.update(_plain(properties.attrib))

    def is_bold(self, style: str, *, around: bool) -> bool:
        """Whether a style sets letters in bold; `around` tells what holds where it doesn't say."""
        weight = self._looked_up(style, "font-weight")
        return weight in _BOLD if weight else around

    def is_hidden(self, style: str) -> bool:
        """Whether a style hides what is written in it."""
        return self._looked_up(style, "display") == "none"

    def _looked_up(self, style: str, name: str) -> str:
        if (style, name) not in self._known:
            one = style
            for _ in range(_DEEPEST):  # a style may be said to rest on itself
                if self._said.get(one, {}).get(name):
                    break
                one = self._parent.get(one, "")
            self._known[style, name] = self._said.get(one, {}).get(name, "")
        return self._known[style, name]


def _plain(attributes: Any) -> dict[str, str]:
    """Attributes without the namespaces of their names."""
    return {str(name).rpartition("}")[2]: str(value) for name, value in attributes.items()}
