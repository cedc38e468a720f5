"""What lies in a folder, of this machine or of a store, that may be a transcript."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers import store
from scapolicy.readers.address import Address
from scapolicy.readers.files import Where, leads_out
from scapolicy.readers.journal import FILE_NAME as JOURNAL
from scapolicy.readers.journal import complete_withdrawal
from scapolicy.readers.place import unopened
from scapolicy.records import RESULT_TABLES, RUN_RECORD

# A run may have put its results among the transcripts; they are none.
_OWN_TABLES = frozenset([RUN_RECORD, *RESULT_TABLES])
_HIDDEN = (".", "~$")


def is_folder(path: Where) -> tuple[bool, Where]:
    """Whether a folder was given or a file, and where that lies.

    Raises:
        ScapolicyError: there is neither.

    """
    if isinstance(path, Address):
        return store.look(path)
    if os.path.isdir(path):  # these two take any name; Path's own raise for a long one
        return True, path
    if not os.path.exists(path):
        raise ScapolicyError([problem("R01", at=str(path))])
    return False, path


def files_of(root: Where, chosen: Sequence[Where] | None, beside: Iterable[str]) -> list[Where]:
    """All files below a folder that are not hidden; or those chosen in it.

    With the chosen ones come the files called as in `beside` that lie in the same folder. A
    withdrawal that was cut off is completed first, where that can be done.

    Raises:
        ScapolicyError: a folder can't be read, or a withdrawal can't be completed.

    """
    if isinstance(root, Address):
        return _in_store(root, chosen, beside)
    complete_withdrawal(root, below=chosen is None)
    if chosen is None:
        return list(_walk(root))
    return [*chosen, *(root / name for name in sorted(beside) if (root / name).is_file())]


def file_in(root: Where, name: str) -> Where | None:
    """The file of a folder that is called so, by a path from there; None where there is none.

    Raises:
        ScapolicyError: the folder's store can't be reached.

    """
    if isinstance(root, Address):
        parts = name.split("/")
        return None if {"", ".", ".."}.intersection(parts) else store.find(root.child(name))
    path = root / name
    return path if path.is_file() else None


def name_below(path: Where, root: Where) -> str:
    """A path from a folder to what lies in it, with `/`."""
    if isinstance(path, Address) or isinstance(root, Address):
        return "/".join(path.parts[len(root.parts) :])
    return path.relative_to(root).as_posix()


def _in_store(root: Address, chosen: Sequence[Where] | None, beside: Iterable[str]) -> list[Where]:
    if chosen is not None and root.is_web:  # it answers as it likes to what is not there
        return list(chosen)
    if chosen is not None:
        _refuse_journal(root, store.find(root.child(JOURNAL)))
        own = (store.find(root.child(name)) for name in sorted(beside))
        return [*chosen, *filter(None, own)]
    found = store.list_below(root)
    own_results = {one.below.rpartition("/")[0] for one in found if one.name == RUN_RECORD}
    files: list[Where] = []
    for one in found:
        folder, _, name = one.below.rpartition("/")
        if name == JOURNAL:
            _refuse_journal(root, one)
        hidden = name.startswith(_HIDDEN) or any(part.startswith(".") for part in folder.split("/"))
        if not hidden and not (name in _OWN_TABLES and folder in own_results):
            files.append(one)
    return files


def _refuse_journal(root: Address, journal: Address | None) -> None:
    """Refuse a folder of which somebody has withdrawn: nothing can be removed there."""
    if journal is not None:
        raise ScapolicyError([problem("K14", at=str(journal), folder=root)])


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # No link to a folder is followed; what one holds that lies elsewhere would be missed.
        for link in (path for name in folders if (path := Path(folder, name)).is_symlink()):
            if leads_out(link, root):
                yield link
        results = _OWN_TABLES if RUN_RECORD in files else frozenset[str]()
        for name in sorted(files):
            if not name.startswith(_HIDDEN) and name not in results:
                yield Path(folder, name)


def _refuse(error: OSError) -> None:
    raise ScapolicyError([unopened(Path(error.filename), error)])
