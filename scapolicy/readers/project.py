"""Projects of other programs in the REFI-QDA format (.qdpx): each text in one is a source.

A project is an archive with a description, `project.qde`, and the texts beside it. Programs
differ in how they name folders and files, in upper and lower case, and in byte order marks.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from zipfile import ZipInfo

from scapolicy.errors import ScapolicyError, problem, reason_of
from scapolicy.readers.archive import FAULTS
from scapolicy.readers.files import Where, state_of
from scapolicy.readers.markup import local, parse_markup
from scapolicy.readers.zipped import MAX_MEMBERS, opened, read_member, too_many

_INTERNAL = "internal://"
_ELSEWHERE = ("relative:", "absolute:", "http:", "https:", "file:")
_TEXTS = ("TextSource", "Representation", "Transcript")
_SUFFIX = ".qdpx"


class _Text(NamedTuple):
    """Where a source's text lies: in the description itself, or in a file of the archive.

    `inside` is the name of that file, empty where the archive has none of such a `path`.
    """

    words: str = ""
    path: str = ""
    inside: str = ""
    size: int = 0


def members(path: Where) -> dict[str, int]:
    """The names of the texts in a project, each with the suffix that its reader goes by.

    They lead to the sizes of the texts in bytes.

    Raises:
        ScapolicyError: it can't be opened, is too large, or is no project.

    """
    return {name: text.size for name, text in _sources(path).items()}


def extract(path: Where, member: str) -> bytes:
    """The bytes of one of the `members` of a project.

    Raises:
        ScapolicyError: the project can't be read, or the text is not in it.

    """
    file = f"{path}/{member}"
    text = _sources(path).get(member, _Text())
    if text.words or not text.path:
        return text.words.encode()
    if not text.inside:
        raise ScapolicyError([problem("R64", at=file, path=text.path)])
    try:
        archive, files = opened(path)
        info = files.get(text.inside)
        if info is None:
            raise _refused(file, "the archive was changed meanwhile")
        return read_member(archive, info, file, text.inside)
    except FAULTS as error:
        raise _refused(file, reason_of(error)) from None


def _placed(text: _Text, files: Mapping[str, ZipInfo], folded: Mapping[str, str]) -> _Text:
    """A text with its file and size; `folded` leads to the files from their names in any case."""
    name = text.path.casefold()
    if text.words or name.startswith(_ELSEWHERE):
        return text._replace(size=len(text.words.encode()))
    name = name.removeprefix(_INTERNAL).removeprefix("internal:").lstrip("/")
    inside = folded.get(f"sources/{name}") or folded.get(name, "")
    return text._replace(inside=inside, size=files[inside].file_size if inside else 0)


def _refused(file: str, reason: str) -> ScapolicyError:
    return ScapolicyError([problem("R30", at=file, suffix=_SUFFIX, reason=reason)])


def _sources(path: Where) -> dict[str, _Text]:
    try:
        version = state_of(path).version
    except OSError as error:
        raise _refused(str(path), reason_of(error)) from None
    return _read(path, version)


@lru_cache(maxsize=2)  # a project of many texts is described in one file, asked for with each
def _read(path: Where, _version: tuple[object, ...]) -> dict[str, _Text]:
    file = str(path)
    try:
        archive, found = opened(path)
        described = [name for name in found if name.casefold().endswith(".qde")]
        described = [name for name in described if "/" not in name]
        if len(described) != 1:
            raise _refused(file, "it holds no description, project.qde")
        data = read_member(archive, found[described[0]], file, described[0])
    except FAULTS as error:
        raise _refused(file, reason_of(error)) from None
    root = parse_markup(data, file, _SUFFIX)
    if local(root) != "Project":
        raise _refused(file, "its description is that of no project")
    texts: dict[str, _Text] = {}
    for place in root:
        if local(place) == "Sources":  # and not Notes, which are texts of the coders
            for element in place.iter():
                if local(element) in _TEXTS:
                    _add(element, texts)
                if len(texts) > MAX_MEMBERS:
                    raise too_many(file)
    folded = {name.casefold(): name for name in found}
    return {name: _placed(text, found, folded) for name, text in texts.items()}


def _add(element: Any, texts: dict[str, _Text]) -> None:
    words = next((one.text or "" for one in element if local(one) == "PlainTextContent"), "")
    plain = (element.get("plainTextPath") or "").strip()
    path = plain or (element.get("richTextPath") or "").strip()
    suffix = ".txt" if words or plain or not path else PurePosixPath(path).suffix.lower()
    above = element.getparent()
    name = element.get("name") or above.get("name") or _stem(path) or element.get("guid") or "text"
    name = "".join(char if char.isprintable() else " " for char in name)
    name = name.replace("/", "-").replace("\\", "-").strip(" .") or "text"
    stem = name.removesuffix(suffix)
    shown, number = f"{stem}{suffix}", 1
    while shown in texts:
        number += 1
        shown = f"{stem} ({number}){suffix}"
    texts[shown] = _Text(words, path)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
