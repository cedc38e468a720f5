"""Finding a codebook by name or path, and loading it whole or not at all."""

import hashlib
import os.path
from dataclasses import replace
from pathlib import Path, PurePath

from scapolicy.codebook.advice import find_advice
from scapolicy.codebook.lint import find_faults, too_large
from scapolicy.codebook.read import read_codebook
from scapolicy.codebook.values import Place, Reading
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.messages.kind import Severity
from scapolicy.pipelines import located_pipeline, pipeline_at
from scapolicy.readers.address import Address, located
from scapolicy.readers.encoding import decode
from scapolicy.readers.files import Where, read_bytes
from scapolicy.readers.place import MAX_MEGABYTES, unopened
from scapolicy.readers.tree import is_folder
from scapolicy.records import Codebook, Pipeline
from scapolicy.yaml_nodes import parse


def shipped_codebooks() -> dict[str, Path]:
    """The codebooks that come with scapolicy, by name."""
    package = Path(__file__).resolve().parent.parent
    # A wheel holds them inside the package; a checkout beside it.
    for folder in (package / "codebooks", package.parent / "codebooks"):
        if folder.is_dir():
            return {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    return {}


def load_codebook(codebook: str | Path) -> Codebook:
    """Load a codebook, by the name of one that comes with scapolicy or from a file or an address.

    Raises:
        ScapolicyError: there is none, or it has faults; all of them are told.

    """
    path = _find(codebook)
    loaded, reading = _read(path)
    if loaded is None or reading.faults:
        raise ScapolicyError(reading.faults)
    return replace(loaded, trained=_trained(loaded))


def check_codebook(codebook: str | Path) -> list[Problem]:
    """Every problem of a codebook, in the order of its lines: faults, and what to look at again.

    Raises:
        ScapolicyError: there is no such codebook, or it can't be opened.

    """
    loaded, reading = _read(_find(codebook))
    if loaded is not None:
        find_advice(loaded, reading)
    return sorted(reading.faults, key=lambda fault: (fault.line or 0, fault.code))


def has_errors(problems: list[Problem]) -> bool:
    """Whether a codebook with these problems can't be used for coding."""
    return any(fault.severity is Severity.ERROR for fault in problems)


def _find(codebook: str | Path) -> Where:
    shipped = shipped_codebooks()
    if str(codebook) in shipped:
        return shipped[str(codebook)]
    path = located(codebook)
    if isinstance(path, Address):
        folder, path = is_folder(path)
        found = not folder
    else:
        found = os.path.exists(path) and path.is_file()
    if found:
        return path
    known = ", ".join(shipped)
    raise ScapolicyError([problem("C19", name=str(path), known=known)])


def _read(path: Where) -> tuple[Codebook | None, Reading]:
    try:
        data = read_bytes(path, MAX_MEGABYTES * 10**6)
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None
    reading = Reading(str(path))
    try:
        root = parse(decode(data, str(path)), str(path))
    except ScapolicyError as error:
        reading.faults.extend(error.problems)
        return None, reading
    if root is None:
        reading.fault(
            "C04", 1, Place(), key="the codebook", expected="a mapping", example="It is empty."
        )
        return None, reading
    loaded = read_codebook(
        root, PurePath(path.name).stem, hashlib.sha256(data).hexdigest(), reading
    )
    if too_large(loaded, reading):
        return None, reading
    beside = path.parent if isinstance(path, Path) else None
    loaded = replace(loaded, pipeline=located_pipeline(loaded.pipeline, beside))
    find_faults(loaded, reading)
    return loaded, reading


def _trained(codebook: Codebook) -> Pipeline | None:
    rules = (rule for cat in codebook.categories for code in cat.codes for rule in code.rules)
    asked = codebook.pipeline and any(rule.tokens for rule in rules)
    return pipeline_at(codebook.pipeline) if asked else None
