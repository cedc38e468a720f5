"""What a report tells of a run: its cells, its frequencies and its passages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.records import RUN_RECORD, Level
from scapolicy.report.folder import CASE, Files, Lines, read_files

Span = tuple[int, int]

COUNTED = (
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
"""The columns of the frequencies that hold numbers."""

_UNDEFINED = ("share", "per_1000_words")  # of a run in which nothing was analysed, and empty then


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the matrix: how many segments, and the finding."""

    segments: int
    finding: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment that speaks of a factor.

    `case` and `factor` are places in the lists of the results. `parts` are the pieces of what was
    said: the first plain, the second matched by a rule, the third plain, and so on.
    """

    case: int
    factor: int
    side: str
    source: str
    turn: int
    segment: int
    speaker: str
    informant: str
    level: str
    codes: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A results folder, understood.

    `factors` leads from the id of each column of the matrix to its label; `entries` from the
    places of case and factor to the cell. `passages` is None where they are left out.
    """

    record: Mapping[str, Any]
    cases: tuple[str, ...]
    factors: Mapping[str, str]
    entries: Mapping[tuple[int, int], Entry]
    frequencies: Lines
    passages: tuple[Passage, ...] | None


def read_results(folder: Path, *, passages: bool) -> Results:
    """Read what a report is made of; without `passages`, nothing of what was said.

    Raises:
        ScapolicyError: it is no results folder, or not as a run wrote it.

    """
    files = read_files(folder, evidence=passages)
    try:
        return _understood(files)
    except (KeyError, ValueError, IndexError):
        raise ScapolicyError([problem("P02", at=str(folder / RUN_RECORD))]) from None


def _understood(files: Files) -> Results:
    level = Level(files.record["options"]["level"])
    matrix, findings = files.tables["matrix.csv"], files.tables["findings.csv"]
    frequencies = files.tables["frequencies.csv"]
    _check(frequencies)
    labels = {_column(row, level): row["label"] for row in frequencies}
    ids = [name for row in matrix[:1] for name in row if name != CASE]
    cases = tuple(row[CASE] for row in matrix)
    entries = {
        (case, factor): Entry(int(counted[name]), found[name])
        for case, (counted, found) in enumerate(zip(matrix, findings, strict=True))
        for factor, name in enumerate(ids)
    }
    given = None
    if "passages.csv" in files.tables:
        given = tuple(_passages(files.tables, level, cases, ids))
    factors = {name: labels[name] for name in ids}
    return Results(files.record, cases, factors, entries, frequencies, given)


def _check(frequencies: Lines) -> None:
    """Raise a ValueError or KeyError unless categories stand before their codes, all counted."""
    if frequencies and frequencies[0]["code"]:
        raise ValueError("a code without a category")
    for row in frequencies:
        for name in COUNTED:
            if row[name] or name not in _UNDEFINED:
                float(row[name])


def _column(row: Mapping[str, str], level: Level) -> str:
    """The column of the matrix that a row of frequencies belongs to, empty for none."""
    if level is Level.CODE:
        return row["code"]
    return "" if row["code"] else row["category"]


def _passages(
    tables: Mapping[str, Lines], level: Level, cases: Iterable[str], ids: Iterable[str]
) -> Iterable[Passage]:
    segments = {(row["source"], row["segment"]): row for row in tables["codings.csv"]}
    hits: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for row in tables["matches.csv"]:
        key = (row["source"], row["segment"], row[level.value])
        hits[key].append((int(row["start"]), int(row["end"])))
    case_at = {name: place for place, name in enumerate(cases)}
    factor_at = {name: place for place, name in enumerate(ids)}
    for row in tables["passages.csv"]:
        segment = segments[row["source"], row["segment"]]
        text, start = row["text"], int(segment["start"])
        yield Passage(
            case=case_at[row[CASE]],
            factor=factor_at[row["factor"]],
            side=row["side"],
            source=row["source"],
            turn=int(row["turn"]),
            segment=int(row["segment"]),
            speaker=segment["speaker"],
            informant=row["informant"],
            level=row["informant_level"],
            codes=row["codes"],
            parts=marked(text, start, hits[row["source"], row["segment"], row["factor"]]),
        )


def marked(text: str, start: int, spans: Iterable[Span]) -> tuple[str, ...]:
    """Cut a text at the words that were matched; `start` is where it begins in its source.

    >>> marked("No budget, no plan.", 100, [(103, 109), (101, 109), (114, 118)])
    ('N', 'o budget', ', no ', 'plan', '.')
    """
    parts: list[str] = []
    done = 0
    for left, right in _joined(spans):
        first, last = max(left - start, done), min(right - start, len(text))
        if first < last:
            parts += [text[done:first], text[first:last]]
            done = last
    return (*parts, text[done:])


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    joined: list[Span] = []
    for left, right in sorted(spans):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined
