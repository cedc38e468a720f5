"""TEI documents (.xml): the utterances of a transcript, or the paragraphs of a text."""

import re
from typing import Any

from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.document import Document, Utterance, spoken_document
from scapolicy.readers.markup import local, parse_markup, seconds

_ROOTS = ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2")
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_UNSAID = {
    *("note", "desc", "incident", "kinesic", "vocal", "writing", "gap", "pause", "fw", "figDesc"),
    *("teiHeader", "front", "back", "del", "sic", "orig", "abbr", "speaker", "stage", "bibl"),
    *("linkGrp", "standOff", "spanGrp", "index", "ptr", "ref"),
}
_SPOKEN_ALONE = {"u", "sp"}
_BLOCKS = {"p", "head", "l", "item", "ab", "row", "label", "closer", "opener", "salute"}
_WORDS = {"w", "pc"}
_SPACE = re.compile(r"\s+")


def read_tei(data: bytes, file: str) -> Document:
    """Read a TEI document: `u` and `sp` are utterances; without them, paragraphs are read.

    Raises:
        ScapolicyError: it is no XML, no TEI, or declares entities.

    """
    root = parse_markup(data, file, ".xml")
    if local(root) not in _ROOTS:
        raise ScapolicyError([problem("R63", at=file, root=local(root))])
    bodies = [one for one in root.iter() if local(one) == "body"] or [root]
    utterances = _utterances(root, bodies)
    if utterances:
        return spoken_document(utterances)
    blocks = [
        words
        for body in bodies
        for element in body.iter()
        if local(element) in _BLOCKS and not _within(element, _BLOCKS | _UNSAID)
        if (words := _words(element))
    ]
    return Document("\n\n".join(blocks) + "\n" if blocks else "")


def _utterances(root: Any, bodies: list[Any]) -> list[Utterance]:
    names = {
        str(one.get(_ID)): name
        for one in root.iter()
        if local(one) in ("person", "personGrp") and (name := _name(one))
    }
    times = {
        str(one.get(_ID)): seconds((one.get("absolute") or one.get("interval") or "").rstrip("s"))
        for one in root.iter()
        if local(one) == "when" and one.get(_ID)
    }
    found: list[Utterance] = []
    for body in bodies:
        for element in body.iter():
            if local(element) not in _SPOKEN_ALONE or _within(element, _SPOKEN_ALONE):
                continue
            begin = times.get((element.get("start") or "").removeprefix("#"))
            found.append(Utterance(_speaker(element, names), _words(element), begin))
    return found


def _speaker(element: Any, names: dict[str, str]) -> str:
    """Who speaks: by the name that the header gives, else by the name in the reference."""
    written = next((one for one in element if local(one) == "speaker"), None)
    keys = [key.rpartition("#")[2] for key in (element.get("who") or "").split()]
    if not keys and written is not None:
        return _SPACE.sub(" ", "".join(written.itertext())).strip().rstrip(":.")
    return " & ".join(names.get(key, key) for key in keys)


def _name(person: Any) -> str:
    for one in person.iter():
        if local(one) in ("persName", "name"):
            return _SPACE.sub(" ", " ".join(one.itertext())).strip()
    return ""


def _within(element: Any, names: set[str]) -> bool:
    return any(local(above) in names for above in element.iterancestors())


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
        if name not in _UNSAID:
            _collect(child, pieces)
        if name == "lb" and child.get("break") != "no":
            pieces.append(" ")
        if name in _BLOCKS or name == "seg":
            pieces.append(" ")
        pieces.append(_after(child, name))


def _after(child: Any, name: str) -> str:
    """What stands between an element and the next."""
    tail = child.tail or ""
    if name not in _WORDS or child.get("join") not in ("right", "both"):
        return tail
    return tail.lstrip()
