"""CHAT transcripts (.cha): what is said, without codes and dependent tiers."""

import re
from datetime import datetime

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.document import Document, Utterance, spoken_document
from scapolicy.readers.encoding import decode_transcript
from scapolicy.readers.markup import seconds

_SPACE = re.compile(r"\s+")
_CHAT_LINE = re.compile(r"\*([^\s:]+):[ \t]*(.*)", re.DOTALL)
_BULLET = b"{}"  # for the control character around times, which no text has
_CHAT_TIME = re.compile(r"\{\}(?:%\S{0,80}?)?_?(\d+)_\d+")
_CHAT_SAID: tuple[tuple[str, str], ...] = (
    (r"\{\}[^{}]*(?:\{\})?", " "),  # what is left of times
    (r"(?:<[^<>]*>|(?<!\S)\S{1,80}) ?\[::? ([^\[\]]{0,200})\]", r"\1"),  # gonna [: going to]
    (r"\[[^\[\]]*\]", " "),  # [/], [+ IMIT], [= ! laughs]
    (r"(?<!\S)\+(?:\.\.\.|\.\.\?|[/!\"]+[.?]*)(?=\s|$)", "…"),  # broken off
    (r"(?<!\S)\+[<^,+\"≋≈]*(?=\s|$)", " "),  # how it is linked with what was said before
    (r"\((?:\.+|\d[\d:.]*)\)", " "),  # pauses
    (r"(?<!\S)&[-~]", ""),  # &-uh is said
    (r"(?<!\S)(?:&\S+|0[^\W\d]\S*|0(?=\s|$))", " "),  # &=laughs is not, and 0v was left out
    (r"[<>‹›↑↓↗↘⌈⌉⌊⌋∆∇°▁▔☺♋⁇]", ""),
    (r"(?<=\w)@[\w:$&+]+", ""),  # forms: woof@o
    (r"[()]", ""),  # (be)cause
    (r"(?<=\w)[_+](?=\w)", " "),  # how_about, graham+cracker
    (r"(?<=\w):(?=\w|\s|$)", ""),  # no:
    (r"\s*[‡„]", ","),
    (r"\s+(?=[.?!,;…])", ""),
)
_SAID = [(re.compile(pattern), instead) for pattern, instead in _CHAT_SAID]
_ASKS = ("investigator", "interviewer", "moderator")


def read_chat(data: bytes, file: str) -> Document:
    """Read a CHAT transcript: what is said, without its codes and dependent tiers.

    Raises:
        ScapolicyError: it is no text, or nobody speaks in it.

    """
    text, notices = decode_transcript(data.replace(b"\x15", _BULLET), file)
    utterances: list[Utterance] = []
    attributes: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", text).splitlines():
        said = _CHAT_LINE.match(line)
        name, _, value = line.partition(":")
        if said:
            time = _CHAT_TIME.search(said[2])
            begin = seconds(time[1], 1000) if time else None
            utterances.append(Utterance(said[1], _chat_words(said[2]), begin))
        elif name == "@Participants":
            asking = _asking(value)
            if asking:
                attributes["interviewer"] = "; ".join(asking)
        elif name == "@Date":
            date = _chat_date(value.strip())
            if date:
                attributes.setdefault("date", date)  # a file may go on with a later session
    if not utterances:
        reason = "no line of it begins with * and a speaker"
        raise ScapolicyError([problem("R30", at=file, suffix=".cha", reason=reason)])
    return spoken_document(utterances, attributes=attributes, notices=notices)


def _chat_words(text: str) -> str:
    for pattern, instead in _SAID:
        text = pattern.sub(instead, _SPACE.sub(" ", text))
    return _SPACE.sub(" ", text).strip(" ,")


def _asking(participants: str) -> list[str]:
    """The codes of those whose role it is to ask."""
    people = (one.split() for one in participants.split(","))
    return [words[0] for words in people if len(words) > 1 and words[-1].casefold() in _ASKS]


def _chat_date(value: str) -> str:
    try:
        return datetime.strptime(value, "%d-%b-%Y").date().isoformat()  # noqa: DTZ007
    except ValueError:
        return ""
