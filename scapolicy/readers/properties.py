"""What documents and captions say of themselves: their language, and nothing else.

Their authors are people, their titles may name an informant, and their dates are those of the
file and not of the talk; all of that would end up in every row of the results.
"""

import io
import re

from scapolicy.errors import ScapolicyError

_PARTS = {".docx": "docProps/core.xml", ".odt": "meta.xml"}
_MAX_BYTES = 1_000_000
_CUE = "-->"
_STATED = re.compile(
    r"^(?:NOTE[ \t]+)?language[ \t]*:[ \t]*([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_HEAD = 10_000


def read_properties(data: bytes, suffix: str) -> dict[str, str]:
    """The attributes that a file states by the means of its format.

    `data` are the bytes of a document, or the text of captions in UTF-8.
    """
    if suffix == ".vtt":
        language = _of_captions(data)
    elif suffix in _PARTS:
        language = _of_document(data, _PARTS[suffix])
    else:
        language = ""
    return {"language": language} if language else {}


def _of_captions(data: bytes) -> str:
    """The language stated in the lines and notes above the first caption."""
    head = data[:_LONGEST_HEAD].decode(errors="ignore").replace("\r\n", "\n").replace("\r", "\n")
    stated = _STATED.search(head.partition(_CUE)[0])
    return stated[1] if stated else ""


def _of_document(data: bytes, part: str) -> str:
    import zipfile  # these take 10 ms, and most transcripts are no archives

    from scapolicy.readers.archive import FAULTS
    from scapolicy.readers.markup import local, parse_markup

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as opened:
            root = parse_markup(opened.read(_MAX_BYTES), part, "")
    except (*FAULTS, KeyError, ScapolicyError):
        return ""  # what it is lacking is told by the reader, where it matters
    found = (element.text for element in root.iter() if local(element) == "language")
    return next(filter(None, (text.strip() for text in found if text)), "")
