"""Settings for a folder, proposed from what its transcripts hold."""

import difflib
import glob
import json
import os.path
from collections.abc import Iterator, Sequence
from pathlib import Path

from scapolicy.errors import Problem, ScapolicyError, problem, reason_of
from scapolicy.readers.address import require_local
from scapolicy.readers.folder import Reading, find_transcripts, readings
from scapolicy.readers.journal import complete_withdrawal
from scapolicy.readers.naming import propose_pattern
from scapolicy.readers.roles import Roles
from scapolicy.readers.study import FILE_NAME
from scapolicy.records import Source

_USUAL_CASE = "province"
_ALIKE = 0.8
# An attribute with fewer values than this share of the sources groups them.
_GROUPS = 0.5


def write_settings(folder: str | Path) -> tuple[Path, list[Problem]]:
    """Write `scapolicy.toml` into a folder of transcripts that has none, from what is found there.

    A person reads and corrects it: case, interviewers, encodings and spellings are proposals.

    Returns:
        Its path, and the problems of transcripts that can't be read.

    Raises:
        ScapolicyError: there is one already, no transcript, or the folder can't be written or is
            an address.

    """
    require_local(folder)
    complete_withdrawal(Path(folder), below=True)
    path = Path(folder) / FILE_NAME
    if os.path.exists(path):
        raise ScapolicyError([problem("S05", at=str(path))])
    unreadable: list[Problem] = []
    found = readings(find_transcripts([folder]), on_unreadable=unreadable.append)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(settings_text(found))
    except OSError as error:
        raise ScapolicyError([problem("S07", at=str(path), reason=reason_of(error))]) from None
    return path, unreadable


def settings_text(found: Sequence[Reading]) -> str:
    """The settings as TOML, each line with what it is for."""
    sources = [one.source for one in found]
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
        '# consent = "required"  # leave out who does not state consent',
        *_names(sources),
        *_encodings(found),
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


def _names(sources: Sequence[Source]) -> Iterator[str]:
    """The pattern that names of files follow, if they do, as a comment to take up."""
    proposed = propose_pattern({one.name: one.attributes for one in sources})
    if proposed:
        written = json.dumps(proposed, ensure_ascii=False)
        yield f"# names = {written}  # what files' names tell; call the parts what they are"


def _encodings(found: Sequence[Reading]) -> Iterator[str]:
    """The encodings that were guessed, as a comment to take up."""
    guessed = [one for one in found if one.guessed]
    if guessed:
        yield "\n# These encodings are guesses. Take the marks away where the files read well."
        yield "# [encodings]"
        for one in guessed:
            pattern = json.dumps(glob.escape(one.source.name), ensure_ascii=False)
            yield f"# {pattern} = {json.dumps(one.encoding)}"


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
