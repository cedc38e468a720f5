"""Transcripts that were found → sources, with what their names and folders say of them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from scapolicy.choices import several
from scapolicy.consent import ATTRIBUTE as CONSENT
from scapolicy.consent import SILENT, is_silent
from scapolicy.errors import Problem, ScapolicyError, StoreError, listed, problem
from scapolicy.readers import BUNDLES, FORMATS, READERS
from scapolicy.readers.ahead import ahead
from scapolicy.readers.encoding import is_guess, is_utf8, settled
from scapolicy.readers.files import is_link, leads_out
from scapolicy.readers.finding import Corpus, TranscriptFile, find_transcripts
from scapolicy.readers.limits import check_lines, check_talk
from scapolicy.readers.place import Place, read_place
from scapolicy.readers.properties import read_properties
from scapolicy.readers.signs import attribute_faults
from scapolicy.readers.statements import Statement, join_statements
from scapolicy.readers.turns import find_turns
from scapolicy.records import ReadWith, Source, Turn
from scapolicy.words import require_segmenter

__all__ = ["Corpus", "TranscriptFile", "find_transcripts", "read_source", "read_transcripts"]

_TEXTS = frozenset(".txt .md .markdown .csv .tsv .vtt .srt .sbv .json .textgrid".split())
"""The formats that don't say in which encoding they are written."""

_PAGES = frozenset([".htm", ".html"])
"""Those that may say so, and are known to be wrong about it at times."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A source, and how it was read.

    `encoding` is what its text is written in, empty where the format itself says so. `origins`
    leads from each attribute to the place that states it.
    """

    source: Source
    encoding: str = ""
    origins: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def guessed(self) -> bool:
        """Whether the encoding is a guess."""
        return is_guess(self.source.notices)


def read_source(file: TranscriptFile) -> Source:
    """Read one transcript.

    Raises:
        ScapolicyError: it can't be read, with every reason.

    """
    return read_transcript(file).source


def read_transcript(file: TranscriptFile) -> Reading:
    """Read one transcript, and note how.

    Raises:
        ScapolicyError: it can't be read, with every reason.

    """
    place = file.place
    if not file.printable:
        raise ScapolicyError([problem("R68", at=file.name)])
    if is_link(file.path) and not _inside(file):
        raise ScapolicyError([problem("R14", at=place)])
    suffix = PurePosixPath(file.member or file.path.name).suffix.lower()
    if suffix in BUNDLES:
        _refuse_bundle(file, suffix)
    reader = READERS.get(suffix)
    if reader is None:
        shown = suffix or "no suffix"
        raise ScapolicyError([problem("R03", at=place, suffix=shown, formats=FORMATS)])
    data = read_place(Place(file.path, file.member))
    check_lines(data, place)
    content, encoding, doubts = _as_utf8(data, place, suffix, file.study.encoding_of(file.name))
    document = reader(content, place)
    check_talk(len(document.text), len(document.spoken), place)
    require_segmenter(document.text, place)
    said, strays = _said(file, document.attributes, read_properties(content, suffix))
    told = join_statements(said)
    faults = list(attribute_faults(told.attributes, place))
    if faults:
        raise ScapolicyError(faults)
    if file.study.consent_required and is_silent(told.attributes):
        told.attributes[CONSENT] = SILENT
        told.origins.pop(CONSENT, None)  # nobody states it
    named = _listed(told.attributes, "interviewer")
    asking = [*file.study.interviewers, *named]
    answering = [*file.study.informants, *_listed(told.attributes, "speakers")]
    turns, notices = find_turns(document, asking, answering)
    check_talk(len(document.text), len(turns), place)
    notices = (*doubts, *notices, *_absent(named, turns), *strays, *told.conflicts)
    source = Source(
        name=file.name,
        text=document.text,
        turns=turns,
        attributes=told.attributes,
        sha256=hashlib.sha256(data).hexdigest(),
        notices=tuple(replace(note, file=file.name) for note in notices),
    )
    return Reading(source, encoding, told.origins)


