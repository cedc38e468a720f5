"""What a source gave, as JSON and lines of CSV, and back: how a cache keeps it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, fields
from itertools import accumulate
from typing import Any

from scapolicy.coder import Outcome
from scapolicy.contribution import Contribution
from scapolicy.errors import Problem
from scapolicy.messages.kind import Severity
from scapolicy.records import Analysed, Language, Level, Valence
from scapolicy.tables.tally import SourceCount


def packed(outcome: Outcome[Contribution]) -> tuple[str, list[bytes]]:
    """An outcome as JSON, and apart from it its lines of CSV, of which it says how long each are.

    These are to be joined, where that is wanted: there may be more of them than fits twice.
    """
    given = outcome.result
    lines: list[bytes] = []
    tree: dict[str, Any] = {
        "notices": [asdict(one) for one in outcome.notices],
        "left_out": [asdict(one) for one in outcome.left_out],
    }
    if given is not None:
        count = given.count
        tree["source"] = {one.name: getattr(given.source, one.name) for one in fields(Analysed)}
        tree["source"]["attributes"] = dict(given.source.attributes)
        tree["source"]["language"] = asdict(given.source.language)
        tree["count"] = {
            "words": count.words,
            "segments": count.segments,
            "codings": count.codings,
            "matches": dict(count.matches),
            "tallies": {
                level.value: {
                    key: {way.value: n for way, n in ways.items()} for key, ways in tallies.items()
                }
                for level, tallies in count.tallies.items()
            },
        }
        tree["passages"] = [key for key, _ in given.passages]
        lines = [given.codings, given.matches, *(rows for _, rows in given.passages)]
        tree["lengths"] = list(map(len, lines))
    head = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return head, lines


def unpacked(head: str, rows: bytes) -> Outcome[Contribution]:
    """The outcome that was packed, its lines joined.

    Raises:
        KeyError, TypeError, ValueError: it is something else.

    """
    tree = json.loads(head)
    notices = tuple(_problem(one) for one in tree["notices"])
    left_out = tuple(_problem(one) for one in tree["left_out"])
    if "source" not in tree:
        return Outcome(None, notices, left_out)
    about = tree["source"]
    source = Analysed(
        **{
            **about,
            "asked": tuple(about["asked"]),
            "evidence": tuple((start, end) for start, end in about["evidence"]),
            "language": Language(**about["language"]),
        }
    )
    ends = list(accumulate(tree["lengths"]))
    codings, matches, *passages = [
        rows[end - length : end] for length, end in zip(tree["lengths"], ends, strict=True)
    ]
    if ends[-1] != len(rows):
        raise ValueError("lines are missing")
    keys = map(str, tree["passages"])
    given = Contribution(
        source, _count(tree["count"]), codings, matches, tuple(zip(keys, passages, strict=True))
    )
    return Outcome(given, notices, left_out)


def _count(tree: Mapping[str, Any]) -> SourceCount:
    tallies = {
        Level(level): {
            key: Counter({Valence(way): int(n) for way, n in ways.items()})
            for key, ways in keys.items()
        }
        for level, keys in tree["tallies"].items()
    }
    return SourceCount(
        tree["words"], tree["segments"], tree["codings"], tallies, Counter(tree["matches"])
    )


def _problem(tree: Mapping[str, Any]) -> Problem:
    return Problem(**{**tree, "severity": Severity(tree["severity"])})
