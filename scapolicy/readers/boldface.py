"""Speakers that a typist set in bold and nothing else: no colon, no column, no style.

Bold words are speakers where they stand at the beginning of a paragraph, or alone in one, and
come again: a heading stands once.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST = 40  # characters of a name with a role or a time
_SETS_A_SPEAKER_APART = (":", "：", "]", ")", ".", "-", "–")
_ENDS_A_SENTENCE = (".", "!", "?", "…", "。")


class Block(NamedTuple):
    """A paragraph: its text, and how many characters of its beginning are bold."""

    text: str
    bold: int = 0

    @property
    def name(self) -> str:
        """The bold words that may name a speaker; empty where they can't."""
        head = self.text[: self.bold].strip()
        fits = 0 < len(head) <= _LONGEST and "\n" not in head and "\t" not in head
        return head if fits and not head.endswith(_ENDS_A_SENTENCE) else ""

    @property
    def rest(self) -> str:
        """What stands after the bold words."""
        return self.text[self.bold :].strip()


def with_labels(blocks: Sequence[Block]) -> list[str]:
    """The paragraphs, with a colon after each speaker who is told by bold letters alone.

    >>> lines = [("Ann Why?", 3), ("Bo So.", 2), ("Ann Oh.", 3), ("Bo Yes.", 2)]
    >>> with_labels([Block(*line) for line in lines])
    ['Ann: Why?', 'Bo: So.', 'Ann: Oh.', 'Bo: Yes.']
    """
    names = [block.name for block in blocks if not block.name.endswith(_SETS_A_SPEAKER_APART)]
    times = Counter(filter(None, names))
    speakers = {name for name, count in times.items() if count > 1}
    if not speakers:
        return [block.text for block in blocks]
    # Where others come again, a name before its words is one even if it stands once.
    speakers |= {block.name for block in blocks if block.rest and block.name in times}
    texts: list[str] = []
    waiting = ""
    for block in blocks:
        if waiting and block.text.strip():
            texts.append(f"{waiting}: {block.text.strip()}")
            waiting = ""
        elif block.name in speakers and block.rest:
            texts.append(f"{block.name}: {block.rest}")
        elif block.name in speakers:
            waiting = block.name
        else:
            texts.append(block.text)
    return [*texts, waiting] if waiting else texts
