"""The counts of scapolicy beside quanteda's: `python -m benchmarks.counts [--size 1]`.

Both get the same texts and the same dictionary, quanteda its defaults. The hits of both are laid
side by side, code by code: those at the same words cancel out, and each that only one of them has
is given the first reason that fits. What no reason fits is told as a number.
"""

import argparse
import csv
import subprocess
import tempfile
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

import scapolicy as sp
from benchmarks.corpora import book_of, corpus, dictionary, lists_of
from benchmarks.run import has_quanteda
from scapolicy.marks import MARKS
from scapolicy.matching.fold import fold
from scapolicy.matching.overlap import Taken
from scapolicy.records import Category, Code
from scapolicy.segment import sentences

Span = tuple[int, int]
Hits = dict[tuple[int, str], list[Span]]
"""Half-open code points of hits, by the number of the document and quanteda's name of the code."""


@dataclass(frozen=True)
class Text:
    """A document: its text, the turns in it, and where quanteda's words stand."""

    text: str
    turns: Taken
    words: Sequence[Span]


@dataclass(frozen=True)
class Single:
    """A hit that only one of the two has.

    `left_out` are the entries of its code that the import leaves out, `entries` all others;
    `beside` says whether it overlaps a hit of the other that is paired already.
    """

    text: Text
    code: str
    start: int
    end: int
    entries: Sequence[str]
    left_out: Sequence[str]
    beside: bool

    @property
    def hit(self) -> str:
        """The words that were hit."""
        return self.text.text[self.start : self.end]

    @property
    def words(self) -> Sequence[Span]:
        """Quanteda's words that have a character in common with the hit."""
        words = self.text.words
        first = bisect_right(words, self.start, key=lambda word: word[1])
        return words[first : bisect_left(words, self.end, key=lambda word: word[0])]

    @property
    def shown(self) -> str:
        """The hit and a few letters on both sides."""
        around = self.text.text[max(0, self.start - 15) : self.end + 15]
        return around.replace("\n", "⏎")


def _fit(entries: Iterable[str], one: Single) -> Iterator[list[str]]:
    """The entries, as globs of single words, that fit quanteda's words."""
    words = [one.text.text[start:end].lower() for start, end in one.words]
    for globs in (entry.lower().split() for entry in entries):
        if len(globs) == len(words) and all(map(fnmatchcase, words, globs)):
            yield globs


def _left_out(one: Single) -> bool:
    return any(_fit(one.left_out, one)) and not any(_fit(one.entries, one))


def _star_for_punctuation(one: Single) -> bool:
    return _holds_punctuation(one) and all("*" in globs for globs in _fit(one.entries, one))


def _goes_on_at(marks: str, one: Single) -> bool:
    """Whether quanteda's word goes on before or behind the hit, at one of these marks."""
    text = one.text.text
    before = one.words and one.words[0][0] < one.start and text[one.start - 1] in marks
    behind = one.words and one.words[-1][1] > one.end and text[one.end] in marks
    return bool(before or behind)


def _spelled_otherwise(one: Single) -> bool:
    return fold(one.hit).cased != " ".join(one.hit.split())


def _holds_punctuation(one: Single) -> bool:
    words = (one.text.text[start:end] for start, end in one.words)
    return any(not any(map(str.isalnum, word)) for word in words)


def _over_a_sentence_end(one: Single) -> bool:
    return len(sentences(one.text.text, one.start, one.end)) > 1


def _unsaid(one: Single) -> bool:
    return not one.text.turns.overlaps(one.start, one.end)


def _in_a_mark(one: Single) -> bool:
    marks = (mark.span() for mark in MARKS.finditer(one.text.text))
    return any(start < one.end and one.start < end for start, end in marks)