def _as_utf8(
    data: bytes, place: str, suffix: str, named: str
) -> tuple[bytes, str, tuple[Problem, ...]]:
    """A text's bytes in UTF-8, what they were written in, and what to know of that.

    The bytes of other formats stay as they are.
    """
    if suffix not in _TEXTS and not (named and suffix in _PAGES):
        return data, "", ()
    if not named and is_utf8(data):
        return data, "utf-8", ()
    found = settled(data, place, named)
    try:
        content = found.text.encode()
    except UnicodeEncodeError as error:
        byte = error.start + 1
        fault = problem("R31", at=place, encoding=found.encoding, byte=byte)
        raise ScapolicyError([fault]) from None
    return content, found.encoding, found.notices


def _said(
    file: TranscriptFile, head: Mapping[str, str], properties: Mapping[str, str]
) -> tuple[list[Statement], list[Problem]]:
    """All that is said of a source, the nearest to its words first; and names that don't fit."""
    study = file.study
    path = PurePosixPath(file.name)
    folders = [_stem(folder) for folder in path.parent.parts]
    strays: list[Problem] = []
    named = study.names.match(path.stem) if study.names else {}
    if study.names and named is None:
        strays.append(problem("T10", what="name", pattern=study.names.written))
    filed = study.folders.match(folders) if study.folders else {}
    if study.folders and filed is None:
        strays.append(problem("T10", what="folder", pattern=study.folders.written))
    said = [
        Statement("its head", head),
        *file.tables,
        Statement("its name", named or {}),
        Statement("its folder", filed or {}),
        Statement("its properties", properties),
    ]
    return [Statement(one.where, study.canonical(one.attributes)) for one in said], strays


def _stem(folder: str) -> str:
    """A folder's name; that of an archive without its suffix."""
    path = PurePosixPath(folder)
    return path.stem if path.suffix.lower() in BUNDLES else folder


def _refuse_bundle(file: TranscriptFile, suffix: str) -> None:
    """Say why an archive is not read: only such a one is listed under its own name."""
    if file.member:
        read_place(Place(file.path, file.member))
    elif not BUNDLES[suffix].members(file.path):
        raise ScapolicyError([problem("R57", at=file.place, reason="there is nothing in it")])


def _listed(attributes: Mapping[str, str], name: str) -> list[str]:
    """The labels that an attribute lists, parted by semicolons."""
    return [label for label in map(str.strip, attributes.get(name, "").split(";")) if label]


def _absent(named: Sequence[str], turns: Sequence[Turn]) -> Iterator[Problem]:
    """Tell of interviewers that an attribute names by labels, of whom nobody has a turn."""
    if named and turns and not any(turn.interviewer for turn in turns):
        yield problem("N26", labels=listed([repr(label) for label in named], 4))


def _inside(file: TranscriptFile) -> bool:
    path = file.path
    if not isinstance(path, Path):
        return True  # a link in a store is not followed, wherever it leads
    depth = file.name.removesuffix(f"/{file.member}").count("/") + 1
    return not leads_out(path, path.absolute().parents[depth - 1])


def read_transcripts(
    paths: str | Path | Iterable[str | Path],
    *,
    interviewers: Sequence[str] = (),
    on_unreadable: Callable[[Problem], None] | None = None,
) -> list[Source]:
    """Read folders and files of transcripts, in the order of their names.

    Args:
        paths: a folder or file, or several; or addresses of such, as `s3://bucket/talks`.
        interviewers: labels of interviewers beside the ones that are known (`Interviewer`, `Q` …).
        on_unreadable: called with each problem of a file that can't be read, which then is left
            out; without it such a file is an error.

    Raises:
        ScapolicyError: with every problem of every file.

    """
    corpus = find_transcripts(several(paths), interviewers=interviewers)
    read_with = ReadWith(corpus.settings, corpus.interviewers, corpus.notices)
    found = readings(corpus, on_unreadable=on_unreadable)
    return [replace(one.source, read_with=read_with) for one in found]


def readings(
    corpus: Corpus, *, on_unreadable: Callable[[Problem], None] | None = None
) -> list[Reading]:
    """Read what was found, as `read_transcripts` does, and note how each was read.

    Raises:
        ScapolicyError: as there.

    """
    found: list[Reading] = []
    faults: list[Problem] = []
    for file in ahead(corpus.files):
        try:
            found.append(read_transcript(file))
        except StoreError:
            raise
        except ScapolicyError as error:
            faults.extend(error.problems)
    if faults and on_unreadable is None:
        raise ScapolicyError(faults)
    if on_unreadable is not None:
        for fault in faults:
            on_unreadable(fault)
    return found
