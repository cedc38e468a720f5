"""The JSON of Whisper, whisper.cpp, WhisperX and OpenAI: passages, some with speakers."""

from collections.abc import Iterator

from scapolicy.readers.passages import Passage, joined
from scapolicy.readers.speech.node import Node
from scapolicy.readers.speech.words import speaker_of

_ABOUT_TEXT = frozenset({"text", "language", "duration", "task", "usage", "logprobs"})

_LISTS = frozenset({"segments", "chunks", "speakers", "words", "word_segments"})
_SILENT = [("transcription", "result"), ("segments", "language"), ("segments", "word_segments")]
"""What stands beside an empty list of what is said, where the text isn't stated as a whole."""


def passages(root: Node) -> Iterator[Passage] | None:
    """What is said; None where the JSON is another's."""
    segments = _segments(root)
    if segments is not None:
        return _of_segments(segments)
    if root.has("text") and _filled(root) <= _ABOUT_TEXT:
        return iter([Passage(None, root["text"].text())])
    if any(root.has(*keys) and root[keys[0]].value == [] for keys in _SILENT):
        return iter([])
    return None


def _filled(root: Node) -> set[str]:
    """The keys of what is stated; of silence, and of text without times, the lists are empty."""
    return {key for key, value in root.value.items() if key not in _LISTS or value != []}


def _segments(root: Node) -> Node | None:
    """Where Whisper's various writers put what is said."""
    if isinstance(root.value, list):
        first = root.first()
        return root if first.has("text", "start") or first.has("text", "timestamp") else None
    places = [["segments"], ["transcription"], ["speakers", "chunks"], ["chunks", "text"]]
    found = (root[keys[0]] for keys in places if root.has(*keys))
    return next((one for one in found if isinstance(one.value, list) and one.value), None)


def _of_segments(segments: Node) -> Iterator[Passage]:
    for one in segments:
        begin, end = one["start"], one["end"]
        if one.has("timestamp"):
            begin, end = ([*one["timestamp"], Node(None), Node(None)])[:2]
        elif one.has("timestamps"):
            begin, end = one["timestamps"]["from"], one["timestamps"]["to"]
        speaker = one.either("speaker").text() or _majority(one["words"])
        text = (one["text"] if one["words"].value else one.must("text")).text()
        text = text or joined([word["word"].text() for word in one["words"]])
        yield Passage(speaker_of(speaker), text, begin.seconds(), end.seconds())


def _majority(words: Node) -> str:
    speakers = [speaker for word in words if (speaker := word["speaker"].text())]
    return max(dict.fromkeys(speakers), key=speakers.count, default="")
