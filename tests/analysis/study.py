"""Studies that tables are made of: the shipped one, and small ones written as a test needs them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import scapolicy as sp
from scapolicy.coded import Coded

ROOT = Path(__file__).parent.parent.parent


@cache
def shipped(unit: str = "sentence") -> Coded:
    """The shipped transcripts, coded with the shipped codebook."""
    return sp.code(
        sp.read_transcripts(ROOT / "transcripts"), sp.load_codebook("key-factors"), unit=unit
    )


def coded(folder: Path, talks: Mapping[str, str], book: str) -> Coded:
    """Talks by file name, coded with a codebook, both given as text."""
    inside = folder / "talks"
    inside.mkdir()
    for name, text in talks.items():
        (inside / name).write_text(text, encoding="utf-8")
    (folder / "book.yaml").write_text(book, encoding="utf-8")
    return sp.code(sp.read_transcripts(inside), sp.load_codebook(folder / "book.yaml"))
