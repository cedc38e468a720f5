"""Frequencies: how often each category and code is spoken of, and by how many."""

from collections.abc import Sequence

from scapolicy.records import NO_CASE, Category, Code, Codebook, Level, Valence
from scapolicy.tables.table import Row, Table, quotient
from scapolicy.tables.tally import Counts, Tally

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


def frequencies(counts: Counts, codebook: Codebook) -> Table:
    """Categories, and under each its codes; of a flat codebook only the codes.

    `share` is the share of all analysed segments, from 0 to 1; `per_1000_words` counts matches in
    the words analysed; both are undefined where nothing was. The four valences count segments.
    """
    rows: list[Row] = []
    for category in codebook.categories:
        codes = [code.id for code in category.codes]
        rows.append(_row(counts, category, (category.id, ""), codes))
        for code in () if codebook.flat else category.codes:
            rows.append(_row(counts, code, (category.id, code.id), [code.id]))
    return Table("frequencies", COLUMNS, tuple(rows))


def _row(counts: Counts, item: Category | Code, ids: tuple[str, str], codes: Sequence[str]) -> Row:
    """One row of the table."""
    level = Level.CODE if ids[1] else Level.CATEGORY
    tally, sources, cases = Tally(), 0, 0
    for case in counts.cases:
        cell = counts.cell(case, level, item.id)
        tally.update(cell.tally)
        sources += cell.sources
        cases += bool(cell.sources) and case != NO_CASE
    segments = tally.total()
    matches = sum(counts.matches[code] for code in codes)
    return (
        *ids,
        item.label,
        segments,
        matches,
        sources,
        cases,
        quotient(segments, counts.segments),
        quotient(1000 * matches, counts.words),
        *(tally[valence] for valence in Valence),
    )
