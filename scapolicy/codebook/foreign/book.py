"""A frame → the text of a codebook file."""

import json
import re
from collections.abc import Collection, Iterator, Sequence

from scapolicy.codebook.foreign.frame import Frame, FramedCode
from scapolicy.matching.sets import MOST

# Texts that YAML reads as they stand. All others are quoted.
_PLAIN = re.compile(r"[^\W\d_][\w.'?*-]*(?: [\w.'?*-]+)*")
_WORDS_OF_YAML = frozenset("y n yes no on off true false null".split())


def book_text(
    frame: Frame, title: str, description: str, source: str, left_out: Collection[str]
) -> str:
    """The codebook as YAML; what was left out stands as comments at its end."""
    lines = [
        f"title: {_scalar(title)}",
        "version: 1.0.0",
        "languages: [en]",
        f"description: {_scalar(description)}",
        f"source: {_scalar(source)}",
    ]
    codes = [code for category in frame.categories for code in category.codes]
    sets = {code.id: _sets(code) for code in codes if code.shared}
    if sets:
        lines.append("sets:")
    for parts in sets.values():
        for name, terms in parts.items():
            lines += [f"  {name}:", *(f"    - {_scalar(term)}" for term in terms)]
    lines += ["codes:" if frame.flat else "categories:"]
    for category in frame.categories:
        if not frame.flat:
            lines += [
                f"  - id: {category.id}",
                f"    label: {_scalar(category.label)}",
                f"    definition: {_scalar(f'What the dictionary has under {category.label!r}.')}",
                "    codes:",
            ]
        for code in category.codes:
            indent = "  " if frame.flat else "      "
            names = list(sets.get(code.id, ()))
            lines += [indent + line for line in _code(code, names)]
    lines += ["# Left out:"] * bool(left_out)
    lines += [f"#   {_visible(' '.join(text.split()))}" for text in left_out]
    return "\n".join(lines) + "\n"


def _sets(code: FramedCode) -> dict[str, Sequence[str]]:
    """The terms that a code shares with others; a set holds only so many."""
    parts = range(0, len(code.shared), MOST)
    return {
        f"shared{number if number > 1 else ''}_{code.id}": code.shared[start : start + MOST]
        for number, start in enumerate(parts, 1)
    }


def _code(code: FramedCode, sets: Sequence[str]) -> Iterator[str]:
    path = " > ".join(code.path)
    yield f"- id: {code.id}"
    yield f"  label: {_scalar(code.label)}"
    yield f"  definition: {_scalar(f'The entries of {path!r}.')}"
    yield "  rules:"
    yield "    - valence: neutral"
    yield "      terms:"
    yield from (f"        - ${name}" for name in sets)
    yield from (f"        - {_scalar(term)}" for term in code.terms)


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML and text.isprintable():
        return text
    return _visible(json.dumps(text, ensure_ascii=False))


def _visible(text: str) -> str:
    """A text with what can't be seen, or can't stand in YAML, written as its number."""
    if text.isprintable():
        return text
    return "".join(
        one
        if one.isprintable()
        else f"\\u{ord(one):04x}"
        if ord(one) < 1 << 16
        else f"\\U{ord(one):08x}"
        for one in text
    )
