"""Labels at the starts of captions, and which of them name who speaks."""

import re
from collections import Counter
from collections.abc import Iterator

from scapolicy.readers.captions.cues import Cue
from scapolicy.readers.passages import Passage
from scapolicy.readers.roles import NOBODY, role_of, roles

_NAME = r"[^\W\d_][^:：\n<>\[\]{}?!;\"“”…]{0,59}?"
_LABEL = re.compile(
    rf"(?P<change>>>+|[-–—](?=\s))?\s*"
    rf"(?:\[(?P<bracketed>{_NAME})\](?P<colon>\s*[:：])?|(?P<label>{_NAME})\s*(?:：|:(?=\s|$)))\s*"
)
_CHANGE = re.compile(r"(?:>>+)\s*")
_DASH = re.compile(r"[-–—]\s*(?=\S)")
_NEVER = frozenset(
    "so note notes and but or if as because well now then also again okay ok yes no yeah right"
    " remember look listen see today here there this that it what why how who when where which"
    " first second third finally however example chapter part section title subject topic date"
    " time place location duration summary warning update result results answer meaning actually"
    " ps nb music song narration translation subtitles captions transcript".split()
)
_ROLES = roles((), ())
_MAX_WORDS = 6
_ASIDES = re.compile(r"\([^()]*\)")
_PARTICLES = frozenset("de da di du del der den van von el al la le bin ibn of the".split())


def labelled(cues: list[tuple[Cue, list[str]]]) -> Iterator[Passage]:
    """What is said, with labels at the starts of lines taken for who says it."""
    names = _names([lines for _, lines in cues if lines])
    dashed = not names and any(sum(map(_is_dashed, lines)) > 1 for _, lines in cues)
    for cue, lines in cues:
        for line in lines:
            label = _LABEL.match(line)
            change = _CHANGE.match(line)
            one = Passage(None, line, cue.begin, cue.end)
            if label and (name := _name(label)) in names:
                yield one._replace(speaker=name, text=line[label.end() :])
            elif change:
                yield one._replace(speaker="", text=line[change.end() :])
            else:
                yield one._replace(speaker="" if dashed and _is_dashed(line) else None)


def _is_dashed(line: str) -> bool:
    return _DASH.match(line) is not None


def _name(label: re.Match[str]) -> str:
    return (label["label"] or label["bracketed"]).strip()


def _names(cues: list[list[str]]) -> set[str]:
    """The labels that name speakers.

    A label does that if it is a known role, or looks like a name and either stands more than
    once, or in the first caption, or in a file where most captions have one.
    """
    times: Counter[str] = Counter()
    openings: list[str] = []
    for lines in cues:
        found = [_candidate(line) for line in lines]
        times.update(filter(None, found))
        openings.append(found[0])
    labelled = sum(map(bool, openings)) > 0.5 * len(openings)
    first = openings[0] if openings else ""
    return {
        name
        for name, often in times.items()
        if _ROLES.knows(name)
        or (_is_proper(name) and (often > 1 or name == first or labelled))
        or (labelled and often > 1)
    }


def _candidate(line: str) -> str:
    label = _LABEL.match(line)
    if label is None:
        return ""
    name = _name(label)
    words = name.split()
    digits = any(letter.isdigit() for letter in name)
    if label["bracketed"] and not label["colon"] and not digits:
        return ""  # [laughs]
    never = words[0].casefold().strip(",.") in _NEVER or role_of(name) in NOBODY
    return "" if (never and not _ROLES.knows(name)) or len(words) > _MAX_WORDS else name


def _is_proper(name: str) -> bool:
    words = _ASIDES.sub(" ", name).split()
    return bool(words) and not any(
        word[0].islower() and word not in _PARTICLES and "_" not in word for word in words
    )
