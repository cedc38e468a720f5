"""What speech recognition writes as JSON, known by its keys.

Whisper (with whisper.cpp, WhisperX and OpenAI's), Amazon Transcribe, Google Speech-to-Text,
Speechmatics, Rev AI and Otter. Some state passages, some only words with a speaker each, some only
when each speaker spoke; all become passages. What looks like one of these and isn't as it should
be is a fault with its place, since words left out would never be missed.
"""

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.captions import Passage, joined, passages_document
from scapolicy.readers.document import Document
from scapolicy.readers.encoding import decode_transcript

_MAX_BYTES = 64_000_000
_MAX_DEPTH = 100
_NESTING = re.compile(r'[\[{]|[\]}]|"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_HALVES = re.compile(r"[\ud800-\udfff]")
_DURATION = re.compile(r"(-?\d{1,12}(?:\.\d{1,30})?(?:[eE]-\d{1,2})?)s?")
_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2}):(\d{1,2})[.,](\d{1,9})")
_OTTER_RATE = 16_000  # its offsets count samples of sound
_ABOUT_TEXT = frozenset({"text", "language", "duration", "task", "usage", "logprobs"})
_UNKNOWN_SPEAKERS = frozenset({"", "UU", "unknown"})


class _OddError(Exception):
    """A value that isn't what it should be, with its place."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A value in the JSON and where it stands; one that is absent is None."""

    value: Any
    place: str = ""

    def __getitem__(self, key: str) -> "_Node":
        if self.value is None:
            return _Node(None, self.place)
        if not isinstance(self.value, dict):
            raise _OddError(self.place or "its outermost value")
        return _Node(self.value.get(key), f"{self.place}.{key}" if self.place else key)

    def __iter__(self) -> Iterator["_Node"]:
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise _OddError(self.place)
        for at, value in enumerate(self.value):
            yield _Node(value, f"{self.place}[{at}]")

    def has(self, *keys: str) -> bool:
        """Whether it holds all of the keys."""
        return isinstance(self.value, dict) and all(key in self.value for key in keys)

    def must(self, key: str) -> "_Node":
        """What stands under a key without which the rest means nothing."""
        found = self[key]
        if found.value is None:
            raise _OddError(found.place)
        return found

    def first(self) -> "_Node":
        """The first of a list; absent where the list is."""
        return next(iter(self), _Node(None, self.place))

    def either(self, *keys: str) -> "_Node":
        """The first of these that is there."""
        found = (self[key] for key in keys)
        return next((one for one in found if one.value is not None), _Node(None, self.place))

    def text(self) -> str:
        """A text without what isn't printed."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise _OddError(self.place)
        return " ".join(self._printed(value).split())

    def raw(self) -> str:
        """A text with the spaces around it."""
        return self._printed(self.value) if isinstance(self.value, str) else self.text()

    @staticmethod
    def _printed(value: str) -> str:
        return _HALVES.sub("\ufffd", _UNPRINTED.sub(" ", value))

    def seconds(self) -> float | None:
        """A time: a number, perhaps as a text, or seconds and nanoseconds."""
        value = self.value
        if value is None:
            return None
        if isinstance(value, dict):
            nanos = self["nanos"].seconds() or 0.0
            return (self["seconds"].seconds() or 0.0) + nanos / 1e9
        if isinstance(value, str) and (found := _DURATION.fullmatch(value.strip())):
            return float(found[1])
        if isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
            hours, minutes, seconds = (int(part) for part in clock.groups()[:3])
            return 3600 * hours + 60 * minutes + float(f"{seconds}.{clock[4]}")
        # An int too large for a float is no time either.
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not abs(value) < 1e12 or math.isnan(value):  # noqa: PLR2004
            raise _OddError(self.place)
        return float(value)


class _Word(NamedTuple):
    """A word, or a mark that stands at the word before it."""

    speaker: str | None
    text: str
    begin: float | None = None
    attached: bool = False
    end: float | None = None


def read_speech(data: bytes, file: str) -> Document:
    """Read what speech recognition wrote.

    Raises:
        ScapolicyError: it is no JSON, too large, or not of one of these; or a part of it isn't as
            it should be.

    """
    value, told = _parsed(data, file)
    root = _Node(value)
    for vendor, passages in _VENDORS.items():
        try:
            found = passages(root)
            said = None if found is None else list(found)
        except _OddError as error:
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


def _spoken(words: Iterable[_Word]) -> Iterator[Passage]:
    """Words → passages of one speaker each, with marks at the words that they belong to."""
    heads: list[_Word] = []
    pieces: list[list[str]] = []
    for word in words:
        if word.attached and heads:
            pieces[-1].append(word.text)
        elif word.text:
            heads.append(word)
            pieces.append([word.text])
    whole = (head._replace(text="".join(some)) for head, some in zip(heads, pieces, strict=True))
    for speaker, group in groupby(whole, key=lambda word: word.speaker):
        said: list[_Word] = []
        for word in group:
            said.append(word)
            if speaker is None and _ends(word.text):  # pauses are looked for between sentences
                yield _passage(speaker, said)
                said = []
        if said:
            yield _passage(speaker, said)


def _ends(text: str) -> bool:
    return text[-1:] in {".", "?", "!", "。", "？", "！"}


def _passage(speaker: str | None, said: list[_Word]) -> Passage:
    begin = next((word.begin for word in said if word.begin is not None), None)
    ends = (word.end if word.end is not None else word.begin for word in reversed(said))
    end = next((end for end in ends if end is not None), None)
    return Passage(speaker, joined([word.text for word in said]), begin, end)


def _speaker(label: str, prefix: str = "Speaker") -> str | None:
    """A speaker's name; a bare number becomes `Speaker 1`, and none is None."""
    if label in _UNKNOWN_SPEAKERS:
        return None
    return f"{prefix} {label}" if label.isdecimal() else label


