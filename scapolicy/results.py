"""The results folder: replaced as a whole or not at all, and never over a person's work."""

import hashlib
import json
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from scapolicy.coded import DEFAULT_ATTRIBUTE, Coded
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.journal import write_whole
from scapolicy.records import RESULT_TABLES, RUN_RECORD, Level
from scapolicy.tables.table import Table
from scapolicy.writers import WRITERS

RECORD = "written.json"
_NEW = ".scapolicy-new-"
_READY = ".scapolicy-ready"
_ABANDONED_AFTER = 3600  # seconds


def write_results(
    coded: Coded, folder: str | Path, *, by: str = DEFAULT_ATTRIBUTE, level: str = Level.CATEGORY
) -> dict[str, Path]:
    """Write the tables of a run and its `run.json` into a folder, which is made if need be.

    Raises:
        ScapolicyError: the folder can't be written, or holds results that a person has changed.

    """
    folder = Path(folder)
    check_results_folder(folder)
    files = {f"{table.name}.csv": WRITERS[".csv"](table) for table in coded.tables(by, level)}
    record = run_record(coded, files, by=by, level=level)
    text = json.dumps(record, ensure_ascii=False, indent=2)
    files[RUN_RECORD] = f"{text}\n".encode()
    try:
        _replace(folder, files)
    except OSError as error:
        raise ScapolicyError([_unwritable(folder, error)]) from None
    return {name: folder / name for name in files}


def write_tables(tables: Iterable[Table], folder: str | Path) -> dict[str, Path]:
    """Write tables as CSV into a folder, which is made if need be; all of them or none.

    Raises:
        ScapolicyError: the folder can't be written.

    """
    folder = Path(folder)
    files = {f"{table.name}.csv": WRITERS[".csv"](table) for table in tables}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    record = json.dumps({"outputs": hashes}, indent=2)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _complete(folder)
        _clear(folder)
        faults = list(_changed(folder, RECORD, files))
        if faults:
            raise ScapolicyError(faults)
        _replace(folder, {**files, RECORD: f"{record}\n".encode()})
    except OSError as error:
        raise ScapolicyError([_unwritable(folder, error)]) from None
    return {name: folder / name for name in files}


def write_table(table: Table, path: str | Path) -> None:
    """Write one table into a file, over an earlier one of its kind, but over nothing else.

    Raises:
        ScapolicyError: the file can't be written, is of a kind that can't, or holds other things.

    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        suffix, known = path.suffix or "no suffix", ", ".join(WRITERS)
        raise ScapolicyError([problem("E21", at=str(path), suffix=suffix, known=known)])
    data = writer(table)
    try:
        if path.exists() and path.read_bytes().partition(b"\n")[0] != data.partition(b"\n")[0]:
            raise ScapolicyError([problem("O03", at=str(path))])
        write_whole(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScapolicyError([problem("E20", at=str(path), reason=reason)]) from None


def check_results_folder(folder: str | Path) -> None:
    """See that a folder can be written, and that nothing in it would be lost.

    An earlier run that was cut off while its results were put in place is completed first.

    Raises:
        ScapolicyError: with every file that a person has changed or made.

    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _complete(folder)
        _clear(folder)
        with tempfile.TemporaryDirectory(prefix=_NEW, dir=folder):
            pass
    except OSError as error:
        raise ScapolicyError([_unwritable(folder, error)]) from None
    faults = list(_changed(folder, RUN_RECORD, RESULT_TABLES))
    if faults:
        raise ScapolicyError(faults)


def _unwritable(folder: Path, error: OSError) -> Problem:
    return problem("O01", at=str(folder), reason=error.strerror or type(error).__name__)


def _changed(folder: Path, record_name: str, names: Iterable[str]) -> Iterator[Problem]:
    """Files of these names that are not as scapolicy wrote them, by its record."""
    try:
        record = json.loads((folder / record_name).read_bytes())
        hashes = dict(record["outputs"])
    except FileNotFoundError:
        hashes = {}
    except (ValueError, TypeError, KeyError):
        yield problem("O02", at=str(folder / record_name))
        return
    for name in names:
        path = folder / name
        if not path.exists():
            continue
        if name not in hashes:
            yield problem("O03", at=str(path))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != hashes[name]:
            yield problem("O02", at=str(path))


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    new = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))
    try:
        for name, data in files.items():
            (new / name).write_bytes(data)
        with _uninterrupted():
            new.rename(folder / _READY)
            _complete(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _complete(folder: Path) -> None:
    """Put whole results in place; also those of a run that was killed while it did so."""
    ready = folder / _READY
    if ready.is_dir():
        for path in sorted(ready.iterdir()):
            path.replace(folder / path.name)
        ready.rmdir()


def _clear(folder: Path) -> None:
    """Remove what a killed run left unfinished; a younger folder may belong to a run at work."""
    for path in folder.glob(f"{_NEW}*"):
        if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the files are in place."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def run_record(
    coded: Coded, outputs: Mapping[str, bytes], *, by: str, level: str
) -> dict[str, object]:
    """What was run, on what, with what result: enough to run it again and to see what differs.

    It names no path, user, machine or time, so that the same run gives the same bytes anywhere.
    """
    book = coded.codebook
    return {
        "scapolicy": metadata.version("scapolicy"),
        "versions": _versions(coded),
        "options": {
            "by": by,
            "unit": str(coded.unit),
            "speakers": str(coded.speakers),
            "level": str(level),
        },
        "codebook": {
            "name": book.name,
            "title": book.title,
            "version": book.version,
            "sha256": book.sha256,
        },
        "settings": dict(coded.settings),
        "inputs": [
            {
                "source": source.name,
                "sha256": source.sha256,
                "words": source.words,
                "segments": source.segments,
                "codings": len(source.codings),
            }
            for source in coded.sources
        ],
        "left_out": [
            {"source": one.file, "why": one.message, "code": one.code} for one in coded.left_out
        ],
        "notices": [
            {"source": one.file, "what": one.message, "code": one.code} for one in coded.notes(by)
        ],
        "outputs": {
            name: hashlib.sha256(data).hexdigest() for name, data in sorted(outputs.items())
        },
    }


def _versions(coded: Coded) -> dict[str, str]:
    """The versions of the libraries that decide what the codebook matches in these sources."""
    categories = coded.codebook.categories
    rules = [rule for cat in categories for code in cat.codes for rule in code.rules]
    used = {
        "pythainlp": any(source.thai for source in coded.sources),
        "google-re2": any(rule.regex for rule in rules),
        "simplemma": any(rule.lemmas for rule in rules),
        "spacy": any(rule.tokens for rule in rules),
    }
    return {name: metadata.version(name) for name, needed in used.items() if needed}
