"""Where the time goes: `python -m benchmarks.stages [--size 1] [--book NAME]`.

One process, the steps called one after the other on each file as a run calls them; the best of
three rounds. The sum is a little more than a run takes, as some steps are done again here that
belong to a later one.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.corpora import book_of, corpus, dictionary
from scapolicy.codebook.load import load_codebook
from scapolicy.coder import Coder
from scapolicy.coding import to_codings, to_matches
from scapolicy.contribution import contribution
from scapolicy.matching.fold import fold
from scapolicy.matching.matcher import Matcher
from scapolicy.matching.sentence import Sentences
from scapolicy.readers.folder import find_transcripts, read_source
from scapolicy.readers.language import language_in
from scapolicy.records import Codebook, Level, Speakers, Unit
from scapolicy.segment import segment
from scapolicy.words import count_words


def measure(folder: Path, book: Codebook) -> dict[str, float]:
    """Seconds of each step over a folder."""
    seconds: dict[str, float] = defaultdict(float)

    def timed(step: str, work: Callable[[], Any]) -> Any:
        begin = time.perf_counter()
        result = work()
        seconds[step] += time.perf_counter() - begin
        return result

    matcher = timed("compile the codebook", lambda: Matcher(book, "en"))
    coder = Coder(book, Unit.SENTENCE, Speakers.INFORMANTS)
    for file in find_transcripts([folder]).files:
        timed("read the bytes", file.path.read_bytes)
        source = timed("read: bytes, encoding, turns", lambda f=file: read_source(f))
        timed("language", lambda s=source: language_in(s))
        segments = timed("segments", lambda s=source: segment(s, Unit.SENTENCE))
        stretches = coder.stretches(source, segments)
        folded = timed("fold", lambda s=source: fold(s.text))
        timed("scan and confirm", lambda f=folded, s=stretches: _scan(matcher, Sentences(f, s)))
        hits = timed(
            "all of matching: fold, scan, conditions, valence",
            lambda s=source, t=stretches: matcher.hits(s.text, t, s.attributes),
        )
        matches = timed("matches", lambda s=source, h=hits: to_matches(s, h, book))
        timed(
            "codings",
            lambda s=source, g=segments, m=matches: to_codings(s, g, m, book, coder.speaker_in(s)),
        )
        timed("count words", lambda s=source: sum(count_words(turn.text) for turn in s.turns))
        coded = coder.code(source).result
        assert coded is not None
        timed("count, and write as CSV", lambda c=coded: contribution(c, Level.CATEGORY))
    return seconds


def _scan(matcher: Matcher, sentences: Sentences) -> int:
    return sum(1 for _ in matcher._index.find(sentences))  # noqa: SLF001


def main() -> None:
    """Print the steps with their seconds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=float, default=1)
    asked.add_argument("--book", help="a codebook by name or path")
    options = asked.parse_args()
    book = load_codebook(options.book or book_of(dictionary(60, 10)))
    rounds = [measure(corpus(options.size), book) for _ in range(3)]
    print("| step | seconds |\n| --- | ---: |")
    for step in rounds[0]:
        print(f"| {step} | {min(one[step] for one in rounds):.3f} |")


if __name__ == "__main__":
    main()
