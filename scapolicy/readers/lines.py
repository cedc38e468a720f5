"""What stands at the beginnings of lines, found without a look at what stands inside them."""

import re
from collections.abc import Iterator


def at_lines(
    pattern: re.Pattern[str], text: str, start: int = 0, signs: str = ""
) -> Iterator[re.Match[str]]:
    r"""As `pattern.finditer(text, start)`, for a pattern that begins with `^`.

    `signs` are characters of which the line where a match begins holds one; any line if empty.

    >>> [match[0] for match in at_lines(re.compile("^[A-Z]+:", re.MULTILINE), "A: yes\nB: no")]
    ['A:', 'B:']
    """
    at = start
    while True:
        end = text.find("\n", at)
        line = text[at:end] if end >= 0 else text[at:]
        match = None
        if not signs or any(sign in line for sign in signs):
            match = pattern.match(text, at)
        if match:
            yield match
            at = match.end()
            if text[at - 1] == "\n":
                continue
            end = text.find("\n", at)
        if end < 0:
            return
        at = end + 1
