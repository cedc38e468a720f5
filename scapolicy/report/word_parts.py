"""Parts of a Word document that the library that writes it has no words for."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

_PACKED = (1980, 1, 1, 0, 0, 0)


def mark(place: int) -> str:
    """The name of the bookmark at a passage."""
    return f"passage_{place}"


def part(name: str, attributes: Mapping[str, str]) -> Any:
    """An element with its attributes, all named with the prefix `w:`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def repacked(data: bytes) -> bytes:
    """The same document, without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            one = zipfile.ZipInfo(name, _PACKED)
            one.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(one, old.read(name))
    return out.getvalue()
