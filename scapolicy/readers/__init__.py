"""Files → sources: one module a format, from bytes to a `Document`.

A new format is a function in a module of its own and a line in `READERS`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scapolicy.readers import project, zipped
from scapolicy.readers.captions import read_sbv, read_srt, read_vtt
from scapolicy.readers.chat import read_chat
from scapolicy.readers.document import Document
from scapolicy.readers.legacy import read_doc
from scapolicy.readers.odt import read_odt
from scapolicy.readers.page import read_page
from scapolicy.readers.pdf import read_pdf
from scapolicy.readers.plain import read_markdown, read_text
from scapolicy.readers.rtf import read_rtf
from scapolicy.readers.sheet import read_csv, read_tsv, read_xlsx
from scapolicy.readers.speech import read_speech
from scapolicy.readers.tei import read_tei
from scapolicy.readers.tiers import read_eaf, read_textgrid
from scapolicy.readers.transcriber import read_trs
from scapolicy.readers.word import read_docx

READERS: dict[str, Callable[[bytes, str], Document]] = {
    ".cha": read_chat,
    ".csv": read_csv,
    ".doc": read_doc,
    ".docx": read_docx,
    ".eaf": read_eaf,
    ".htm": read_page,
    ".html": read_page,
    ".json": read_speech,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".odt": read_odt,
    ".pdf": read_pdf,
    ".rtf": read_rtf,
    ".sbv": read_sbv,
    ".srt": read_srt,
    ".textgrid": read_textgrid,
    ".trs": read_trs,
    ".tsv": read_tsv,
    ".txt": read_text,
    ".vtt": read_vtt,
    ".xlsx": read_xlsx,
    ".xml": read_tei,
}
"""From a file's suffix to its reader, which takes the file's bytes and its name for messages."""


class Bundle(NamedTuple):
    """How to list what a file of many sources holds, and how to take one of them out."""

    members: Callable[[Path], list[str]]
    extract: Callable[[Path, str], bytes]


BUNDLES: dict[str, Bundle] = {
    ".qdpx": Bundle(project.members, project.extract),
    ".zip": Bundle(zipped.members, zipped.extract),
}
"""From the suffix of a file that holds many sources to what takes them out."""

FORMATS = ", ".join(sorted({*READERS, *BUNDLES} - {".doc"}))
