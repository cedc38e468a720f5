"""Names of people in transcripts → stable codes, with the key in a file of its own.

Names are found as whole words, in any case, in what is said, in labels of speakers and in
attributes. The longest name goes first, so that "Ada Park" is not "P1 Park".
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scapolicy.conversion import write_folder
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.fold import fold
from scapolicy.matching.index import TermIndex
from scapolicy.matching.overlap import Taken
from scapolicy.matching.sentence import whole
from scapolicy.matching.terms import parse_term
from scapolicy.readers.folder import read_transcripts
from scapolicy.readers.plain import decode
from scapolicy.records import Source, Turn

_CONTEXT = 30  # code points on either side of a name in the preview


@dataclass(frozen=True, slots=True)
class Replacement:
    """One name that was found: its code, where it stands, and the words around it."""

    name: str
    code: str
    source: str
    turn: int
    context: str


class Pseudonyms:
    """Names and the codes that stand for them."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        """`codes` leads from each name to its code.

        Raises:
            RuleFaultError: a name holds no letter, or a wildcard.

        """
        self.codes = dict(codes)
        for name in codes:
            if set(name) & set("*?"):
                raise RuleFaultError(f"the name {name!r} holds a wildcard", "Write the name out.")
        self._index = TermIndex((parse_term(name), name) for name in codes)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, name) of each name in a text; of overlapping ones the longest."""
        folded = fold(text)
        found = [
            (*folded.to_source(start, end), name)
            for _, start, end, names in self._index.find(whole(folded))
            for name in names
        ]
        taken = Taken()
        longest = sorted(found, key=lambda one: (one[0] - one[1], one[0]))
        return sorted(one for one in longest if taken.add(one[0], one[1]))

    def apply(self, text: str) -> str:
        """A text with each name replaced by its code."""
        parts: list[str] = []
        done = 0
        for start, end, name in self.find(text):
            parts += (text[done:start], self.codes[name])
            done = end
        return "".join([*parts, text[done:]])


def read_names(path: str | Path) -> dict[str, str]:
    """A list of names, one a line: `NAME = CODE`, or `NAME` alone, which gets P1, P2 and so on.

    Raises:
        ScapolicyError: the file can't be read, or gives one code to two people.

    """
    try:
        text = decode(Path(path).read_bytes(), str(path))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScapolicyError([problem("R08", at=str(path), reason=reason)]) from None
    stated: dict[str, str] = {}
    owners: dict[str, str] = {}
    faults: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        name, _, code = (part.strip() for part in line.partition("="))
        if not name or name.startswith("#"):
            continue
        stated[name] = code
        if code and owners.setdefault(code, name) != name:
            first = owners[code]
            faults.append(
                problem("W06", at=str(path), line=number, code=code, first=first, second=name)
            )
    if faults:
        raise ScapolicyError(faults)
    taken = {code for code in stated.values() if code}
    free = (f"P{number}" for number in range(1, len(stated) + len(taken) + 2))
    unused = (code for code in free if code not in taken)
    return {name: code or next(unused) for name, code in stated.items()}


def replacements(sources: Iterable[Source], names: Pseudonyms) -> Iterator[Replacement]:
    """Every name in the turns of some sources, with the words around it."""
    for source in sources:
        for turn in source.turns:
            for start, end, name in names.find(turn.text):
                around = turn.text[max(0, start - _CONTEXT) : end + _CONTEXT]
                context = " ".join(around.split())
                yield Replacement(name, names.codes[name], source.name, turn.number, context)


def pseudonymized(source: Source, names: Pseudonyms) -> Source:
    """A source with the names replaced in its turns, labels and attributes."""
    turns: list[Turn] = [
        replace(turn, speaker=names.apply(turn.speaker), text=names.apply(turn.text))
        for turn in source.turns
    ]
    attributes = {key: names.apply(value) for key, value in source.attributes.items()}
    return replace(source, turns=tuple(turns), attributes=attributes)


def pseudonymize(
    paths: str | Path | Iterable[str | Path],
    names: Mapping[str, str],
    folder: str | Path,
    key: str | Path,
) -> Counter[str]:
    """Write transcripts with codes for names into a new folder, and the key into a file.

    The key is readable by its owner alone. Returns how often each name was replaced.

    Raises:
        ScapolicyError: a transcript can't be read, the folder is not empty, or the key exists.

    """
    known = _pseudonyms(names, str(key))
    sources = read_transcripts(paths)
    _write_key(Path(key), names)
    write_folder([pseudonymized(source, known) for source in sources], folder)
    return Counter(one.name for one in replacements(sources, known))


def preview(
    paths: str | Path | Iterable[str | Path], names: Mapping[str, str]
) -> Sequence[Replacement]:
    """What would be replaced, in the order of the transcripts.

    Raises:
        ScapolicyError: a transcript can't be read.

    """
    return list(replacements(read_transcripts(paths), _pseudonyms(names, "")))


def _pseudonyms(names: Mapping[str, str], file: str) -> Pseudonyms:
    try:
        return Pseudonyms(names)
    except RuleFaultError as fault:
        raise ScapolicyError(
            [problem("W04", at=file, reason=fault.reason, remedy=fault.remedy)]
        ) from None


def _write_key(path: Path, names: Mapping[str, str]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("name", "code"), *names.items()])
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ScapolicyError([problem("W05", at=str(path))]) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScapolicyError([problem("O01", at=str(path), reason=reason)]) from None
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(out.getvalue())
