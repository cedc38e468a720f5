"""XML of strangers: read without following anything that it refers to."""

import re
from collections.abc import Iterable
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.limits import check_marks

# What libxml2 says of documents that it gives up for safety, and what that means.
_UNSAFE = (
    (re.compile(r"amplification|entity.*\bloop", re.IGNORECASE), "it holds entities that multiply"),
    (re.compile(r"excessive depth", re.IGNORECASE), "its elements lie too deep in one another"),
    (re.compile(r"PARSE_HUGE|too long|limit exceeded"), "a single piece of it is far too long"),
)
_POSITION = re.compile(r"(?:, line (\d+), column \d+)?(?: \(<string>, line \d+\))?$")
_NO_RECORDING = 1e9  # seconds, which are thirty years


def check_markup(parts: Iterable[bytes], file: str) -> None:
    """Refuse XML of which a tree would take more memory than any transcript needs.

    `parts` are pieces of it, which are not kept.

    Raises:
        ScapolicyError: it holds too many elements and attributes.

    """
    found = 0
    for part in parts:
        found += part.count(b"<") + part.count(b"=")
        check_marks(found, file)


def parse_markup(data: bytes, file: str, suffix: str, *, doctype: bool = False) -> Any:
    """The root of an XML document; names keep their namespaces.

    `doctype` lets a document name its type, as some programs have it, but declare nothing.

    Raises:
        ScapolicyError: it is no XML, declares entities, or is too large.

    """
    from lxml import etree  # 20 ms, and most folders hold no such document

    check_markup([data], file)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ScapolicyError([markup_fault(str(error), file, "R30", suffix)]) from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is None or (doctype and not _declares(declared)):
        return root
    if any(True for _ in declared.entities()):
        raise ScapolicyError([problem("R78", at=file, reason="it declares entities of its own")])
    reason = "it declares a document type"
    raise ScapolicyError([problem("R30", at=file, suffix=suffix, reason=reason)])


def markup_fault(error: str, file: str, fault: str, suffix: str = "") -> Problem:
    """What the words of a parser's error mean to whoever wants the document read.

    `fault` is the row of the table for one that is merely broken; its reason and its suffix are
    filled in.
    """
    said = (error.strip().splitlines() or [""])[0]
    for pattern, reason in _UNSAFE:
        if pattern.search(said):
            return problem("R78", at=file, reason=reason)
    place = _POSITION.search(said)
    said = _POSITION.sub("", said)
    if not said or "ocument is empty" in said:
        said = "it is empty"
    elif place and place[1]:
        said = f"it is broken at line {place[1]}: {said}"
    return problem(fault, at=file, suffix=suffix, reason=said)


def _declares(declared: Any) -> bool:
    return any(True for kind in (declared.entities(), declared.elements()) for _ in kind)


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def seconds(value: str | None, per: float = 1) -> float | None:
    """A time that an attribute states, if it is one of a recording."""
    try:
        found = float(value or "") / per
    except ValueError:
        return None
    return found if 0 <= found < _NO_RECORDING else None
