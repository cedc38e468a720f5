"""Settings for a folder, proposed from what its transcripts hold."""

import difflib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.folder import read_transcripts
from scapolicy.readers.roles import Roles
from scapolicy.readers.study import FILE_NAME
from scapolicy.records import Source

_USUAL_CASE = "province"
_ALIKE = 0.8
# An attribute with fewer values than this share of the sources groups them.
_GROUPS = 0.5


def write_settings(folder: str | Path) -> tuple[Path, list[Problem]]:
    """Write `scapolicy.toml` into a folder that has none.

    Returns its path, and the problems of transcripts that can't be read.

    Raises:
        ScapolicyError: there is one already, no transcript, or the folder can't be written.

    """
    path = Path(folder) / FILE_NAME
    if path.exists():
        raise ScapolicyError([problem("S05", at=str(path))])
    unreadable: list[Problem] = []
    sources = read_transcripts([folder], on_unreadable=unreadable.append)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(settings_text(sources))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScapolicyError([problem("O01", at=str(path), reason=reason)]) from None
    return path, unreadable


def settings_text(sources: Sequence[Source]) -> str:
    """The settings as TOML, each line with what it is for."""
    case = _case(sources)
    asking = sorted(
        {
            turn.speaker
            for source in sources
            for turn in source.turns
            if turn.interviewer and not Roles().knows(turn.speaker)
        }
    )
    lines = [
        "# What holds for all transcripts of this folder, where an option does not say otherwise.",
        f"by = {json.dumps(case, ensure_ascii=False)}  # the attribute whose values are the cases",
        'unit = "sentence"  # what receives a code: sentence, turn, paragraph or document',
        'codebooks = ["key-factors"]  # by name, or files of this folder',
        f"interviewers = {json.dumps(asking, ensure_ascii=False)}  # labels that ask",
        "informants = []  # labels that answer, though they look like an interviewer's",
        *_aliases(sources, case),
    ]
    return "\n".join(lines) + "\n"


def _case(sources: Sequence[Source]) -> str:
    """The attribute that most likely holds the cases."""
    names = list(dict.fromkeys(name for source in sources for name in source.attributes))
    if _USUAL_CASE in names or not names:
        return _USUAL_CASE
    values = {name: {source.attributes.get(name, "") for source in sources} for name in names}
    grouping = [name for name in names if 1 < len(values[name]) <= _GROUPS * len(sources)]
    return grouping[0] if grouping else names[0]


def _aliases(sources: Sequence[Source], case: str) -> Iterator[str]:
    """Values of the case that may be spellings of one, as a comment to take up."""
    values = sorted({source.attributes.get(case, "") for source in sources} - {""})
    pairs = [
        (value, close[0])
        for place, value in enumerate(values)
        if (close := difflib.get_close_matches(value, values[place + 1 :], n=1, cutoff=_ALIKE))
    ]
    if pairs:
        yield "\n# Are these spellings of one? Take the marks away, the one to report first."
        yield f"# [aliases.{json.dumps(case, ensure_ascii=False)}]"
        for one, other in pairs:
            left, right = (json.dumps(each, ensure_ascii=False) for each in (one, other))
            yield f"# {left} = [{right}]"
