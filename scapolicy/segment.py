"""Turns → segments: the stretches of text that receive codes.

Sentences end at `.`, `!`, `?` and `…` (and their counterparts in other scripts) before white
space, and at a blank line; not after an abbreviation or an initial, and not where a quotation
goes on in lower case. Thai has no such marks: there PyThaiNLP's sentence model parts at spaces.
Segments never reach from one turn into the next, except the document.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scapolicy.records import Segment, Source, Turn, Unit
from scapolicy.words import holds_thai, require_segmenter

Span = tuple[int, int]
"""Half-open code points."""

_CLOSERS = "\"'”’»)\\]}*_"
_END = re.compile(
    rf"(?P<mark>[.!?…؟۔।]+)(?P<closers>[{_CLOSERS}]*)(?=\s)"
    rf"|[。！？]+[{_CLOSERS}”」』）]*"
    r"|\n[ \t]*(?=\n)"
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gov gen col capt lt st no nos vs etc e.g i.e cf approx dept div fig vol pp p"
    " ed eds al inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m".split()
)
# These stand before a number or a name; elsewhere ("I said no.") they end the sentence.
_ONLY_BEFORE_NUMBER = frozenset("no nos p pp fig vol mar ed".split())
_LAST_WORD = re.compile(r"[\w.]*\w$")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]`, without white space at their ends.

    >>> text = "Dr. Lee asked. We said no. Why?"
    >>> [text[start:end] for start, end in sentences(text, 0, len(text))]
    ['Dr. Lee asked.', 'We said no.', 'Why?']
    """
    for begin, stop in _marked(text, start, end):
        if holds_thai(text, begin, stop):
            yield from _thai_sentences(text, begin, stop)
        else:
            yield from _trimmed(text, begin, stop)


def _marked(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches up to a mark that ends a sentence."""
    begin = start
    for match in _END.finditer(text, start, end):
        if match["mark"] and not _ends_sentence(text, match, start, end):
            continue
        yield begin, match.end()
        begin = match.end()
    yield begin, end


def _thai_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    require_segmenter(text, "")
    from pythainlp.tokenize import sent_tokenize

    begin = at = start
    for piece in map(str, sent_tokenize(text[start:end], engine="crfcut")):
        at += len(piece)
        if not piece.rstrip().endswith("."):  # the model ends a sentence at abbreviations
            yield from _trimmed(text, begin, at)
            begin = at
    yield from _trimmed(text, begin, end)


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    following = text[match.end() : min(end, match.end() + 40)].lstrip()[:1]
    mark = match["mark"]
    if following.islower() and (match["closers"] or len(mark) > 1 or mark == "…"):
        return False
    if mark != ".":
        return True
    before = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
    if before is None:
        return True
    word = before[0].lower()
    if word in _ONLY_BEFORE_NUMBER:
        return not following.isdigit()
    # Thai ends abbreviations with a full stop, but no sentences.
    if word in _ABBREVIATIONS or holds_thai(word, len(word) - 1):
        return False
    initial = len(word) == 1 and before[0].isupper() and word != "i"
    return not (initial or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    stretch = text[start:end]
    if stretch.strip():
        yield start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())


_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    breaks = [(m.start(), m.end()) for m in _BLANK_LINE.finditer(text, start, end)]
    for (_, begin), (stop, _) in pairwise([(start, start), *breaks, (end, end)]):
        yield from _trimmed(text, begin, stop)


def segment_turn(text: str, turn: Turn, unit: Unit) -> Sequence[Span]:
    """The segments of one turn, for every unit but the document."""
    if unit is Unit.SENTENCE:
        return list(sentences(text, turn.start, turn.end))
    if unit is Unit.PARAGRAPH:
        return list(_paragraphs(text, turn.start, turn.end))
    return [(turn.start, turn.end)]


def segment(source: Source, unit: Unit) -> tuple[Segment, ...]:
    """All segments of a source in the order of the text, counted from 1, whoever speaks.

    A document is one segment, from the first turn's beginning to the last one's end.
    """
    if unit is Unit.DOCUMENT:
        if not source.turns:
            return ()
        return (Segment(1, 1, source.turns[0].start, source.turns[-1].end),)
    segments: list[Segment] = []
    for turn in source.turns:
        for start, end in segment_turn(source.text, turn, unit):
            segments.append(Segment(len(segments) + 1, turn.number, start, end))
    return tuple(segments)
