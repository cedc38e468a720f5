"""Results → what the page shows, in the words and the order in which it shows them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scapolicy.errors import Problem, counted, problem
from scapolicy.records import Codebook, Guide, Unit
from scapolicy.report.checklist import Item, checklist
from scapolicy.report.compared import COLUMNS, Compared
from scapolicy.report.pictures import Pictures
from scapolicy.report.privacy import guide_fields, quiet
from scapolicy.report.results import Entry, Results

_UNITS = {
    Unit.SENTENCE: "sentences",
    Unit.TURN: "turns",
    Unit.PARAGRAPH: "paragraphs",
    Unit.DOCUMENT: "documents",
}
SIDES = {
    "for": "speaks for it",
    "against": "speaks against it",
    "both": "speaks for and against it",
    "neither": "speaks neither for nor against it",
}


@dataclass(frozen=True, slots=True)
class Definition:
    """One category or code of the codebook, with its guide as pairs of a name and a text."""

    id: str
    label: str
    guide: tuple[tuple[str, str], ...]
    codes: tuple["Definition", ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A category's row of the frequencies, and those of its codes."""

    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A factor's row: its place, its label, and its cells in the order of the cases."""

    factor: int
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know of a run: the sources that it is about (or none), and what it is."""

    sources: tuple[str, ...]
    message: str
    code: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that the page shows; the template takes these names.

    `basis` says what was coded, as the methods state it. `absent` is the number of sources that
    were left out, `compared` the heads of the comparison. `told` is what to know of the report
    itself, also for who makes it.
    """

    record: Mapping[str, Any]
    cases: tuple[str, ...]
    factors: tuple[str, ...]
    units: str
    basis: str
    words: int
    segments: int
    codings: int
    absent: int
    left_out: tuple[Note, ...]
    notices: tuple[Note, ...]
    rows: tuple[MatrixRow, ...]
    groups: tuple[Group, ...]
    comparison: Compared | None
    compared: Sequence[str]
    definitions: tuple[Definition, ...]
    book: Codebook | None
    passages: int | None
    sides: Mapping[str, str]
    data: str
    pictures: Pictures
    told: Sequence[Problem]
    checklist: Mapping[str, Sequence[Item]]


def content_of(
    results: Results,
    book: Codebook | None,
    pictures: Pictures,
    comparison: Compared | None = None,
    *,
    said: bool,
) -> Content:
    """Put together what the page shows; `said` is false where nothing that was said may stand."""
    record, inputs = results.record, results.record["inputs"]
    told = [*pictures.notes]
    if book is None:
        told.append(problem("P12", name=record["codebook"]["name"]))
    return Content(
        record=record,
        cases=results.cases,
        factors=tuple(results.factors.values()),
        units=_UNITS.get(record["options"]["unit"], "segments"),
        basis=_basis(record),
        words=sum(one["words"] for one in inputs),
        segments=sum(one["segments"] for one in inputs),
        codings=sum(one["codings"] for one in inputs),
        absent=len({one["source"] for one in record["left_out"]}),
        left_out=_notes(record["left_out"], "why", said=said),
        notices=(
            *_notes(record["notices"], "what", said=said),
            *(Note((), one.message, one.code) for one in told),
        ),
        rows=_matrix(results),
        groups=_groups(results),
        comparison=comparison,
        compared=COLUMNS,
        definitions=_definitions(book, said=said),
        book=book,
        passages=None if results.passages is None else len(results.passages),
        sides=SIDES,
        data=_data(results, comparison),
        pictures=pictures,
        told=told,
        checklist=checklist(record, passages=results.passages is not None),
    )


def _basis(record: Mapping[str, Any]) -> str:
    inputs, options = record["inputs"], record["options"]
    words, segments = (sum(one[key] for one in inputs) for key in ("words", "segments"))
    unit = options["unit"]
    units = counted(segments, unit, _UNITS.get(unit, ""))
    who = "informants" if options["speakers"] == "informants" else "all speakers"
    were = "was" if len(inputs) == 1 else "were"
    sources = counted(len(inputs), "transcript")
    return f"{sources} ({counted(words, 'word')}, {units} of {who}) {were} coded"


def _notes(rows: Sequence[Mapping[str, str]], what: str, *, said: bool) -> tuple[Note, ...]:
    """What to know, each message once with all the sources that it is about."""
    told: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        message = row[what] if said else quiet(row[what], row["code"])
        sources = told.setdefault((message, row["code"]), [])
        if row["source"] and row["source"] not in sources:
            sources.append(row["source"])
    return tuple(Note(tuple(names), *key) for key, names in told.items())


def _matrix(results: Results) -> tuple[MatrixRow, ...]:
    places = range(len(results.cases))
    return tuple(
        MatrixRow(factor, label, tuple(results.entries[case, factor] for case in places))
        for factor, label in enumerate(results.factors.values())
    )


def _groups(results: Results) -> tuple[Group, ...]:
    groups: list[list[Mapping[str, str]]] = []
    for row in results.frequencies:
        if row["code"]:
            groups[-1].append(row)
        else:
            groups.append([row])
    return tuple(Group(tuple(rows)) for rows in groups)


def _definitions(book: Codebook | None, *, said: bool) -> tuple[Definition, ...]:
    if book is None:
        return ()
    return tuple(
        Definition(
            category.id,
            category.label,
            _guide(category.guide, said=said),
            tuple(
                Definition(code.id, code.label, _guide(code.guide, said=said))
                for code in (() if book.flat else category.codes)
            ),
        )
        for category in book.categories
    )


def _guide(guide: Guide, *, said: bool) -> tuple[tuple[str, str], ...]:
    pairs = [(name, getattr(guide, key)) for key, name in guide_fields(examples=said).items()]
    return tuple((name, text) for name, text in pairs if text)


def _data(results: Results, comparison: Compared | None) -> str:
    """What the script of the page reads, as JSON that can't end the element that holds it."""
    languages = {one["source"]: one["language"] for one in results.record["inputs"]}
    rows = [
        {
            "case": one.case,
            "factor": one.factor,
            "side": one.side,
            "source": one.source,
            "turn": one.turn,
            "segment": one.segment,
            "speaker": one.speaker,
            "informant": one.informant,
            "level": one.level,
            "codes": one.codes,
            "language": languages.get(one.source, ""),
            "parts": one.parts,
        }
        for one in results.passages or ()
    ]
    data = {
        "cases": results.cases,
        "factors": list(results.factors.values()),
        "sides": SIDES,
        "passages": rows,
        "differing": comparison.differing if comparison else {},
    }
    return embedded(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def embedded(text: str) -> str:
    r"""JSON that is safe inside a script element.

    >>> embedded('"</script>&"')
    '"\\u003c/script\\u003e\\u0026"'
    """
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
