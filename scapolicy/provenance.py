"""The record of a run: what went in, how it was coded, and what came out, all hashed."""

from collections.abc import Mapping
from dataclasses import asdict

from scapolicy.libraries import OWN, origin_of
from scapolicy.own_hash import with_own_hash
from scapolicy.summary import Summary


def run_record(summary: Summary, outputs: Mapping[str, str]) -> dict[str, object]:
    """What was run, on what, with what result: enough to run it again and to see what differs.

    `outputs` leads from the name of each file to the hash of its bytes; last is the record's own.
    It names no path, user, machine or time, so that the same run gives the same bytes anywhere.
    """
    book = summary.codebook
    libraries = dict(summary.versions)
    record = {
        "scapolicy": libraries.pop(OWN),
        "versions": libraries,
        "options": {
            "by": summary.counts.by,
            "unit": str(summary.unit),
            "speakers": str(summary.speakers),
            "level": str(summary.level),
            "interviewers": list(summary.interviewers),
        },
        "codebook": {
            "name": book.name,
            "title": book.title,
            "version": book.version,
            "sha256": book.sha256,
            "findings": asdict(book.findings),
            **({"pipeline": asdict(book.trained)} if book.trained else {}),
        },
        "settings": dict(summary.settings),
        "inputs": [
            {
                "source": source.name,
                "sha256": source.sha256,
                "language": source.language.code or book.languages[0],
                "language_from": origin_of(source.language),
                "words": source.words,
                "segments": source.segments,
                "codings": summary.counts.codings[source.name],
                **({"evidence": list(map(list, source.evidence))} if source.evidence else {}),
            }
            for source in summary.sources
        ],
        "left_out": [
            {"source": one.file, "why": one.message, "code": one.code} for one in summary.left_out
        ],
        "notices": [
            {"source": one.file, "what": one.message, "code": one.code} for one in summary.notes()
        ],
        "outputs": dict(sorted(outputs.items())),
    }
    return with_own_hash(record)
