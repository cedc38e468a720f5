"""XML of strangers: read without following anything that it refers to."""

from collections.abc import Iterable
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.limits import check_marks

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
        reason = str(error).splitlines()[0] if str(error) else "it is empty"
    else:
        declared = root.getroottree().docinfo.internalDTD
        if declared is None or (doctype and not _declares(declared)):
            return root
        reason = "it declares a document type or entities"
    raise ScapolicyError([problem("R30", at=file, suffix=suffix, reason=reason)])


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
