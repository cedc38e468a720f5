"""Turns → segments: the stretches of text that receive codes.

Sentences end at `.`, `!`, `?` and `…` (and their counterparts in other scripts) before white
space, and at a blank line; not after an abbreviation, an initial or an ordinal number, and not
where a quotation goes on in lower case. The abbreviations are those of English, Spanish, French,
German and Danish together, less those that are words elsewhere. Thai has no such marks: there
PyThaiNLP's sentence model parts at spaces. None ends within a mark of what is no speech.
Segments never reach from one turn into the next, except the document.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from scapolicy.marks import MARKS
from scapolicy.records import Segment, Source, Turn, Unit
from scapolicy.words import holds_thai, require_segmenter

Span = tuple[int, int]
"""Half-open code points."""

_CLOSERS = "\"'”’»«›)\\]}*_"
_MARKS = ".!?…؟۔।"
# What it may begin with stands first, so that nothing else is tried at any other character.
_END = re.compile(
    rf"[{_MARKS}。！？｡．\n](?:"
    rf"(?<=[{_MARKS}])(?P<more>[{_MARKS}]*)(?P<closers>(?:[\u00a0\u202f]?[{_CLOSERS}])*)(?=\s)"
    rf"|(?:(?<=[。！？｡])|(?<=．)(?!\d))(?:[。！？｡]|．(?!\d))*[{_CLOSERS}”」』）]*"
    r"|(?<=\n)[ \t]*(?=\n))"
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gov gen col capt lt st no nos vs etc e.g i.e cf approx dept div fig vol pp p"
    " ed eds al inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m"
    " sr sra srta sres dra ud uds pág núm ej admón dpto gral lic ee uu"
    " mm mme mmes mlle éd env janv févr juil déc ex"
    " hr nr bzw vgl ca evtl ggf inkl sog usw mio mrd jh abs abt geb dipl"
    " dvs f.eks bl.a osv pga evt hhv kl jf stk tlf".split()
)
# These stand before a number or a name; elsewhere ("I said no.") they end the sentence.
_ONLY_BEFORE_NUMBER = frozenset("no nos p pp fig vol mar ed nr abs kl ex".split())
_SHORTENED = _ABBREVIATIONS | _ONLY_BEFORE_NUMBER
_LONGEST = max(map(len, _SHORTENED))
_LAST_WORD = re.compile(r"[\w.]*\w$")
# What an ordinal number stands before; any other small letter goes on after one too.
_MONTH = re.compile(
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|jahrhundert)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"e[jx]\.", re.IGNORECASE)  # p. ej., p. ex.
_ORDINAL = re.compile(r"\d{1,2}")
_LETTER_AND_STOP = re.compile(r"[^\W\d_]\.")


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]`, without white space at their ends.

    >>> text = "Dr. Lee asked. We said no. Why?"
    >>> [text[start:end] for start, end in sentences(text, 0, len(text))]
    ['Dr. Lee asked.', 'We said no.', 'Why?']
    """
    found = list(_marked(text, start, end))
    if holds_thai(text, start, end):
        found = [
            part
            for begin, stop in found
            for part in (
                _thai_sentences(text, begin, stop)
                if holds_thai(text, begin, stop)
                else [(begin, stop)]
            )
        ]
    if len(found) > 1:
        found = _whole(found, [one.span() for one in MARKS.finditer(text, start, end)])
    return _trimmed(text, found)


def _whole(spans: list[Span], marks: list[Span]) -> list[Span]:
    """Spans one after the other, joined where a mark as `[laughs. Loudly.]` reaches over."""
    inside = {at for begin, stop in marks for at in range(begin + 1, stop)}
    if not inside:
        return spans
    joined = spans[:1]
    for begin, stop in spans[1:]:
        if begin in inside:
            joined[-1] = joined[-1][0], stop
        else:
            joined.append((begin, stop))
    return joined


