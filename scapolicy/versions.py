"""Versions of installed packages, as their own metadata tell them.

The standard library's reader of metadata brings all of e-mail with it, which takes longer than to
read a small study. What is wanted here is one line of a file whose name is known.
"""

import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_SUFFIXES = (".dist-info", ".egg-info")
_FILES = ("METADATA", "PKG-INFO", "")
_VERSION = re.compile("^Version: *(.*?) *$", re.MULTILINE)


@cache
def version_of(package: str) -> str:
    """The version of a package; empty where it is not installed."""
    path = _installed(tuple(sys.path)).get(_plain(package))
    for name in _FILES if path else ():
        try:
            stated = _VERSION.search(Path(f"{path}/{name}").read_text(encoding="utf-8"))
        except OSError:
            continue
        return stated[1] if stated else ""
    return ""


@cache
def _installed(places: tuple[str, ...]) -> Mapping[str, str]:
    """The metadata of all packages by their plain names; the first place counts, as for imports."""
    found: dict[str, str] = {}
    for place in (one or "." for one in places):
        for name in _names_in(place):
            if name.endswith(_SUFFIXES):
                package, _, _ = os.path.splitext(name)[0].partition("-")
                found.setdefault(_plain(package), f"{place}/{name}")
    return found


def _names_in(place: str) -> list[str]:
    try:
        with os.scandir(place) as entries:
            return sorted(entry.name for entry in entries)
    except OSError:  # no folder, or none that may be looked into
        return []


def _plain(package: str) -> str:
    """A package's name however it is spelled: `python_docx`, `Python-Docx`."""
    return re.sub("[-_.]+", "-", package).lower()
