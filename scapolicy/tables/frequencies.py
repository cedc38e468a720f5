"""Frequencies: how often each category and code is spoken of, and by how many."""

from collections import Counter
from collections.abc import Sequence

from scapolicy.records import Category, Code, Codebook, CodedSource, Level, Valence
from scapolicy.tables.table import NO_CASE, Row, Table, case_of
from scapolicy.tables.tally import Tally, tally_source

COLUMNS = (
    "category",
    "code",
    "label",
    "segments",
    "matches",
    "sources",
    "cases",
    "share",
    "per_1000_words",
    "facilitator",
    "barrier",
    "mixed",
    "neutral",
)


def frequencies(sources: Sequence[CodedSource], codebook: Codebook, by: str) -> Table:
    """Categories, and under each its codes; of a flat codebook only the codes.

    `share` is the share of all analysed segments, from 0 to 1; `per_1000_words` counts matches in
    the words analysed. The four valences count segments.
    """
    segments = sum(source.segments for source in sources)
    words = sum(source.words for source in sources)
    counts = {level: _Count(sources, by, level) for level in Level}
    rows: list[Row] = []
    for category in codebook.categories:
        rows.append(counts[Level.CATEGORY].row(category, (category.id, ""), segments, words))
        for code in () if codebook.flat else category.codes:
            rows.append(counts[Level.CODE].row(code, (category.id, code.id), segments, words))
    return Table("frequencies", COLUMNS, tuple(rows))


class _Count:
    """What is counted at one level, over all sources."""

    def __init__(self, sources: Sequence[CodedSource], by: str, level: Level) -> None:
        self.tallies: dict[str, Tally] = {}
        self.matches: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self.cases: dict[str, set[str]] = {}
        for source in sources:
            for match in source.matches:
                self.matches[match.category if level is Level.CATEGORY else match.code] += 1
            for key, tally in tally_source(source, level).items():
                self.tallies.setdefault(key, Counter()).update(tally)
                self.sources[key] += 1
                self.cases.setdefault(key, set()).add(case_of(source.attributes, by))

    def row(self, item: Category | Code, ids: tuple[str, str], segments: int, words: int) -> Row:
        """One row of the table; shares to four places, rates to two."""
        tally = self.tallies.get(item.id, Counter())
        return (
            *ids,
            item.label,
            tally.total(),
            self.matches[item.id],
            self.sources[item.id],
            len(self.cases.get(item.id, set()) - {NO_CASE}),
            round(tally.total() / segments, 4) if segments else 0.0,
            round(1000 * self.matches[item.id] / words, 2) if words else 0.0,
            *(tally[valence] for valence in Valence),
        )
