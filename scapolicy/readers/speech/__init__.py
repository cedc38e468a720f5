"""What speech recognition writes as JSON, known by its keys.

Whisper (with whisper.cpp, WhisperX and OpenAI's), Amazon Transcribe, Google Speech-to-Text,
Speechmatics, Rev AI and Otter. Some state passages, some only words with a speaker each, some only
when each speaker spoke; all become passages. What looks like one of these and isn't as it should
be is a fault with its place, since words left out would never be missed.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.document import Document
from scapolicy.readers.encoding import decode_transcript
from scapolicy.readers.limits import check_marks
from scapolicy.readers.passages import Passage, passages_document
from scapolicy.readers.speech import amazon, google, otter, rev, speechmatics, whisper
from scapolicy.readers.speech.node import Node, OddError

__all__ = ["read_speech"]

_MAX_BYTES = 64_000_000
_MAX_DEPTH = 100
_MARKS_OF_A_VALUE = 5  # its keys, as a rule
_NESTING = re.compile(r'[\[{]|[\]}]|"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)

_VENDORS: dict[str, Callable[[Node], Iterator[Passage] | None]] = {
    "Whisper": whisper.passages,
    "Amazon Transcribe": amazon.passages,
    "Speechmatics": speechmatics.passages,
    "Google Speech-to-Text": google.passages,
    "Rev AI": rev.passages,
    "Otter": otter.passages,
}
"""From a vendor's name to its reader, which returns None for another's JSON."""


def read_speech(data: bytes, file: str) -> Document:
    """Read what speech recognition wrote.

    Raises:
        ScapolicyError: it is no JSON, too large, or not of one of these; or a part of it isn't as
            it should be.

    """
    value, told = _parsed(data, file)
    root = Node(value)
    for vendor, read in _VENDORS.items():
        try:
            found = read(root)
            said = None if found is None else list(found)
        except OddError as error:
            fault = problem("R26", at=file, vendor=vendor, where=error)
            raise ScapolicyError([fault]) from None
        if said is not None:
            break
    else:
        raise ScapolicyError([problem("R25", at=file, vendors=", ".join(_VENDORS))])
    unnamed = sum(one.speaker is None and one.text != "" for one in said)
    if unnamed and any(one.speaker for one in said):
        told = (*told, problem("R23", count=unnamed))
    return passages_document(said, told)


def _parsed(data: bytes, file: str) -> tuple[Any, tuple[Problem, ...]]:
    limit = problem("R27", at=file, limit=_MAX_BYTES // 10**6, depth=_MAX_DEPTH)
    if len(data) > _MAX_BYTES:
        raise ScapolicyError([limit])
    text, notices = decode_transcript(data, file)
    check_marks(_MARKS_OF_A_VALUE * text.count("{"), file)
    depth = 0
    for sign in _NESTING.finditer(text):
        depth += (sign[0] in "[{") - (sign[0] in "]}")
        if depth > _MAX_DEPTH:
            raise ScapolicyError([limit])
    try:
        return json.loads(text), notices
    except json.JSONDecodeError as error:
        fault = problem("R24", at=file, line=error.lineno, reason=error.msg)
    except ValueError as error:  # a number of thousands of digits
        fault = problem("R24", at=file, reason=str(error).split(":")[0])
    raise ScapolicyError([fault])
