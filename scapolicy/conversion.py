"""Transcripts of any format → the plain Markdown form, in a folder of its own."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from scapolicy.choices import several
from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers.address import require_local
from scapolicy.readers.folder import read_transcripts
from scapolicy.records import RUN_RECORD, Source, Turn
from scapolicy.results_folder import (
    missing_folders,
    new_files,
    put_in_place,
    remove_empty,
    tidy,
    unwritable,
)
from scapolicy.writers.transcript import plain_label, write_transcript

_BLANK_LINES = re.compile(r"\n\s*\n")
# Turns, of which each is found by reading once more; of more, all lines like labels are joined.
_MOST_JOINED = 20


def convert_transcripts(
    paths: str | Path | Iterable[str | Path],
    folder: str | Path,
    *,
    on_notice: Callable[[Problem], None] | None = None,
) -> dict[str, Path]:
    """Write each transcript as `NAME.md` into a folder that is new or empty; all or none.

    `on_notice` is called with what to know of how each was read: what is no turn is not written.
    Returns the files by the name of their source.

    Raises:
        ScapolicyError: with every problem of every transcript, or of the folder; or an address was
            given.

    """
    given = several(paths)
    require_local(*given)
    sources = read_transcripts(given)
    written = write_folder(sources, folder)
    if on_notice is not None:
        for source in sources:
            for notice in (*source.notices, *_otherwise(source, written[source.name])):
                on_notice(notice)
    return written


def _otherwise(source: Source, path: Path) -> Iterator[Problem]:
    """What of a source is not the same in the file that was written."""
    if path.name != PurePosixPath(_file_name(source.name)).name:
        yield problem("N27", at=source.name, name=path.name)
    renamed = {turn.speaker: plain_label(turn.speaker) for turn in source.turns}
    for speaker, label in renamed.items():
        if label != speaker:
            yield problem("N24", at=source.name, speaker=speaker, label=label)
    (again,) = read_transcripts(path)
    turn = _reads_otherwise(source, again)
    if turn is not None:
        yield problem("N25", at=source.name, turn=turn)
        return
    pairs = zip(source.turns, again.turns, strict=True)
    joined = [str(one.number) for one, other in pairs if _breaks(one) != _breaks(other)]
    if joined:
        yield problem("N30", at=source.name, turns=listed(joined, 8))


def _reads_otherwise(source: Source, again: Source) -> int | None:
    """The first turn that is another one, or has other words, when what was written is read."""
    pairs = zip(map(_said, source.turns), map(_said, again.turns), strict=False)
    same = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
    if same is None and len(source.turns) != len(again.turns):
        same = min(len(source.turns), len(again.turns))
    return None if same is None else min(same + 1, len(source.turns))


def _said(turn: Turn) -> tuple[str, bool, list[str]]:
    return plain_label(turn.speaker), turn.interviewer, turn.text.split()


def _breaks(turn: Turn) -> int:
    """How many times a turn begins a new paragraph."""
    return len(_BLANK_LINES.findall(turn.text))


def _write(source: Source, path: Path) -> None:
    """Write a source so that it is read again as what it is.

    Lines that look like labels are joined with those before them, in the turns only where they
    would be taken for such.
    """
    joined: set[int] = set()
    while len(joined) < _MOST_JOINED:
        path.write_bytes(write_transcript(source, joined))
        turn = _reads_otherwise(source, read_transcripts(path)[0])
        if turn is None or turn in joined:
            return
        joined.add(turn)
    path.write_bytes(write_transcript(source, {turn.number for turn in source.turns}))


def write_folder(sources: Iterable[Source], folder: str | Path) -> dict[str, Path]:
    """Write sources as `NAME.md` into a folder that is new or empty; all or none.

    A folder that is there stays the same one, so that who may look into it stays as its owner set
    it; until all is written, nobody else can read any of it. Where two would be one file, the
    later has a number. Returns the files by the name of their source.

    Raises:
        ScapolicyError: the folder holds something, or can't be written.

    """
    require_local(folder, code="O05")
    folder = Path(folder)
    require_empty(folder)
    given = list(sources)
    names = {
        source.name: _file_name(one.name)
        for source, one in zip(given, distinct(given), strict=True)
    }
    missing = missing_folders(folder)
    try:
        with new_files(folder) as new:
            for source in given:
                path = new / names[source.name]
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(source, path)
            if any(path != new for path in folder.iterdir()):  # put there in the meantime
                raise ScapolicyError([problem("O04", at=str(folder))])
            # No record names any of them as scapolicy's: what has such a name is a person's.
            put_in_place({folder: new}, RUN_RECORD, [path.name for path in new.iterdir()])
    except OSError as error:
        raise ScapolicyError([unwritable(folder, error)]) from None
    finally:
        remove_empty(missing)
    return {source: folder / name for source, name in names.items()}


def require_empty(folder: str | Path) -> None:
    """See that a folder is not there yet, or holds nothing but what a killed run left.

    Raises:
        ScapolicyError: it holds something, or is none.

    """
    if os.path.isdir(folder):
        with suppress(OSError):  # what can't be cleared is there
            tidy(Path(folder))
    if os.path.exists(folder) and (not os.path.isdir(folder) or any(Path(folder).iterdir())):
        raise ScapolicyError([problem("O04", at=str(folder))])


def distinct(sources: Iterable[Source]) -> Iterator[Source]:
    """Sources with a number behind the name of each that would be the file of one before it.

    Files are told apart in any case, as some disks do not tell `A.md` from `a.md`; nor is a file
    called like a folder.
    """
    given = list(sources)
    folders = {folder for source in given for folder in PurePosixPath(source.name).parents}
    taken = {str(folder).casefold() for folder in folders}
    for source in given:
        path, name, number = PurePosixPath(source.name), source.name, 1
        while _file_name(name).casefold() in taken:
            number += 1
            name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        taken.add(_file_name(name).casefold())
        yield replace(source, name=name)


def _file_name(name: str) -> str:
    """The file that a source is written to."""
    return f"{name.removesuffix('.md')}.md"
