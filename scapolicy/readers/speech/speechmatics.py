"""The JSON of Speechmatics, in its first and second version."""

from bisect import bisect_right
from collections.abc import Iterator

from scapolicy.readers.passages import Passage
from scapolicy.readers.speech.node import Node
from scapolicy.readers.speech.words import Word, speaker_of, spoken


def passages(root: Node) -> Iterator[Passage] | None:
    """What is said; None where the JSON is another's."""
    if root.has("words") and (root.has("speakers") or root.has("job")):
        return spoken(_speechmatics_by_time(root))
    results = root["results"] if root.has("results") else Node(None)
    if not isinstance(results.value, list):
        return None
    typed = any(one.has("type", "alternatives") for one in results)
    empty = not results.value and root.has("metadata", "format")
    return spoken(_speechmatics_words(results)) if typed or empty else None


def _speechmatics_by_time(root: Node) -> Iterator[Word]:
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
        speaker = speaker_of(names[at]) if at >= 0 else None
        yield Word(speaker, text, begin, mark, None if begin is None else begin + length)


def _speechmatics_words(results: Node) -> Iterator[Word]:
    channels = {one["channel"].text() for one in results}
    opening = ""  # a mark that belongs to the word after it
    for one in results:
        best = one["alternatives"].first()
        content = best["content"].text()
        mark = one["type"].text() == "punctuation"
        if mark and one["attaches_to"].text() == "next":
            opening += content
            continue
        speaker = speaker_of(best["speaker"].text())
        if len(channels) > 1:
            speaker = " ".join(filter(None, (one["channel"].text(), speaker)))
        begin, end = one["start_time"].seconds(), one["end_time"].seconds()
        yield Word(None if mark else speaker, opening + content, begin, mark, end)
        opening = ""
