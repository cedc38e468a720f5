"""The spaCy pipelines that codebooks name: where one lies, and what makes it another one.

A codebook holds only the name. What decides how its token patterns match is what spaCy finds under
that name, which may change while the codebook does not.
"""

import hashlib
import json
import os
from pathlib import Path

from scapolicy.errors import ScapolicyError, problem
from scapolicy.records import Pipeline
from scapolicy.versions import version_of


def located_pipeline(name: str, beside: Path | None) -> str:
    """What spaCy is to load for a name in a codebook.

    That is an installed package, or else a folder: one `beside` the codebook, where that is a file
    of this machine, or one that is found from where the program runs. Folders become absolute, so
    that every process finds the same.
    """
    if name and not version_of(name):
        around = [Path.cwd()] if beside is None else [beside.absolute(), Path.cwd()]
        for folder in (one / name for one in around):
            if folder.is_dir():
                return str(folder)
    return name


def pipeline_at(name: str) -> Pipeline:
    """What stands now where spaCy loads a pipeline from.

    Raises:
        ScapolicyError: a file of it can't be read.

    """
    if version := version_of(name):
        return Pipeline(name, version)
    folder = Path(name)
    if not folder.is_dir():
        return Pipeline(name)  # a blank one, which spaCy's version decides
    try:
        about = json.loads((folder / "meta.json").read_bytes())
        called, version = f"{about['lang']}_{about['name']}", str(about["version"])
    except (OSError, ValueError, TypeError, KeyError):  # spaCy would not load it
        called, version = folder.name, ""
    try:
        return Pipeline(called, version, _hash_of_files(folder))
    except OSError as error:
        at, reason = error.filename or folder, error.strerror or type(error).__name__
        raise ScapolicyError([problem("R08", at=str(at), reason=reason)]) from None


def _hash_of_files(folder: Path) -> str:
    """One hash of the names and bytes of all files in a folder, whichever way it is gone through.

    Links are followed, as spaCy follows them.
    """
    files: dict[str, Path] = {}
    entered: set[str] = set()
    for inner, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(inner)
        if real in entered:
            folders.clear()  # a link that leads round
            continue
        entered.add(real)
        paths = (Path(inner, name) for name in names)
        files |= {path.relative_to(folder).as_posix(): path for path in paths}
    found = hashlib.sha256()
    for name, path in sorted(files.items()):
        with path.open("rb") as file:
            found.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return found.hexdigest()
