"""A results folder read back: what `code` gave, held again, without the transcripts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scapolicy.coded import Coded
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.evidence_reader import EvidenceReader, Rows
from scapolicy.libraries import OWN
from scapolicy.messages.every import MESSAGES
from scapolicy.messages.kind import Severity
from scapolicy.notices import WITHOUT_CASE
from scapolicy.readers.place import unopened
from scapolicy.recorded import Record, folder_of, read_record
from scapolicy.records import (
    Category,
    Code,
    Codebook,
    CodedSource,
    FindingRule,
    Language,
    Level,
    Pipeline,
    Speakers,
    Unit,
)
from scapolicy.tables.evidence import COUNTED, attributes_in

_NEEDED = ("codings.csv", "matches.csv", "sources.csv", "frequencies.csv")


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
    try:
        with EvidenceReader(folder, record, _NEEDED) as evidence:
            return _understood(folder, record, evidence)
    except OSError as error:
        raise ScapolicyError([unopened(folder, error)]) from None
    except (KeyError, ValueError, TypeError, IndexError):
        raise ScapolicyError([problem("P02", at=str(folder))]) from None


def _understood(folder: Path, record: Record, evidence: EvidenceReader) -> Coded:
    options = record["options"]
    return Coded(
        codebook=_codebook(record, evidence.labels()),
        unit=Unit(options["unit"]),
        speakers=Speakers(options["speakers"]),
        sources=tuple(_sources(folder / "sources.csv", record["inputs"], evidence)),
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
    kind = MESSAGES.get(row["code"])
    severity = kind.severity if kind else Severity.NOTE
    return Problem(row["code"], severity, message, "", row["source"])


def _codebook(record: Record, labels: Mapping[tuple[str, str], str]) -> Codebook:
    """The code frame, from the record and the labels of all that it holds.

    Of its languages the one is known that sources have of which nothing else tells theirs.
    """
    about = record["codebook"]
    codes: dict[str, list[Code]] = defaultdict(list)
    for (category, code), label in labels.items():
        if code:
            codes[category].append(Code(code, label, ()))
    flat = not codes
    categories = tuple(
        Category(
            category,
            label,
            (Code(category, label, ()),) if flat else tuple(codes[category]),
        )
        for (category, code), label in labels.items()
        if not code
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


def _sources(
    path: Path, inputs: Iterable[Mapping[str, Any]], evidence: EvidenceReader
) -> Iterator[CodedSource]:
    with Rows(path) as about:
        for one in inputs:
            name = one["source"]
            [row] = about.of(name)
            found = evidence.of(name)
            yield CodedSource(
                name=name,
                attributes=_attributes(row),
                sha256=one["sha256"],
                words=int(row["words"]),
                segments=int(row["segments"]),
                characters=int(row["characters"]),
                asked=tuple(row["asked"].split("; ")) if row["asked"] else (),
                evidence=tuple((int(start), int(end)) for start, end in one.get("evidence", ())),
                language=_language(one),
                matches=found.matches,
                codings=found.codings,
            )
        about.check_end()
    evidence.check_end()


def _attributes(row: Mapping[str, str]) -> dict[str, str]:
    columns = [name for name in row if name not in ("source", *COUNTED)]
    return {name: row[column] for name, column in attributes_in(columns)}


def _language(row: Mapping[str, str]) -> Language:
    of = {"attribute": "stated", "text": "detected"}.get(row["language_from"])
    return Language(**{of: row["language"]}) if of else Language()
