"""The JSON of Otter: transcripts, with speakers in a list of their own."""

from collections.abc import Iterator

from scapolicy.readers.passages import Passage
from scapolicy.readers.speech.node import Node
from scapolicy.readers.speech.words import speaker_of

_RATE = 16_000  # its offsets count samples of sound


def passages(root: Node) -> Iterator[Passage] | None:
    """What is said; None where the JSON is another's."""
    speech = root["speech"] if root.has("speech") else root
    return _of_otter(speech) if speech.has("transcripts") else None


def _of_otter(speech: Node) -> Iterator[Passage]:
    names: dict[str, str] = {}
    for one in speech["speakers"]:
        for key in ("id", "speaker_id"):
            if one[key].value is not None:
                names[one[key].text()] = one["speaker_name"].text()
    for one in speech["transcripts"]:
        label = one["speaker_id"].text()
        name = one["speaker_name"].text() or names.get(label)
        name = name or speaker_of(one["speaker_model_label"].text()) or speaker_of(label)
        begin, end = (one[key].seconds() for key in ("start_offset", "end_offset"))
        yield Passage(
            name,
            one.must("transcript").text(),
            None if begin is None else begin / _RATE,
            None if end is None else end / _RATE,
        )
