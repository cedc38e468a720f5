"""A source as the plain Markdown form of a transcript: a head of attributes, then turn by turn.

Read again, it has the same attributes, turns, speakers and times, and the same words in each turn,
if the lines of a turn are joined that would be read as labels themselves; a speaker whose name
could not be read as a label (`12:30`) gets one that can.
"""

import re
from collections.abc import Container, Iterator

import yaml

from scapolicy.records import Source, Turn

_ASKING, _SPEAKERS = "interviewer", "speakers"
_LABEL_AHEAD = re.compile(r"\s*\n\s*(?=[^\n]{0,80}[:：\]\d\t]|#)")


_NO_LABEL = re.compile(r"[:：\s*_,;?!\[\]<>{}#]+")
_LONGEST, _MOST_WORDS = 40, 5


def plain_label(speaker: str) -> str:
    """A speaker's name as it can stand before a colon.

    >>> [plain_label(one) for one in ("Dr. A: B", "12:30", "Ada Park")]
    ['Dr. A B', 'Speaker 12 30', 'Ada Park']
    """
    if not speaker:
        return ""
    words = _NO_LABEL.sub(" ", speaker).strip()
    if not words[:1].isalpha():
        words = f"Speaker {words}".rstrip()
    kept = words.split()[:_MOST_WORDS]
    while len(" ".join(kept)) > _LONGEST and len(kept) > 1:
        kept.pop()
    return " ".join(kept)[:_LONGEST].rstrip()


def write_transcript(source: Source, joined: Container[int] = ()) -> bytes:
    """The source in Markdown, as UTF-8.

    In the turns of the numbers `joined` no line begins with what might be read as another label.
    """
    asking = dict.fromkeys(plain_label(turn.speaker) for turn in source.turns if turn.interviewer)
    head = {**source.attributes}
    speakers = dict.fromkeys(plain_label(turn.speaker) for turn in source.turns)
    others = [speaker for speaker in speakers if speaker not in asking]
    for name, labels in ((_ASKING, list(asking)), (_SPEAKERS, others)):
        if any(labels):
            head[name] = "; ".join(labels)
    lines = ["---", yaml.safe_dump(head, allow_unicode=True, sort_keys=False).rstrip("\n"), "---"]
    body = "\n\n".join(_turns(source, joined))
    return ("\n".join(lines) + f"\n\n{body}\n").encode()


def _turns(source: Source, joined: Container[int]) -> Iterator[str]:
    for turn in source.turns:
        label = f"{plain_label(turn.speaker)}: " if turn.speaker else ""
        yield f"{_stamp(turn)}{label}{_safe(turn.text) if turn.number in joined else turn.text}"


def _stamp(turn: Turn) -> str:
    """The time as `[hh:mm:ss.mmm] `, where the turn states one."""
    if turn.begin is None or not turn.speaker:
        return ""
    minutes, seconds = divmod(turn.begin, 60)
    hours, minutes = divmod(int(minutes), 60)
    clock = f"{seconds:06.3f}".removesuffix(".000")
    return f"[{hours:02}:{minutes:02}:{clock}] "


def _safe(text: str) -> str:
    """A turn's text in which no line begins with what would be read as another label."""
    joined = _LABEL_AHEAD.sub(" ", text)
    return text if joined == text else _safe(joined)
