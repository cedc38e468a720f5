"""Withdrawing an informant: everything from them and from their whole organization is removed.

A withdrawal is planned first, so that it can be shown. While it is carried out, a journal beside
the transcripts says what is still to be done; whatever reads that folder next completes it.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.folder import Corpus, TranscriptFile, find_transcripts, read_source
from scapolicy.readers.journal import Withdrawal, complete_withdrawal, note, without_rows
from scapolicy.records import RESULT_TABLES, RUN_RECORD, Source

INFORMANT, ORGANIZATION = "informant", "organization"
_SETTINGS = "attributes.csv"


def plan_withdrawal(
    informant: str,
    folder: str | Path,
    *,
    results: Iterable[str | Path] = (),
    codings: Iterable[str | Path] = (),
    case: str = "province",
) -> Withdrawal:
    """What must go when an informant withdraws; nothing is removed yet.

    Everything goes whose informant it is, and everything from the same organization: of the same
    `organization` and the same case (`case` names that attribute), where these are stated.

    Args:
        informant: the value of the attribute `informant`, or the name of a source.
        folder: the folder of the transcripts.
        results: results folders; those in which one of the sources stands are emptied of tables.
        codings: tables of a person's codings, which lose the rows of these sources.
        case: the attribute that tells organizations of the same name apart.

    Raises:
        ScapolicyError: nobody is called so, a file can't be read, or it lies in an archive.

    """
    folder = Path(folder)
    files = _files(find_transcripts([folder]))
    sources = {name: read_source(file) for name, file in files.items()}
    withdrawn = _withdrawn(informant, sources, case, str(folder))
    packed = [problem("R61", at=files[name].place) for name in withdrawn if files[name].member]
    if packed:
        raise ScapolicyError(packed)
    stems = tuple(dict.fromkeys(form for name in withdrawn for form in (name, Path(name).stem)))
    tables = [*(path for path in folder.rglob(_SETTINGS)), *map(Path, codings)]
    return Withdrawal(
        informant=informant,
        sources=tuple(withdrawn),
        files=tuple(
            os.path.abspath(path)
            for path in (
                *(files[name].path for name in withdrawn),
                *(path for where in results for path in _stale(Path(where), withdrawn)),
            )
        ),
        rows={
            os.path.abspath(path): stems for path in tables if without_rows(path, stems) is not None
        },
    )


def _files(corpus: Corpus) -> dict[str, TranscriptFile]:
    return {file.name: file for file in corpus.files}


def _withdrawn(informant: str, sources: Mapping[str, Source], case: str, folder: str) -> list[str]:
    wanted = informant.casefold()
    own = [
        source
        for name, source in sources.items()
        if wanted in (source.attributes.get(INFORMANT, "").casefold(), name.casefold())
    ]
    if not own:
        known = sorted({one.attributes.get(INFORMANT, "") or one.name for one in sources.values()})
        raise ScapolicyError(
            [problem("W01", at=folder, informant=informant, known=", ".join(known))]
        )
    organizations = {_organization(source, case) for source in own} - {None}
    return sorted(
        {source.name for source in own}
        | {name for name, source in sources.items() if _organization(source, case) in organizations}
    )


def _organization(source: Source, case: str) -> tuple[str, str] | None:
    """What tells a source's organization from others; None where it is not stated."""
    name = source.attributes.get(ORGANIZATION, "").casefold()
    return (name, source.attributes.get(case, "").casefold()) if name else None


def _stale(results: Path, withdrawn: Sequence[str]) -> Iterator[Path]:
    """The tables of a run in which one of the sources stands."""
    for record in sorted(results.rglob(RUN_RECORD)):
        try:
            inputs = {one["source"] for one in json.loads(record.read_bytes())["inputs"]}
        except (OSError, ValueError, TypeError, KeyError):
            raise ScapolicyError([problem("W02", at=str(record))]) from None
        if inputs & set(withdrawn):
            # The record last: while it stands, it tells that the tables must go.
            yield from (
                record.parent / name for name in RESULT_TABLES if (record.parent / name).exists()
            )
            yield record


def withdraw(plan: Withdrawal, folder: str | Path) -> None:
    """Carry a withdrawal out; if it is cut off, whatever reads the folder next does the rest.

    Raises:
        ScapolicyError: a file can't be removed; all of them are told, and the journal stays.

    """
    note(plan, Path(folder))
    complete_withdrawal(Path(folder))