def _whisper(root: _Node) -> Iterator[Passage] | None:
    segments = _segments(root)
    if segments is not None:
        return _of_segments(segments)
    if root.has("text") and set(root.value) <= _ABOUT_TEXT:
        return iter([Passage(None, root["text"].text())])
    return None


def _segments(root: _Node) -> _Node | None:
    """Where Whisper's various writers put what is said."""
    if isinstance(root.value, list):
        first = root.first()
        return root if first.has("text", "start") or first.has("text", "timestamp") else None
    places = [["segments"], ["transcription"], ["speakers", "chunks"], ["chunks", "text"]]
    found = (root[keys[0]] for keys in places if root.has(*keys))
    return next((one for one in found if isinstance(one.value, list) and one.value), None)


def _of_segments(segments: _Node) -> Iterator[Passage]:
    for one in segments:
        begin, end = one["start"], one["end"]
        if one.has("timestamp"):
            begin, end = ([*one["timestamp"], _Node(None), _Node(None)])[:2]
        elif one.has("timestamps"):
            begin, end = one["timestamps"]["from"], one["timestamps"]["to"]
        speaker = one.either("speaker").text() or _majority(one["words"])
        text = (one["text"] if one["words"].value else one.must("text")).text()
        text = text or joined([word["word"].text() for word in one["words"]])
        yield Passage(_speaker(speaker), text, begin.seconds(), end.seconds())


def _majority(words: _Node) -> str:
    speakers = [speaker for word in words if (speaker := word["speaker"].text())]
    return max(dict.fromkeys(speakers), key=speakers.count, default="")


def _amazon(root: _Node) -> Iterator[Passage] | None:
    results = root["results"] if root.has("results") else _Node(None)
    if not (results.has("transcripts") or results.has("items")):
        return None
    channels = list(results["channel_labels"]["channels"])
    if channels:
        said = [one for channel in channels for one in _amazon_channel(channel)]
        return iter(sorted(said, key=lambda one: one.begin or 0.0))
    if results["items"].value:
        return _spoken(_amazon_words(results))
    return (Passage(None, one.must("transcript").text()) for one in results["transcripts"])


