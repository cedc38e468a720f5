"""The journal of a withdrawal: what still has to be removed from a folder, and removing it.

It lies beside the transcripts while a withdrawal is carried out. Whatever reads the folder next
completes one that was cut off.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.plain import decode

_FILE_NAME = ".scapolicy-withdrawal.json"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal removes.

    `sources` are the names of the transcripts, `files` the paths to delete, `rows` the tables
    from which rows are to go with the names that these rows have there. All paths are absolute.
    """

    informant: str
    sources: tuple[str, ...]
    files: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]


def note(plan: Withdrawal, folder: Path) -> None:
    """Write down what is to be removed, before anything is."""
    write_whole(folder / _FILE_NAME, json.dumps(asdict(plan), ensure_ascii=False).encode())


def complete_withdrawal(folder: Path) -> Withdrawal | None:
    """Do what a withdrawal in a folder still has to do; None where there is none.

    Raises:
        ScapolicyError: a file can't be removed; all of them are told, and the journal stays.

    """
    journal = folder / _FILE_NAME
    if not journal.is_file():
        return None
    try:
        left = json.loads(journal.read_bytes())
        plan = Withdrawal(
            str(left["informant"]),
            tuple(map(str, left["sources"])),
            tuple(map(str, left["files"])),
            {str(path): tuple(map(str, names)) for path, names in left["rows"].items()},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise ScapolicyError([problem("W02", at=str(journal))]) from None
    faults = list(_carry_out(plan))
    if faults:
        raise ScapolicyError(faults)
    journal.unlink()
    return plan


def _carry_out(plan: Withdrawal) -> Iterator[Problem]:
    for path, names in plan.rows.items():
        try:
            kept = without_rows(Path(path), names) if Path(path).exists() else None
            if kept is not None:
                write_whole(Path(path), kept)
        except (OSError, ScapolicyError) as error:
            yield problem("W03", at=path, reason=error)
    for path in plan.files:
        try:
            Path(path).unlink(missing_ok=True)
        except OSError as error:
            yield problem("W03", at=path, reason=error.strerror or type(error).__name__)


def without_rows(path: Path, names: Sequence[str]) -> bytes | None:
    """A table without the rows of some sources; None where it has none of them."""
    try:
        text = decode(path.read_bytes(), str(path))
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScapolicyError([problem("R08", at=str(path), reason=reason)]) from None
    except csv.Error as error:
        raise ScapolicyError([problem("A06", at=str(path), reason=error)]) from None
    header = [cell.strip() for cell in rows[0]] if rows else []
    if "source" not in header:
        raise ScapolicyError([problem("A01", at=str(path), line=1)])
    column = header.index("source")
    kept = [row for row in rows if len(row) <= column or row[column].strip() not in names]
    if len(kept) == len(rows):
        return None
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(kept)
    return out.getvalue().encode()


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place as a whole."""
    new = path.with_name(f".scapolicy-new-{path.name}")
    new.write_bytes(data)
    new.replace(path)
