"""Which turns there are to code: the evidence of the transcripts that the codings speak of."""

import os.path
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scapolicy.consent import is_refused, why_left_out
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.records import Source
from scapolicy.reliability.sheets import File, Place, Row, did_you_mean


def evidence_turns(sources: Sequence[Source]) -> list[Place]:
    """The informants' turns of every source that a run would code."""
    return [
        (source.name, turn.number)
        for source in sources
        if not is_refused(source.attributes)
        for turn in source.turns
        if not turn.interviewer
    ]


def match_sources(files: Sequence[File], sources: Sequence[Source]) -> list[File]:
    """Give each row the full name of its source, which may be named without its suffix.

    Raises:
        ScapolicyError: with every source and every turn that the transcripts don't have.

    """
    turns = {source.name: len(source.turns) for source in sources}
    names = _names(turns)
    faults = [fault for file in files for fault in _faults(file, names, turns)]
    if faults:
        raise ScapolicyError(faults)
    return [_renamed(file, names) for file in files]


def match_files(files: Sequence[File]) -> list[File]:
    """Give each row the name by which another file knows its source, if it lacks only the suffix.

    What several sources may be stays as it is.
    """
    names = {row.source for file in files for row in file.rows}
    fuller: dict[str, list[str]] = {}
    for name in names:
        stem, suffix = os.path.splitext(name)
        if suffix and stem in names:
            fuller.setdefault(stem, []).append(name)
    meant = {stem: found[0] for stem, found in fuller.items() if len(found) == 1}
    return [_renamed(file, {name: meant.get(name, name) for name in names}) for file in files]


def _renamed(file: File, names: Mapping[str, str]) -> File:
    return replace(file, rows=tuple(replace(row, source=names[row.source]) for row in file.rows))


def without_refused(
    files: Sequence[File], sources: Sequence[Source]
) -> tuple[list[File], list[Problem]]:
    """The files without the rows of sources that must not be analysed, and a note for each.

    The files name sources as `match_sources` leaves them.
    """
    refused = {source.name: source for source in sources if is_refused(source.attributes)}
    named = {row.source for file in files for row in file.rows}
    kept = [
        replace(file, rows=tuple(row for row in file.rows if row.source not in refused))
        for file in files
    ]
    return kept, [why_left_out(refused[name]) for name in sorted(refused.keys() & named)]


def _names(turns: Mapping[str, int]) -> dict[str, str]:
    """Each source by its name, and by its name without suffix where that is only its own."""
    stems: dict[str, list[str]] = {}
    for name in turns:
        stems.setdefault(os.path.splitext(name)[0], []).append(name)
    short = {stem: names[0] for stem, names in stems.items() if len(names) == 1}
    return short | {name: name for name in turns}


def _faults(file: File, names: Mapping[str, str], turns: Mapping[str, int]) -> Iterator[Problem]:
    """Each source that isn't there once, where it first stands; each turn that isn't."""
    told: set[str] = set()
    for row in file.rows:
        if row.source not in names:
            if row.source not in told:
                told.add(row.source)
                yield _no_source(file, row, turns)
        elif row.number > (last := turns[names[row.source]]):
            name, number, line = row.source, row.number, row.line
            yield problem("E19", at=file.path, line=line, name=name, number=number, last=last)


def _no_source(file: File, row: Row, turns: Mapping[str, int]) -> Problem:
    hint = did_you_mean(row.source, turns)
    return problem("E18", at=file.path, line=row.line, name=row.source, hint=hint)
