"""The key of pseudonyms: a file that leads from names to codes, and that its owner alone reads."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from scapolicy.errors import ScapolicyError, problem, reason_of
from scapolicy.readers.encoding import decode
from scapolicy.readers.place import unopened
from scapolicy.whole_file import write_whole

_HEADER = ["name", "code"]


def read_key(path: str | Path) -> dict[str, str]:
    """The names in a key, each with its code.

    Raises:
        ScapolicyError: it can't be read, or is no key.

    """
    return {name: code for _, name, code in read_lines(path)}


def read_lines(path: str | Path) -> list[tuple[int, str, str]]:
    """The lines of a key, each with its number.

    Raises:
        ScapolicyError: it can't be read, or is no key.

    """
    try:
        text = decode(Path(path).read_bytes(), str(path))
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None
    except csv.Error:
        rows = []
    if not rows or [cell.strip() for cell in rows[0]] != _HEADER:
        raise ScapolicyError([problem("W05", at=str(path))])
    wrong = [number for number, row in enumerate(rows, 1) if row and not _is_whole(row)]
    if wrong:
        raise ScapolicyError([problem("W05", at=str(path), line=number) for number in wrong])
    return [(number, row[0], row[1]) for number, row in enumerate(rows, 1) if row][1:]


def _is_whole(row: list[str]) -> bool:
    """Whether a line has a name and a code: an empty one would stand for whoever has none."""
    return len(row) == len(_HEADER) and all(map(str.strip, row))


def write_key(path: Path, names: Mapping[str, str]) -> None:
    """Put a key in place as a whole, readable by its owner alone.

    Raises:
        ScapolicyError: it can't be written.

    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_HEADER, *names.items()])
    try:
        write_whole(path, out.getvalue().encode(), private=True)
    except OSError as error:
        raise ScapolicyError([problem("W14", at=str(path), reason=reason_of(error))]) from None
