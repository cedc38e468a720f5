"""Transcripts as Teams saves them: who speaks and when on a line, and below it what is said.

Names may stand there in any way (`Park, Ada (Guest)`), so that they are not looked for as labels.
"""

import re
from collections.abc import Iterator

from scapolicy.readers.document import Document, Spoken

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}"
_HEADING = re.compile(
    rf"^(?P<name>[^\W\d_][^\n\t:]{{0,78}}?)(?:\t| {{2,}}+)(?P<clock>{_CLOCK})[ \t]*+$", re.MULTILINE
)
_STAMP = r"\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,7}"
_CAPTION = re.compile(
    rf"^(?P<begin>{_STAMP}) --> {_STAMP}[ \t]*\n++(?P<name>[^\n]{{1,80}})\n++", re.MULTILINE
)
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n\n+|\n?\Z)")
_PARAGRAPHS_A_TURN = 3


def meeting_document(text: str) -> Document | None:
    r"""The document of a text that is laid out in this way; None where it isn't.

    >>> said = meeting_document("Park, Ada   0:03\nWhy?\n\nBo Lim   0:05\nSo.").spoken
    >>> [(one.speaker, one.begin) for one in said]
    [('Park, Ada', 3.0), ('Bo Lim', 5.0)]
    """
    turns = _with_headings(text)
    least = 2 if turns == text else 1  # a line that ends in a time may be a line
    text = turns
    found = list(_HEADING.finditer(text))
    paragraphs = len(_PARAGRAPH.findall(text, found[0].start())) if found else 0
    if len(found) < least or paragraphs > _PARAGRAPHS_A_TURN * len(found):
        return None
    return Document(text, spoken=tuple(_spoken(text, found)), head=found[0].start())


def _spoken(text: str, headings: list[re.Match[str]]) -> Iterator[Spoken]:
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        said = text[heading.end() : end]
        if said.strip():
            start = heading.end() + len(said) - len(said.lstrip())
            last = heading.end() + len(said.rstrip())
            yield Spoken(heading["name"].strip(), start, last, _seconds(heading["clock"]))


def _with_headings(text: str) -> str:
    """Captions between two times, as older meetings have them, put together to turns."""
    found = list(_CAPTION.finditer(text))
    if not found:
        return text
    pieces = [text[: found[0].start()]]
    ends = [caption.start() for caption in found[1:]] + [len(text)]
    speaker = ""
    for caption, end in zip(found, ends, strict=True):
        name, said = caption["name"].strip(), text[caption.end() : end].strip()
        if name != speaker:
            total = int(_seconds(caption["begin"]))
            clock = f"{total // 3600}:{total // 60 % 60:02}:{total % 60:02}"
            pieces.append(("\n\n" if speaker else "") + f"{name}   {clock}\n{said}")
        else:
            pieces.append(f" {said}")
        speaker = name
    return "".join(pieces)


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.split(":"):
        total = 60 * total + float(part)
    return total
