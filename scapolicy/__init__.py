"""Directed content analysis that can be run again.

>>> import scapolicy as sp
>>> sources = sp.read_transcripts("transcripts/")
>>> codebook = sp.load_codebook("key-factors")
>>> coded = sp.code(sources, codebook, unit="sentence")
>>> coded.matrix(by="province")["province"].tolist()
['Central', 'Chiang Mai', 'Khon Kaen', 'Pathum Thani', 'Rayong']
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scapolicy.codebook.load import check_codebook, load_codebook, shipped_codebooks
    from scapolicy.coded import Coded
    from scapolicy.errors import Problem, ScapolicyError
    from scapolicy.readers.folder import find_transcripts, read_transcripts
    from scapolicy.records import Codebook, Source, Turn
    from scapolicy.results import write_results
    from scapolicy.run import code, code_corpus

# Where each public name lives; it is imported when first asked for, so that start-up stays cheap.
_HOMES = {
    "Codebook": "records",
    "Coded": "coded",
    "Problem": "errors",
    "ScapolicyError": "errors",
    "Source": "records",
    "Turn": "records",
    "check_codebook": "codebook.load",
    "code": "run",
    "code_corpus": "run",
    "find_transcripts": "readers.folder",
    "load_codebook": "codebook.load",
    "read_transcripts": "readers.folder",
    "shipped_codebooks": "codebook.load",
    "write_results": "results",
}

__all__ = [
    "Codebook",
    "Coded",
    "Problem",
    "ScapolicyError",
    "Source",
    "Turn",
    "check_codebook",
    "code",
    "code_corpus",
    "find_transcripts",
    "load_codebook",
    "read_transcripts",
    "shipped_codebooks",
    "write_results",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'scapolicy' has no attribute {name!r}")
    return getattr(import_module(f"scapolicy.{_HOMES[name]}"), name)
