"""A dictionary's file → a codebook's, whole or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scapolicy.codebook.foreign.book import book_text
from scapolicy.codebook.foreign.dictionary import Notes, WordList
from scapolicy.codebook.foreign.frame import Frame, frame
from scapolicy.codebook.foreign.liwc import read_dic, read_dicx
from scapolicy.codebook.foreign.nested import read_cat, read_lc3, read_yaml
from scapolicy.codebook.foreign.yoshikoder import read_ykd
from scapolicy.errors import Problem, ScapolicyError, problem, reason_of
from scapolicy.messages.kind import Severity
from scapolicy.readers.address import require_local
from scapolicy.readers.encoding import recognised
from scapolicy.readers.place import unopened
from scapolicy.whole_file import write_whole
from scapolicy.yaml_nodes import MAX_NODES

_READERS: dict[str, tuple[str, Callable[[str, Notes], list[WordList]]]] = {
    ".dic": ("LIWC", read_dic),
    ".dicx": ("LIWC-22", read_dicx),
    ".yml": ("quanteda", read_yaml),
    ".yaml": ("quanteda", read_yaml),
    ".cat": ("WordStat", read_cat),
    ".lc3": ("Lexicoder", read_lc3),
    ".ykd": ("Yoshikoder", read_ykd),
}
_MOST_MB = 12
# What a code takes of the parts that a codebook may have, its terms apart.
_PARTS_OF_A_CODE = 20


@dataclass(frozen=True, slots=True)
class ImportedCodebook:
    """A dictionary as a codebook: the `text` of its file, and what to know of it.

    `entries` counts those taken over, each once for every code it stands in; `left_out` what is
    not, as it stands in the comments at the end of the text.
    """

    text: str
    categories: int
    codes: int
    entries: int
    left_out: int
    notices: tuple[Problem, ...]


def import_codebook(path: str | Path, encoding: str = "") -> ImportedCodebook:
    """Read a dictionary of another program as a codebook.

    `encoding` names that of the file; without it UTF-8 is tried, and then guessed.

    Raises:
        ScapolicyError: it can't be read, or is no dictionary; all of its faults are told.

    """
    require_local(path)
    path = Path(path)
    program, read = _reader(path)
    data = _bytes(path)
    decoded = recognised(data, str(path), encoding)
    notes = Notes(str(path))
    lists = read(decoded.text, notes)
    _refuse(notes)
    _check_size(lists, notes)
    framed = frame(lists, notes)
    codes = [code for category in framed.categories for code in category.codes]
    if not codes:
        notes.fault("C44", None)
        _refuse(notes)
    notes.fault("C40", None)
    entries = sum(len(code.terms) + len(code.shared) for code in codes)
    return ImportedCodebook(
        _text(framed, path, program, data, notes),
        0 if framed.flat else len(framed.categories),
        len(codes),
        entries,
        len(notes.comments),
        (*decoded.notices, *notes.all()),
    )


def write_codebook(book: ImportedCodebook, path: str | Path) -> None:
    """Write an imported codebook into a file that is new, or holds just this already.

    Raises:
        ScapolicyError: the file holds something else, or can't be written.

    """
    path, data = Path(path), book.text.encode()
    try:
        if path.exists() and (not path.is_file() or path.read_bytes() != data):
            raise ScapolicyError([problem("C50", at=str(path))])
        write_whole(path, data)
    except OSError as error:
        raise ScapolicyError([problem("C51", at=str(path), reason=reason_of(error))]) from None


def _reader(path: Path) -> tuple[str, Callable[[str, Notes], list[WordList]]]:
    found = _READERS.get(path.suffix.lower())
    if found is None:
        suffix, known = path.suffix or "no suffix", ", ".join(_READERS)
        raise ScapolicyError([problem("C30", at=str(path), suffix=suffix, known=known)])
    return found


def _bytes(path: Path) -> bytes:
    try:
        if not path.exists():
            raise ScapolicyError([problem("R01", at=str(path))])
        with path.open("rb") as file:
            data = file.read((_MOST_MB << 20) + 1)
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None
    if len(data) > _MOST_MB << 20:
        raise ScapolicyError([problem("C43", at=str(path), limit=_MOST_MB)])
    return data


def _refuse(notes: Notes) -> None:
    """Stop where there are faults; all that was noted so far is told."""
    if any(fault.severity is Severity.ERROR for fault in notes.told):
        raise ScapolicyError(notes.all())


def _check_size(lists: list[WordList], notes: Notes) -> None:
    """See that the codebook can be loaded again."""
    entries = sum(len(each.entries) for each in lists)
    letters = sum(len(entry.text) for each in lists for entry in each.entries)
    if entries + letters // 100 + _PARTS_OF_A_CODE * len(lists) > MAX_NODES:
        notes.fault("C42", None, entries=f"{entries:,}", lists=f"{len(lists):,}")
        _refuse(notes)


def _text(framed: Frame, path: Path, program: str, data: bytes, notes: Notes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    description = f"Imported from the {program} dictionary {path.name}."
    return book_text(
        framed, path.stem, description, f"{path.name}, SHA-256 {digest}", notes.comments
    )
