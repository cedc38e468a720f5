"""Whose transcripts are whose: an informant's own, and those of the same organization."""

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers.finding import TranscriptFile, find_transcripts
from scapolicy.readers.folder import read_source
from scapolicy.readers.statements import join_statements
from scapolicy.records import DEFAULT_ATTRIBUTE, Source
from scapolicy.spelling import plain_name
from scapolicy.tables.tally import INFORMANT, informant_of

ORGANIZATION = "organization"
_MANY = 20


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A transcript in one of the folders; `source` is None where it can't be read."""

    folder: Path
    file: TranscriptFile
    source: Source | None

    @property
    def name(self) -> str:
        """Its name as a source."""
        return self.file.name

    @property
    def sha256(self) -> str:
        """The hash of its bytes; empty where it can't be read."""
        return self.source.sha256 if self.source else ""

    @property
    def attributes(self) -> dict[str, str]:
        """What is known of it; of one that can't be read, what tables say."""
        if self.source:
            return dict(self.source.attributes)
        return join_statements(self.file.tables).attributes

    @property
    def informant(self) -> str:
        """The attribute `informant`."""
        return self.attributes.get(INFORMANT, "")

    @property
    def organization(self) -> str:
        """The attribute `organization`, in one spelling."""
        return _plain(self.attributes.get(ORGANIZATION, ""))

    @property
    def labels(self) -> frozenset[str]:
        """The labels of those who answer."""
        turns = self.source.turns if self.source else ()
        return frozenset(turn.speaker for turn in turns if not turn.interviewer) - {""}

    @property
    def called(self) -> frozenset[str]:
        """What its informants are called, in the spelling that names are compared in."""
        return frozenset(map(plain_name, {self.informant, *self.labels})) - {""}

    @property
    def named(self) -> frozenset[str]:
        """Words that settings may name it or its informant by."""
        values = self.attributes
        own = {values.get(INFORMANT, ""), values.get(ORGANIZATION, "")}
        return frozenset({*own, *self.labels, self.name, PurePosixPath(self.name).name} - {""})

    @property
    def everything(self) -> str:
        """All that is said in it and of it."""
        parts = [self.name, *self.attributes.values(), *sorted(self.labels)]
        return "\n".join([*parts, self.source.text if self.source else ""])


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()


def known_in(folder: Path) -> list[Known]:
    """All transcripts of a folder.

    Raises:
        ScapolicyError: the folder, or what it holds beside transcripts, can't be read.

    """
    found: list[Known] = []
    for file in find_transcripts([folder]).files:
        try:
            source = read_source(file)
        except ScapolicyError:
            source = None
        found.append(Known(folder, file, source))
    return found


def whose(
    informant: str, known: Sequence[Known], case: str, codes: Iterable[tuple[str, str]], place: str
) -> dict[Known, str]:
    """The transcripts of an informant and of the whole organization, each with why it is one.

    The informant's own have no reason. Copies are among them: the same bytes under another name,
    and what `convert` made of them. So is what can't be read and is called like one of them, as
    its recording.

    Args:
        informant: the informant's id, or the name of a transcript.
        known: all transcripts there are.
        case: the attribute that tells organizations apart; the folder's own, if empty.
        codes: pairs of a name and the code that stands for it in copies.
        place: where they lie, for messages.

    Raises:
        ScapolicyError: nobody is named, or nobody is called so.

    """
    wanted = {_plain(informant)}
    if "" in wanted:  # it would be whoever states no informant
        raise ScapolicyError([problem("W28")])
    coded = [(_plain(name), _plain(code)) for name, code in codes]
    held = {code for name, code in coded if wanted & {name, code}}
    wanted |= held | {name for name, code in coded if code in held}
    own = [one for one in known if {_plain(one.informant), _plain(one.name)} & wanted]
    own = own or [one for one in known if _stem(one) in wanted]
    if not own:
        raise ScapolicyError([_unknown(informant, known, place)])
    organizations = {_organization(one, case) for one in own} - {None}
    theirs = [one for one in known if one in own or _organization(one, case) in organizations]
    hashes = {one.sha256 for one in theirs} - {""}
    copies = {f"{one.name.removesuffix('.md')}.md" for one in theirs}
    beside = {(one.folder, _stem(one)) for one in theirs}
    folders = {one.folder for one in theirs}
    gone: dict[Known, str] = {}
    for one in known:
        if one in own:
            gone[one] = ""
        elif one in theirs:
            gone[one] = "of the same organization"
        elif one.sha256 in hashes:
            gone[one] = "the same bytes"
        elif one.name in copies and not one.informant and one.folder not in folders:
            gone[one] = "called as a copy is"
        elif not one.source and (one.folder, _stem(one)) in beside:
            gone[one] = "called like one, and can't be read"
    return gone


def _stem(one: Known) -> str:
    return _plain(os.path.splitext(one.name)[0])


def _organization(one: Known, case: str) -> tuple[str, str] | None:
    """What tells an organization from others; None where it is not stated."""
    attribute = case or one.file.study.by or DEFAULT_ATTRIBUTE
    if not one.organization:
        return None
    return one.organization, _plain(one.attributes.get(attribute, ""))


def _unknown(informant: str, known: Sequence[Known], place: str) -> Problem:
    names = sorted({informant_of(one.name, one.attributes) for one in known})
    plain = {_plain(name): name for name in names}
    close = difflib.get_close_matches(_plain(informant), plain, n=3)
    hint = f"; did you mean {' or '.join(plain[one] for one in close)}?" if close else ""
    known_names = listed(names, _MANY)
    return problem("W01", at=place, informant=informant, hint=hint, known=known_names)
