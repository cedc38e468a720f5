"""Tables, archives and settings without what belongs to some sources; all else in them stays."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, MutableMapping, MutableSequence, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.archive import FAULTS
from scapolicy.readers.delimiter import rows_of, stated_delimiter
from scapolicy.readers.encoding import decode, settled, written_as
from scapolicy.readers.removal_workbook import Rewritten, rewritten
from scapolicy.readers.zipped import contents

_TABLES = ("attributes.csv", "attributes.xlsx")


def forms_of(source: str, below: str = "") -> tuple[str, ...]:
    """How a table may name a source: its path below the table's folder, or that without suffix.

    >>> forms_of("north/a.md"), forms_of("north/a.md", "north/")
    (('north/a.md', 'north/a'), ('a.md', 'a'))
    """
    name = source.removeprefix(below)
    return name, str(PurePosixPath(name).with_suffix(""))


def without_rows(
    data: bytes, file: str, names: Sequence[str], column: str, encoding: str = ""
) -> bytes | None:
    """A table (.csv or .xlsx) without the rows that have a name in a column; None if there is none.

    None too where rows of a workbook are for its owner to delete, as `rows_by_hand` tells.
    `encoding` is what the folder's settings name for it. A table whose encoding is a guess is
    written in UTF-8, since what is left might be guessed otherwise.

    Raises:
        ScapolicyError: it can't be read, or has no such column.

    """
    gone = frozenset(map(_plain, names))
    if file.lower().endswith(".xlsx"):
        return _workbook(data, file, gone, column).data
    found = settled(data, file, encoding)
    longest = max(len(found.text), csv.field_size_limit())
    numbered, sign = rows_of(found.text, file, column, longest)
    rows = [row for _, row in numbered]
    at = _column(next((row for row in rows if any(map(str.strip, row))), []), column, file)
    kept = [row for row in rows if len(row) <= at or _plain(row[at]) not in gone]
    if len(kept) == len(rows):
        return None
    out = io.StringIO()
    out.write(stated_delimiter(found.text)[1])
    csv.writer(out, delimiter=sign, lineterminator="\n").writerows(kept)
    return written_as(out.getvalue(), data, found)


def _plain(name: object) -> str:
    return unicodedata.normalize("NFC", str(name)).strip().casefold()


def _column(header: Iterable[object], name: str, file: str) -> int:
    names = [_plain("" if cell is None else cell) for cell in header]
    if name in names:
        return names.index(name)
    if name == "source":
        raise ScapolicyError([problem("A01", at=file, line=1)])
    found = ", ".join(names) or "none"
    raise ScapolicyError([problem("E10", at=file, line=1, name=name, found=found)])


def rows_by_hand(
    data: bytes, file: str, names: Sequence[str], column: str = "source"
) -> Problem | None:
    """Which rows of a table its owner has to delete; None where `without_rows` does all.

    Raises:
        ScapolicyError: as there.

    """
    if not file.lower().endswith(".xlsx"):
        return None
    return _workbook(data, file, frozenset(map(_plain, names)), column).by_hand


def _workbook(data: bytes, file: str, gone: frozenset[str], column: str) -> Rewritten:
    from scapolicy.readers.attributes_workbook import workbook_rows

    def column_of(header: Sequence[object], number: int) -> int | None:
        if number and column not in map(_plain, header):
            return None
        return _column(header, column, file)

    workbook_rows(data, file)  # refuses what must not be opened
    return rewritten(data, file, lambda cell: _plain(cell) in gone, column_of)


def rows_by_hand_in(path: Path, members: Sequence[str]) -> Iterator[Problem]:
    """As `rows_by_hand`, for the tables in an archive that loses some of its files.

    Raises:
        ScapolicyError: it can't be read.

    """
    gone = frozenset(members)
    try:
        with zipfile.ZipFile(path) as archive:
            for name, info in contents(archive, str(path)).items():
                if PurePosixPath(name).name in _TABLES:
                    data = archive.read(info)
                    fault = rows_by_hand(data, f"{path}/{name}", _forms_beside(name, gone))
                    if fault:
                        yield fault
    except FAULTS as error:
        raise ScapolicyError([_unread(path, error)]) from None


def _forms_beside(table: str, gone: Iterable[str]) -> list[str]:
    """How a table in an archive may name the files that go."""
    below = table.removesuffix(PurePosixPath(table).name)
    return [form for one in gone if one.startswith(below) for form in forms_of(one, below)]


def _unread(path: Path, error: Exception) -> Problem:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return problem("R57", at=str(path), reason=reason)


def without_members(
    path: Path, new: Path, members: Sequence[str], encoding_of: Callable[[str], str]
) -> None:
    """Write an archive anew without some of its files, and without their rows in its tables.

    `encoding_of` tells what the folder's settings name for a file of the archive.

    Raises:
        ScapolicyError: a file that stays can't be read.

    """
    gone = frozenset(members)
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w") as kept:
            kept.comment = old.comment
            known = {info: name for name, info in contents(old, str(path)).items()}
            for info in old.infolist():
                name = known.get(info, info.filename)
                if name in gone or _belongs(name, gone):
                    continue
                place = f"{path}/{name}"
                with old.open(info) as opened:
                    data = opened.read(info.file_size + 1)
                if PurePosixPath(name).name in _TABLES:
                    forms, named = _forms_beside(name, gone), encoding_of(name)
                    data = without_rows(data, place, forms, "source", named) or data
                kept.writestr(info, data)
    except FAULTS as error:
        raise ScapolicyError([_unread(path, error)]) from None


def refuse_locked(path: Path) -> None:
    """See that an archive can be written anew.

    Raises:
        ScapolicyError: a file in it is protected by a password.

    """
    with zipfile.ZipFile(path) as archive:
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise ScapolicyError([problem("R50", at=str(path))])


def _belongs(name: str, gone: frozenset[str]) -> bool:
    """Whether a hidden file stands for one that goes, as macOS puts `__MACOSX/._a.md` for a.md."""
    path = PurePosixPath(name.removeprefix("__MACOSX/"))
    hidden = path.name.startswith("._")
    return hidden and str(path.with_name(path.name.removeprefix("._") or "_")) in gone


def without_words(data: bytes, words: Sequence[str]) -> bytes:
    """Settings in TOML without the keys and the items of lists that are one of some words."""
    import tomlkit  # most folders have no settings that name anybody

    settings = tomlkit.parse(decode(data, "scapolicy.toml"))
    for name in ("interviewers", "informants", "encodings"):
        _prune(settings.get(name), frozenset(words))
    for table in settings.get("aliases", {}).values():
        _prune(table, frozenset(words))
    return tomlkit.dumps(settings).encode()


def _prune(part: Any, words: frozenset[str]) -> None:
    if isinstance(part, MutableMapping):
        for key in [key for key in part if str(key) in words]:
            del part[key]
        part = [value for value in part.values() if isinstance(value, MutableSequence)]
    else:
        part = [part] if isinstance(part, MutableSequence) else []
    for listed in part:
        for at in range(len(listed) - 1, -1, -1):
            if str(listed[at]) in words:
                del listed[at]
