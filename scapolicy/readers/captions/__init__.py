"""Captions with times: WebVTT (.vtt), SubRip (.srt) and YouTube's .sbv.

The three differ in how a time is written and in what stands around the captions; a reader of one
takes what writers of the others left in it. Who speaks is what a voice tag says (`<v Ada>`, as
Teams writes), or else a label at the start of a line (`Ada: …`, as Zoom writes). A caption
whose times can't be read is read without, and told, for it is evidence though no player would
show it; where most are like that the file is refused, with all of them at once.
"""

import re
from itertools import takewhile

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.captions.cues import SBV, SRT, VTT, Format, Parser
from scapolicy.readers.captions.labels import labelled
from scapolicy.readers.captions.screen import said_in, without_repeats
from scapolicy.readers.document import Document
from scapolicy.readers.encoding import decode_transcript
from scapolicy.readers.passages import Passage, passages_document

__all__ = ["read_sbv", "read_srt", "read_vtt"]

_LANGUAGE = re.compile(r"Language:\s*([a-z]{2,3}(?:-\w{2,8})*)", re.IGNORECASE)


def read_vtt(data: bytes, file: str) -> Document:
    """Read WebVTT.

    Raises:
        ScapolicyError: it is no text, holds no captions, or times that can't be read.

    """
    return _read(data, file, VTT)


def read_srt(data: bytes, file: str) -> Document:
    """Read SubRip.

    Raises:
        ScapolicyError: it is no text, holds no captions, or times that can't be read.

    """
    return _read(data, file, SRT)


def read_sbv(data: bytes, file: str) -> Document:
    """Read YouTube's .sbv.

    Raises:
        ScapolicyError: it is no text, holds no captions, or times that can't be read.

    """
    return _read(data, file, SBV)


def _read(data: bytes, file: str, form: Format) -> Document:
    text, notices = decode_transcript(data, file)
    told = list(notices)
    lines = text.split("\n")
    headed = lines[0].startswith("WEBVTT")
    cues, notes = Parser(lines, file, form, headed=headed).parse()
    if not cues and not headed and text.strip():
        raise ScapolicyError([problem("R21", at=file, form=form.form)])
    told += notes
    said = without_repeats([(cue, said_in(cue.lines)) for cue in cues])
    if any(one.voice for _, parts in said for one in parts):
        unnamed = sum(all(one.voice is None for one in parts) for _, parts in said if parts)
        if unnamed:
            told.append(problem("R23", count=unnamed))
        passages = [Passage(*one, cue.begin, cue.end) for cue, parts in said for one in parts]
    else:
        passages = list(labelled([(cue, [one.text for one in parts]) for cue, parts in said]))
    return passages_document(passages, told, _header(lines) if headed else None)


def _header(lines: list[str]) -> dict[str, str]:
    """What the lines above the first blank one state of the talk: its language."""
    for line in takewhile(str.strip, lines):
        if stated := _LANGUAGE.fullmatch(line.strip()):
            return {"language": stated[1]}
    return {}
