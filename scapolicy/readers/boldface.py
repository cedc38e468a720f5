"""Speakers that a typist set in bold, or in a style of their own, and nothing else: no colon.

Bold words are speakers where they stand at the beginning of a paragraph, or alone in one, and
come again: a heading stands once. So are paragraphs of a style in which nothing but names stands.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_LONGEST = 40  # characters of a name with a role or a time
_SETS_A_SPEAKER_APART = (":", "：", "]", ")", ".", "-", "–")
_ENDS_A_SENTENCE = (".", "!", "?", "…", "。")
_IN_NO_NAME = re.compile(r"[\n\t]|[:：]\s*+(?=\S)")
_MARK = re.compile(r"\s*+[:：]?")
_LABELLED = re.compile(r"[^\s:：][^\n:：]{0,39}[:：]\s")
_CLOCK = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}[ \t]*+(?:\n|\Z)")


class Block(NamedTuple):
    """A paragraph: its text, how many characters of its beginning are bold, and its style."""

    text: str
    bold: int = 0
    style: str = ""

    @property
    def name(self) -> str:
        """The bold words that may name a speaker; empty where they can't."""
        head = self.text[: self.bold].strip()
        fits = 0 < len(head) <= _LONGEST and not _IN_NO_NAME.search(head)
        return head if fits and not head.endswith(_ENDS_A_SENTENCE) else ""

    @property
    def rest(self) -> str:
        """What stands after the bold words, and after a colon if one follows them."""
        return _MARK.sub("", self.text[self.bold :], count=1).strip()


def with_labels(blocks: Sequence[Block]) -> list[str]:
    """The paragraphs, with a colon after each speaker who is told by bold letters alone.

    >>> lines = [("Ann Why?", 3), ("Bo So.", 2), ("Ann Oh.", 3), ("Bo Yes.", 2)]
    >>> with_labels([Block(*line) for line in lines])
    ['Ann: Why?', 'Bo: So.', 'Ann: Oh.', 'Bo: Yes.']
    """
    styles = _styles_of_names(blocks)
    blocks = [one._replace(bold=len(one.text)) if one.style in styles else one for one in blocks]
    speakers = _speakers(blocks)
    texts: list[str] = []
    waiting = ""
    for block in blocks:
        speaks = block.name in speakers
        if waiting and block.text.strip():
            texts.append(waiting if speaks else f"{waiting}: {block.text.strip()}")
            waiting = ""
            if not speaks:
                continue
        if speaks and block.rest:
            texts.append(f"{block.name}: {block.rest}")
        elif speaks:
            waiting = block.name
        else:
            texts.append(block.text)
    return [*texts, waiting] if waiting else texts


def _styles_of_names(blocks: Sequence[Block]) -> set[str]:
    """The styles in which only names stand, of which some come again, before others' words."""
    filled = [block for block in blocks if block.text.strip()]
    styles: dict[str, list[str]] = {}
    last = Block("")
    for block in filled:
        # A paragraph that follows one of its own style is what is said.
        alone = block.style != last.style or not block.style
        name = block._replace(bold=len(block.text)).name if alone else ""
        styles.setdefault(block.style, []).append(name)
        last = block
    return {
        style
        for style, names in styles.items()
        if style and all(names) and len(set(names)) * 2 <= len(names)
        if style != filled[-1].style
    }


def _speakers(blocks: Sequence[Block]) -> set[str]:
    """The bold names that come again, where most of what is bold is such a name."""
    names = [block.name for block in blocks if not _is_set_apart(block)]
    times = Counter(filter(None, names))
    speakers = {name for name, count in times.items() if count > 1} - _headings(blocks)
    bold = sum(block.text[: block.bold].strip() != "" for block in blocks)
    if 2 * sum(times[name] for name in speakers) < bold:
        return set()
    # Where others come again, a name before its words is one even if it stands once.
    if speakers:
        speakers |= {block.name for block in blocks if block.rest and block.name in times}
    return speakers


def _headings(blocks: Sequence[Block]) -> set[str]:
    """The bold words that stand above nothing but paragraphs with a label of their own."""
    filled = [block for block in blocks if block.text.strip()]
    above: dict[str, bool] = {}
    for block, below in pairwise(filled):
        if block.name and not block.rest:
            labelled = bool(_LABELLED.match(below.text.lstrip()))
            above[block.name] = above.get(block.name, True) and labelled
    return {name for name, labelled in above.items() if labelled}


def _is_set_apart(block: Block) -> bool:
    """Whether a bold name needs no colon: it has one, or a time stands alone after it."""
    return block.name.endswith(_SETS_A_SPEAKER_APART) or bool(_CLOCK.match(block.rest))
