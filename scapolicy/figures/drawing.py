"""A figure drawn, and its bytes in a format: the same each time, with its words in it."""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem, reason_of
from scapolicy.packages import needed_by
from scapolicy.writers.fit import CONTROLS, Limits
from scapolicy.writers.mark import MARK, sealed, sealed_behind, to_seal

FORMATS = (".svg", ".pdf", ".png")
DARK, LIGHT = "#08306b", "#f7fbff"
BLUE, ORANGE, GREY = "#2166ac", "#e08214", "#767676"
"""The first two are told apart by colour-blind readers too, and in grey by how light they are."""

_FONTS = (
    "DejaVu Sans",
    *("Noto Sans Thai", "TH Sarabun New", "Sarabun", "Leelawadee UI", "Thonburi", "Garuda", "Loma"),
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Microsoft YaHei", "PingFang SC", "Noto Sans Arabic"),
    *("Arial Unicode MS", "Tahoma"),
)
_STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a name with $ in it is a name, not mathematics
    "svg.hashsalt": "scapolicy",
    "svg.fonttype": "none",  # texts stay texts, which readers search and screens speak
    "pdf.fonttype": 42,
    "pdf.compression": 6,
}
POINTS = 72
"""In an inch."""
_DOTS_AN_INCH = 200
_LONGEST_SIDE, _MOST_DOTS = 2**16 - 1, 2**28
_GAP = 3  # points
_BEFORE_SEAL = {".pdf": b"/Creator (", ".png": b"Software\0"}
_REFUSED = (ValueError, RuntimeError, OverflowError, MemoryError)
"""What the library says of a text or a size that it can't draw; of our own mistakes it would say
another thing, such as TypeError, which is not caught."""
_SVG = Limits("an .svg file", illegal=CONTROLS)
_MISSING = re.compile(r"Glyph (\d+)")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure, its title, and what it shows in words."""

    figure: Any
    title: str
    words: str


@contextmanager
def in_style() -> Iterator[None]:
    """Draw and write in the style of all figures, whatever Matplotlib's settings are else.

    These are the same afterwards as before.

    Raises:
        ScapolicyError: Matplotlib is not installed.

    """
    with needed_by("a figure"):
        from matplotlib import font_manager, style
    known = {font.name for font in font_manager.fontManager.ttflist}
    fonts = {"font.family": [name for name in _FONTS if name in known]}
    with style.context({**_STYLE, **fonts}, after_reset=True):
        yield


def new_figure(width: float, height: float) -> Any:
    """An empty figure of so many inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def render(drawing: Drawing, suffix: str) -> tuple[bytes, Sequence[Problem]]:
    """A drawing as the bytes of a file, and which of its letters can't be shown in it.

    Raises:
        ScapolicyError: figures are not written in this format, this one is too large for it, or
            the library that draws it refuses what stands in it.

    """
    if suffix not in FORMATS:
        shown, known = suffix or "no suffix", ", ".join(FORMATS)
        raise ScapolicyError([problem("X40", suffix=shown, known=known)])
    if suffix == ".png":
        _check_size(drawing)
    out = io.BytesIO()
    title, words, room = drawing.title, drawing.words, to_seal()
    kinds: dict[str, dict[str, str | None]] = {
        ".svg": {"Title": title, "Creator": MARK, "Description": words, "Date": None},
        ".pdf": {"Title": title, "Creator": room, "Subject": words, "CreationDate": None},
        ".png": {"Title": title, "Description": words, "Software": room},
    }
    with in_style(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            drawing.figure.savefig(
                out, format=suffix[1:], metadata=kinds[suffix], dpi=_DOTS_AN_INCH, facecolor="white"
            )
        except _REFUSED as error:
            reason = reason_of(error)
            raise ScapolicyError([problem("X44", title=drawing.title, reason=reason)]) from error
    data = out.getvalue()
    if suffix == ".svg":  # whose reader looks for a font of its own
        return _spoken(data, drawing)
    letters = sorted({chr(int(n)) for one in caught for n in _MISSING.findall(str(one.message))})
    data = sealed_behind(data, _BEFORE_SEAL[suffix])
    return data, [problem("X41", letters=" ".join(letters))] if letters else ()


def _check_size(drawing: Drawing) -> None:
    """Raise where a picture of dots would not fit into memory, or its sides not into its file."""
    width, height = (round(inches * _DOTS_AN_INCH) for inches in drawing.figure.get_size_inches())
    if max(width, height) > _LONGEST_SIDE or width * height > _MOST_DOTS:
        raise ScapolicyError([problem("X43", width=f"{width:,}", height=f"{height:,}")])


def _spoken(data: bytes, drawing: Drawing) -> tuple[bytes, Sequence[Problem]]:
    """A picture that a screen reader speaks: its title and what it shows, in words."""
    title, words = escape(drawing.title), escape(drawing.words)
    said = f'<title id="title">{title}</title>\n<desc id="desc">{words}</desc>\n'
    text = data.decode()
    start = text.index("<svg")
    end = text.index(">", start) + 1
    opening = text[start:end].replace("<svg", '<svg role="img" aria-labelledby="title desc"', 1)
    whole = f"{opening}\n {said}{text[end:].lstrip()}"
    legal = _SVG.legal(whole)
    if legal == whole:
        return sealed(whole), ()
    kind, sign, table = _SVG.kind, _SVG.instead, f"the figure {drawing.title!r}"
    note = problem("X31", kind=kind, sign=sign, texts="some texts", table=table)
    return sealed(legal), [note]


def beside(axes: Any, x: float, y: float, text: str, side: int = 1) -> None:
    """Put a number beside the end of a bar, to its right or (`side` -1) to its left."""
    axes.annotate(
        text,
        (x, y),
        xytext=(_GAP * side, 0),
        textcoords="offset points",
        va="center",
        ha="left" if side > 0 else "right",
    )


def wrapped(text: str, width: int = 26) -> str:
    """A label on lines of so many characters."""
    import textwrap

    return "\n".join(textwrap.wrap(text, width)) or text
