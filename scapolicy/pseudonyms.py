"""Names of people in transcripts → stable codes, with the key in a file of its own.

Names are found as whole words, in any case, in what is said, in labels of speakers, in attributes
and in the names of files. The longest name goes first, so that "Ada Park" is not "P1 Park".
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from scapolicy.choices import several
from scapolicy.conversion import distinct, require_empty, write_folder
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.key_file import read_lines, write_key
from scapolicy.names import Pseudonyms, load_pipeline, people_in
from scapolicy.people import Person, fault_of, fault_of_code, gather
from scapolicy.readers.address import require_local
from scapolicy.readers.folder import read_transcripts
from scapolicy.records import Source
from scapolicy.spelling import plain_name

_CONTEXT = 30  # code points on either side of a name in the preview
_LABEL, _FILE = "label", "file name"
_CODE = re.compile(r"(?<![^\W_])P[0-9]+(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Replacement:
    """One name that was found: its code, where it stands, and the words around it.

    `place` is the number of a turn, `label`, `file name`, or the name of an attribute.
    """

    name: str
    code: str
    source: str
    place: str
    context: str


@dataclass(frozen=True, slots=True)
class Pseudonymization:
    """What is to be replaced in some sources: the codes, all replacements, and the new sources.

    `found` are the names that a pipeline found and no list or key has. `told` says which names
    were taken for the same person's, and which may be.
    """

    codes: Mapping[str, str]
    found: tuple[str, ...]
    replacements: tuple[Replacement, ...]
    sources: tuple[Source, ...]
    told: tuple[Problem, ...] = ()


def plan_pseudonyms(
    paths: str | Path | Iterable[str | Path],
    names: Mapping[str, str] | Iterable[Person],
    *,
    key: str | Path | None = None,
    pipeline: str = "",
    file: str = "",
) -> Pseudonymization:
    """What would be replaced, to look at and for `pseudonymize`; nothing is written.

    Args:
        paths: a folder or file of transcripts, or several.
        names: the people of a list, as `read_names` gives them; or from each name to its code,
            empty where one is to be made.
        key: the key of earlier runs, whose codes stay; it need not be there.
        pipeline: the name or the folder of a spaCy pipeline that finds further people.
        file: where the names stand, for messages.

    Returns:
        The code of each name, every replacement with the words around it, and the new sources.

    Raises:
        ScapolicyError: a transcript, the key or the pipeline can't be read, or a code is taken.

    """
    given = several(paths)
    require_local(*given, *([key] if key else []))
    known = _known(key) if key and os.path.lexists(key) else {}
    recogniser = load_pipeline(pipeline) if pipeline else None
    sources = read_transcripts(given)
    named = dict.fromkeys(people_in(_said(sources), recogniser) if recogniser else ())
    persons = _persons(names)
    listed = {plain_name(name) for one in persons for name in one.names}
    listed |= {plain_name(name) for name in known}
    found = tuple({plain_name(name): name for name in reversed(named)}.values())[::-1]
    found = tuple(name for name in found if plain_name(name) not in listed)
    people, told = gather(
        known, [*(Person((name,)) for name in found), *persons], file or str(key or "")
    )
    codes = _codes(people, sources)
    pseudonyms = Pseudonyms(codes, file)
    return Pseudonymization(
        codes,
        found,
        tuple(one for source in sources for one in _replacements(source, pseudonyms)),
        tuple(distinct(_replaced(source, pseudonyms) for source in sources)),
        tuple(told),
    )


def pseudonymize(
    plan: Pseudonymization,
    paths: str | Path | Iterable[str | Path],
    folder: str | Path,
    key: str | Path,
) -> None:
    """Write transcripts with codes for names into a new folder, and all codes into the key.

    Args:
        plan: what `plan_pseudonyms` gave.
        paths: the transcripts that the plan is of; they stay as they are.
        folder: where the new ones are written, as Markdown; a new or an empty one.
        key: the file that leads from names to codes, as it was given to `plan_pseudonyms`. It can
            be read by its owner alone, and lies neither in that folder nor in one of `paths`.

    Raises:
        ScapolicyError: the folder is not empty, or lies among the transcripts; or something can't
            be written.

    """
    require_local(folder, key, code="O05")
    given = several(paths)
    place = Path(os.path.realpath(key))
    for outer in (folder, *given):
        real = Path(os.path.realpath(outer))
        if place == real or place.is_relative_to(real):
            raise ScapolicyError([problem("W15", at=str(key), folder=outer)])
    require_empty(folder)
    real = Path(os.path.realpath(folder))
    for outer in filter(os.path.isdir, given):
        if real.is_relative_to(os.path.realpath(outer)):
            raise ScapolicyError([problem("W19", at=str(folder), folder=outer)])
    # The key first: codes without it could be led back by nobody.
    write_key(Path(key), plan.codes)
    write_folder(plan.sources, folder)


def _known(key: str | Path) -> dict[str, str]:
    """The codes of earlier runs."""
    lines = read_lines(key)
    faults = [
        fault
        for number, name, code in lines
        for fault in (fault_of(name, str(key), number), fault_of_code(code, str(key), number))
        if fault
    ]
    if faults:
        raise ScapolicyError(faults)
    return {name: code for _, name, code in lines}


def _said(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        yield from dict.fromkeys(turn.speaker for turn in source.turns if turn.speaker)
        yield from (turn.text for turn in source.turns)


def _persons(names: Mapping[str, str] | Iterable[Person]) -> list[Person]:
    if isinstance(names, Mapping):
        return [Person((name,), code) for name, code in names.items()]
    return list(names)


def _codes(people: Sequence[Person], sources: Sequence[Source]) -> dict[str, str]:
    """A code for each name: the one stated for its person, or one that stands nowhere yet."""
    free = _free({one.code for one in people}, sources)
    coded = [(one.names, one.code or next(free)) for one in people]
    return {name: code for names, code in coded for name in names}


def _free(taken: Collection[str], sources: Sequence[Source]) -> Iterator[str]:
    """P1, P2 and so on, but none that is taken, or stands in a transcript for somebody else."""
    taken = {*taken, *(code for text in _everything(sources) for code in _CODE.findall(text))}
    return (code for number in count(1) if (code := f"P{number}") not in taken)


def _everything(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources:
        labels = dict.fromkeys(turn.speaker for turn in source.turns)
        yield "\n".join([source.name, source.text, *source.attributes.values(), *labels])


def _replacements(source: Source, names: Pseudonyms) -> Iterator[Replacement]:
    """Every name in a source, with the words around it."""
    labels = dict.fromkeys(turn.speaker for turn in source.turns)
    places = [
        (_FILE, source.name, names.find_in_path(source.name)),
        *((key, value, names.find(value)) for key, value in source.attributes.items()),
        *((_LABEL, label, names.find(label)) for label in labels),
        *((str(turn.number), turn.text, names.find(turn.text)) for turn in source.turns),
    ]
    for place, text, found in places:
        for start, end, name in found:
            around = " ".join(text[max(0, start - _CONTEXT) : end + _CONTEXT].split())
            yield Replacement(name, names.codes[name], source.name, place, around)


def _replaced(source: Source, names: Pseudonyms) -> Source:
    """A source with the names replaced wherever they stand."""
    turns = tuple(
        replace(turn, speaker=names.apply(turn.speaker), text=names.apply(turn.text))
        for turn in source.turns
    )
    attributes = {key: names.apply(value) for key, value in source.attributes.items()}
    name = names.apply_to_path(source.name)
    return replace(source, name=name, turns=turns, attributes=attributes)