def _amazon_channel(channel: _Node) -> Iterator[Passage]:
    """What one channel holds, a sentence a passage, so that two can be put side by side."""
    speaker = channel["channel_label"].text()
    for one in _spoken(word._replace(speaker=None) for word in map(_amazon_word, channel["items"])):
        yield one._replace(speaker=speaker)


def _amazon_words(results: _Node) -> Iterator[_Word]:
    """The words; who speaks is stated of each, of each in another list, or of stretches of time."""
    stated: dict[str, str] = {}
    starts: list[float] = []
    speakers: list[str] = []
    for segment in results["speaker_labels"]["segments"]:
        for item in segment["items"]:
            stated[item["start_time"].text()] = item["speaker_label"].text()
        start, speaker = segment["start_time"].seconds(), segment["speaker_label"].text()
        if start is not None and speaker:
            starts.append(max(start, starts[-1] if starts else start))
            speakers.append(speaker)
    for item in results["items"]:
        word = _amazon_word(item)
        if word.speaker is None and word.begin is not None:
            within = bisect_right(starts, word.begin) - 1
            around = speakers[max(within, 0)] if speakers else ""
            word = word._replace(speaker=stated.get(item["start_time"].text()) or around or None)
        yield word


def _amazon_word(item: _Node) -> _Word:
    return _Word(
        item["speaker_label"].text() or None,
        item.must("alternatives").first().must("content").text(),
        item["start_time"].seconds(),
        item["type"].text() == "punctuation",
        item["end_time"].seconds(),
    )


def _google(root: _Node) -> Iterator[Passage] | None:
    response = root["response"] if root.has("response") else root
    results = response["results"] if response.has("results") else _Node(None)
    if not isinstance(results.value, list):
        return None
    if root.has("speaker_labels") or not any(map(_is_recognised, results)):
        return None
    found = [one["alternatives"].first() for one in results]
    channels = [_of_channel(one) for one in results]
    if len(set(channels)) > 1:
        names = [f"Channel {channel}" for channel in channels]
        return iter(
            [p for n, one in zip(names, found, strict=True) for p in _google_result(one, n)]
        )
    words = [list(_google_words(one)) for one in found]
    last = words[-1]
    before = [word for some in words[:-1] for word in some]
    tagged = any(word.speaker for word in last)
    untagged = not any(word.speaker for word in before)
    again = [word.text for word in before] == [word.text for word in last[: len(before)]]
    if tagged and len(words) > 1 and (untagged or again):
        return _spoken(last)  # it says all again, now with who spoke
    return iter([passage for one in found for passage in _google_result(one, None)])


def _is_recognised(result: _Node) -> bool:
    tried = result["alternatives"] if result.has("alternatives") else _Node(None)
    best = tried.first() if isinstance(tried.value, list) else tried
    return best.has("transcript") or best.has("words")


def _of_channel(result: _Node) -> str:
    return result.either("channelTag", "channel_tag").text()


def _google_result(alternative: _Node, speaker: str | None) -> Iterator[Passage]:
    words = list(_google_words(alternative))
    if speaker is None and any(word.speaker for word in words):
        yield from _spoken(words)
        return
    text = alternative["transcript"].text() or joined([word.text for word in words])
    begin = next((word.begin for word in words if word.begin is not None), None)
    end = next((word.end for word in reversed(words) if word.end is not None), None)
    yield Passage(speaker, text, begin, end)


def _google_words(alternative: _Node) -> Iterator[_Word]:
    for word in alternative["words"]:
        label = word.either("speakerLabel", "speaker_label", "speakerTag", "speaker_tag").text()
        yield _Word(
            None if label == "0" else _speaker(label),
            word["word"].text().partition("|")[0],  # Japanese is written with its reading
            word.either("startTime", "startOffset", "start_time", "start_offset").seconds(),
            end=word.either("endTime", "endOffset", "end_time", "end_offset").seconds(),
        )


