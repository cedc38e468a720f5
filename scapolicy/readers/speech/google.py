"""The JSON of Google Speech-to-Text: results, of which the last may say all again."""

from collections.abc import Iterator

from scapolicy.readers.passages import Passage, joined
from scapolicy.readers.speech.node import Node
from scapolicy.readers.speech.words import Word, speaker_of, spoken


def passages(root: Node) -> Iterator[Passage] | None:
    """What is said; None where the JSON is another's."""
    response = root["response"] if root.has("response") else root
    results = response["results"] if response.has("results") else Node(None)
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
        return spoken(last)  # it says all again, now with who spoke
    return iter([passage for one in found for passage in _google_result(one, None)])


def _is_recognised(result: Node) -> bool:
    tried = result["alternatives"] if result.has("alternatives") else Node(None)
    best = tried.first() if isinstance(tried.value, list) else tried
    return best.has("transcript") or best.has("words")


def _of_channel(result: Node) -> str:
    return result.either("channelTag", "channel_tag").text()


def _google_result(alternative: Node, speaker: str | None) -> Iterator[Passage]:
    words = list(_google_words(alternative))
    if speaker is None and any(word.speaker for word in words):
        yield from spoken(words)
        return
    text = alternative["transcript"].text() or joined([word.text for word in words])
    begin = next((word.begin for word in words if word.begin is not None), None)
    end = next((word.end for word in reversed(words) if word.end is not None), None)
    yield Passage(speaker, text, begin, end)


def _google_words(alternative: Node) -> Iterator[Word]:
    for word in alternative["words"]:
        label = word.either("speakerLabel", "speaker_label", "speakerTag", "speaker_tag").text()
        yield Word(
            None if label == "0" else speaker_of(label),
            word["word"].text().partition("|")[0],  # Japanese is written with its reading
            word.either("startTime", "startOffset", "start_time", "start_offset").seconds(),
            end=word.either("endTime", "endOffset", "end_time", "end_offset").seconds(),
        )
