"""What commands tell beside their results, no wider than the terminal that it is read in."""

import re
import sys
import textwrap

import click

_STEERING = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")


def tell(what: object, *, err: bool = True) -> None:
    """Write a problem or a note; a terminal gets it in lines as wide as it is, a file as it is."""
    text = legible(str(what))
    if (sys.stderr if err else sys.stdout).isatty():
        import shutil  # 5 ms

        text = wrapped(text, shutil.get_terminal_size().columns)
    click.echo(text, err=err)


def legible(text: str) -> str:
    r"""A text without the signs that would steer a terminal, or turn round what follows.

    >>> legible("a\x1b[2J b\u202ec")
    'a�[2J b�c'
    """
    return _STEERING.sub("\ufffd", text)


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