def _marked(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches up to a mark that ends a sentence."""
    begin = start
    for match in _END.finditer(text, start, end):
        if match["closers"] is None or _ends_sentence(text, match, start, end):
            yield begin, match.end()
            begin = match.end()
    yield begin, end


# The model takes 2 kB for each character of what it reads at once, and no talk is as long as this.
_READ_AT_ONCE = 50_000
# Where it ends sentences hangs on a few words around, which are read twice at the seams.
_READ_BESIDE = 1_000


def _thai_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for at, piece in _thai_pieces(text, start, end):
        if not piece.rstrip().endswith("."):  # the model ends a sentence at abbreviations
            yield begin, at
            begin = at
    yield begin, end


def _thai_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where the sentence model ends a piece of Thai, and the piece."""
    require_segmenter(text[start:end], "")
    from pythainlp.tokenize import sent_tokenize

    first = told = start
    while told < end:
        last = min(first + _READ_AT_ONCE, end)
        known = last if last == end else last - _READ_BESIDE
        at = first
        for piece in map(str, sent_tokenize(text[first:last], engine="crfcut")):
            at += len(piece)
            if told < at <= known:
                yield at, piece
        first, told = known - _READ_BESIDE, known


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    at = match.start()
    more, closers = match.group("more", "closers")
    if closers or more or text[at] != ".":
        following = _following(text, match, end)
        if following.islower() and (closers or more or text[at] == "…"):
            return False
        if more or text[at] != ".":
            return True
    before = text[max(start, at - 30) : at]
    word = before.rpartition(" ")[2]
    if len(word) > 1 and word.isascii() and word.isalpha():
        return word.lower() not in _SHORTENED or not _goes_on(word, text, match, end)
    if before[-_LONGEST - 1 :].isalpha() and len(before) > _LONGEST:
        return True  # no abbreviation is as long
    last = _LAST_WORD.search(before)
    return last is None or not _goes_on(last[0], text, match, end)


def _following(text: str, match: re.Match[str], end: int) -> str:
    """The first character after the white space behind a mark."""
    return text[match.end() : min(end, match.end() + 40)].lstrip()[:1]


def _goes_on(written: str, text: str, match: re.Match[str], end: int) -> bool:
    """Whether a sentence goes on after a full stop, as the word before is a shortened one."""
    word = written.lower()
    behind = text[match.end() : min(end, match.end() + 40)].lstrip()
    if word in _ONLY_BEFORE_NUMBER:
        return behind[:1].isdigit() or _EXAMPLE.match(behind) is not None
    # Thai ends abbreviations with a full stop, but no sentences.
    if word in _ABBREVIATIONS or holds_thai(word, len(word) - 1):
        return True
    if _ORDINAL.fullmatch(word):  # am 3. Oktober, den 3. marts
        return behind[:1].islower() or _MONTH.match(behind) is not None
    if len(word) == 1 and word.isalpha():  # J. Smith, z. B.
        if written.isupper():
            return word != "i"
        return _LETTER_AND_STOP.match(behind) is not None
    return re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word) is not None


def _trimmed(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans without the white space at their ends, and none that is nothing else."""
    trimmed: list[Span] = []
    for start, end in spans:
        stretch = text[start:end].rstrip()
        words = stretch.lstrip()
        if words:
            stop = start + len(stretch)
            trimmed.append((stop - len(words), stop))
    return trimmed


_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def _paragraphs(text: str, start: int, end: int) -> list[Span]:
    breaks = [(m.start(), m.end()) for m in _BLANK_LINE.finditer(text, start, end)]
    parts = pairwise([(start, start), *breaks, (end, end)])
    return _trimmed(text, ((begin, stop) for (_, begin), (stop, _) in parts))


def segment_turn(text: str, turn: Turn, unit: Unit) -> Sequence[Span]:
    """The segments of one turn, for every unit but the document."""
    if unit is Unit.SENTENCE:
        return sentences(text, turn.start, turn.end)
    if unit is Unit.PARAGRAPH:
        return _paragraphs(text, turn.start, turn.end)
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
