"""All that commands write to a terminal goes through here, or through `view`.

Much of it was written by others: what is said in transcripts, names of files, speakers, attributes
and codes. Nothing of that may steer the terminal, or look like another line than it is.
"""

import re
import sys
from contextlib import suppress

import click

_STEERING = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
_PLAIN_WIDTH = 80


def say(what: object = "", *, err: bool = False) -> None:
    """Write a line or several, as long as they are."""
    click.echo(legible(str(what)), err=err)


def tell(what: object, *, err: bool = True) -> None:
    """Write a problem or a note; a terminal gets it in lines as wide as it is, a file as it is.

    A problem in a file is one line, as what reads, searches or counts problems expects it.
    """
    text = legible(str(what))
    if (sys.stderr if err else sys.stdout).isatty():
        text = wrapped(text, screen_width(err=err))
    say(text, err=err)


def tell_at_last(what: object) -> None:
    """Tell why the program stops, unless it does because its terminal is gone."""
    with suppress(OSError):
        tell(what)


def describe(what: object) -> None:
    """Write a sentence or several about what was made, folded wherever they go."""
    say(wrapped(legible(str(what)), screen_width()))


def screen_width(*, err: bool = False) -> int:
    """How wide what is printed may be: as the terminal, or as `COLUMNS` says; else 80.

    What is not printed on a terminal is the same everywhere.
    """
    import shutil  # 5 ms

    terminal = (sys.stderr if err else sys.stdout).isatty()
    return shutil.get_terminal_size().columns if terminal else _PLAIN_WIDTH


def page(text: str) -> None:
    """Write a long text, which a terminal gets page by page."""
    click.echo_via_pager(legible(text))


def legible(text: str) -> str:
    r"""A text without the signs that would steer a terminal, or turn round what follows.

    >>> legible("a\x1b[2J b\u202ec")
    'a�[2J b�c'
    """
    return _STEERING.sub("\ufffd", text)


def on_one_line(what: object) -> str:
    r"""What was written by others, on one line, with single spaces between its words.

    >>> on_one_line("They came.\n\n  present: 100%")
    'They came. present: 100%'
    """
    return " ".join(legible(str(what)).split())


def wrapped(text: str, width: int) -> str:
    r"""Lines of at most so many letters, parted at spaces; what goes on is set in.

    A path or a name is never cut, so that it can be copied.

    >>> print(wrapped("CM-01.md: no province is stated\n  State it.", 20))
    CM-01.md: no
      province is stated
      State it.
    """
    return "\n".join(_wrapped(line, width) for line in text.splitlines())


def _wrapped(line: str, width: int) -> str:
    import textwrap

    indent = line[: len(line) - len(line.lstrip())] or "  "
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )
