"""TEI documents (.xml): the utterances of a transcript, or the paragraphs of a text."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.document import Document, Utterance, spoken_document
from scapolicy.readers.markup import local, parse_markup, seconds
from scapolicy.words import count_words

_ROOTS = ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2")
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_UNSAID = {
    *("note", "desc", "incident", "kinesic", "vocal", "writing", "gap", "pause", "fw", "figDesc"),
    *("teiHeader", "front", "back", "del", "speaker", "stage", "linkGrp"),
    *("standOff", "spanGrp", "index"),
}
_SPOKEN_ALONE = {"u", "sp"}
_BLOCKS = {"p", "head", "l", "item", "ab", "row", "label", "closer", "opener", "salute"}
_OTHERWISE = {"sic", "orig", "abbr"}  # in a choice, beside how it is to be read
_WORDS = {"w", "pc"}
_UNITS = {"s": 1.0, "ms": 1000.0}
_SHOWN = 40  # characters
_SPACE = re.compile(r"\s+")


def read_tei(data: bytes, file: str) -> Document:
    """Read a TEI document: `u` and `sp` are utterances; without them, paragraphs are read.

    Raises:
        ScapolicyError: it is no XML, no TEI, or declares entities.

    """
    root = parse_markup(data, file, ".xml")
    if local(root) not in _ROOTS:
        raise ScapolicyError([problem("R63", at=file, root=local(root))])
    bodies = list(_outermost(root, {"body"})) or [root]
    utterances = _utterances(root, bodies)
    if utterances:
        return replace(spoken_document(utterances), notices=tuple(_beside(bodies)))
    blocks = [
        words
        for body in bodies
        for element in _outermost(body, _BLOCKS, but=_UNSAID)
        if (words := _words(element))
    ]
    return Document("\n\n".join(blocks) + "\n" if blocks else "")


def _utterances(root: Any, bodies: list[Any]) -> list[Utterance]:
    names = {
        str(one.get(_ID)): name
        for one in root.iter()
        if local(one) in ("person", "personGrp") and (name := _name(one))
    }
    times = _times(root)
    found: list[Utterance] = []
    for body in bodies:
        for element in _outermost(body, _SPOKEN_ALONE):
            begin = times.get((element.get("start") or "").removeprefix("#"))
            found.append(Utterance(_speaker(element, names), _words(element), begin))
    return found


def _beside(bodies: list[Any]) -> Iterator[Problem]:
    """That words stand beside the utterances: headings, as a rule."""
    blocks = [
        words
        for body in bodies
        for element in _outermost(body, _BLOCKS | _SPOKEN_ALONE, but=_UNSAID)
        if local(element) in _BLOCKS and (words := _words(element))
    ]
    if blocks:
        first = blocks[0][:_SHOWN]
        yield problem("R70", words=sum(map(count_words, blocks)), first=first)


def _times(root: Any) -> dict[str, float | None]:
    """The moments of a timeline, each so long after the one that it names."""
    times: dict[str, float | None] = {}
    for one in root.iter():
        if local(one) != "when":
            continue
        unit = one.get("unit") or one.getparent().get("unit") or "s"
        since = times.get((one.get("since") or "").removeprefix("#"), 0.0)
        passed = seconds(one.get("interval", "0"), _UNITS.get(unit, float("nan")))
        times[str(one.get(_ID))] = None if since is None or passed is None else since + passed
    return times


def _speaker(element: Any, names: dict[str, str]) -> str:
    """Who speaks: by the name that the header gives, else as written, else by the reference."""
    keys = [key.rpartition("#")[2] for key in (element.get("who") or "").split()]
    written = next((one for one in element if local(one) == "speaker"), None)
    if written is not None and not (keys and all(key in names for key in keys)):
        name = _SPACE.sub(" ", "".join(written.itertext())).strip().rstrip(":.")
        if name:
            return name
    return " & ".join(names.get(key, key) for key in keys)


def _name(person: Any) -> str:
    named = next(person.iter("{*}persName", "{*}name"), None)
    return "" if named is None else _SPACE.sub(" ", " ".join(named.itertext())).strip()


def _outermost(
    root: Any, names: AbstractSet[str], but: AbstractSet[str] = frozenset()
) -> Iterator[Any]:
    """The elements of these names that stand in no other of them, nor in one of `but`."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        name = local(element)
        if name in names or name in but:
            walker.skip_subtree()
        if name in names:
            yield element


def _words(element: Any) -> str:
    """What is said in an element; milestones stand inside of it without parting words.

    Where each word is an element of its own, white space parts them unless it says otherwise.
    """
    pieces: list[str] = []
    _collect(element, pieces)
    return _SPACE.sub(" ", "".join(pieces)).strip()


def _collect(element: Any, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        name = local(child)
        if name in _BLOCKS or name == "seg":
            pieces.append(" ")
        if name in _WORDS and child.get("join") in ("left", "both"):
            pieces[-1] = pieces[-1].rstrip()
        if name not in _UNSAID and not (name in _OTHERWISE and local(element) == "choice"):
            _collect(child, pieces)
        if name == "lb" and child.get("break") != "no":
            pieces.append(" ")
        if name in _BLOCKS or name == "seg":
            pieces.append(" ")
        pieces.append(_after(child, name))


def _after(child: Any, name: str) -> str:
    """What stands between an element and the next."""
    tail = child.tail or ""
    if name not in _WORDS:
        return tail
    if child.get("join") in ("right", "both"):
        return tail.lstrip()
    beside = child.getnext()
    parted = not tail and name == "w" and beside is not None and local(beside) == "w"
    return " " if parted else tail
