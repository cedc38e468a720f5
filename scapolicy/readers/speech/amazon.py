"""The JSON of Amazon Transcribe: words, with marks among them and speakers beside them."""

from bisect import bisect_right
from collections.abc import Iterator

from scapolicy.readers.passages import Passage
from scapolicy.readers.speech.node import Node
from scapolicy.readers.speech.words import Word, spoken


def passages(root: Node) -> Iterator[Passage] | None:
    """What is said; None where the JSON is another's."""
    results = root["results"] if root.has("results") else Node(None)
    if not (results.has("transcripts") or results.has("items")):
        return None
    channels = list(results["channel_labels"]["channels"])
    if channels:
        said = [one for channel in channels for one in _amazon_channel(channel)]
        return iter(sorted(said, key=lambda one: one.begin or 0.0))
    if results["items"].value:
        return spoken(_amazon_words(results))
    return (Passage(None, one.must("transcript").text()) for one in results["transcripts"])


def _amazon_channel(channel: Node) -> Iterator[Passage]:
    """What one channel holds, a sentence a passage, so that two can be put side by side."""
    speaker = channel["channel_label"].text()
    for one in spoken(word._replace(speaker=None) for word in map(_amazon_word, channel["items"])):
        yield one._replace(speaker=speaker)


def _amazon_words(results: Node) -> Iterator[Word]:
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


def _amazon_word(item: Node) -> Word:
    return Word(
        item["speaker_label"].text() or None,
        item.must("alternatives").first().must("content").text(),
        item["start_time"].seconds(),
        item["type"].text() == "punctuation",
        item["end_time"].seconds(),
    )
