"""The things scapolicy speaks of, as frozen records: sources, codebooks, matches and codings.

Nothing here reads a disk or knows a file format. All offsets are half-open code points into
`Source.text`; turns, segments and rules are counted from 1, as a reader would count them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scapolicy.errors import Problem


class Valence(StrEnum):
    """Whether a passage says that a factor is there and helps, or is missing and hinders."""

    FACILITATOR = "facilitator"
    BARRIER = "barrier"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Finding(StrEnum):
    """What a cell of the findings table says of one factor in one case."""

    PRESENT = "present"
    PARTIAL = "partial"
    ABSENT = "absent"
    NOT_MENTIONED = "not mentioned"


class Unit(StrEnum):
    """The stretch of text that receives a code."""

    SENTENCE = "sentence"
    TURN = "turn"
    PARAGRAPH = "paragraph"
    DOCUMENT = "document"


class Speakers(StrEnum):
    """Whose turns are evidence."""

    INFORMANTS = "informants"
    ALL = "all"


class Level(StrEnum):
    """What a column of the matrix stands for."""

    CATEGORY = "category"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's utterance; `text` is `source.text[start:end]`, without the speaker's label."""

    number: int
    speaker: str
    text: str
    start: int
    end: int
    interviewer: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One transcript or document: its whole text, who says what in it, and what is known of it.

    `name` is the path below the folder that was read, with `/`. `sha256` is the hash of the
    file's bytes, in hexadecimal. `notices` is what a reader of the results should know of how
    the file was understood.
    """

    name: str
    text: str
    turns: tuple[Turn, ...]
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    sha256: str = ""
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of coding: `source.text[start:end]`, without white space at its ends."""

    number: int
    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What the words of a passage must be for a code, and which way they speak.

    A rule hits where any of its terms, lemmas, regexes or token patterns hits; `id` is unique in
    the codebook. `negated` is the valence of a hit that a negation turns. `exclude` holds terms
    whose words do not count as a hit.
    """

    id: str
    valence: Valence
    negated: Valence
    terms: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    tokens: tuple[tuple[Mapping[str, object], ...], ...] = ()
    exclude: tuple[str, ...] = ()
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """What tells a coder when a category or code applies."""

    definition: str = ""
    when_to_use: str = ""
    when_not_to_use: str = ""
    example: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """An indicator of a category, and the rules that find it."""

    id: str
    label: str
    rules: tuple[Rule, ...]
    guide: Guide = Guide()


@dataclass(frozen=True, slots=True)
class Category:
    """A factor: a group of codes, one column of the matrix."""

    id: str
    label: str
    codes: tuple[Code, ...]
    guide: Guide = Guide()


@dataclass(frozen=True, slots=True)
class FindingRule:
    """The shares of facilitators among the evidence from which a factor is present or absent.

    `present` and `absent` are shares from 0 to 1: at least `present` makes the finding *present*,
    at most `absent` makes it *absent*, anything between is *partial*.
    """

    present: float = 2 / 3
    absent: float = 1 / 3


@dataclass(frozen=True, slots=True)
class Codebook:
    """A code frame: categories, their codes, and how valences become findings.

    `flat` is true where the file lists codes without categories; each code then is a category of
    the same name. `sha256` is the hash of the file's bytes.
    """

    name: str
    title: str
    version: str
    languages: tuple[str, ...]
    categories: tuple[Category, ...]
    description: str = ""
    source: str = ""
    findings: FindingRule = FindingRule()
    pipeline: str = ""
    flat: bool = False
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Words in the text that a rule hit, and which way they speak.

    `cue` holds the words of the negation that turned the match, empty where none did.
    """

    turn: int
    segment: int
    category: str
    code: str
    rule: str
    start: int
    end: int
    text: str
    valence: Valence
    negated: bool
    cue: str


@dataclass(frozen=True, slots=True)
class Coding:
    """A code put on a segment by a coder, with the words that made it so."""

    turn: int
    segment: int
    start: int
    end: int
    speaker: str
    category: str
    code: str
    valence: Valence
    words: tuple[str, ...]
    text: str
    coder: str


@dataclass(frozen=True, slots=True)
class CodedSource:
    """What coding one source gave; `words` and `segments` count what was analysed in it."""

    name: str
    attributes: Mapping[str, str]
    sha256: str
    words: int
    segments: int
    matches: tuple[Match, ...]
    codings: tuple[Coding, ...]