_OURS: dict[str, Callable[[Single], bool]] = {
    "a dash without spaces is inside a word for quanteda": partial(_goes_on_at, "–—―"),
    "a full stop without a space is inside a word for quanteda": partial(_goes_on_at, "."),
    "an underscore, # or @ is inside a word for quanteda": partial(_goes_on_at, "_#@"),
    "curly and straight quotes, kinds of hyphens are alike": _spelled_otherwise,
    "an entry with punctuation, which quanteda parts from words": _holds_punctuation,
    "of hits that overlap, others are kept": lambda one: one.beside,
}
_THEIRS: dict[str, Callable[[Single], bool]] = {
    "a phrase over a blank line or the end of a sentence": _over_a_sentence_end,
    "a speaker's name, or what stands before the first": _unsaid,
    "a typist's mark, as [inaudible]": _in_a_mark,
    "an entry that the import leaves out": _left_out,
    "a star alone stands for punctuation": _star_for_punctuation,
    "of hits that overlap, others are kept": lambda one: one.beside,
}
REASONS = {"scapolicy": _OURS, "quanteda": _THEIRS}
"""Why a hit is one of scapolicy's, or of quanteda's, alone; the first that fits is taken."""
_NONE = "not explained"
Explained = dict[tuple[str, str], list[Single]]


def quanteda(folder: Path, dictionary: Path) -> tuple[dict[str, int], list[list[str]], Hits]:
    """The sums of quanteda, the words it sees, and all hits as numbers of words, overlaps too."""
    script = Path(__file__).with_name("quanteda.R")
    with tempfile.TemporaryDirectory() as out:
        asked = ["Rscript", str(script), str(folder), str(dictionary), out]
        printed = subprocess.run(asked, check=True, capture_output=True, encoding="utf-8").stdout
        sums = {key: int(count) for key, _, count in (r.rpartition(",") for r in printed.split())}
        text = Path(out, "words.tsv").read_text(encoding="utf-8")
        words = [line.split("\t") for line in text.split("\n")[:-1]]
        hits: Hits = defaultdict(list)
        with Path(out, "hits.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                span = int(row["from"]) - 1, int(row["to"])
                hits[int(row["docname"]) - 1, row["pattern"]].append(span)
    return sums, words, hits


def kept(spans: Iterable[Span]) -> list[Span]:
    """The hits of one code that quanteda counts: the most words first, no word twice."""
    taken = Taken()
    return sorted(
        span
        for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0]))
        if taken.add(*span)
    )


def placed(words: Iterable[str], text: str) -> list[Span]:
    """Where the words stand in their text, one after the other."""
    spans: list[Span] = []
    at = 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    return spans


def scapolicy(sources: Sequence[sp.Source], book: Path) -> tuple[dict[str, int], Hits]:
    """The column `matches` of the frequencies, and the hits."""
    codebook = sp.load_codebook(book)
    coded = sp.code(sources, codebook, speakers="all")
    keys = {
        (category.id, code.id): _key(category, code, flat=codebook.flat)
        for category in codebook.categories
        for code in category.codes
    }
    counts = dict.fromkeys(keys.values(), 0)
    for row in coded.frequencies().itertuples():
        if codebook.flat or row.code:
            counts[keys[row.category, row.code or row.category]] = int(row.matches)
    numbers = {source.name: number for number, source in enumerate(sources)}
    hits: Hits = defaultdict(list)
    for row in coded.matches().itertuples():
        hits[numbers[row.source], keys[row.category, row.code]].append((row.start, row.end))
    return counts, hits


def _key(category: Category, code: Code, *, flat: bool) -> str:
    """Quanteda's name of a code: the path to it in the dictionary."""
    path = code.label.split(" > ")
    return ".".join(path if flat or path == [category.label] else [category.label, *path])


