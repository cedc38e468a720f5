"""Transcriber files (.trs): turns, in which several may speak at once."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.document import Document, Utterance, spoken_document
from scapolicy.readers.markup import local, parse_markup, seconds

_SPACE = re.compile(r"\s+")


def read_trs(data: bytes, file: str) -> Document:
    """Read a Transcriber file: its turns, by the names of its speakers.

    Raises:
        ScapolicyError: it can't be read.

    """
    root = parse_markup(data, file, ".trs", doctype=True)
    if local(root) != "Trans":
        reason = "it is no Transcriber document"
        raise ScapolicyError([problem("R30", at=file, suffix=".trs", reason=reason)])
    names = {one.get("id"): one.get("name") or one.get("id") for one in root.iter("Speaker")}
    turns = (_transcriber_turn(turn, names) for turn in root.iter("Turn"))
    return spoken_document(itertools.chain.from_iterable(turns))


def _transcriber_turn(turn: Any, names: dict[Any, Any]) -> Iterator[Utterance]:
    """What is said in a turn, in which several may speak at once."""
    ids = (turn.get("speaker") or "").split()
    speakers = [str(names.get(one, one)).strip() for one in ids] or [""]
    speaker, begin = speakers[0], seconds(turn.get("startTime"))
    pieces = [turn.text or ""]
    for element in turn:
        who = local(element) == "Who" and seconds(element.get("nb"))
        if who and who <= len(speakers):
            yield Utterance(speaker, _SPACE.sub(" ", "".join(pieces)).strip(), begin)
            speaker = speakers[int(who) - 1]
            pieces = []
        elif local(element) == "Sync":
            time = seconds(element.get("time"))
            begin = begin if "".join(pieces).strip() or time is None else time
        pieces.append(element.tail or "")
    yield Utterance(speaker, _SPACE.sub(" ", "".join(pieces)).strip(), begin)
