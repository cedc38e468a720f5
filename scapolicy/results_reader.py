"""A results folder read back: what `code` gave, held again, without the transcripts."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scapolicy.coded import Coded
from scapolicy.coding import RULES
from scapolicy.errors import KINDS, Problem, ScapolicyError, Severity, problem
from scapolicy.evidence_reader import LARGEST_CELL, Rows, check_unchanged
from scapolicy.libraries import OWN
from scapolicy.notices import WITHOUT_CASE
from scapolicy.readers.place import unopened
from scapolicy.recorded import Record, folder_of, read_record
from scapolicy.records import (
    Category,
    Code,
    Codebook,
    CodedSource,
    Coding,
    FindingRule,
    Language,
    Level,
    Match,
    Pipeline,
    Speakers,
    Unit,
    Valence,
)
from scapolicy.tables.evidence import COUNTED, attributes_in

_NEEDED = ("codings.csv", "matches.csv", "sources.csv", "frequencies.csv")

Lines = Mapping[str, list[dict[str, str]]]


def read_results(folder: str | Path) -> Coded:
    """What a run gave, from the folder that it wrote.

    The codebook has its categories, codes, labels and rule of findings, but no rules: these are
    in the codebook's own file, which is not read.

    Raises:
        ScapolicyError: it is no results folder, a table is missing or was changed, or the run
            wrote no evidence.

    """
    folder = folder_of(folder, "folder")
    record = read_record(folder)
    if "codings.csv" not in record["outputs"]:
        raise ScapolicyError([problem("V14", at=str(folder))])
    try:
        check_unchanged(folder, record, _NEEDED)
        return _understood(folder, record)
    except OSError as error:
        raise ScapolicyError([unopened(folder, error)]) from None
    except (KeyError, ValueError, TypeError, IndexError):
        raise ScapolicyError([problem("P02", at=str(folder))]) from None


def _understood(folder: Path, record: Record) -> Coded:
    options = record["options"]
    limit = csv.field_size_limit(LARGEST_CELL)
    try:
        with Rows(folder / "frequencies.csv") as rows:
            codebook = _codebook(record, list(rows.rest()))
        sources = tuple(_sources(folder, record["inputs"]))
    finally:
        csv.field_size_limit(limit)
    return Coded(
        codebook=codebook,
        unit=Unit(options["unit"]),
        speakers=Speakers(options["speakers"]),
        sources=sources,
        versions={OWN: record[OWN], **record["versions"]},
        left_out=tuple(_problem(one, one["why"]) for one in record["left_out"]),
        notices=tuple(
            _problem(one, one["what"])
            for one in record["notices"]
            if one["code"] not in WITHOUT_CASE  # which is told anew, of the attribute asked for
        ),
        settings=record["settings"],
        interviewers=tuple(options.get("interviewers", ())),
        by=options["by"],
        level=Level(options["level"]),
    )


def _problem(row: Mapping[str, str], message: str) -> Problem:
    kind = KINDS.get(row["code"])
    severity = kind.severity if kind else Severity.NOTE
    return Problem(row["code"], severity, message, "", row["source"])


def _codebook(record: Record, rows: list[dict[str, str]]) -> Codebook:
    """The code frame, from the record and the table that names all of it.

    Of its languages the one is known that sources have of which nothing else tells theirs.
    """
    about = record["codebook"]
    codes: dict[str, list[Code]] = defaultdict(list)
    for row in rows:
        if row["code"]:
            codes[row["category"]].append(Code(row["code"], row["label"], ()))
    flat = not codes
    categories = tuple(
        Category(
            row["category"],
            row["label"],
            (Code(row["category"], row["label"], ()),) if flat else tuple(codes[row["category"]]),
        )
        for row in rows
        if not row["code"]
    )
    rule, pipeline = about["findings"], about.get("pipeline")
    own = (one["language"] for one in record["inputs"] if one["language_from"] == "codebook")
    return Codebook(
        name=about["name"],
        title=about["title"],
        version=about["version"],
        languages=tuple(dict.fromkeys(own)),
        categories=categories,
        findings=FindingRule(**{**rule, "levels": tuple(rule["levels"])}),
        flat=flat,
        sha256=about["sha256"],
        trained=Pipeline(**pipeline) if pipeline else None,
    )


def _sources(folder: Path, inputs: Iterable[Mapping[str, Any]]) -> Iterator[CodedSource]:
    tables = (folder / f"{name}.csv" for name in ("sources", "matches", "codings"))
    with Rows(next(tables)) as about, Rows(next(tables)) as found, Rows(next(tables)) as coded:
        for one in inputs:
            name = one["source"]
            [row] = about.of(name)
            matches = tuple(_match(each) for each in found.of(name))
            yield CodedSource(
                name=name,
                attributes=_attributes(row),
                sha256=one["sha256"],
                words=int(row["words"]),
                segments=int(row["segments"]),
                characters=int(row["characters"]),
                asked=tuple(row["asked"].split("; ")) if row["asked"] else (),
                language=_language(one),
                matches=matches,
                codings=tuple(_codings(coded.of(name), matches)),
            )
        if any(True for rows in (about, found, coded) for _ in rows.rest()):
            raise ValueError("rows of sources that the record does not name")


def _attributes(row: Mapping[str, str]) -> dict[str, str]:
    columns = [name for name in row if name not in ("source", *COUNTED)]
    return {name: row[column] for name, column in attributes_in(columns)}


def _language(row: Mapping[str, str]) -> Language:
    of = {"attribute": "stated", "text": "detected"}.get(row["language_from"])
    return Language(**{of: row["language"]}) if of else Language()


def _match(row: Mapping[str, str]) -> Match:
    return Match(
        turn=int(row["turn"]),
        segment=int(row["segment"]),
        category=row["category"],
        code=row["code"],
        rule=row["rule"],
        start=int(row["start"]),
        end=int(row["end"]),
        text=row["match"],
        valence=Valence(row["valence"]),
        negated=row["negated"] == "true",
        cue=row["cue"],
        effect=row["effect"],
        conceded=row["conceded"] == "true",
        context=row["context"],
    )


def _codings(rows: Iterable[Mapping[str, str]], matches: Iterable[Match]) -> Iterator[Coding]:
    """The codings of a source; what the rules matched is taken from the matches themselves."""
    words: dict[tuple[int, str], list[str]] = defaultdict(list)
    for match in matches:
        words[match.segment, match.code].append(match.text)
    for row in rows:
        segment, code, coder = int(row["segment"]), row["code"], row["coder"]
        yield Coding(
            turn=int(row["turn"]),
            segment=segment,
            start=int(row["start"]),
            end=int(row["end"]),
            speaker=row["speaker"],
            category=row["category"],
            code=code,
            valence=Valence(row["valence"]),
            words=tuple(words[segment, code]) if coder == RULES else (row["words"],),
            text=row["text"],
            coder=coder,
        )
