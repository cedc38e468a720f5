"""Signs that no text has, where they come by another way than a file's bytes.

A source that holds one could be coded, but not be written into tables that other programs read.
"""

from collections.abc import Iterator, Mapping

from scapolicy.errors import Problem, problem
from scapolicy.readers.encoding.guess import CONTROLS
from scapolicy.records import Source


def attribute_faults(attributes: Mapping[str, str], file: str) -> Iterator[Problem]:
    """Attributes that hold a sign that no text has, in their names or in what they say."""
    for name, value in attributes.items():
        for text in (name, value):
            found = CONTROLS.search(text)
            place = found.start() if found else _unwritable(text)
            if place is not None:
                yield _fault(f"the attribute {name!r}", text, place, file)


def source_faults(source: Source) -> Iterator[Problem]:
    """What of a source that was made otherwise than by reading a file can't be written."""
    speakers = dict.fromkeys(turn.speaker for turn in source.turns)
    for what, texts in (("name", [source.name]), ("text", [source.text]), ("speaker", speakers)):
        for text in texts:
            place = _unwritable(text)
            if place is not None:
                yield _fault(f"the {what}", text, place, source.name)
    yield from attribute_faults(source.attributes, source.name)


def _unwritable(text: str) -> int | None:
    """Where a sign stands that no table can hold: a NUL, or half of a letter alone."""
    if "\0" in text:
        return text.index("\0")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None


def _fault(what: str, text: str, place: int, file: str) -> Problem:
    sign = f"U+{ord(text[place]):04X}"
    return problem("R80", at=file, what=what, sign=sign, number=place + 1)