def _speechmatics(root: _Node) -> Iterator[Passage] | None:
    if root.has("words") and (root.has("speakers") or root.has("job")):
        return _spoken(_speechmatics_by_time(root))
    results = root["results"] if root.has("results") else _Node(None)
    if not isinstance(results.value, list):
        return None
    typed = any(one.has("type", "alternatives") for one in results)
    empty = not results.value and root.has("metadata", "format")
    return _spoken(_speechmatics_words(results)) if typed or empty else None


def _speechmatics_by_time(root: _Node) -> Iterator[_Word]:
    """Words, and the stretches of time in which each speaker spoke, as version 1 states them."""
    spoke = [(one["time"].seconds() or 0.0, one["name"].text()) for one in root["speakers"]]
    starts = [start for start, _ in sorted(spoke)]
    names = [name for _, name in sorted(spoke)]
    for word in root["words"]:
        text, begin = word.must("name").text(), word["time"].seconds()
        mark = not any(map(str.isalnum, text))
        length = word["duration"].seconds() or 0.0
        # A mark stands where the pause ends, which may be in the time of who speaks next.
        at = bisect_right(starts, begin) - 1 if begin is not None and not mark else -1
        speaker = _speaker(names[at]) if at >= 0 else None
        yield _Word(speaker, text, begin, mark, None if begin is None else begin + length)


def _speechmatics_words(results: _Node) -> Iterator[_Word]:
    channels = {one["channel"].text() for one in results}
    opening = ""  # a mark that belongs to the word after it
    for one in results:
        best = one["alternatives"].first()
        content = best["content"].text()
        mark = one["type"].text() == "punctuation"
        if mark and one["attaches_to"].text() == "next":
            opening += content
            continue
        speaker = _speaker(best["speaker"].text())
        if len(channels) > 1:
            speaker = " ".join(filter(None, (one["channel"].text(), speaker)))
        begin, end = one["start_time"].seconds(), one["end_time"].seconds()
        yield _Word(None if mark else speaker, opening + content, begin, mark, end)
        opening = ""


def _rev(root: _Node) -> Iterator[Passage] | None:
    return _monologues(root) if root.has("monologues") else None


def _monologues(root: _Node) -> Iterator[Passage]:
    names = {one["id"].text(): one["name"].text() for one in root["speakers"]}
    for one in root["monologues"]:
        label = one["speaker"].text()
        name = one["speaker_info"]["display_name"].text() or names.get(label)
        elements = list(one["elements"])
        text = " ".join("".join(element.must("value").raw() for element in elements).split())
        begins = (element["ts"].seconds() for element in elements)
        ends = (element["end_ts"].seconds() for element in reversed(elements))
        begin, end = (next((t for t in times if t is not None), None) for times in (begins, ends))
        yield Passage(name or _speaker(label), text, begin, end)


def _otter(root: _Node) -> Iterator[Passage] | None:
    speech = root["speech"] if root.has("speech") else root
    return _of_otter(speech) if speech.has("transcripts") else None


def _of_otter(speech: _Node) -> Iterator[Passage]:
    names: dict[str, str] = {}
    for one in speech["speakers"]:
        for key in ("id", "speaker_id"):
            if one[key].value is not None:
                names[one[key].text()] = one["speaker_name"].text()
    for one in speech["transcripts"]:
        label = one["speaker_id"].text()
        name = one["speaker_name"].text() or names.get(label)
        name = name or _speaker(one["speaker_model_label"].text()) or _speaker(label)
        begin, end = (one[key].seconds() for key in ("start_offset", "end_offset"))
        yield Passage(
            name,
            one.must("transcript").text(),
            None if begin is None else begin / _OTTER_RATE,
            None if end is None else end / _OTTER_RATE,
        )


_VENDORS: dict[str, Callable[[_Node], Iterator[Passage] | None]] = {
    "Whisper": _whisper,
    "Amazon Transcribe": _amazon,
    "Speechmatics": _speechmatics,
    "Google Speech-to-Text": _google,
    "Rev AI": _rev,
    "Otter": _otter,
}
"""From a vendor's name to its reader, which returns None for another's JSON."""
