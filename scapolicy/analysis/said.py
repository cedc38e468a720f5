"""What is said in a segment: its words of evidence, which others' words beside them are not.

A sentence, a paragraph or a turn is evidence as a whole. A document is what its evidence turns
say; the questions between them and the speakers' labels stand in its text, and are not counted.
"""

from collections.abc import Iterable, Sequence

from scapolicy.records import CodedSource, Coding, Match, Span
from scapolicy.words import count_words

BETWEEN = "\n\n"
"""What stands between two turns in a text of what is said."""


def said(text: str, start: int, evidence: Sequence[Span]) -> str:
    r"""What is said in a segment with this text, which starts so far into its source's.

    `evidence` is where the evidence is in the source, if the segment is not evidence as a whole.

    >>> said("Yes. Clerk: No. Why? Clerk: So.", 100, [(112, 115), (128, 131)])
    'No.\n\nSo.'
    """
    if not evidence:
        return text
    return BETWEEN.join(text[begin - start : end - start] for begin, end in evidence)


def words_said(source: CodedSource, codings: Iterable[Coding]) -> int:
    """How many words are said in the segments of some codings of a source, each counted once."""
    segments = {one.segment: one for one in codings}
    return sum(count_words(said(one.text, one.start, source.evidence)) for one in segments.values())


def said_around(source: CodedSource, coding: Coding, match: Match, most: int) -> tuple[str, str]:
    """What is said in a coding's segment before one of its matches, and after it.

    Where that is more than `most` characters, it is some more than these, the nearest of all: a
    segment may be as long as its text, and have a match in each of its lines.
    """
    whole = source.evidence or ((coding.start, coding.end),)
    before = [(begin, min(end, match.start)) for begin, end in whole if begin <= match.start]
    after = [(max(begin, match.end), end) for begin, end in whole if end >= match.end]
    return (
        said(coding.text, coding.start, _last(before, most)),
        said(coding.text, coding.start, _first(after, most)),
    )


def _first(spans: Sequence[Span], most: int) -> list[Span]:
    """The beginning of some stretches: more than so many characters, if there are more."""
    kept: list[Span] = []
    for begin, end in spans:
        if most < 0:
            break
        kept.append((begin, min(end, begin + most + 1)))
        most -= end - begin
    return kept


def _last(spans: Sequence[Span], most: int) -> list[Span]:
    """The end of some stretches: more than so many characters, if there are more."""
    kept: list[Span] = []
    for begin, end in reversed(spans):
        if most < 0:
            break
        kept.append((max(begin, end - most - 1), end))
        most -= end - begin
    return kept[::-1]