def unpaired(ours: Iterable[Span], theirs: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """The hits that have no partner on the other side with which they share a letter."""
    left, right = sorted(ours), sorted(theirs)
    same = set(left) & set(right)
    left, right = ([span for span in spans if span not in same] for spans in (left, right))
    alone: list[Span] = []
    for span in left:
        partner = next((each for each in right if each[0] < span[1] and span[0] < each[1]), None)
        if partner is None:
            alone.append(span)
        else:
            right.remove(partner)
    return alone, right


def reason(one: Single, reasons: dict[str, Callable[[Single], bool]]) -> str:
    """The first reason that fits, or none."""
    return next((name for name, fits in reasons.items() if fits(one)), "")


def compare(folder: Path, given: Path) -> None:
    """Count by both, and print what differs."""
    sources = sp.read_transcripts(folder)
    for source in sources:
        file = (folder / source.name).read_text(encoding="utf-8")
        if source.text != file or file != unicodedata.normalize("NFC", file):
            raise SystemExit(f"{source.name}: scapolicy reads another text than quanteda")
    sums, words, found = quanteda(folder, given)
    counts, ours = scapolicy(sources, book_of(given))
    texts = [
        Text(
            source.text,
            Taken.covering((turn.start, turn.end) for turn in source.turns),
            placed(said, source.text),
        )
        for source, said in zip(sources, words, strict=True)
    ]
    theirs = {
        (n, code): [
            (texts[n].words[first][0], texts[n].words[behind - 1][1])
            for first, behind in kept(spans)
        ]
        for (n, code), spans in found.items()
    }
    seen = explained(texts, ours, theirs, given)
    print_codes(counts, sums, seen)
    print_reasons(seen)
    for who, all_of, hits in (("scapolicy", counts, ours), ("quanteda", sums, theirs)):
        whole, located = sum(all_of.values()), sum(map(len, hits.values()))
        print(f"Of {who}'s {whole:,} hits {located:,} were located.")


def explained(texts: Sequence[Text], ours: Hits, theirs: Hits, given: Path) -> Explained:
    """All hits that only one of the two has, by which of them and by reason."""
    lists, comments = lists_of(given), import_comments(given)
    seen: Explained = defaultdict(list)
    for n, code in sorted({*ours, *theirs}):
        spans = ours.get((n, code), []), theirs.get((n, code), [])
        left_out = [entry for entry in lists[code] if f": {entry} (" in comments]
        entries = [entry for entry in lists[code] if entry not in left_out]
        sides = zip(("scapolicy", "quanteda"), unpaired(*spans), reversed(spans), strict=True)
        for who, alone, other in sides:
            paired = Taken.covering(other)
            for start, end in alone:
                beside = paired.overlaps(start, end)
                one = Single(texts[n], code, start, end, entries, left_out, beside)
                fitting = (name for name, fits in REASONS[who].items() if fits(one))
                seen[who, next(fitting, _NONE)].append(one)
    return seen


def import_comments(given: Path) -> str:
    """The comments of the codebook made of a dictionary: what was left out."""
    return sp.import_codebook(given).text.partition("# Left out:")[2]


def print_codes(counts: dict[str, int], sums: dict[str, int], seen: Explained) -> None:
    """Print the codes whose counts differ, or whose hits do."""
    reasons: Counter[str] = Counter()
    for (who, name), singles in seen.items():
        for one in singles:
            reasons[one.code] += 0 if name == _NONE else 1 if who == "scapolicy" else -1
    differing = {one.code for singles in seen.values() for one in singles}
    print("| code | scapolicy | quanteda | difference | explained |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for code, count in counts.items():
        difference = count - sums.get(code, 0)
        if difference or code in differing:
            row = f"{count:,} | {sums.get(code, 0):,} | {difference:+} | {reasons[code]:+}"
            print(f"| {code} | {row} |")
    ours, theirs = sum(counts.values()), sum(sums.values())
    row = f"{ours:,} | {theirs:,} | {ours - theirs:+} | {reasons.total():+}"
    print(f"| all {len(counts)} | {row} |\n")


def print_reasons(seen: Explained) -> None:
    """Print why hits differ, each reason with its first example."""
    print("| only | reason | hits | example |\n| --- | --- | ---: | --- |")
    for (who, name), singles in sorted(seen.items()):
        print(f"| {who} | {name} | {len(singles)} | `{singles[0].shown}` |")
    print()


def main() -> None:
    """Compare what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=float, default=1, help="megabytes of text")
    asked.add_argument("--texts", type=Path, help="a folder of texts (.txt, UTF-8) instead")
    asked.add_argument("--dictionary", type=Path, help="a dictionary of quanteda's, in YAML")
    options = asked.parse_args()
    if not has_quanteda():
        raise SystemExit("R or its package quanteda is not installed")
    given = options.dictionary or dictionary(60, 10)
    compare(options.texts or corpus(options.size), given.resolve())


if __name__ == "__main__":
    main()
