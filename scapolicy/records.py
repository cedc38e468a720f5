"""The things scapolicy speaks of, as frozen records: sources, codebooks, matches and codings.

Nothing here reads a disk or knows a file format. All offsets are half-open code points into
`Source.text`; turns, segments and rules are counted from 1, as a reader would count them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from scapolicy.errors import Problem

RUN_RECORD = "run.json"
TABLES_RECORD = "written.json"
"""Where tables that are no run's stand in a folder, the record with their hashes."""

UNFINISHED = ".scapolicy-new-"
"""What the names of files and folders begin with that are not whole yet."""

CACHE_FOLDER = ".scapolicy-cache"
"""Where a results folder keeps what sources gave to earlier runs."""

DEFAULT_ATTRIBUTE = "province"
"""What results are reported by, where nothing else is said."""

DEFAULT_CODEBOOK = "key-factors"
"""What is coded with, where nothing else is said."""

NO_CASE = "(none)"
"""The case of a source that does not state the attribute."""

RESULT_TABLES = tuple(
    f"{name}.csv"
    for name in (
        "codings",
        "matches",
        "matrix",
        "findings",
        "frequencies",
        "passages",
        "sources",
    )
)
"""The files that a run writes into its results folder, beside its record."""


Span = tuple[int, int]
"""Half-open code points."""


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
class Options:
    """How a codebook is applied, and how its results are reported.

    `by` is the attribute whose values are the cases, `unit` what receives a code, `speakers` whose
    turns are evidence, `level` what a factor is in the tables.
    """

    by: str = DEFAULT_ATTRIBUTE
    unit: Unit = Unit.SENTENCE
    speakers: Speakers = Speakers.INFORMANTS
    level: Level = Level.CATEGORY


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's utterance; `text` is `source.text[start:end]`, without the speaker's label.

    `begin` is when it begins, in seconds, where the transcript says so.
    """

    number: int
    speaker: str
    text: str
    start: int
    end: int
    interviewer: bool
    begin: float | None = None


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What transcripts were read with, beside what they say themselves.

    `settings` holds the hashes of the folders' settings and tables of attributes, by their names,
    `interviewers` the labels that were given beside theirs, `notices` what to know of how these
    tables were read.
    """

    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    interviewers: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()


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
    read_with: ReadWith = ReadWith()


class Segment(NamedTuple):
    """A unit of coding: `source.text[start:end]`, without white space at its ends."""

    number: int
    turn: int
    start: int
    end: int


class Relation(StrEnum):
    """How a condition's words must stand to a rule's own."""

    NEAR = "near"
    BEFORE = "before"
    AFTER = "after"
    ALL_OF = "all_of"
    ANY_OF = "any_of"
    NONE_OF = "none_of"


class Reach(StrEnum):
    """Where a condition's words may stand, if not within a number of words."""

    SENTENCE = "sentence"
    SEGMENT = "segment"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that must, or must not, stand where a rule hits.

    `before` holds where the hit stands before one of the terms, `after` where it stands after
    one. `within` is a number of words between the two, or a stretch of text; words are counted
    inside the sentence.
    """

    relation: Relation
    terms: tuple[str, ...]
    within: int | Reach


class Effect(StrEnum):
    """What a cue does to the valence of a match (docs/reference/matching.md)."""

    NEGATION = "negation"
    LACK = "lack"
    WISH = "wish"
    CONDITION = "condition"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    HEDGE = "hedge"


class Side(StrEnum):
    """Where a cue stands, seen from the match that it acts on."""

    BEFORE = "before"
    AFTER = "after"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that act on matches near by; `within` is the most words that stand between."""

    effect: Effect
    side: Side
    within: int
    term: str


@dataclass(frozen=True, slots=True)
class CueGroup:
    """Cues that a codebook adds to those of one language; empty for its first language."""

    cues: tuple[Cue, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the words of a passage must be for a code, where they stand, which way they speak.

    A rule hits where any of its terms, lemmas, regexes or token patterns hits and all its
    conditions hold; `id` is unique in the codebook. `negated` is the valence of a hit that a cue
    turns; one of a rule that is `fixed` keeps its own under every cue. `exclude` holds terms whose
    words do not count as a hit. `where` names the values of attributes that a source must have,
    `language` the language that it must be in.
    """

    id: str
    valence: Valence
    negated: Valence
    fixed: bool = False
    terms: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    tokens: tuple[tuple[Mapping[str, object], ...], ...] = ()
    exclude: tuple[str, ...] = ()
    case_sensitive: bool = False
    conditions: tuple[Condition, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    language: str = ""


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
    at most `absent` makes it *absent*, anything between is *partial*. With evidence from fewer
    than so many `informants`, or from none of one of the `levels`, it is at most *partial*.
    """

    present: float = 2 / 3
    absent: float = 1 / 3
    informants: int = 1
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A spaCy pipeline that token patterns ask, as it was found.

    `sha256` is the hash of its files where it lies in a folder; one that is installed goes by its
    name and version.
    """

    name: str
    version: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A code frame: categories, their codes, and how valences become findings.

    `flat` is true where the file lists codes without categories; each code then is a category of
    the same name. `sets` are lists of terms by name, sets inside them written out. `sha256` is
    the hash of the file's bytes. `pipeline` is what spaCy loads for token patterns, and `trained`
    what was found there; None where no rule asks for it.
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
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    cues: tuple[CueGroup, ...] = ()
    flat: bool = False
    sha256: str = ""
    trained: Pipeline | None = None


class Match(NamedTuple):
    """Words in the text that a rule hit, and which way they speak.

    `cue` holds the words that acted on the match and `effect` what they did, empty where none
    did; `negated` is true where they turned it. `conceded` is true in a clause that another one
    outweighs. `context` holds the words that the rule's conditions asked for, joined by `; `.
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
    effect: str = ""
    conceded: bool = False
    context: str = ""


class Coding(NamedTuple):
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
class Language:
    """The language of a source: as `written` in its attributes, and two codes.

    `stated` is the code of what is written, `detected` that of what the text reads as; both are
    empty where they are not known.
    """

    written: str = ""
    stated: str = ""
    detected: str = ""

    @property
    def code(self) -> str:
        """The code of the language that counts."""
        return self.stated or self.detected

    @property
    def contradicts(self) -> bool:
        """Whether the text plainly is in another language than the one stated."""
        return bool(self.stated and self.detected and self.stated != self.detected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """A source that was coded: `words` and `segments` count what was analysed in it.

    `characters` is the length of its text, in code points. `asked` holds the codes of which the
    interviewer's words speak, in the codebook's order. `evidence` is where in its text the turns
    are that were analysed, if the whole document is one segment, in which others speak too; it is
    empty where segments lie in one turn, and so are evidence as a whole.
    `thai` is true where its words were found by a segmenter.
    """

    name: str
    attributes: Mapping[str, str]
    sha256: str
    words: int
    segments: int
    characters: int = 0
    asked: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    thai: bool = False
    language: Language = Language()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSource(Analysed):
    """What coding one source gave."""

    matches: tuple[Match, ...]
    codings: tuple[Coding, ...]
