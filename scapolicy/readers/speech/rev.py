"""The JSON of Rev AI: monologues."""

from collections.abc import Iterator

from scapolicy.readers.passages import Passage
from scapolicy.readers.speech.node import Node
from scapolicy.readers.speech.words import speaker_of


def passages(root: Node) -> Iterator[Passage] | None:
    """What is said; None where the JSON is another's."""
    return _monologues(root) if root.has("monologues") else None


def _monologues(root: Node) -> Iterator[Passage]:
    names = {one["id"].text(): one["name"].text() for one in root["speakers"]}
    for one in root["monologues"]:
        label = one["speaker"].text()
        name = one["speaker_info"]["display_name"].text() or names.get(label)
        elements = list(one["elements"])
        text = " ".join("".join(element.must("value").raw() for element in elements).split())
        begins = (element["ts"].seconds() for element in elements)
        ends = (element["end_ts"].seconds() for element in reversed(elements))
        begin, end = (next((t for t in times if t is not None), None) for times in (begins, ends))
        yield Passage(name or speaker_of(label), text, begin, end)
