"""The code that works here, as one hash: what it gave is what it would give again."""

import hashlib
import os
from functools import cache
from pathlib import Path

from scapolicy.versions import version_of

# What reads and what matches; others do not touch what a source gives.
_LIBRARIES = (
    "ahocorasick-rs",
    "charset-normalizer",
    "google-re2",
    "lxml",
    "openpyxl",
    "py3langid",
    "pypdfium2",
    "python-crfsuite",
    "python-docx",
    "pythainlp",
    "PyYAML",
    "simplemma",
    "spacy",
)


@cache
def code_hash() -> str:
    """The hash of scapolicy's own code and data, and of the versions of what it matches with."""
    found = hashlib.sha256()
    root = str(Path(__file__).parent)
    for inner, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - {"__pycache__", "codebooks"})
        below = inner[len(root) :].replace(os.sep, "/")
        for name in sorted(names):
            if name.endswith((".py", ".yaml")):
                found.update(f"{below}/{name}\0".encode() + Path(inner, name).read_bytes())
    for name in _LIBRARIES:
        found.update(f"{name} {version_of(name)}\n".encode())
    return found.hexdigest()
