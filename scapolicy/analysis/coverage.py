"""What part of each transcript carries codes, and what was said that no code caught."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scapolicy.analysis.said import said, words_said
from scapolicy.codebook.suggest import MIN_COUNT, MIN_SOURCES, log_likelihood, small_words, terms_of
from scapolicy.coded import Coded
from scapolicy.coder import Coder
from scapolicy.errors import counted, listed
from scapolicy.records import CodedSource, Source
from scapolicy.segment import segment
from scapolicy.tables.table import Row, Table, if_undefined, quotient, significant
from scapolicy.words import count_words


class _Passage(NamedTuple):
    """What is said in a segment that is evidence, with the terms in it."""

    source: str
    turn: int
    segment: int
    speaker: str
    text: str
    coded: bool
    terms: Counter[str]


def coverage(coded: Coded) -> Table:
    """One row a source: how much of what was analysed carries a code, and how many codes.

    `share` is that of segments, `share_of_words` that of their words, both from 0 to 1.
    """
    rows = tuple(_row(source) for source in coded.sources)
    segments = sum(source.segments for source in coded.sources)
    found = sum(len(_carrying(source)) for source in coded.sources)
    note = f"{found:,} of {counted(segments, 'segment')} carry a code."
    notes = (
        note,
        *if_undefined(rows, "A share of a source without anything analysed is undefined."),
    )
    columns = ("source", "segments", "coded", "share", "words", "share_of_words", "codes")
    return Table("coverage", columns, rows, "How much of each source carries codes", notes)


def _row(source: CodedSource) -> Row:
    found = len(_carrying(source))
    return (
        source.name,
        source.segments,
        found,
        quotient(found, source.segments),
        source.words,
        quotient(words_said(source, source.codings), source.words),
        len({one.code for one in source.codings}),
    )


def _carrying(source: CodedSource) -> set[int]:
    """The segments that carry a code."""
    return {one.segment for one in source.codings}


def uncaught(coded: Coded, sources: Sequence[Source], top: int = 20) -> tuple[Table, Table]:
    """What no code caught: the terms that mark it, and the passages with most of these.

    A term marks what is uncoded by the log-likelihood ratio G² of its frequencies in the segments
    without a code and in those with one (Rayson & Garside 2000, *Proceedings of the Workshop on
    Comparing Corpora*, pp. 1-6). Terms are words and short phrases without function words, said at
    least three times by at least two sources. A passage is ranked by the sum of G² over its terms.

    Args:
        coded: what `code` gave, or `read_results`.
        sources: the transcripts that were coded; others among them, such as those that were left
            out for want of consent, are passed over and told.
        top: how many terms and passages to give; 0 for all.

    """
    known = {source.name for source in coded.sources}
    strange = [source.name for source in sources if source.name not in known]
    passages = list(_passages(coded, [source for source in sources if source.name in known]))
    scores = _scores(passages)
    uncoded, others = _sums(passages)
    spread = _spread(passages)
    terms: list[Row] = [
        (term, uncoded[term], others[term], spread[term], significant(score))
        for term, score in sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    ]
    ranked = sorted(
        (one for one in passages if not one.coded),
        key=lambda one: (-_score(one, scores), one.source, one.segment),
    )
    rows: list[Row] = [
        (one.source, one.turn, one.segment, one.speaker, significant(_score(one, scores)), one.text)
        for one in ranked
    ]
    last = top or None
    title = "Terms that mark what no code caught"
    columns = ("term", "uncoded", "coded", "sources", "g2")
    return (
        Table("uncaught-terms", columns, tuple(terms[:last]), title),
        Table(
            "uncaught",
            ("source", "turn", "segment", "speaker", "g2", "text"),
            tuple(rows[:last]),
            "Passages without a code, those with most of these terms first",
            (
                f"{counted(len(rows), 'segment carries', 'segments carry')} no code.",
                *([f"Not among what was coded: {listed(strange)}."] if strange else []),
            ),
        ),
    )


def _passages(coded: Coded, sources: Iterable[Source]) -> Iterator[_Passage]:
    coder = Coder(coded.codebook, coded.unit, coded.speakers)
    found = {source.name: source for source in coded.sources}
    for source in sources:
        about = found[source.name]
        stop = small_words(about.language.code)
        with_code = _carrying(about)
        evidence, speaker_in = coder.parts(source), coder.speaker_in(source)
        for one in coder.analysed(source, segment(source, coded.unit)):
            text = said(source.text[one.start : one.end], one.start, evidence)
            yield _Passage(
                source.name,
                one.turn,
                one.number,
                speaker_in(one),
                text,
                one.number in with_code,
                Counter(terms_of(text, stop)),
            )


def _scores(passages: Sequence[_Passage]) -> dict[str, float]:
    """G² of each term that is said often enough, where it is more frequent without a code."""
    uncoded, others = _sums(passages)
    words = [
        sum(count_words(one.text) for one in passages if one.coded is coded)
        for coded in (False, True)
    ]
    spread = _spread(passages)
    scores = {
        term: log_likelihood(times, others[term], words[0], words[1])
        for term, times in uncoded.items()
        if times >= MIN_COUNT and spread[term] >= MIN_SOURCES
    }
    return {term: score for term, score in scores.items() if score > 0}


def _sums(passages: Iterable[_Passage]) -> tuple[Counter[str], Counter[str]]:
    """How often each term is said without a code, and with one."""
    sums: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for one in passages:
        sums[one.coded].update(one.terms)
    return sums


def _spread(passages: Iterable[_Passage]) -> Counter[str]:
    """In how many sources each term is said without a code."""
    pairs = {(one.source, term) for one in passages if not one.coded for term in one.terms}
    return Counter(term for _, term in pairs)


def _score(passage: _Passage, scores: Mapping[str, float]) -> float:
    return sum(sorted(scores.get(term, 0.0) for term in passage.terms))
