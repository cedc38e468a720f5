"""Files → sources: one module a format, from bytes to a `Document`.

A new format is a function in a module of its own and a line in `READERS`.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from scapolicy.readers.document import Document
from scapolicy.readers.files import Where


def _later(module: str, name: str) -> Callable[..., Any]:
    """A function of a module that is imported once it is called: most runs need one or two."""

    def call(*arguments: object) -> Any:
        return getattr(import_module(f"scapolicy.readers.{module}"), name)(*arguments)

    return call


READERS: dict[str, Callable[[bytes, str], Document]] = {
    ".cha": _later("chat", "read_chat"),
    ".csv": _later("sheet", "read_csv"),
    ".doc": _later("legacy", "read_doc"),
    ".docx": _later("word", "read_docx"),
    ".eaf": _later("tiers", "read_eaf"),
    ".htm": _later("page", "read_page"),
    ".html": _later("page", "read_page"),
    ".json": _later("speech", "read_speech"),
    ".markdown": _later("plain", "read_markdown"),
    ".md": _later("plain", "read_markdown"),
    ".odt": _later("odt", "read_odt"),
    ".pdf": _later("pdf", "read_pdf"),
    ".rtf": _later("rtf", "read_rtf"),
    ".sbv": _later("captions", "read_sbv"),
    ".srt": _later("captions", "read_srt"),
    ".textgrid": _later("tiers", "read_textgrid"),
    ".trs": _later("transcriber", "read_trs"),
    ".tsv": _later("sheet", "read_tsv"),
    ".txt": _later("plain", "read_text"),
    ".vtt": _later("captions", "read_vtt"),
    ".xlsx": _later("sheet", "read_xlsx"),
    ".xml": _later("tei", "read_tei"),
}
"""From a file's suffix to its reader, which takes the file's bytes and its name for messages."""


class Bundle(NamedTuple):
    """How to list what a file of many sources holds, and how to take one of them out.

    `members` leads from the name of each to its size in bytes.
    """

    members: Callable[[Where], Mapping[str, int]]
    extract: Callable[[Where, str], bytes]


BUNDLES: dict[str, Bundle] = {
    ".qdpx": Bundle(_later("project", "members"), _later("project", "extract")),
    ".zip": Bundle(_later("zipped", "members"), _later("zipped", "extract")),
}
"""From the suffix of a file that holds many sources to what takes them out."""

FORMATS = ", ".join(sorted({*READERS, *BUNDLES} - {".doc"}))
