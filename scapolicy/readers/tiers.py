"""Transcripts in tiers, one for each speaker: ELAN (.eaf) and Praat (.TextGrid).

The tiers are put together by the time at which an utterance begins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from scapolicy.errors import ScapolicyError, listed, problem
from scapolicy.readers.document import Document, Utterance, spoken_document
from scapolicy.readers.encoding import decode_transcript
from scapolicy.readers.markup import local, parse_markup, seconds


class _Tier(NamedTuple):
    name: str
    speaker: str
    utterances: list[Utterance]


_SPACE = re.compile(r"\s+")


def _refused(file: str, suffix: str, reason: str) -> ScapolicyError:
    return ScapolicyError([problem("R30", at=file, suffix=suffix, reason=reason)])


def _together(tiers: Sequence[_Tier], left_out: Sequence[str], file: str) -> Document:
    """Tiers as one talk: what has no time of its own stays behind what stands before it."""
    timed: list[tuple[float, Utterance]] = []
    for tier in tiers:
        last = 0.0
        for one in tier.utterances:
            last = last if one.begin is None else one.begin
            timed.append((last, one))
    timed.sort(key=lambda pair: pair[0])
    notices = [problem("R62", at=file, tiers=listed(left_out))] if left_out else []
    return spoken_document((one for _, one in timed), notices=notices)


def _worded(tier: _Tier) -> bool:
    return any(char.isalpha() for one in tier.utterances for char in one.text)


# ELAN


def read_eaf(data: bytes, file: str) -> Document:
    """Read an ELAN file: its independent tiers, by the names of their participants.

    A tier that depends on another, like a translation, is left out; where the other holds no
    words, the first that depends on it stands for it.

    Raises:
        ScapolicyError: it can't be read.

    """
    root = parse_markup(data, file, ".eaf")
    if local(root) != "ANNOTATION_DOCUMENT":
        raise _refused(file, ".eaf", "it is no ELAN document")
    times = {
        str(slot.get("TIME_SLOT_ID")): seconds(slot.get("TIME_VALUE"), 1000)
        for slot in root.iter("TIME_SLOT")
    }
    elements = [element for element in root if local(element) == "TIER"]
    begins: dict[str, float | None] = {}
    tiers = {
        element.get("TIER_ID", ""): _elan_tier(element, times, begins)
        for element in sorted(elements, key=lambda element: element.get("PARENT_REF") is not None)
    }
    chosen: dict[str, _Tier] = {}
    below: dict[Any, list[str]] = {}
    for element in elements:
        below.setdefault(element.get("PARENT_REF"), []).append(element.get("TIER_ID", ""))
    for element in elements:
        name = element.get("TIER_ID", "")
        if element.get("PARENT_REF") in tiers:
            continue
        worded = [one for one in (name, *below.get(name, ())) if _worded(tiers[one])]
        if worded:
            chosen[worded[0]] = tiers[worded[0]]
    left_out = [name for name, tier in tiers.items() if name not in chosen and _worded(tier)]
    return _together(list(chosen.values()), left_out, file)


def _elan_tier(
    element: Any, times: dict[str, float | None], begins: dict[str, float | None]
) -> _Tier:
    name = element.get("TIER_ID", "")
    speaker = (element.get("PARTICIPANT") or name).strip()
    utterances: list[Utterance] = []
    for one in element.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
        begin = times.get(one.get("TIME_SLOT_REF1", ""), begins.get(one.get("ANNOTATION_REF", "")))
        begins[one.get("ANNOTATION_ID", "")] = begin
        words = "".join(one.findtext("ANNOTATION_VALUE") or "")
        utterances.append(Utterance(speaker, _SPACE.sub(" ", words).strip(), begin))
    return _Tier(name, speaker, utterances)


# Praat

_TOKEN = re.compile(
    r'"((?:[^"]++|"")*+)"|(?<!\S)(-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?!\S)|<(\w+)>|![^\n]*|[^\s"]+'
)
_LONGEST_NAME = 200
_PARTS = re.compile(
    r"(?:(.*\S)\s*[-_/]\s*)?(?:(words?|wrd|orts?)|phones?|phonemes?|phn|phns|segments?|"
    r"syllables?|syll?|pos|lemmas?|tones?)",
    re.IGNORECASE,
)


def read_textgrid(data: bytes, file: str) -> Document:
    """Read a Praat TextGrid, long or short: its interval tiers, by their names.

    Points, sounds and syllables are not speech; words are, where no tier holds them together.

    Raises:
        ScapolicyError: it is no text, or no TextGrid, or breaks off.

    """
    text, notices = decode_transcript(data, file)
    try:
        found = list(_praat_tiers(_tokens(text)))
    except (StopIteration, RuntimeError, ValueError):
        raise _refused(file, ".TextGrid", "it is no TextGrid, or breaks off") from None
    whole = [tier for tier in found if _worded(tier) and not _PARTS.fullmatch(tier.name)]
    chosen = list(whole)
    wholes = {tier.name for tier in whole}
    for tier in found:
        part = _PARTS.fullmatch(tier.name)
        together = bool(part and wholes and (not part[1] or part[1] in wholes))
        if part and part[2] and not together:
            speaker = part[1] or ""
            said = [one._replace(speaker=speaker) for one in tier.utterances]
            chosen.append(_Tier(tier.name, speaker, said))
    names = {tier.name for tier in chosen}
    left_out = [tier.name for tier in found if _worded(tier) and tier.name not in names]
    document = _together(chosen, left_out, file)
    return replace(document, notices=(*notices, *document.notices))


def _tokens(text: str) -> Iterator[str | float]:
    """What Praat reads of a text file: strings, numbers and flags that stand by themselves."""
    for match in _TOKEN.finditer(text):
        words, number, flag = match.groups()
        if words is not None:
            yield words.replace('""', '"')
        elif number is not None:
            yield float(number)
        elif flag is not None:
            yield f"<{flag}>"


def _praat_tiers(tokens: Iterator[str | float]) -> Iterator[_Tier]:
    kind, what, *_ = (_string(tokens), _string(tokens))
    if not kind.startswith("ooTextFile") or what != "TextGrid":
        raise ValueError
    _number(tokens), _number(tokens)
    if _string(tokens) != "<exists>":
        return
    for _ in range(int(_number(tokens))):
        kind, name = _string(tokens), _string(tokens).strip()[:_LONGEST_NAME]
        _number(tokens), _number(tokens)
        utterances: list[Utterance] = []
        for _ in range(int(_number(tokens))):
            begin = _number(tokens)
            if kind == "IntervalTier":
                _number(tokens)
            words = _SPACE.sub(" ", _string(tokens)).strip()
            utterances.append(Utterance(name, words, max(begin, 0.0)))
        yield _Tier(name, name, utterances if kind == "IntervalTier" else [])


def _string(tokens: Iterator[str | float]) -> str:
    found = next(tokens, None)
    if not isinstance(found, str):
        raise ValueError  # noqa: TRY004  told as a TextGrid that can't be read
    return found


def _number(tokens: Iterator[str | float]) -> float:
    found = next(tokens, None)
    if not isinstance(found, float) or abs(found) > 1e9:  # noqa: PLR2004
        raise ValueError
    return found
