"""What every format reader returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and what its head says, before anyone has looked for speakers.

    `body` is the offset at which the head ends. `headings` is true where a line that begins with
    `#` is a heading and not speech.
    """

    text: str
    body: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    headings: bool = False
